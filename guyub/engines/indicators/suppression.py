"""
Which cells of a table of areas must be hidden, so that no small group can be seen or worked out by subtraction.

A cell is unsafe when its group (denominator) is smaller than `smallest_cell`, or its counted part (numerator) is not
zero and smaller than `smallest_count`. Hiding it alone is not enough: a single hidden village is its district minus the
others. So under each shown area the hidden ones must be at least two, and safe when taken together; else the smallest
neighbour is hidden as well (complementary suppression). Areas without anybody stay shown: nobody to recognise.

Two indicators may count the same people: poor families are the numerator of one and the denominator of another. What
one hides the other may not tell, so all of them are hidden together (`hidden_together`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """How many are in the group, and how many of them count."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Threshold:
    smallest_cell: int
    smallest_count: int = 0

    def allows(self, count: Count) -> bool:
        """May this cell be shown, looked at alone?"""
        if count.denominator == 0:
            return True
        return count.denominator >= self.smallest_cell and (
            count.numerator == 0 or count.numerator >= self.smallest_count
        )


@dataclass(frozen=True, slots=True)
class Table:
    """
    The counts of one indicator, and what they count: tables with an equal `numerator` or `denominator` count the same.

    counts  every area of the tree, the parents' counts being the sums of their children's
    """

    counts: Mapping[str, Count]
    threshold: Threshold
    numerator: Hashable
    denominator: Hashable


def hidden_together(tables: Mapping[str, Table], parent_of: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """
    The areas whose cell must not be shown in each table, when all of them are read side by side.

    A cell hidden for its small group keeps both of its numbers secret; one hidden for its few counted only the
    numerator. Where another table would tell that number, its cell is hidden too, and so on until nothing changes.
    """
    groups: dict[str, frozenset[str]] = dict.fromkeys(tables, frozenset())  # hidden for the denominator
    hidden: dict[str, frozenset[str]] = dict.fromkeys(tables, frozenset())
    secret: dict[Hashable, frozenset[str]] = {}
    while True:
        for name, table in tables.items():
            told = groups[name] | secret.get(table.denominator, frozenset())
            alone = Threshold(table.threshold.smallest_cell)
            groups[name] = hidden_areas(table.counts, parent_of, alone, also=told)
            told = hidden[name] | groups[name] | secret.get(table.numerator, frozenset())
            hidden[name] = hidden_areas(table.counts, parent_of, table.threshold, also=told)
        before, secret = secret, {}
        for name, table in tables.items():
            secret[table.denominator] = secret.get(table.denominator, frozenset()) | groups[name]
            secret[table.numerator] = secret.get(table.numerator, frozenset()) | hidden[name]
        if secret == before:
            return hidden


def hidden_areas(
    counts: Mapping[str, Count],
    parent_of: Mapping[str, str],
    threshold: Threshold,
    *,
    also: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """
    The areas whose cell must not be shown.

    counts     every area of the tree, the parents' counts being the sums of their children's
    parent_of  area -> the area it lies in; the root has none
    also       areas to hide whatever their counts

    >>> village = {"1.1": Count(1, 4), "1.2": Count(5, 20), "1.3": Count(9, 30), "1": Count(15, 54)}
    >>> sorted(hidden_areas(village, {"1.1": "1", "1.2": "1", "1.3": "1"}, Threshold(10)))
    ['1.1', '1.2']
    """
    return _Cover(counts, parent_of, threshold, also).hide()


class _Cover:
    def __init__(
        self, counts: Mapping[str, Count], parent_of: Mapping[str, str], threshold: Threshold, also: frozenset[str]
    ) -> None:
        self._counts = counts
        self._threshold = threshold
        self._children: dict[str, list[str]] = {}
        for child in sorted(parent_of):
            self._children.setdefault(parent_of[child], []).append(child)
        self._depth = {area: _depth(area, parent_of) for area in counts}
        self._also = also
        self._hidden = {area for area, count in counts.items() if not threshold.allows(count)} | also

    def hide(self) -> frozenset[str]:
        parents = sorted(self._children, key=lambda area: (-self._depth[area], area))
        for parent in parents:
            if parent in self._also:
                self._hide_with_a_leaf(parent)
            self._protect(parent)
        return frozenset(self._hidden)

    def _protect(self, parent: str) -> None:
        """Hide further children until what `parent` minus its shown children reveals is safe."""
        while parent not in self._hidden and not self._is_safe(self._hidden_leaves(parent)):
            shown = [
                child
                for child in self._children[parent]
                if child not in self._hidden and self._counts[child].denominator
            ]
            self._hide_with_a_leaf(self._smallest(shown) if shown else parent)

    def _is_safe(self, leaves: list[str]) -> bool:
        if not leaves:
            return True
        together = Count(
            sum(self._counts[leaf].numerator for leaf in leaves), sum(self._counts[leaf].denominator for leaf in leaves)
        )
        return len(leaves) > 1 and self._threshold.allows(together)

    def _hidden_leaves(self, parent: str) -> list[str]:
        """The leaves that can't be told apart from above: hidden, under hidden areas only."""
        leaves: list[str] = []
        for child in self._children.get(parent, ()):
            if child in self._hidden:
                leaves += self._hidden_leaves(child) if child in self._children else [child]
        return leaves

    def _hide_with_a_leaf(self, area: str) -> None:
        """A hidden district whose villages are all shown is their sum: one of them goes with it."""
        self._hidden.add(area)
        if area in self._children and not self._hidden_leaves(area):
            inside = self._children[area]
            self._hide_with_a_leaf(self._smallest([c for c in inside if self._counts[c].denominator] or inside))

    def _smallest(self, areas: Iterable[str]) -> str:
        return min(areas, key=lambda area: (self._counts[area].denominator, area))


def _depth(area: str, parent_of: Mapping[str, str]) -> int:
    depth = 0
    while area in parent_of:
        area, depth = parent_of[area], depth + 1
    return depth
