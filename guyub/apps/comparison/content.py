"""Classes of size as content states them: in which band of population a region is compared."""

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

FILE = "size-classes.yaml"


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A band of population; `below` is the first number of people outside it, None for the last band."""

    code: str
    title: Words
    below: int | None

    @property
    def name(self) -> str:
        return said(self.title)


@dataclass(frozen=True, slots=True)
class Sizes:
    source: Words
    classes: tuple[SizeClass, ...]
    smallest_group: int

    def find(self, population: int | None) -> SizeClass | None:
        if population is None:
            return None
        return next(each for each in self.classes if each.below is None or population < each.below)


def said(words: Words) -> str:
    return words.in_language(get_language() or "id")


def sizes() -> Sizes:
    """The classes in force, read again when the file changes. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "comparison" / FILE
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(file: Path, changed_ns: int) -> Sizes:
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> Sizes:
    """Raises ContentError with place and mending."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(FILE, "whole file", f"not readable as YAML ({error})", "Mend the YAML") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("classes"), list) or not raw["classes"]:
        raise ContentError(FILE, "classes", "is missing", "Write one class a line, smallest first")
    classes = tuple(_class(each, number) for number, each in enumerate(raw["classes"], 1))
    bounds = [each.below for each in classes]
    rising = [bound for bound in bounds[:-1] if bound is not None]
    if bounds[-1] is not None or len(rising) != len(bounds) - 1 or rising != sorted(set(rising)):
        raise ContentError(
            FILE,
            "classes",
            "the bounds do not rise",
            "Give each class but the last a larger `below` than the one before",
        )
    least = raw.get("smallest_group", 5)
    if not isinstance(least, int) or least < 4:
        raise ContentError(
            FILE, "smallest_group", f"{least} is too small", "Write 4 or more: quartiles need four values"
        )
    return Sizes(_words(raw.get("source"), "source"), classes, least)


def _class(raw: Any, number: int) -> SizeClass:
    place = f"classes, line {number}"
    if not isinstance(raw, dict) or not isinstance(raw.get("code"), str):
        raise ContentError(FILE, place, "has no code", "Write code, title and, but for the last, below")
    below = raw.get("below")
    if below is not None and not isinstance(below, int):
        raise ContentError(FILE, place, f"{below} is no number of people", "Write a whole number after below:")
    return SizeClass(raw["code"], _words(raw.get("title"), place), below)


def _words(raw: Any, place: str) -> Words:
    if not isinstance(raw, dict) or not raw.get("id") or not raw.get("en"):
        raise ContentError(FILE, place, "is not said in both languages", "Write id: and en:")
    return Words(str(raw["id"]), str(raw["en"]))
