"""
"What must come for the total to reach a target" as linear rows over whole numbers, and its solution.

A variable says that a piece of evidence is got, that a leaf comes to a level, or, scaled to whole numbers, what the
lowest of several parts comes to, or a capped one. Rows only hold such a variable down: since no part is worth less with
more evidence, what the rows allow the true score reaches too, and the other way round. Fractions until a row is made,
then whole numbers by multiplying up: nothing is rounded, and a proof is a proof.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from guyub.engines.scoring.answer import Answers, missing, reached_level
from guyub.engines.scoring.instrument import Aggregate, Asks, Leaf, Unanswered
from guyub.engines.scoring.sheet import NOTHING, Cell, finish

Piece = tuple[str, str]
_LARGEST: Final = 2**61  # of a row's sum: the solver counts in 64 bits
_ZERO = Fraction(0)


@dataclass(slots=True)
class Form:
    """A sum: constant + factor * variable + …"""

    constant: Fraction
    terms: dict[int, Fraction] = field(default_factory=dict)

    def times(self, factor: Fraction) -> Form:
        return Form(self.constant * factor, {name: each * factor for name, each in self.terms.items()})

    def plus(self, other: Form) -> Form:
        terms = dict(self.terms)
        for name, factor in other.terms.items():
            terms[name] = terms.get(name, _ZERO) + factor
        return Form(self.constant + other.constant, terms)

    def denominator(self) -> int:
        return math.lcm(self.constant.denominator, *(factor.denominator for factor in self.terms.values()))


class Programme:
    """
    variables   of each its lowest and highest value
    rows        sums that must be 0 or more
    pieces      the variable of each piece on offer: 1, it is got
    total       of the whole instrument
    """

    def __init__(self, root: Cell, answers: Answers, offer: Iterable[Piece], unanswered: Unanswered) -> None:
        self.variables: list[tuple[int, int]] = []
        self.rows: list[Form] = []
        self.pieces: dict[Piece, int] = {piece: self._variable(0, 1) for piece in sorted(offer)}
        self._answers = answers
        self._unanswered = unanswered
        self._answered_by: dict[str, Form] = {}
        self.total = self._value(root) or Form(_ZERO)

    def _variable(self, low: int, high: int) -> int:
        self.variables.append((low, high))
        return len(self.variables) - 1

    def _at_most(self, name: int, form: Form) -> None:
        """The variable is held down by the sum."""
        self.rows.append(form.plus(Form(_ZERO, {name: Fraction(-1)})))

    def _one(self, name: int) -> Form:
        return Form(_ZERO, {name: Fraction(1)})

    def _value(self, cell: Cell) -> Form | None:
        """None: left out."""
        if cell.value is None:
            return None
        if cell.fixed:
            return Form(cell.value)
        if cell.node.leaf is not None and not cell.repeated:
            return self._leaf(cell, cell.node.leaf, cell.value)
        return self._finished(cell, self._made(cell))

    def _leaf(self, cell: Cell, leaf: Leaf, value: Fraction) -> Form:
        answer = self._answers.get(cell.key, NOTHING)
        if leaf.asks is Asks.YES_NO and (cell.key, "") in self.pieces:
            gain = (finish(cell, leaf.points) or _ZERO) - value
            return Form(value, {self.pieces[cell.key, ""]: gain})
        if leaf.asks is not Asks.LEVEL or (leaf.bands and answer.number is not None) or not leaf.requirements:
            return Form(value)
        return self._levels(cell, leaf, value, answer.accepted)

    def _levels(self, cell: Cell, leaf: Leaf, value: Fraction, accepted: frozenset[str]) -> Form:
        """One variable a level: it is reached if the one below is and all of its own evidence is there."""
        form = Form(value)
        reached = reached_level(leaf, accepted)
        below: Form | None = None
        worth = value
        if not cell.answered and reached >= leaf.levels[0].level:
            worth = self._worth(cell, leaf, reached)
            below = self._answered(cell)  # an answer of any kind brings what needs no evidence
            form = form.plus(below.times(worth - value))
        for level in leaf.levels:
            if level.level <= reached:
                continue
            lacking = [(cell.key, each.code) for each in missing(leaf, accepted, level.level) if each in level.evidence]
            if any(piece not in self.pieces for piece in lacking):
                break
            if lacking or below is None:
                here = self._variable(0, 1)
                for piece in lacking:
                    self._at_most(here, self._one(self.pieces[piece]))
                if below is not None:
                    self._at_most(here, below)
                below = self._one(here)
            more = self._worth(cell, leaf, level.level)
            form, worth = form.plus(below.times(more - worth)), more
        return form

    def _worth(self, cell: Cell, leaf: Leaf, level: int) -> Fraction:
        floor = 0 if self._unanswered is Unanswered.ZERO else leaf.levels[0].level
        return finish(cell, Fraction(max(floor, level))) or _ZERO

    def _answered(self, cell: Cell) -> Form:
        """How many of a part's leaves are answered."""
        if cell.answered == cell.leaves or cell.fixed:
            return Form(Fraction(cell.answered))
        if cell.children:
            return _sum(self._answered(child) for child in cell.children)
        if cell.key not in self._answered_by:
            own = [name for (leaf, _), name in self.pieces.items() if leaf == cell.key]
            found = Form(_ZERO)
            if own:
                name = self._variable(0, 1)
                self._at_most(name, _sum(self._one(each) for each in own))
                found = self._one(name)
            self._answered_by[cell.key] = found
        return self._answered_by[cell.key]

    def _made(self, cell: Cell) -> Form:
        if cell.node.aggregate is Aggregate.COVERAGE and not cell.repeated:
            return self._answered(cell).times(Fraction(100, cell.leaves))
        if cell.node.aggregate is Aggregate.HIGHEST_LEVEL and not cell.repeated:
            return self._highest(cell)
        forms = [(child, form) for child in cell.children if (form := self._value(child)) is not None]
        if cell.repeated:
            things = max(len(cell.children), cell.node.repeat_at_least or 1)
            return _sum(form for _, form in forms).times(Fraction(1, things))
        match cell.node.aggregate:
            case Aggregate.WEIGHTED_MEAN:
                whole = sum((child.weight or _ZERO for child, _ in forms), _ZERO)
                return _sum(form.times((child.weight or _ZERO) / whole) for child, form in forms)
            case Aggregate.MEAN:
                return _sum(form for _, form in forms).times(Fraction(1, len(forms)))
            case Aggregate.SUM:
                return _sum(form for _, form in forms)
            case _:
                return self._lowest([form for _, form in forms])

    def _highest(self, cell: Cell) -> Form:
        """One variable a level: it is reached if the one below is and all of its own criteria are fulfilled."""
        levels = sorted({child.node.level or 0 for child in cell.children})
        form, below = Form(Fraction(levels[0] - 1)), Form(Fraction(1))
        for level in levels:
            here = self._variable(0, 1)
            self._at_most(here, below)
            for child in cell.children:
                if (child.node.level or 0) == level:
                    self._at_most(here, self._fulfilled(child))
            below = self._one(here)
            form = form.plus(below)
        return form

    def _fulfilled(self, child: Cell) -> Form:
        value = self._value(child) or Form(_ZERO)
        if value.constant > 0:
            return Form(Fraction(1))
        return Form(_ZERO, {name: Fraction(1) for name in value.terms if value.constant + value.terms[name] > 0})

    def _lowest(self, forms: Sequence[Form]) -> Form:
        ceiling = min(self._highest_of(form) for form in forms)
        varied = [form for form in forms if form.terms]
        return self._held_down(varied, ceiling) if varied else Form(ceiling)

    def _finished(self, cell: Cell, form: Form) -> Form:
        """With the part's own cap and conversion."""
        node = cell.node
        if cell.thing:
            return form
        if node.cap is not None and self._highest_of(form) > node.cap:
            form = self._held_down([form], node.cap)
        return form.times(node.times).plus(Form(node.plus))

    def _held_down(self, forms: Sequence[Form], ceiling: Fraction) -> Form:
        """A variable of its own for what is at most each of the sums, and at most the ceiling."""
        scale = math.lcm(ceiling.denominator, *(form.denominator() for form in forms))
        floor = min(ceiling, *(self._lowest_of(form) for form in forms))
        name = self._variable(math.floor(floor * scale), int(ceiling * scale))
        for form in forms:
            self._at_most(name, form.times(Fraction(scale)))
        return Form(_ZERO, {name: Fraction(1, scale)})

    def _highest_of(self, form: Form) -> Fraction:
        return form.constant + sum(
            (factor * self.variables[name][factor > 0] for name, factor in form.terms.items()), _ZERO
        )

    def _lowest_of(self, form: Form) -> Fraction:
        return form.constant + sum(
            (factor * self.variables[name][factor < 0] for name, factor in form.terms.items()), _ZERO
        )

    def whole(self, row: Form) -> tuple[dict[int, int], int]:
        """A row in whole numbers: the sum of factor * variable is at least the second. Raises OverflowError."""
        scale = row.denominator()
        factors = {name: int(factor * scale) for name, factor in row.terms.items() if factor}
        size = sum(abs(factor) * max(map(abs, self.variables[name])) for name, factor in factors.items())
        if size + abs(row.constant * scale) > _LARGEST:
            raise OverflowError("the weights have too many digits to be reckoned exactly: write them shorter")
        return factors, -int(row.constant * scale)


