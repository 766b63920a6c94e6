"""Scores: exact, bounded, monotone, and what the slow and obvious way says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.engines.scoring import (
    Aggregate,
    Answer,
    Asks,
    Band,
    Basis,
    Grade,
    Leaf,
    Unanswered,
    WeightSet,
    grade_of,
    missing,
    reached_level,
    rounded,
    score,
)
from guyub.engines.values import Words
from tests.support import scoring as make

STRICT = (Unanswered.ZERO, Unanswered.LOWEST)
BOUNDED = (Aggregate.WEIGHTED_MEAN, Aggregate.MEAN, Aggregate.LOWEST)


def number(code, weight=None, **changes):
    return make.node(
        code, leaf=Leaf(Asks.NUMBER, low=Fraction(0), high=Fraction(10)), weight=weight and Fraction(weight), **changes
    )


def numbers(**values):
    return {code: Answer(number=Fraction(value)) for code, value in values.items()}


@given(st.data(), st.sampled_from(Basis))
def test_every_part_is_what_the_slow_way_says(data, basis):
    of = data.draw(make.instruments())
    answers = data.draw(make.answers_to(of, given=True))

    scored = score(of, answers, basis=basis)

    assert scored.total == make.slowly(of, answers, basis=basis)
    for part in of.root.walk():
        if part is of.root or not make.is_repeated(of, of.parents[part.code]):
            assert scored.parts[part.code].value == make.slowly(of, answers, part, basis=basis)


@given(st.data())
def test_a_mean_lies_within_the_range_of_its_parts(data):
    of = data.draw(make.instruments(aggregates=BOUNDED, repeat=False, straight=True))
    parts = score(of, data.draw(make.answers_to(of, given=True))).parts

    for node in of.root.walk():
        known = [parts[child.code].value for child in node.children if parts[child.code].value is not None]
        if known and parts[node.code].answered < parts[node.code].leaves:
            assert min(known) <= parts[node.code].value <= max(known)


@given(st.data())
def test_a_higher_level_never_lowers_the_total(data):
    of = data.draw(make.instruments(unanswered=STRICT))
    answers = data.draw(make.answers_to(of))
    levels = [key for key, answer in answers.items() if answer.level is not None]
    key = data.draw(st.sampled_from(levels or [of.leaves[0].code]))
    higher = replace(answers.get(key, Answer()), level=data.draw(st.integers(answers.get(key, Answer()).level or 0, 4)))

    before = score(of, answers, basis=Basis.STATED).total
    after = score(of, {**answers, key: higher}, basis=Basis.STATED).total

    assert make.is_repeated(of, key.partition("#")[0]) or after >= before


@given(st.data())
def test_more_accepted_evidence_never_lowers_the_total(data):
    of = data.draw(make.instruments(repeat=False))
    answers = data.draw(make.answers_to(of, given=True))
    open_ones = [leaf for leaf in of.leaves if leaf.leaf.requirements]
    if of.unanswered is Unanswered.LEFT_OUT:  # what was left out joins with a low level: only then may a mean fall
        open_ones = [leaf for leaf in open_ones if answers.get(leaf.code, Answer()).accepted]
    if not open_ones:
        return
    leaf = data.draw(st.sampled_from(open_ones))
    piece = data.draw(st.sampled_from([each.code for each in leaf.leaf.requirements]))
    answer = answers.get(leaf.code, Answer())

    more = {**answers, leaf.code: replace(answer, accepted=answer.accepted | {piece})}

    assert score(of, more).total >= score(of, answers).total


@given(st.data(), st.integers(1, 9))
def test_splitting_a_weight_among_twins_changes_nothing(data, tenths):
    """A part in two halves of the same kind, each with its share of the weight, both answered alike."""
    of = data.draw(make.instruments(aggregates=[Aggregate.WEIGHTED_MEAN], depth=1, repeat=False))
    answers = data.draw(make.answers_to(of))
    child = of.root.children[0]
    twins = tuple(
        make.with_fields(child, code=f"{child.code}-{name}", weight=child.weight * share / 10)
        for name, share in (("a", tenths), ("b", 10 - tenths))
    )
    split = make.instrument(make.with_fields(of.root, children=twins + of.root.children[1:]), unanswered=of.unanswered)
    answer = answers.get(child.code)
    doubled = answers | {twin.code: answer for twin in twins if answer}

    assert score(split, doubled).total == score(of, answers).total


@given(st.data())
def test_the_same_answers_have_the_same_score_again(data):
    of = data.draw(make.instruments())
    answers = data.draw(make.answers_to(of, given=True))

    assert score(of, answers) == score(of, dict(reversed(answers.items())))


@given(st.data())
def test_contributions_add_up_where_the_way_is_straight(data):
    of = data.draw(make.instruments(aggregates=[Aggregate.WEIGHTED_MEAN, Aggregate.MEAN, Aggregate.SUM], straight=True))
    scored = score(of, data.draw(make.answers_to(of)))
    leaves = [part for key, part in scored.parts.items() if of.nodes[key.partition("#")[0]].leaf]

    if scored.total is not None:
        ends = [part for part in leaves if not any(key.startswith(f"{part.code}#") for key in scored.parts)]
        assert sum(part.contribution or 0 for part in ends) == scored.total


def test_a_level_counts_only_if_all_evidence_up_to_it_is_accepted():
    leaf = make.level_leaf([1, 2, 1])

    assert [reached_level(leaf, set(accepted)) for accepted in ([], ["1a"], ["1a", "2a", "3a"])] == [0, 1, 1]
    assert reached_level(leaf, {"1a", "2a", "2b"}) == 2
    assert reached_level(leaf, {"1a", "2a", "2b", "3a"}) == 3
    assert [each.code for each in missing(leaf, {"1a", "2b"}, 3)] == ["2a", "3a"]
    assert [each.code for each in missing(leaf, {"1a", "2b"}, 2)] == ["2a"]


@pytest.mark.parametrize(("unanswered", "value"), [("zero", 0), ("lowest", 1), ("left_out", None)])
def test_what_is_unanswered_counts_as_the_instrument_says(unanswered, value):
    of = make.instrument(make.node("A", leaf=make.level_leaf([0, 1])), unanswered=Unanswered(unanswered))

    assert score(of, {}).total == value


def test_a_claim_without_evidence_is_answered_and_counts_the_lowest():
    of = make.instrument(make.node("A", leaf=make.level_leaf([0, 1, 1])), unanswered=Unanswered.ZERO)

    assert (score(of, {"A": Answer(level=3)}).total, score(of, {"A": Answer(level=3)}).answered) == (1, 1)
    assert score(of, {"A": Answer(level=3)}, basis=Basis.STATED).total == 3


def test_what_is_left_out_takes_its_weight_with_it():
    root = make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=(number("A", 25), number("B", 75)))
    of = make.instrument(root, unanswered=Unanswered.LEFT_OUT)

    scored = score(of, numbers(A=4))

    assert (scored.total, scored.parts["A"].contribution, scored.parts["B"].value) == (4, 4, None)


def test_a_cap_comes_before_the_conversion():
    root = make.node(
        "T", aggregate=Aggregate.SUM, children=(number("A", cap=Fraction(5)), number("B")), cap=Fraction(8),
        times=Fraction(100) / 8,
    )  # fmt: skip
    of = make.instrument(root)

    assert score(of, numbers(A=9, B=1)).total == Fraction(6 * 100, 8)
    assert score(of, numbers(A=9, B=1)).parts["A"].contribution == Fraction(5 * 100, 8)
    assert score(of, numbers(A=9, B=9)).total == 100
    assert score(of, numbers(A=9, B=9)).parts["A"].contribution is None


def test_a_mean_of_four_point_answers_becomes_an_index_of_a_hundred():
    """SKM: nine elements, each a ninth, times 25; nothing is lost to 0.11."""
    elements = tuple(number(f"U{n}") for n in range(1, 10))
    of = make.instrument(make.node("T", aggregate=Aggregate.MEAN, children=elements, times=Fraction(25)))

    assert score(of, {each.code: Answer(number=Fraction(4)) for each in elements}).total == 100


def test_few_innovations_are_divided_by_ten_all_the_same():
    unit = make.node("I", aggregate=Aggregate.SUM, children=(number("I1"), number("I2")), repeat_at_least=10)
    of = make.instrument(make.node("T", aggregate=Aggregate.SUM, children=(unit, number("S"))))
    answers = numbers(S=3) | numbers(**{f"I1#{n}": 4 for n in range(1, 13)}) | numbers(**{"I2#1": 6})
    few = {key: answer for key, answer in answers.items() if key in ("S", "I1#1", "I1#2", "I2#1")}

    assert score(of, few).total == 3 + Fraction(4 + 6 + 4, 10)
    assert score(of, answers).total == 3 + Fraction(4 * 12 + 6, 12)
    assert score(of, few).parts["I#1"].contribution == 1
    assert list(score(of, few).parts) == ["T", "I", "I#1", "I1#1", "I2#1", "I#2", "I1#2", "I2#2", "S", "I1", "I2"]
    assert score(of, few).parts["I1"].value is None


def test_criteria_bring_the_highest_level_without_a_gap():
    criteria = tuple(
        make.node(f"C{level}{letter}", leaf=Leaf(Asks.YES_NO), level=level)
        for level, letters in ((2, "ab"), (3, "a"), (4, "a"))
        for letter in letters
    )
    of = make.instrument(make.node("T", aggregate=Aggregate.HIGHEST_LEVEL, children=criteria))

    assert [score(of, numbers(**dict.fromkeys(yes, 1))).total for yes in ([], ["C2a"], ["C2a", "C2b", "C4a"])] == [
        1, 1, 2,
    ]  # fmt: skip
    assert score(of, numbers(C2a=1, C2b=1, C3a=1, C4a=1)).parts["T"].level == 4


def test_coverage_is_the_percent_of_answers():
    of = make.instrument(
        make.node("T", aggregate=Aggregate.COVERAGE, children=tuple(number(code) for code in "ABCD")),
        unanswered=Unanswered.LEFT_OUT,
    )

    assert (score(of, {}).total, score(of, numbers(A=0, B=7)).total) == (0, 50)


def test_a_number_at_the_boundary_of_a_band_is_in_it():
    bands = (Band(Fraction("0.3"), Fraction(4)), Band(None, Fraction(1)))
    of = make.instrument(make.node("T", leaf=make.level_leaf([0, 1], bands=bands)))

    assert score(of, numbers(T="0.3")).total == 4
    assert score(of, numbers(T="0.2999999999999999999")).total == 1
    assert score(of, numbers(T="0.3")).parts["T"].level is None


def test_what_is_given_counts_before_all_else_and_is_converted_already():
    root = make.node("T", aggregate=Aggregate.MEAN, times=Fraction(25), children=(number("A"), number("B")))
    of = make.instrument(root)

    assert score(of, numbers(A=4, B=4) | {"T": Answer(given=Fraction(77))}).total == 77


def test_a_weight_set_changes_what_it_names():
    root = make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=(number("A", 50), number("B", 50)))
    sets = (WeightSet("w22", (2022,), Words("a", "a"), Words("a", "a"), {"A": Fraction(10), "B": Fraction(90)}),)
    of = make.instrument(root, weight_sets=sets)

    assert score(of, numbers(A=10, B=0)).total == 5
    assert score(of, numbers(A=10, B=0), weights="w22").total == 1
    with pytest.raises(ValueError, match="no weight set 'w23'"):
        score(of, {}, weights="w23")


SPBE = [("4.2", "memuaskan"), ("3.5", "sangat-baik"), ("2.6", "baik"), ("1.8", "cukup"), ("1", "kurang")]


@pytest.mark.parametrize(("bound", "code"), SPBE)
def test_a_predicate_begins_exactly_at_its_boundary(bound, code):
    grades = tuple(Grade(Fraction(least), name, Words(name, name)) for least, name in SPBE)
    of = make.instrument(number("T"), grades=grades)
    names = [*(name for _, name in SPBE), None]

    assert grade_of(of, Fraction(bound)).code == code
    below = grade_of(of, Fraction(bound) - Fraction(1, 10**12))
    assert (below.code if below else None) == names[names.index(code) + 1]


def test_2_point_6_made_of_many_parts_is_still_good():
    """In binary floats a hundred times 0.026 is 2.6000000000000014 and ten times 0.26 is 2.5999999999999996."""
    grades = (Grade(Fraction("2.6"), "baik", make.WORDS), Grade(Fraction(1), "cukup", make.WORDS))
    children = tuple(number(f"A{n}", 10) for n in range(10))
    of = make.instrument(make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=children), grades=grades)

    assert score(of, {each.code: Answer(number=Fraction("2.6")) for each in children}).grade.code == "baik"
    assert score(of, {each.code: Answer(number=Fraction("2.5999")) for each in children}).grade.code == "cukup"


def test_grades_of_a_rounded_value_close_the_gap_between_printed_bounds():
    """SKM prints 76.61-88.30 and 88.31-100.00: 88.305 is shown as 88.31, and is an A."""
    grades = (Grade(Fraction("88.31"), "A", make.WORDS), Grade(Fraction("76.61"), "B", make.WORDS))
    of = make.instrument(number("T"), grades=grades, grade_decimals=2)

    assert [grade_of(of, Fraction(total)).code for total in ("88.305", "88.3049")] == ["A", "B"]


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding_is_half_away_from_zero(value, decimals):
    shown = rounded(value, decimals)

    assert abs(Fraction(shown) - value) <= Fraction(1, 2 * 10**decimals)
    assert -shown == rounded(-value, decimals)
    assert -shown.as_tuple().exponent == decimals


def test_half_is_rounded_up():
    assert [rounded(Fraction(value), 2) for value in ("3.315", "3.3149999", "-0.125", "0")] == [
        Decimal("3.32"), Decimal("3.31"), Decimal("-0.13"), Decimal("0.00"),
    ]  # fmt: skip
