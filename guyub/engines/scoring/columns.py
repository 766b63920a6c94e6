"""The values of an instrument's parts as NumPy columns. Imported only by who scores in bulk: NumPy takes its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from guyub.engines.scoring.instrument import Aggregate, Asks, Instrument, Leaf, Node, Unanswered

Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

Kind = TypeVar("Kind", bound=np.generic)

# Totals are sums of a few hundred products: their error is far below this, and no instrument tells such totals apart.
_NEAR: Final = 1e-9


class Columns:
    """One run: a column for each piece of evidence, by (leaf, requirement), and for each number, by its leaf."""

    def __init__(
        self,
        instrument: Instrument,
        weights: Mapping[str, Fraction],
        evidence: Mapping[tuple[str, str], Flags],
        numbers: Mapping[str, Numbers],
        rows: int,
    ) -> None:
        self._weights = weights
        self._unanswered = instrument.unanswered
        self._root = instrument.root
        self._evidence = evidence
        self._numbers = numbers
        self._rows = rows
        self._parts: dict[str, Numbers] = {}

    def parts(self) -> Mapping[str, Numbers]:
        self._part(self._root)
        return {node.code: self._parts[node.code] for node in self._root.walk() if node.code in self._parts}

    def _part(self, node: Node) -> Numbers:
        number = self._numbers.get(node.code)
        if node.repeat_at_least is not None and number is not None:
            value = number if self._unanswered is Unanswered.LEFT_OUT else np.where(np.isnan(number), 0.0, number)
        elif node.leaf is not None:
            value = _finish(node, self._leaf(node, node.leaf))
        else:
            value = _finish(node, self._made(node, [self._part(child) for child in node.children]))
        self._parts[node.code] = value
        return value

    def _leaf(self, node: Node, leaf: Leaf) -> Numbers:
        number = self._numbers.get(node.code)
        if number is None:
            return self._levels(node, leaf)
        if leaf.asks is Asks.YES_NO:
            worth = np.where(number != 0, float(leaf.points), 0.0)
        elif leaf.bands:
            worth = _in_bands(leaf, number)
        else:
            worth = number
        without = self._levels(node, leaf) if leaf.requirements else self._nothing(leaf)
        return np.where(np.isnan(number), without, worth)

    def _nothing(self, leaf: Leaf) -> Numbers | float:
        """What an unanswered leaf counts."""
        if self._unanswered is Unanswered.LEFT_OUT:
            return np.nan
        if self._unanswered is Unanswered.ZERO or leaf.asks is Asks.YES_NO:
            return 0.0
        if leaf.asks is Asks.LEVEL:
            return float(leaf.levels[0].level)
        return min((float(band.score) for band in leaf.bands), default=float(leaf.low or 0))

    def _levels(self, node: Node, leaf: Leaf) -> Numbers:
        """How many levels, from the lowest up, have all of their evidence."""
        run = np.ones(self._rows, dtype=np.bool_)
        reached = np.zeros(self._rows, dtype=np.int8)
        free = 0  # levels at the bottom that ask for nothing
        for level in leaf.levels:
            for each in level.evidence:
                run &= self._evidence[node.code, each.code]
            if level.evidence or free < level.level - leaf.levels[0].level:
                reached += run
            else:
                free += 1
        lowest = leaf.levels[0].level
        floor = 0 if self._unanswered is Unanswered.ZERO else lowest
        worth = np.array([max(floor, lowest - 1 + count) for count in range(len(leaf.levels) + 1)], dtype=np.float64)
        value: Numbers = worth[free:][reached]
        if self._unanswered is Unanswered.LEFT_OUT or floor < lowest - 1 + free:
            value = np.where(self._any(node, leaf), value, self._nothing(leaf))
        return value

    def _any(self, node: Node, leaf: Leaf) -> Flags:
        found = np.zeros(self._rows, dtype=np.bool_)
        for each in leaf.requirements:
            found |= self._evidence[node.code, each.code]
        return found

    def _made(self, node: Node, values: Sequence[Numbers]) -> Numbers:
        match node.aggregate:
            case Aggregate.COVERAGE:
                return 100.0 * self._answers(node) / sum(1 for part in node.walk() if part.leaf is not None)
            case Aggregate.WEIGHTED_MEAN:
                return _mean(values, [self._weight(child) for child in node.children], self._may_lack)
            case Aggregate.MEAN:
                return _mean(values, [1.0] * len(values), self._may_lack)
            case Aggregate.SUM:
                whole = sum(np.nan_to_num(value) for value in values) if self._may_lack else sum(values)
                return self._where_any(values, np.asarray(whole))
            case Aggregate.LOWEST:
                lowest = values[0]
                for value in values[1:]:
                    lowest = np.fmin(lowest, value)
                return lowest
            case _:
                return self._where_any(values, self._highest(node, values))

    @property
    def _may_lack(self) -> bool:
        return self._unanswered is Unanswered.LEFT_OUT

    def _weight(self, node: Node) -> float:
        return float(self._weights.get(node.code, node.weight or Fraction(0)))

    def _where_any(self, values: Sequence[Numbers], found: Numbers) -> Numbers:
        if not self._may_lack:
            return found
        lacks = np.logical_and.reduce([np.isnan(value) for value in values])
        return np.where(lacks, np.nan, found)

    def _highest(self, node: Node, values: Sequence[Numbers]) -> Numbers:
        levels = sorted({child.level or 0 for child in node.children})
        run = np.ones(self._rows, dtype=np.bool_)
        reached = np.full(self._rows, float(levels[0] - 1))
        for level in levels:
            for child, value in zip(node.children, values, strict=True):
                if (child.level or 0) == level:
                    run &= value > 0
            reached += run
        return reached

    def _answers(self, node: Node) -> Numbers:
        """How many of the leaves below are answered."""
        if node.repeat_at_least is not None:
            leaves = sum(1 for part in node.walk() if part.leaf is not None)
            return leaves * ~np.isnan(self._numbers[node.code])
        if node.leaf is None:
            return np.asarray(sum(self._answers(child) for child in node.children))
        found = self._any(node, node.leaf)
        if node.code in self._numbers:
            found = found | ~np.isnan(self._numbers[node.code])
        return found.astype(np.float64)


def turned(rows: NDArray[Kind]) -> NDArray[Kind]:
    """The same cells, those of a column beside each other in memory."""
    return np.ascontiguousarray(rows.T)


def _mean(values: Sequence[Numbers], weights: Sequence[float], may_lack: bool) -> Numbers:
    if not may_lack:
        found = values[0] * (weights[0] / sum(weights))
        for value, weight in zip(values[1:], weights[1:], strict=True):
            found = found + value * (weight / sum(weights))
        return found
    there = [~np.isnan(value) for value in values]
    whole = sum(weight * each for weight, each in zip(weights, there, strict=True))
    held = sum(weight * np.nan_to_num(value) for weight, value in zip(weights, values, strict=True))
    with np.errstate(invalid="ignore"):
        return np.divide(held, whole)


def _finish(node: Node, value: Numbers) -> Numbers:
    if node.cap is not None:
        value = np.minimum(value, float(node.cap))
    if node.times != 1:
        value = value * float(node.times)
    return value + float(node.plus) if node.plus else value


def _in_bands(leaf: Leaf, number: Numbers) -> Numbers:
    bounds = [float(band.at_least) for band in reversed(leaf.bands) if band.at_least is not None]
    scores = np.array([float(band.score) for band in reversed(leaf.bands)])
    found: Numbers = scores[np.searchsorted(np.array(bounds), np.nan_to_num(number), side="right")]
    return found


def grades(instrument: Instrument, totals: Numbers) -> Places:
    """The place of each total's grade; -1 without one. What is nearly a boundary is it: 2.6 is 2.6 in any order."""
    if instrument.grade_decimals is not None:
        scale = 10.0**instrument.grade_decimals
        totals = np.sign(totals) * np.floor(np.abs(totals) * scale + 0.5 + _NEAR) / scale
    bounds = np.array([float(grade.at_least) for grade in reversed(instrument.grades)])
    below = len(bounds) - np.searchsorted(bounds, totals + _NEAR, side="right")
    return np.where(np.isnan(totals) | (below == len(bounds)), -1, below)
