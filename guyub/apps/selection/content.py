"""How a round is set up, as content states it: instrument, criteria, and the data asked beside the levels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from guyub.engines.values import Words
from guyub.errors import ContentError

FILE = "readiness.yaml"
SOURCES = ("villages", "agencies", "indicator", "published", "typed")


@dataclass(frozen=True, slots=True)
class FactKind:
    """
    One figure about a region.

    origin  one of SOURCES: counted in the list of areas, in the structure, computed, published by others, or asked
    name    of the indicator or of the published figure
    """

    key: str
    title: Words
    unit: str
    decimals: int
    origin: str
    name: str

    @property
    def said(self) -> str:
        return said(self.title)


@dataclass(frozen=True, slots=True)
class Setup:
    source: Words
    instrument: str
    capacity: int
    assessors: int
    criteria: tuple[Words, ...]
    facts: tuple[FactKind, ...]

    def find(self, key: str) -> FactKind | None:
        return next((fact for fact in self.facts if fact.key == key), None)


def said(words: Words) -> str:
    return words.in_language(get_language() or "id")


def setup() -> Setup:
    """The setup in force, read again when the file changes. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "selection" / FILE
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(file: Path, changed_ns: int) -> Setup:
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> Setup:
    """Raises ContentError with place and mending."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(FILE, "whole file", f"not readable as YAML ({error})", "Mend the YAML") from error
    if not isinstance(raw, dict):
        raise ContentError(FILE, "whole file", "expected keys with values", "Write it as `key: value` lines")
    if not isinstance(raw.get("instrument"), str):
        raise ContentError(FILE, "instrument", "is missing", "Write the code of an instrument")
    facts = tuple(_fact(each, number) for number, each in enumerate(_list(raw, "facts"), 1))
    if len({fact.key for fact in facts}) < len(facts):
        raise ContentError(FILE, "facts", "a key stands there twice", "Give each fact a key of its own")
    return Setup(
        source=_words(raw.get("source"), "source"),
        instrument=raw["instrument"],
        capacity=_count(raw, "capacity", least=1),
        assessors=_count(raw, "assessors", least=2),
        criteria=tuple(_words(each, f"criteria, line {n}") for n, each in enumerate(_list(raw, "criteria"), 1)),
        facts=facts,
    )


def _list(raw: dict[str, Any], key: str) -> list[Any]:
    value = raw.get(key)
    if not isinstance(value, list) or not value:
        raise ContentError(FILE, key, "is no list", "Write one entry a line, each after a hyphen")
    return value


def _count(raw: dict[str, Any], key: str, *, least: int) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ContentError(FILE, key, f"{value} is no number from {least}", f"Write a whole number from {least}")
    return value


def _fact(raw: Any, number: int) -> FactKind:
    place = f"facts, line {number}"
    if not isinstance(raw, dict) or not isinstance(raw.get("key"), str):
        raise ContentError(FILE, place, "has no key", "Write key, from, unit, decimals and title")
    origin = raw.get("from")
    if origin not in SOURCES:
        raise ContentError(FILE, place, f"comes from {origin}", f"Write one of {', '.join(SOURCES)} after from:")
    name = raw.get(origin, "") if origin in ("indicator", "published") else ""
    if origin in ("indicator", "published") and not name:
        raise ContentError(FILE, place, f"names no {origin}", f"Write its name after {origin}:")
    return FactKind(
        key=raw["key"],
        title=_words(raw.get("title"), place),
        unit=str(raw.get("unit", "")),
        decimals=int(raw.get("decimals", 0)),
        origin=origin,
        name=str(name),
    )


def _words(raw: Any, place: str) -> Words:
    if not isinstance(raw, dict) or not raw.get("id") or not raw.get("en"):
        raise ContentError(FILE, place, "is not said in both languages", "Write id: and en:")
    return Words(str(raw["id"]), str(raw["en"]))
