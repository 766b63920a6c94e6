"""An indicator as content: one YAML file, parsed once into frozen types."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

import yaml

from guyub.engines.indicators.expression import Expression, ExpressionError, Kind, columns_of, parse
from guyub.engines.values import Words
from guyub.errors import ContentError

DIMENSIONS: Final = ("governance", "branding", "economy", "living", "society", "environment")


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"  # describes, does not judge


class Form(StrEnum):
    SHARE = "share"  # the numerator is part of the denominator
    RATIO = "ratio"  # two groups set against each other


@dataclass(frozen=True, slots=True)
class Column:
    """What an indicator may count by: the kind, what it means, and the datasets it comes from."""

    kind: Kind
    title: Words
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """A place in a standard's list that this indicator answers, wholly or in part."""

    name: str  # "ISO 37120:2018"
    code: str
    partly: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """
    One indicator, one version of its rule.

    table              "person" (one row a person) or "record" (one row a row that an agency delivered)
    numerator_text …   the conditions as written, for people to read
    datasets           where the columns come from, in the order of the flow
    factor             100: the value is a percentage
    smallest_cell      a group smaller than this is hidden
    smallest_count     so is a numerator that is not zero and smaller than this
    published          names of published figures to show beside it, never merged with it
    people_list        key of the service's list of the same people; None without one
    """

    code: str
    version: int
    title: Words
    meaning: Words
    counted: Words
    group: Words
    dimension: str
    direction: Direction
    form: Form
    unit: str
    factor: int
    decimals: int
    table: str
    denominator: Expression
    numerator: Expression
    denominator_text: str
    numerator_text: str
    datasets: tuple[str, ...]
    smallest_cell: int
    smallest_count: int
    valid_from: date
    source: Words
    standards: tuple[Standard, ...]
    caveats: tuple[Words, ...]
    published: tuple[str, ...]
    people_list: str | None
    digest: str


Tables = Mapping[str, Mapping[str, Column]]


