from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from guyub.engines.contracts.contract import Text
from guyub.errors import ContentError

# The same loader in C, where PyYAML was built with it: ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Explained:
    """A finding or a refused file in words: what is wrong, and what to do about it."""

    title: str
    remedy: str


class _Blanks(dict[str, object]):
    """Leaves a placeholder nobody filled readable, rather than failing a whole page."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class Catalogue:
    """The words for every code: `rules` for findings and notes, `refusals` for files that cannot be read."""

    rules: Mapping[str, tuple[Text, Text]]
    refusals: Mapping[str, tuple[Text, Text]]

    def explain(self, code: str, language: str = "id", **params: object) -> Explained:
        return _fill(self.rules[code], language, params)

    def refuse(self, code: str, language: str = "id", **params: object) -> Explained:
        return _fill(self.refusals[code], language, params)


def _fill(texts: tuple[Text, Text], language: str, params: dict[str, object]) -> Explained:
    known = _Blanks(params)
    title, remedy = (text.in_language(language).format_map(known) for text in texts)
    return Explained(title, remedy)


def read_catalogue(text: str, *, file: str) -> Catalogue:
    """Parse the rule catalogue. Raises ContentError."""
    document = parse_yaml(text, file=file)
    return Catalogue(rules=_entries(document, "rules", file), refusals=_entries(document, "refusals", file))


def _entries(document: Mapping[str, Any], section: str, file: str) -> dict[str, tuple[Text, Text]]:
    entries = document.get(section)
    if not isinstance(entries, dict) or not entries:
        raise ContentError(file, section, "is missing", f"Write a mapping of codes under {section}")
    return {
        str(code): (
            read_text(entry.get("title") if isinstance(entry, dict) else None, file, f"{section}.{code}.title"),
            read_text(entry.get("remedy") if isinstance(entry, dict) else None, file, f"{section}.{code}.remedy"),
        )
        for code, entry in entries.items()
    }


def read_text(value: object, file: str, place: str) -> Text:
    if not isinstance(value, dict) or not all(
        isinstance(value.get(lang), str) and value[lang] for lang in ("id", "en")
    ):
        raise ContentError(file, place, "is not a text in two languages", "Write {id: …, en: …}")
    for language in ("id", "en"):
        try:
            value[language].format_map(_Blanks())
        except (ValueError, AttributeError, IndexError) as fault:
            raise ContentError(
                file, f"{place}.{language}", f"has a broken placeholder ({fault})", "Write {column}"
            ) from fault
    return Text(id=value["id"], en=value["en"])


def parse_yaml(text: str, *, file: str) -> Mapping[str, Any]:
    try:
        document = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "the file"
        problem = str(getattr(fault, "problem", None) or "is not YAML")
        raise ContentError(file, place, problem, "Mend the YAML there; indent with spaces") from fault
    if not isinstance(document, dict):
        raise ContentError(file, "the file", "is not a mapping", "Start with apiVersion: v3.1.0")
    return document
