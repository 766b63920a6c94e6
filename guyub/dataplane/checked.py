"""What a check found, as it is kept beside the checked rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from guyub.dataplane.intake import Note, Staged

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Cell:
    """
    One wrong cell. Everything in it is text as the agency wrote it: mask it before it is shown.

    line      in the officer's own file
    column    canonical name; None if the whole row is meant
    proposal  what was probably meant, in canonical form; None if nothing is near
    held      True if the row waits in quarantine, for this finding or another
    about     the texts that help an officer recognise the row, by canonical column
    """

    line: int
    code: str
    column: str | None
    severity: str
    value: str | None
    proposal: str | None
    held: bool
    about: Mapping[str, str | None]


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one rule in one column, with the first few as examples."""

    code: str
    column: str | None
    severity: str
    rows: int
    cells: int
    proposals: int
    examples: tuple[Cell, ...]


@dataclass(frozen=True)
class Checked:
    """The outcome of a check. Nothing is dropped: rows_in is rows_accepted plus rows_held."""

    dataset: str
    contract_id: str
    contract_version: str
    rows_in: int
    rows_accepted: int
    rows_held: int
    findings: tuple[FindingGroup, ...]
    notes: tuple[Note, ...]
    staged: Staged
    source_digest: str

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)
        (folder / SUMMARY).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The outcome kept in a checks folder."""
        kept: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        kept["staged"] = _staged(kept["staged"])
        kept["notes"] = _notes(kept["notes"])
        kept["findings"] = tuple(
            FindingGroup(**(group | {"examples": tuple(Cell(**cell) for cell in group["examples"])}))
            for group in kept["findings"]
        )
        return cls(**kept)


def _notes(kept: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(**note) for note in kept)


def _staged(kept: dict[str, Any]) -> Staged:
    texts = {name: tuple(kept[name]) for name in ("unknown_headers", "missing_columns")}
    return Staged(**(kept | texts | {"table": Path(kept["table"]), "notes": _notes(kept["notes"])}))
