"""From YAML to an Instrument, or to everything that is wrong with the text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from guyub.engines.scoring.checking import check
from guyub.engines.scoring.fields import NO_WORDS, Fields, Notes
from guyub.engines.scoring.instrument import (
    Carried,
    Grade,
    Instrument,
    Unanswered,
    WeightSet,
)
from guyub.engines.scoring.parsing_parts import Scale, read_scales, read_tree
from guyub.engines.scoring.plain import Plain, read_plain
from guyub.engines.scoring.problem import InstrumentError, Problem

_FIELDS: Final = (
    "code", "version", "title", "short", "meaning", "publisher", "official", "standing", "source", "valid_from",
    "valid_until", "unit", "decimals", "grade_decimals", "low", "high", "unanswered", "grades", "scales",
    "weight_sets", "carries", "tree",
)  # fmt: skip


def parse_instrument(text: str, *, file: str) -> Instrument:
    """
    Read one instrument.

    Raises InstrumentError with the first of its problems: file, place, problem and mending.
    """
    instrument, problems = _read(text, file)
    if problems:
        first = problems[0]
        raise InstrumentError(file, first.place, first.problem, first.mending)
    return instrument


def find_problems(text: str, *, file: str) -> tuple[Problem, ...]:
    """
    All that is wrong with a text; nothing: it is a sound instrument.

    What is built on something unreadable is looked at only once that is mended.
    """
    try:
        return _read(text, file)[1]
    except InstrumentError as error:
        return (Problem(error.place, error.problem, error.mending),)


def _read(text: str, file: str) -> tuple[Instrument, tuple[Problem, ...]]:
    notes = Notes()
    fields = Fields(read_plain(text, file=file), "", notes, _FIELDS)
    instrument = _instrument(fields, hashlib.sha256(text.encode()).hexdigest())
    found = list(notes.problems)
    if not notes.shaken:
        found.extend(check(instrument))
    return instrument, tuple(found)


def _instrument(fields: Fields, digest: str) -> Instrument:
    scales: Mapping[str, Scale] = read_scales(fields)
    return Instrument(
        code=fields.code(),
        version=fields.whole("version", 1, 9999) or 1,
        title=fields.words("title"),
        short=fields.text("short"),
        meaning=fields.words("meaning"),
        publisher=fields.text("publisher"),
        official=_official(fields),
        standing=fields.words("standing"),
        source=fields.words("source"),
        valid_from=fields.day("valid_from") or date.min,
        valid_until=fields.day("valid_until", required=False),
        unit=fields.text("unit", ""),
        decimals=fields.whole("decimals", 0, 9, default=2) or 0,
        grade_decimals=fields.whole("grade_decimals", 0, 9, required=False),
        low=fields.number("low", required=False),
        high=fields.number("high", required=False),
        unanswered=_unanswered(fields),
        grades=tuple(_grade(entry, place, fields.notes) for place, entry in fields.items("grades")),
        weight_sets=tuple(_weight_set(entry, place, fields.notes) for place, entry in fields.items("weight_sets")),
        carries=tuple(_carried(entry, place, fields.notes) for place, entry in fields.items("carries")),
        root=read_tree(fields, scales),
        digest=digest,
    )


def _official(fields: Fields) -> bool:
    found = fields.yes("official")
    if found is None:
        fields.wrong("official", "this is missing", "Write official: true only if text and weights are the publisher's")
    return bool(found)


def _unanswered(fields: Fields) -> Unanswered:
    found = fields.choice("unanswered", Unanswered)
    if found is None and not fields.has("unanswered"):
        fields.wrong("unanswered", "this is missing", f"Write one of: {', '.join(Unanswered)}")
    return found or Unanswered.ZERO


def _grade(entry: Plain, place: str, notes: Notes) -> Grade:
    fields = Fields(entry, place, notes, ("at_least", "code", "title"))
    return Grade(fields.number("at_least") or Fraction(0), fields.code(), fields.words("title"))


def _weight_set(entry: Plain, place: str, notes: Notes) -> WeightSet:
    fields = Fields(entry, place, notes, ("code", "years", "title", "source", "weights"))
    years = [
        fields.whole_in(f"years[{number}]", year, 1945, 2999) for number, (_, year) in enumerate(fields.items("years"))
    ]
    weights = {
        code: fields.number_in(f"weights.{code}", weight) or Fraction(0)
        for code, weight in fields.mapping("weights").items()
    }
    return WeightSet(
        code=fields.code(),
        years=tuple(year for year in years if year is not None),
        title=fields.words("title"),
        source=fields.words("source") if fields.has("source") else NO_WORDS,
        weights=weights,
    )


def _carried(entry: Plain, place: str, notes: Notes) -> Carried:
    fields = Fields(entry, place, notes, ("instrument", "leaves"))
    leaves: dict[str, tuple[str, ...]] = {}
    for code, older in fields.mapping("leaves").items():
        texts = tuple(each for each in (older if isinstance(older, list) else [older]) if isinstance(each, str))
        if not texts or not all(texts):
            fields.wrong(f"leaves.{code}", "no older part is named", f"Write {code}: [A1, A2]")
        leaves[code] = texts
    return Carried(fields.code("instrument"), leaves)
