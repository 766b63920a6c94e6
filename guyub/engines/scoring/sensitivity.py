"""What would lift the score, and what it rests on: each further level, each single piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from guyub.engines.scoring.answer import Answer, Answers, Basis, missing, reached_level
from guyub.engines.scoring.instrument import Aggregate, Asks, Instrument, Leaf, Unanswered
from guyub.engines.scoring.sheet import (
    NOTHING,
    Cell,
    fill_in,
    finish,
    is_answered,
    leaf_value,
    level_of,
    made_of,
)


@dataclass(frozen=True, slots=True)
class Lever:
    """
    One step up: what is missing for a leaf to come to a further level, and what the total gains by it.

    leaf          its key: "I5", or "I16#2" in a repeated part
    requirements  codes of the evidence to come; none for a criterion that is fulfilled or not (level 0 to 1)
    """

    leaf: str
    level_now: int
    level_then: int
    requirements: tuple[str, ...]
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Effect:
    """What one piece of evidence moves: accepted alone if it is not yet, lost if it is."""

    leaf: str
    requirement: str
    accepted: bool
    change: Fraction


def levers(instrument: Instrument, answers: Answers, *, weights: str = "") -> tuple[Lever, ...]:
    """Every further level of every leaf: best gain first, then fewest pieces of evidence, then reading order."""
    sheet = _Sheet(instrument, answers, weights)
    found = [lever for cell in sheet.liftable() for lever in sheet.steps(cell)]
    return tuple(sorted(found, key=lambda lever: (-lever.gain, len(lever.requirements))))


def effects(instrument: Instrument, answers: Answers, *, weights: str = "") -> tuple[Effect, ...]:
    """Every piece of evidence of every leaf, what moves the total most first; the rest in reading order."""
    sheet = _Sheet(instrument, answers, weights)
    found = [effect for cell in sheet.open_cells() for effect in sheet.moves(cell)]
    return tuple(sorted(found, key=lambda effect: -abs(effect.change)))


class _Sheet:
    """A filled-in instrument that can be asked "what if", one leaf at a time, without scoring all of it again."""

    def __init__(self, instrument: Instrument, answers: Answers, weights: str) -> None:
        self._root = fill_in(instrument, answers, weights=weights, basis=Basis.EVIDENCE)
        self._unanswered = instrument.unanswered
        self._answers = answers
        self._total = self._root.value or Fraction(0)

    def open_cells(self) -> Iterator[tuple[Cell, Leaf]]:
        """The leaves of which evidence is asked."""
        for cell in self._root.walk():
            if cell.node.leaf is not None and not cell.repeated and cell.node.leaf.requirements:
                yield cell, cell.node.leaf

    def liftable(self) -> Iterator[tuple[Cell, Leaf]]:
        """The leaves that more evidence, or a yes, can lift: nothing given above them, no number in their place."""
        for cell in self._root.walk():
            leaf = cell.node.leaf
            if leaf is None or cell.repeated or _is_fixed(cell) or leaf.asks is Asks.NUMBER:
                continue
            if not (leaf.bands and self._answer(cell).number is not None):
                yield cell, leaf

    def steps(self, of: tuple[Cell, Leaf]) -> Iterator[Lever]:
        cell, leaf = of
        answer = self._answer(cell)
        if leaf.asks is Asks.YES_NO:
            measured = cell.parent is not None and cell.parent.node.aggregate is Aggregate.COVERAGE
            if not answer.number and not measured:  # where answers are counted, a yes is no better than a no
                yes = replace(answer, number=Fraction(1))
                yield Lever(cell.key, 0, 1, (), self._total_with(cell, leaf, yes) - self._total)
            return
        now = leaf.levels[0].level if cell.level is None else cell.level
        before: tuple[str, ...] = ()
        for level in leaf.levels:
            wanted = tuple(each.code for each in missing(leaf, answer.accepted, level.level))
            if level.level > now and wanted != before:  # equal: the level's own evidence waits accepted already
                then = replace(answer, accepted=answer.accepted.union(wanted))
                reached = reached_level(leaf, then.accepted)
                yield Lever(cell.key, now, reached, wanted, self._total_with(cell, leaf, then) - self._total)
                before = wanted

    def moves(self, of: tuple[Cell, Leaf]) -> Iterator[Effect]:
        cell, leaf = of
        answer = self._answer(cell)
        still = _is_fixed(cell) or bool(leaf.bands and answer.number is not None)
        totals: dict[tuple[int | None, bool], Fraction] = {}  # most pieces of evidence lead to the same few levels
        for each in leaf.requirements:
            there = each.code in answer.accepted
            if still:
                yield Effect(cell.key, each.code, there, Fraction(0))
                continue
            other = replace(answer, accepted=answer.accepted ^ {each.code})
            outcome = (
                level_of(leaf, other, Basis.EVIDENCE, self._unanswered),
                is_answered(leaf, other, Basis.EVIDENCE),
            )
            if outcome not in totals:
                totals[outcome] = self._total_with(cell, leaf, other)
            yield Effect(cell.key, each.code, there, totals[outcome] - self._total)

    def _answer(self, cell: Cell) -> Answer:
        return self._answers.get(cell.key, NOTHING)

    def _total_with(self, cell: Cell, leaf: Leaf, answer: Answer) -> Fraction:
        level = level_of(leaf, answer, Basis.EVIDENCE, self._unanswered)
        value = finish(cell, leaf_value(leaf, answer, level, self._unanswered))
        more = int(is_answered(leaf, answer, Basis.EVIDENCE)) - cell.answered
        return total_with(cell, value, more, self._unanswered, self._total)


def total_with(cell: Cell, value: Fraction | None, more: int, unanswered: Unanswered, total: Fraction) -> Fraction:
    """
    The total if this cell had that value and `more` leaves of it were answered: carried up its path only.

    Where every step up is linear its share says it at once, exactly; elsewhere each part on the path is made anew.
    """
    if cell.share is not None and not cell.bent and value is not None and cell.value is not None:
        return total + cell.share * (value - cell.value)
    while cell.parent is not None:
        above = cell.parent
        if above.fixed:
            return total
        values = [value if child is cell else child.value for child in above.children]
        value = finish(above, made_of(above, values, above.answered + more, unanswered))
        cell = above
    return value or Fraction(0)


def _is_fixed(cell: Cell) -> bool:
    """Whether its value, or that of a part above it, was given: then nothing below moves the total."""
    above: Cell | None = cell
    while above is not None:
        if above.fixed:
            return True
        above = above.parent
    return False