def parse_definition(text: str, *, file: str, tables: Tables) -> Definition:
    """
    Read one indicator file.

    tables  the columns that may be counted by, of each table
    Raises ContentError: file, place, problem and mending.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(
            file, _mark(error), "this is not valid YAML", "Check indentation, colons and quotes"
        ) from error
    if not isinstance(content, dict):
        raise ContentError(file, "line 1", "an indicator is a list of named fields", "Begin with: code: my-indicator")
    return _Reader(file, content).definition(tables, hashlib.sha256(text.encode()).hexdigest())


def _mark(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark is not None else "the file"


_FIELDS: Final = frozenset(
    {
        "code", "version", "title", "meaning", "counted", "group", "dimension", "direction", "form", "unit", "factor",
        "decimals", "table", "denominator", "numerator", "smallest_cell", "smallest_count", "valid_from", "source",
        "standards", "caveats", "published", "list",
    }
)  # fmt: skip
_UNITS: Final = frozenset({"percent", "per_hundred"})


class _Reader:
    """Takes one field after the other, and says of each what is wrong with it."""

    def __init__(self, file: str, content: Mapping[str, Any]) -> None:
        self._file = file
        self._content = content

    def definition(self, tables: Tables, digest: str) -> Definition:
        if unknown := sorted(set(map(str, self._content)) - _FIELDS):
            raise self._wrong(unknown[0], "an indicator has no such field", f"Use one of: {', '.join(sorted(_FIELDS))}")
        table = self._one_of("table", sorted(tables))
        columns = tables[table]
        denominator = self._condition("denominator", columns)
        numerator = self._condition("numerator", columns)
        used = columns_of(denominator) | columns_of(numerator)
        return Definition(
            code=self._matching("code", r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "small letters, digits and hyphens"),
            version=self._number("version", 1, 9999),
            title=self._words("title"),
            meaning=self._words("meaning"),
            counted=self._words("counted"),
            group=self._words("group"),
            dimension=self._one_of("dimension", DIMENSIONS),
            direction=Direction(self._one_of("direction", [way.value for way in Direction])),
            form=Form(self._one_of("form", [form.value for form in Form])),
            unit=self._one_of("unit", sorted(_UNITS)),
            factor=self._number("factor", 1, 1_000_000),
            decimals=self._number("decimals", 0, 4),
            table=table,
            denominator=denominator,
            numerator=numerator,
            denominator_text=" ".join(str(self._content["denominator"]).split()),
            numerator_text=" ".join(str(self._content["numerator"]).split()),
            datasets=_in_flow_order(dataset for name in sorted(used) for dataset in columns[name].datasets),
            smallest_cell=self._number("smallest_cell", 1, 1000),
            smallest_count=self._number("smallest_count", 0, 1000),
            valid_from=self._day("valid_from"),
            source=self._words("source"),
            standards=tuple(self._standard(number, item) for number, item in enumerate(self._list("standards"), 1)),
            caveats=tuple(
                self._pair(f"caveats[{number}]", item) for number, item in enumerate(self._list("caveats"), 1)
            ),
            published=tuple(str(item) for item in self._list("published")),
            people_list=None if self._content.get("list") is None else str(self._content["list"]),
            digest=digest,
        )

    def _wrong(self, place: str, problem: str, mending: str) -> ContentError:
        return ContentError(self._file, place, problem, mending)

    def _take(self, name: str) -> Any:
        if self._content.get(name) in (None, "", []):
            raise self._wrong(name, "this field is missing", f"Add {name}: …")
        return self._content[name]

    def _matching(self, name: str, pattern: str, words: str) -> str:
        value = str(self._take(name))
        if not re.fullmatch(pattern, value):
            raise self._wrong(name, f"“{value}” is not made of {words}", f"Write {words} only")
        return value

    def _number(self, name: str, low: int, high: int) -> int:
        value = self._content.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(
                name, f"“{value}” is no whole number from {low} to {high}", f"Write a whole number, as in {name}: {low}"
            )
        return value

    def _one_of(self, name: str, allowed: Any) -> str:
        value = str(self._take(name))
        if value not in allowed:
            raise self._wrong(name, f"“{value}” is not known here", f"Write one of: {', '.join(allowed)}")
        return value

    def _day(self, name: str) -> date:
        value = self._take(name)
        if not isinstance(value, date):
            raise self._wrong(name, f"“{value}” is no date", "Write year-month-day without quotes, as in 2026-07-01")
        return value

    def _list(self, name: str) -> list[Any]:
        value = self._content.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "this is not a list", "Begin each item on its own line with a hyphen")
        return value

    def _words(self, name: str) -> Words:
        return self._pair(name, self._take(name))

    def _pair(self, place: str, value: Any) -> Words:
        if (
            not isinstance(value, dict)
            or set(value) != {"id", "en"}
            or not all(isinstance(text, str) and text for text in value.values())
        ):
            raise self._wrong(place, "the text is not given in both languages", "Write id: … and en: … beneath it")
        return Words(id=" ".join(value["id"].split()), en=" ".join(value["en"].split()))

    def _standard(self, number: int, value: Any) -> Standard:
        if not isinstance(value, dict) or not {"name", "code"} <= set(value) <= {"name", "code", "partly"}:
            raise self._wrong(
                f"standards[{number}]",
                "a standard needs a name and a code",
                'Write - {name: "ISO 37120:2018", code: "6.5", partly: true}',
            )
        return Standard(str(value["name"]), str(value["code"]), bool(value.get("partly", False)))

    def _condition(self, name: str, columns: Mapping[str, Column]) -> Expression:
        try:
            return parse(str(self._take(name)), {column: known.kind for column, known in columns.items()})
        except ExpressionError as error:
            raise self._wrong(name, error.problem, error.mending) from error


_FLOW: Final = ("population", "welfare", "pupils", "health_insurance", "aid")


def _in_flow_order(datasets: Any) -> tuple[str, ...]:
    """Without doubles; the five known datasets as the data flows, any other after them."""
    found = sorted(set(datasets))
    return tuple(sorted(found, key=lambda dataset: (_FLOW.index(dataset) if dataset in _FLOW else len(_FLOW), dataset)))
