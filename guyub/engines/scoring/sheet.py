"""
An instrument filled in: a cell for each part, and one more for each thing of a repeated part, with its value.

Cells know their parent, so that one changed answer is carried up its own path, not through the whole instrument.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from guyub.engines.scoring.answer import Answer, Answers, Basis, reached_level
from guyub.engines.scoring.instrument import Aggregate, Asks, Instrument, Leaf, Node, Unanswered

NOTHING = Answer()
_ZERO = Fraction(0)


@dataclass(slots=True, eq=False)
class Cell:
    """
    One part as it stands.

    key       the part's code, with "#2" for the second thing of a repeated part
    repeated  its children are the things of a repeated part
    thing     it is one of these things: cap and conversion come at the end of the part, not of each
    fixed     its value was given: what lies below it doesn't count
    share     what one more of this part's value adds to the total; None where that can't be said
    bent      somewhere above is a cap, so that `share` holds for a small change only
    """

    key: str
    node: Node
    weight: Fraction | None
    parent: Cell | None
    repeated: bool = False
    thing: bool = False
    children: list[Cell] = field(default_factory=list)
    fixed: bool = False
    value: Fraction | None = None
    level: int | None = None
    answered: int = 0
    leaves: int = 0
    share: Fraction | None = None
    bent: bool = False

    def walk(self) -> Iterator[Cell]:
        """This cell and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def weights_of(instrument: Instrument, weights: str) -> Mapping[str, Fraction]:
    """What a weight set changes; "" changes nothing. Raises ValueError for a set that the instrument has not."""
    if not weights:
        return {}
    for each in instrument.weight_sets:
        if each.code == weights:
            return each.weights
    raise ValueError(f"{instrument.code} has no weight set {weights!r}")


def fill_in(instrument: Instrument, answers: Answers, *, weights: str, basis: Basis) -> Cell:
    """The root of the filled-in tree."""
    filling = _Filling(answers, weights_of(instrument, weights), basis, instrument.unanswered)
    root = filling.cell(instrument.root, "", None)
    root.share = Fraction(1)
    _share_out(root)
    return root


class _Filling:
    def __init__(self, answers: Answers, weights: Mapping[str, Fraction], basis: Basis, unanswered: Unanswered) -> None:
        self._answers = answers
        self._weights = weights
        self._basis = basis
        self._unanswered = unanswered
        self._things: dict[str, set[str]] = {}
        for key in answers:
            code, mark, thing = key.partition("#")
            if mark:
                self._things.setdefault(code, set()).add(thing)

    def cell(self, node: Node, suffix: str, parent: Cell | None, *, thing: bool = False) -> Cell:
        cell = Cell(node.code + suffix, node, self._weights.get(node.code, node.weight), parent, thing=thing)
        if node.repeat_at_least is not None and not suffix:
            cell.repeated = True
            cell.children = [self.cell(node, f"#{each}", cell, thing=True) for each in self._things_of(node)]
            cell.leaves = sum(child.leaves for child in cell.children) or _leaves(node)
        else:
            cell.children = [self.cell(child, suffix, cell) for child in node.children]
            cell.leaves = sum(child.leaves for child in cell.children) or 1
        cell.answered = sum(child.answered for child in cell.children)
        self._fill(cell, self._answers.get(cell.key, NOTHING))
        return cell

    def _things_of(self, node: Node) -> list[str]:
        found = {thing for part in node.walk() for thing in self._things.get(part.code, ())}
        return sorted(found, key=lambda thing: (len(thing), thing))

    def _fill(self, cell: Cell, answer: Answer) -> None:
        leaf = cell.node.leaf
        if answer.given is not None:
            cell.value, cell.fixed, cell.answered = answer.given, True, cell.leaves
        elif leaf is not None and not cell.repeated:
            cell.level = level_of(leaf, answer, self._basis, self._unanswered)
            cell.value = finish(cell, leaf_value(leaf, answer, cell.level, self._unanswered))
            cell.answered = int(is_answered(leaf, answer, self._basis))
        else:
            values = [child.value for child in cell.children]
            cell.value = finish(cell, made_of(cell, values, cell.answered, self._unanswered))
            if cell.node.aggregate is Aggregate.HIGHEST_LEVEL and not cell.repeated:
                cell.level = _highest(cell.node.children, values)


def _leaves(node: Node) -> int:
    return sum(1 for part in node.walk() if part.leaf is not None)


def is_answered(leaf: Leaf, answer: Answer, basis: Basis) -> bool:
    if leaf.asks is not Asks.LEVEL:
        return answer.number is not None
    if leaf.bands and answer.number is not None:
        return True
    if basis is Basis.STATED:
        return answer.level is not None
    proves = any(level.evidence for level in leaf.levels)
    return proves and (answer.level is not None or bool(answer.accepted))


