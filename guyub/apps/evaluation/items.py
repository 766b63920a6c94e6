"""The items of an entry: which leaves of the instrument are scored, with what, and what scores come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median_low

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.engines.scoring import Answer, Asks, Basis, Instrument, Node, Scored, score
from guyub.errors import Refusal
from guyub.web import figures

Given = tuple[int | None, Decimal | None]
"""A level or a number, as an assessor or a panel gives it."""


class ScoreNotPossible(Refusal):
    """The item has no such level, or its number lies outside what it may be."""

    code = "evaluation.score-not-possible"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This item can't be given this value."),
            remedy=_("Choose one of its levels, or write a number within its bounds."),
        )


def codes(instrument: Instrument, answered: Iterable[str]) -> list[str]:
    """The items in reading order; a repeated part has one of each for everything that the region answered it for."""
    known = list(answered)
    repeated = _repeated(instrument)
    found: list[str] = []
    for leaf in instrument.leaves:
        if leaf.code not in repeated:
            found.append(leaf.code)
        else:
            things = {code for code in known if code.partition("#")[0] == leaf.code and "#" in code}
            found += sorted(things, key=lambda code: int(code.partition("#")[2]))
    return found


def _repeated(instrument: Instrument) -> set[str]:
    tops = [node for node in instrument.root.walk() if node.repeat_at_least is not None]
    return {node.code for top in tops for node in top.walk()}


def node_of(instrument: Instrument, code: str) -> Node:
    return instrument.nodes[code.partition("#")[0]]


def has_part(instrument: Instrument, code: str) -> bool:
    """Is this the code of a part or an item; empty stands for the whole."""
    return not code or code.partition("#")[0] in instrument.nodes


def require_possible(instrument: Instrument, code: str, level: int | None, number: Decimal | None) -> None:
    """Raise ScoreNotPossible unless this item may be given this."""
    leaf = node_of(instrument, code).leaf
    if leaf is None or (level is None) == (number is None):
        raise ScoreNotPossible
    if leaf.asks is Asks.LEVEL:
        if level not in {each.level for each in leaf.levels}:
            raise ScoreNotPossible
    elif number is None or (leaf.asks is Asks.YES_NO and number not in (0, 1)):
        raise ScoreNotPossible
    elif leaf.asks is Asks.NUMBER:
        outside = (leaf.low is not None and number < leaf.low) or (leaf.high is not None and number > leaf.high)
        if outside:
            raise ScoreNotPossible


def answer(given: Given) -> Answer:
    level, number = given
    return Answer(level=level, number=None if number is None else Fraction(number))


def computed(instrument: Instrument, given: Mapping[str, Given], *, weights: str) -> Scored:
    """What these levels and numbers come to, as stated: whoever assesses has looked at the evidence."""
    answers = {code: answer(each) for code, each in given.items()}
    return score(instrument, answers, weights=weights, basis=Basis.STATED)


def middle(given: Iterable[Given]) -> Given:
    """The median; of two middle ones the lower."""
    each = list(given)
    if all(level is not None for level, _number in each):
        return median_low([level for level, _number in each if level is not None]), None
    return None, median_low([number for _level, number in each if number is not None])


def spread(given: Iterable[Given]) -> Decimal:
    """Between the highest and the lowest."""
    values = [Decimal(level) if level is not None else number for level, number in given]
    known = [value for value in values if value is not None]
    return max(known) - min(known) if known else Decimal(0)


def written(instrument: Instrument, code: str, given: Given) -> str:
    """The level or number as a reader sees it."""
    level, number = given
    if level is not None:
        return _("level %(level)d") % {"level": level}
    if number is None:
        return figures.MISSING
    leaf = node_of(instrument, code).leaf
    if leaf is not None and leaf.asks is Asks.YES_NO:
        return _("yes") if number else _("no")
    places = max(0, -int(number.normalize().as_tuple().exponent))
    text = figures.decimal(number, places)
    unit = leaf.unit if leaf is not None else ""
    return f"{text}{figures.NBSP}{unit}" if unit else text


def counted(number: int) -> str:
    return ngettext("%(n)d item", "%(n)d items", number) % {"n": number}
