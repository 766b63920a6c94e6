"""One instrument for many answer sheets at once: a region's ten years, or all 514 regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from guyub.engines.scoring.instrument import Asks, Instrument, Node
from guyub.engines.scoring.sheet import weights_of

if TYPE_CHECKING:
    from guyub.engines.scoring.columns import Flags, Numbers, Places


@dataclass(frozen=True)
class Bulk:
    """
    Scores in columns: what `score` says of one sheet, to nine digits, for all rows together.

    requirements   the columns of `accepted`: (leaf, requirement)
    numbers        the columns of `numbers`: leaves that a number, or 1 and 0 for yes and no, answers; NaN is no answer.
                   A repeated part is one such column: its value, as scored for its things
    """

    instrument: Instrument
    weights: Mapping[str, Fraction]
    requirements: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]

    def totals(self, accepted: Flags, numbers: Numbers) -> Numbers:
        """One total a row; NaN where nothing is answered and nothing unanswered counts."""
        return self.parts(accepted, numbers)[self.instrument.root.code]

    def parts(self, accepted: Flags, numbers: Numbers) -> Mapping[str, Numbers]:
        """
        The value of every part, by its code in reading order, one a row.

        accepted   rows by requirements, True where the evidence is accepted
        numbers    rows by numbers
        """
        from guyub.engines.scoring.columns import Columns, turned

        evidence = dict(zip(self.requirements, turned(accepted), strict=True))
        measured = dict(zip(self.numbers, turned(numbers), strict=True))
        return Columns(self.instrument, self.weights, evidence, measured, len(accepted)).parts()

    def grades(self, totals: Numbers) -> Places:
        """For each total the place of its grade in instrument.grades; -1 without one."""
        from guyub.engines.scoring.columns import grades

        return grades(self.instrument, totals)


def compile_bulk(instrument: Instrument, *, weights: str = "") -> Bulk:
    """The columns that an instrument's answers make. Raises ValueError for an unknown weight set."""
    leaves = list(_columns(instrument.root))
    return Bulk(
        instrument=instrument,
        weights=weights_of(instrument, weights),
        requirements=tuple(
            (node.code, each.code)
            for node in leaves
            if node.leaf is not None and node.repeat_at_least is None
            for each in node.leaf.requirements
        ),
        numbers=tuple(node.code for node in leaves if takes_number(node)),
    )


def takes_number(node: Node) -> bool:
    leaf = node.leaf
    return node.repeat_at_least is not None or (leaf is not None and (leaf.asks is not Asks.LEVEL or bool(leaf.bands)))


def _columns(node: Node) -> Iterator[Node]:
    """What is answered, in reading order: leaves and repeated parts."""
    if node.leaf is not None or node.repeat_at_least is not None:
        yield node
        return
    for child in node.children:
        yield from _columns(child)
