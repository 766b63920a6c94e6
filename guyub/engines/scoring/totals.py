"""The score of an instrument's answers: exact, with every part's value and what it adds to the total."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from guyub.engines.scoring.answer import Answers, Basis, Part, Scored
from guyub.engines.scoring.instrument import Grade, Instrument
from guyub.engines.scoring.sheet import Cell, fill_in


def score(instrument: Instrument, answers: Answers, *, weights: str = "", basis: Basis = Basis.EVIDENCE) -> Scored:
    """
    Put answers to an instrument.

    answers  by the leaf's code; "I16#1", "I16#2" for the things of a repeated part. What is not there is unanswered,
             and counts as the instrument says. Codes that the instrument does not have are passed over.
    weights  a weight set's code; "": the weights of the tree. Raises ValueError for an unknown one
    basis    whether a level counts as far as accepted evidence reaches, or as it is stated
    """
    root = fill_in(instrument, answers, weights=weights, basis=basis)
    parts = {cell.key: _part(cell) for cell in root.walk()}
    for cell in root.walk():
        if cell.repeated:
            _of_many(cell, parts)
    grade = None if root.value is None else grade_of(instrument, root.value)
    return Scored(root.value, grade, parts, root.answered, root.leaves)


def _part(cell: Cell) -> Part:
    contribution = None if cell.share is None or cell.value is None else cell.share * cell.value
    return Part(cell.key, cell.value, cell.level, cell.answered, cell.leaves, contribution)


def _of_many(cell: Cell, parts: dict[str, Part]) -> None:
    """What lies inside a repeated part has a value for each thing; without one for all it is still in `parts`."""
    for node in cell.node.walk()[1:]:
        things = [parts[node.code + child.key[len(cell.key) :]] for child in cell.children]
        leaves = sum(1 for each in node.walk() if each.leaf is not None)
        answered = sum(part.answered for part in things)
        parts[node.code] = Part(node.code, None, None, answered, max(1, len(things)) * leaves, None)


def grade_of(instrument: Instrument, total: Fraction) -> Grade | None:
    """The predicate of a total; None below the lowest, and for an instrument without grades."""
    if instrument.grade_decimals is not None:
        total = Fraction(rounded(total, instrument.grade_decimals))
    return next((grade for grade in instrument.grades if total >= grade.at_least), None)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """
    For showing only: half away from zero, as people round.

    >>> rounded(Fraction("3.315"), 2), rounded(Fraction("-0.125"), 2)
    (Decimal('3.32'), Decimal('-0.13'))
    """
    units = int(abs(value) * 10**decimals + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)
