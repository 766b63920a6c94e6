"""Many sheets at once say what one at a time says."""

from __future__ import annotations

import sys
from fractions import Fraction
from subprocess import run

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines.scoring import Aggregate, Answer, Asks, Grade, Leaf, WeightSet, compile_bulk, score
from tests.support import scoring as make


def columns(bulk, of, sheets):
    """Answers as the columns of a bulk; a repeated part's value is scored first."""
    accepted = np.array(
        [[code in sheet.get(leaf, Answer()).accepted for leaf, code in bulk.requirements] for sheet in sheets],
        dtype=bool,
    ).reshape(len(sheets), len(bulk.requirements))
    numbers = np.full((len(sheets), len(bulk.numbers)), np.nan)
    for row, sheet in enumerate(sheets):
        for column, code in enumerate(bulk.numbers):
            if of.nodes[code].repeat_at_least is not None:
                value = score(of, sheet).parts[code].value
                many = any(key.startswith("P") and "#" in key for key in sheet)
                numbers[row, column] = float(value) if value is not None and many else np.nan
            elif (number := sheet.get(code, Answer()).number) is not None:
                numbers[row, column] = float(number)
    return accepted, numbers


@settings(max_examples=200)
@given(st.data())
def test_columns_say_what_the_exact_score_says_of_every_part(data):
    of = data.draw(make.instruments(repeat=False))
    sheets = [data.draw(make.answers_to(of, stated=False)) for _ in range(3)]
    bulk = compile_bulk(of)

    parts = bulk.parts(*columns(bulk, of, sheets))

    assert list(parts) == list(of.nodes)
    for row, sheet in enumerate(sheets):
        for code, part in score(of, sheet).parts.items():
            assert make.near(part.value, parts[code][row])


def test_a_repeated_part_is_one_column():
    thing = make.node("P2", leaf=Leaf(Asks.NUMBER), repeat_at_least=2)
    of = make.instrument(make.node("P1", aggregate=Aggregate.SUM, children=(thing,)))
    bulk = compile_bulk(of)
    sheet = {"P2#1": Answer(number=Fraction(3))}

    assert (bulk.numbers, bulk.requirements) == (("P2",), ())
    assert bulk.totals(*columns(bulk, of, [sheet, {}])).tolist() == [1.5, 0]


@given(st.data())
def test_grades_in_columns_are_the_exact_ones(data):
    grades = tuple(Grade(Fraction(n, 5), f"g{n}", make.WORDS) for n in range(40, 0, -3))
    of = make.instrument(
        data.draw(make.instruments(repeat=False)).root,
        grades=grades,
        grade_decimals=data.draw(st.sampled_from([None, 0, 1])),
    )
    sheets = [data.draw(make.answers_to(of, stated=False)) for _ in range(3)]
    bulk = compile_bulk(of)

    found = bulk.grades(bulk.totals(*columns(bulk, of, sheets)))

    assert [of.grades[place] if place >= 0 else None for place in found] == [score(of, each).grade for each in sheets]


def test_a_boundary_made_of_many_parts_keeps_its_grade():
    leaves = tuple(make.node(f"A{n}", leaf=Leaf(Asks.NUMBER), weight=Fraction(10)) for n in range(10))
    root = make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=leaves)
    of = make.instrument(root, grades=(Grade(Fraction("2.6"), "baik", make.WORDS),))
    bulk = compile_bulk(of)

    totals = bulk.totals(np.zeros((3, 0), dtype=bool), np.array([[2.6] * 10, [2.5999] * 10, [np.nan] * 10]))

    assert bulk.grades(totals).tolist() == [0, -1, -1]


def test_a_weight_set_holds_in_columns_too():
    leaves = tuple(make.node(code, leaf=Leaf(Asks.NUMBER), weight=Fraction(50)) for code in "AB")
    sets = (WeightSet("w", (2022,), make.WORDS, make.WORDS, {"A": Fraction(10), "B": Fraction(90)}),)
    of = make.instrument(make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=leaves), weight_sets=sets)

    assert compile_bulk(of, weights="w").totals(np.zeros((1, 0), dtype=bool), np.array([[10.0, 0.0]])).tolist() == [1]


def test_scoring_one_sheet_loads_neither_numpy_nor_the_solver():
    program = "import sys, guyub.engines.scoring; print([name for name in ('numpy', 'ortools', 'pandas') if name in sys.modules])"

    assert run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == "[]"