def level_of(leaf: Leaf, answer: Answer, basis: Basis, unanswered: Unanswered) -> int | None:
    """The level that counts; None of a leaf without levels, of a number in bands, and where nothing counts."""
    if leaf.asks is not Asks.LEVEL or (leaf.bands and answer.number is not None):
        return None
    lowest = leaf.levels[0].level
    if not is_answered(leaf, answer, basis):
        return {Unanswered.LOWEST: lowest, Unanswered.ZERO: 0, Unanswered.LEFT_OUT: None}[unanswered]
    floor = 0 if unanswered is Unanswered.ZERO else lowest
    stated = answer.level if basis is Basis.STATED else reached_level(leaf, answer.accepted)
    return max(floor, stated or 0)


def leaf_value(leaf: Leaf, answer: Answer, level: int | None, unanswered: Unanswered) -> Fraction | None:
    """What an answer is worth, before the part's own cap and conversion."""
    if leaf.asks is Asks.YES_NO and answer.number is not None:
        return leaf.points if answer.number else _ZERO
    if answer.number is not None and leaf.bands:
        return _in_band(leaf, answer.number)
    if leaf.asks is Asks.NUMBER and answer.number is not None:
        return Fraction(answer.number)
    if level is not None:
        return Fraction(level)
    if unanswered is Unanswered.LEFT_OUT:
        return None
    if unanswered is Unanswered.ZERO or leaf.asks is Asks.YES_NO:
        return _ZERO
    return min((band.score for band in leaf.bands), default=leaf.low or _ZERO)


def _in_band(leaf: Leaf, number: Fraction) -> Fraction:
    return next(band.score for band in leaf.bands if band.at_least is None or number >= band.at_least)


def finish(cell: Cell, value: Fraction | None) -> Fraction | None:
    """The part's own cap, then its conversion; a thing of a repeated part is left as it is."""
    if value is None or cell.thing:
        return value
    node = cell.node
    if node.cap is not None and value > node.cap:
        value = node.cap
    if node.times != 1:
        value *= node.times
    return value + node.plus if node.plus else value


def made_of(cell: Cell, values: Sequence[Fraction | None], answered: int, unanswered: Unanswered) -> Fraction | None:
    """A part's value of its children's, before its own cap and conversion; None: nothing of it counts."""
    if cell.node.aggregate is Aggregate.COVERAGE and not cell.repeated:
        return Fraction(100 * answered, cell.leaves)
    known = [value for value in values if value is not None]
    if cell.repeated and (known or unanswered is not Unanswered.LEFT_OUT):
        return sum(known, _ZERO) / max(len(values), cell.node.repeat_at_least or 1)
    if not known:
        return None
    match cell.node.aggregate:
        case Aggregate.WEIGHTED_MEAN:
            pairs = [
                (child.weight or _ZERO, value)
                for child, value in zip(cell.children, values, strict=True)
                if value is not None
            ]
            return _products(pairs) / sum(weight for weight, _ in pairs)
        case Aggregate.MEAN:
            return sum(known, _ZERO) / len(known)
        case Aggregate.SUM:
            return sum(known, _ZERO)
        case Aggregate.LOWEST:
            return min(known)
        case _:
            return Fraction(_highest(cell.node.children, values))


def _products(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of weight * value, reduced once at its end: Fractions reduce at each step, three times as slow."""
    numerator, denominator = 0, 1
    for weight, value in pairs:
        below = weight.denominator * value.denominator
        if below == denominator:
            numerator += weight.numerator * value.numerator
        else:
            numerator = numerator * below + weight.numerator * value.numerator * denominator
            denominator *= below
    return Fraction(numerator, denominator)


def _highest(criteria: Sequence[Node], values: Sequence[Fraction | None]) -> int:
    """The highest level n with every criterion of the levels up to n fulfilled; one below the lowest if none is."""
    open_levels = [node.level or 0 for node, value in zip(criteria, values, strict=True) if not value or value <= 0]
    if open_levels:
        return min(open_levels) - 1
    return max(node.level or 0 for node in criteria)


def _share_out(cell: Cell) -> None:
    """From the root down: what each part's value adds to the total."""
    share = cell.share
    capped = cell.node.cap is not None and not cell.thing
    full = capped and _is_full(cell)
    for child in cell.children:
        child.bent = cell.bent or capped
        part = None if share is None or cell.fixed or full else _part_of(cell, child)
        if part is not None and share is not None:
            child.share = share * part if cell.thing else share * part * cell.node.times
        _share_out(child)


def _is_full(cell: Cell) -> bool:
    raw = made_of(cell, [child.value for child in cell.children], cell.answered, Unanswered.ZERO)
    return raw is not None and cell.node.cap is not None and raw > cell.node.cap


def _part_of(cell: Cell, child: Cell) -> Fraction | None:
    """How much of a child's value goes into this part's, before cap and conversion."""
    if child.value is None:
        return None
    if cell.repeated:
        return Fraction(1, max(len(cell.children), cell.node.repeat_at_least or 1))
    counted = [each for each in cell.children if each.value is not None]
    match cell.node.aggregate:
        case Aggregate.WEIGHTED_MEAN:
            return (child.weight or _ZERO) / sum((each.weight or _ZERO for each in counted), _ZERO)
        case Aggregate.MEAN:
            return Fraction(1, len(counted))
        case Aggregate.SUM:
            return Fraction(1)
        case _:
            return None
