"""One text in the languages of the pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """English where it is asked for, Indonesian everywhere else."""
        return self.en if language.startswith("en") else self.id
