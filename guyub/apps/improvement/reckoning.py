"""From an assessment's answers to pieces of evidence with their days, gaps and steps. Computes only; reads no table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement.content import EffortGuide
from guyub.engines.scoring import Answer, Asks, Instrument, Leaf, Node, Requirement, Scored, Way, rounded, score

Piece = tuple[str, str]  # (item, requirement)
YES = ""  # the requirement of a criterion that is fulfilled or not: no evidence, the thing itself


@dataclass(frozen=True, slots=True)
class Cost:
    """What a missing piece takes. given: an officer said so, content only guesses."""

    days: int
    work: str
    given: bool


@dataclass(frozen=True, slots=True)
class StepOfPlan:
    """One leaf of a way, in the order to do it: what is to come, how long it takes, where the total stands then."""

    code: str
    level_now: int
    level_then: int
    pieces: tuple[str, ...]
    days: int
    total: Fraction


def node_of(instrument: Instrument, code: str) -> Node:
    """The leaf of an item: "I16" of "I16#2"."""
    return instrument.nodes[code.partition("#")[0]]


def leaf_of(instrument: Instrument, code: str) -> Leaf:
    leaf = node_of(instrument, code).leaf
    assert leaf is not None, f"{code} of {instrument.code} is no leaf"
    return leaf


def above(instrument: Instrument, code: str) -> Node:
    """The part a leaf stands in."""
    return instrument.nodes[instrument.parents.get(code.partition("#")[0], instrument.root.code)]


def missing_pieces(of: AnswersOf) -> Iterator[tuple[str, Requirement]]:
    """Every piece of evidence that is not accepted yet, by item."""
    for code in of.agencies:
        accepted = of.answers.get(code, Answer()).accepted
        for each in leaf_of(of.instrument, code).requirements:
            if each.code not in accepted:
                yield code, each


def costs_of(of: AnswersOf, given: Mapping[Piece, tuple[int, str]], guide: EffortGuide) -> dict[Piece, Cost]:
    """
    Days for every missing piece; what an officer said goes before what content guesses. Pieces of the same work take as
    long as the longest of them: the work is done whole or not at all.
    """
    found = {}
    for code, each in missing_pieces(of):
        said = given.get((code, each.code))
        found[code, each.code] = Cost(*said, True) if said else Cost(guide.days_of(each.kind), "", False)
    for code in of.agencies:
        if leaf_of(of.instrument, code).asks is Asks.YES_NO and not of.answers.get(code, Answer()).number:
            said = given.get((code, YES))
            found[code, YES] = Cost(*said, True) if said else Cost(guide.otherwise, "", False)
    whole: dict[str, int] = {}
    for cost in found.values():
        whole[cost.work] = max(whole.get(cost.work, 0), cost.days)
    return {piece: replace(cost, days=whole[cost.work]) if cost.work else cost for piece, cost in found.items()}


def days_together(pieces: Sequence[Piece], costs: Mapping[Piece, Cost]) -> int:
    """Working days for these pieces; pieces of the same work are got by doing it once."""
    works: dict[str, int] = {}
    alone = 0
    for piece in pieces:
        cost = costs[piece]
        if cost.work:
            works[cost.work] = max(works.get(cost.work, 0), cost.days)
        else:
            alone += cost.days
    return alone + sum(works.values())


def level_of(found: Scored, code: str) -> int | None:
    """The level that counts of an item; None where it has none, or nothing is known of that thing yet."""
    part = found.parts.get(code)
    return None if part is None else part.level


def shown(value: Fraction | None, decimals: int) -> Decimal | None:
    return None if value is None else rounded(value, decimals)


def best_answer(leaf: Leaf) -> Answer | None:
    """The best that can be said of a number or of yes and no; None for levels and for a number without a best."""
    if leaf.asks is Asks.YES_NO:
        return Answer(number=Fraction(1))
    if leaf.asks is not Asks.NUMBER:
        return None
    if leaf.bands:
        best = max(leaf.bands, key=lambda band: band.score)
        return Answer(number=best.at_least if best.at_least is not None else (leaf.low or Fraction(0)))
    number = leaf.low if leaf.lower_is_better else leaf.high
    return None if number is None else Answer(number=number)


def gain_of_best(of: AnswersOf, code: str, total: Fraction) -> Fraction:
    """What the total gains if a number or a yes were as good as can be; 0 where that is not known."""
    best = best_answer(leaf_of(of.instrument, code))
    if best is None:
        return Fraction(0)
    then = score(of.instrument, {**of.answers, code: best}, weights=of.weight_set).total
    return max((then or Fraction(0)) - total, Fraction(0))


def steps_of(of: AnswersOf, way: Way, costs: Mapping[Piece, Cost]) -> tuple[StepOfPlan, ...]:
    """
    A way leaf by leaf, what lifts most for its days first.

    Work that an earlier step has done costs nothing again.
    """
    wanted: dict[str, list[str]] = {}
    for code, requirement in way.pieces:
        wanted.setdefault(code, []).append(requirement)
    before = score(of.instrument, of.answers, weights=of.weight_set)
    start = before.total or Fraction(0)

    def worth(code: str) -> tuple[Fraction, str]:
        then = score(of.instrument, _with(of.answers, {code: wanted[code]}), weights=of.weight_set).total
        days = days_together([(code, each) for each in wanted[code]], costs)
        return -((then or Fraction(0)) - start) / max(days, 1), code

    steps, done, spent = [], dict(of.answers), list[Piece]()
    for code in sorted(wanted, key=worth):
        done = _with(done, {code: wanted[code]})
        after = score(of.instrument, done, weights=of.weight_set)
        pieces = [(code, each) for each in wanted[code]]
        days = days_together([*spent, *pieces], costs) - days_together(spent, costs)
        spent += pieces
        steps.append(
            StepOfPlan(
                code=code,
                level_now=level_of(before, code) or 0,
                level_then=level_of(after, code) or 0,
                pieces=tuple(wanted[code]),
                days=days,
                total=after.total or Fraction(0),
            )
        )
    return tuple(steps)


def _with(answers: Mapping[str, Answer], more: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    found = dict(answers)
    for code, requirements in more.items():
        answer = found.get(code, Answer())
        if YES in requirements:
            answer = replace(answer, number=Fraction(1))
        found[code] = replace(answer, accepted=answer.accepted | (frozenset(requirements) - {YES}))
    return found