def _sum(forms: Iterable[Form]) -> Form:
    """In one go: adding one after the other would copy the sum each time."""
    found = Form(_ZERO)
    for form in forms:
        found.constant += form.constant
        for name, factor in form.terms.items():
            found.terms[name] = found.terms.get(name, _ZERO) + factor
    return found


def solve(
    programme: Programme,
    target: Fraction,
    costs: Mapping[Piece, int],
    work_of: Mapping[Piece, str],
    seconds: float,
) -> tuple[frozenset[Piece], int, bool]:
    """
    The cheapest pieces whose total is the target or more, what no way costs less than, and whether that is proven.

    One thread and a fixed seed: the same question has the same answer, as long as the time suffices.
    """
    from ortools.sat.python import cp_model  # a second to import: only who asks for a way pays it

    model = cp_model.CpModel()
    names = [model.new_int_var(low, high, "") for low, high in programme.variables]
    for row in (*programme.rows, programme.total.plus(Form(-target))):
        factors, least = programme.whole(row)
        expression = cp_model.LinearExpr.weighted_sum([names[name] for name in factors], list(factors.values()))
        model.add(expression >= least)
    got = {piece: names[name] for piece, name in programme.pieces.items()}
    prices: list[tuple[Any, int]] = []
    for piece, variable in got.items():
        if piece not in work_of:
            prices.append((variable, costs[piece]))
        model.add_hint(variable, 1)
    for work, price in prices_of_works(costs, work_of).items():
        done = model.new_bool_var("")
        model.add_hint(done, 1)
        prices.append((done, price))
        for piece in costs:
            if work_of.get(piece) == work:
                model.add(got[piece] <= done)
    model.minimize(cp_model.LinearExpr.weighted_sum([each for each, _ in prices], [price for _, price in prices]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # SPBE with works that get several pieces: proven in 0.05 s; by default the bound is still 0 after 5 s.
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return frozenset(got), 0, False
    chosen = frozenset(piece for piece, variable in got.items() if solver.value(variable))
    return chosen, math.ceil(solver.best_objective_bound - 1e-6), status == cp_model.OPTIMAL


def prices_of_works(costs: Mapping[Piece, int], work_of: Mapping[Piece, str]) -> dict[str, int]:
    """What each piece of work costs: as much as the dearest piece on offer that it gets."""
    found: dict[str, int] = {}
    for piece, work in work_of.items():
        found[work] = max(found.get(work, 0), costs[piece])
    return found
