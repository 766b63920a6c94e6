"""From levels to a score: the region's own, and what the assessors found. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from guyub.engines import scoring
from guyub.engines.scoring import Answer, Basis, Instrument, Node


@dataclass(frozen=True, slots=True)
class Found:
    """
    What some levels come to.

    total  None: not every element has what it needs
    parts  code -> value, of the parts right below the whole
    """

    total: Decimal | None
    parts: Mapping[str, Decimal]


def numbers_of(
    instrument: Instrument, facts: Mapping[str, Decimal | None], names: Mapping[str, str]
) -> dict[str, Decimal]:
    """
    Leaf -> the number that answers it, where an indicator does.

    facts  key -> value as the region confirmed it
    names  key -> the indicator it holds
    """
    by_indicator = {names[key]: value for key, value in facts.items() if key in names and value is not None}
    return {
        leaf.code: by_indicator[leaf.leaf.indicator]
        for leaf in instrument.leaves
        if leaf.leaf is not None and leaf.leaf.indicator in by_indicator
    }


def level_of(leaf: Node, number: Decimal) -> int:
    """The level that a number reaches by the bands of its leaf."""
    assert leaf.leaf is not None
    value = Fraction(number)
    for band in leaf.leaf.bands:
        if band.at_least is None or value >= band.at_least:
            return int(band.score)
    return int(leaf.leaf.bands[-1].score)


def stated(instrument: Instrument, levels: Mapping[str, int], numbers: Mapping[str, Decimal]) -> Found:
    """By the region's own levels; where data answer, by the data. Whatever is missing counts as the instrument says."""
    answers = {code: Answer(level=level) for code, level in levels.items()}
    answers |= {code: Answer(number=Fraction(number)) for code, number in numbers.items()}
    return _found(instrument, answers)


def confirmed(instrument: Instrument, given: Mapping[str, Sequence[int]], *, needed: int) -> Found:
    """
    By the levels that assessors gave: where they agree that level, where they differ the mean of theirs.

    given  leaf -> one level for each assessor who gave it; total None until `needed` of them gave every one
    """
    if any(len(given.get(leaf.code, ())) < needed for leaf in instrument.leaves):
        return Found(None, {})
    answers = {
        leaf.code: Answer(given=Fraction(sum(given[leaf.code]), len(given[leaf.code]))) for leaf in instrument.leaves
    }
    return _found(instrument, answers)


def _found(instrument: Instrument, answers: Mapping[str, Answer]) -> Found:
    scored = scoring.score(instrument, answers, basis=Basis.STATED)
    values = {part.code: scored.parts[part.code].value for part in instrument.root.children}
    parts = {code: as_decimal(value) for code, value in values.items() if value is not None}
    return Found(None if scored.total is None else as_decimal(scored.total), parts)


def as_decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.000001"))
