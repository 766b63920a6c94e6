"""Fields of a mapping, taken one after the other; what is wrong with them is noted, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from guyub.engines.scoring.plain import Plain
from guyub.engines.scoring.problem import Problem
from guyub.engines.values import Words

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?(/[0-9]{1,30}(\.[0-9]{1,30})?)?")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NO_WORDS: Final = Words("", "")

Choice = TypeVar("Choice", bound=StrEnum)


class Notes:
    """
    The problems found so far, in the order of the text.

    shaken  something that later checks build on could not be read: what they would say may mislead
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.shaken = False

    def say(self, place: str, problem: str, mending: str, *, shaken: bool = True) -> None:
        self.problems.append(Problem(place, problem, mending))
        self.shaken = self.shaken or shaken


def exact(text: str) -> Fraction | None:
    """
    A number as written, exactly: "1.30", "-2", "100/45"; None if it is none.

    >>> exact("1.30"), exact("100/45"), exact("1,30")
    (Fraction(13, 10), Fraction(20, 9), None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    numerator, _, denominator = text.partition("/")
    if denominator and not Fraction(denominator):
        return None
    return Fraction(numerator) / Fraction(denominator or 1)


class Fields:
    """One mapping at one place."""

    def __init__(self, content: Plain, place: str, notes: Notes, known: Iterable[str]) -> None:
        self.place = place
        self.notes = notes
        self._content: Mapping[str, Plain] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            notes.say(place or "the file", "this is not a list of named fields", "Write each as name: value")
        known = set(known)
        for name in self._content:
            if name not in known:
                mending = f"Known are: {', '.join(sorted(known))}"
                if name.isdecimal():  # {at_least: 2,6} is at_least: 2 and a field 6
                    mending = "Is it a number's decimals? Write them after a full stop, as in 2.6"
                notes.say(self.at(name), "this field is not known here", mending, shaken=False)

    def at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty."""
        return self._content.get(name, "") != ""

    def raw(self, name: str) -> Plain:
        return self._content.get(name, "")

    def wrong(self, name: str, problem: str, mending: str, *, shaken: bool = True) -> None:
        self.notes.say(self.at(name), problem, mending, shaken=shaken)

    def text(self, name: str, default: str | None = None) -> str:
        """One line; without a default it must be there."""
        value = self.raw(name)
        if not isinstance(value, str):
            self.wrong(name, "this is not a text", f"Write {name}: followed by one text")
            return ""
        if not value.strip() and default is None:
            self.wrong(name, "this is missing", f"Add {name}:")
        return " ".join(value.split()) or default or ""

    def code(self, name: str = "code", default: str | None = None) -> str:
        value = self.text(name, default)
        if value and not _CODE.fullmatch(value):
            self.wrong(name, f"“{value}” is no code", "Use letters, digits, hyphen and full stop, as in I5 or level-2a")
        return value

    def words(self, name: str, *, required: bool = True) -> Words:
        value = self.raw(name)
        if value == "" and not required:
            return NO_WORDS
        pair = value if isinstance(value, dict) else {}
        texts = {each: text for each, text in pair.items() if isinstance(text, str) and text.strip()}
        if set(texts) != {"id", "en"} or set(pair) != {"id", "en"}:
            problem = "the text is not there in both languages"
            self.wrong(name, problem, "Write id: … and en: … beneath it, and nothing else", shaken=False)
            return NO_WORDS
        return Words(id=" ".join(texts["id"].split()), en=" ".join(texts["en"].split()))

    def number(self, name: str, *, required: bool = True) -> Fraction | None:
        if not self.has(name) and not required:
            return None
        return self.number_in(name, self.raw(name))

    def number_in(self, name: str, value: Plain) -> Fraction | None:
        found = exact(value.strip()) if isinstance(value, str) else None
        if found is None:
            problem = f"“{value}” is no number" if isinstance(value, str) and value else "a number is missing"
            self.wrong(name, problem, "Write it with a full stop, as in 2.75, or as a fraction, as in 100/45")
        return found

    def whole(self, name: str, low: int, high: int, *, default: int | None = None, required: bool = True) -> int | None:
        """A whole number from low to high; the default, or None, where it may be missing and is."""
        if not self.has(name) and (default is not None or not required):
            return default
        return self.whole_in(name, self.raw(name), low, high)

    def whole_in(self, name: str, value: Plain, low: int, high: int) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value.strip()) and low <= int(value) <= high:
            return int(value)
        written = f"“{value}”" if isinstance(value, str) else "this"
        self.wrong(name, f"{written} is no whole number from {low} to {high}", f"Write one, as in {name}: {low}")
        return None

    def yes(self, name: str) -> bool | None:
        """True or false; None if it is not there."""
        value = self.raw(name)
        if value == "":
            return None
        if value not in ("true", "false"):
            self.wrong(name, "this is neither true nor false", f"Write {name}: true or {name}: false")
        return value == "true"

    def day(self, name: str, *, required: bool = True) -> date | None:
        value = self.raw(name)
        if value == "" and not required:
            return None
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.wrong(name, "this is no date", "Write year-month-day, as in 2026-07-01")
            return None

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """One of an enumeration's words; None if it is not there."""
        value = self.text(name, "")
        if not value:
            return None
        if value not in {each.value for each in choices}:
            self.wrong(name, f"“{value}” is not known", f"Write one of: {', '.join(choices)}")
            return None
        return choices(value)

    def items(self, name: str) -> list[tuple[str, Plain]]:
        """The entries of a list, each with its place; none if the field is not there."""
        value = self.raw(name)
        if value == "":
            return []
        if not isinstance(value, list):
            self.wrong(name, "this is not a list", "Begin each entry on its own line with a hyphen")
            return []
        return [(f"{self.at(name)}[{number}]", entry) for number, entry in enumerate(value)]

    def mapping(self, name: str) -> Mapping[str, Plain]:
        """The fields of a field whose names are free; empty if it is not there."""
        value = self.raw(name)
        if isinstance(value, dict):
            return value
        if value != "":
            self.wrong(name, "this is not a list of named fields", "Write each as name: value")
        return {}
