"""What would lift the score is what scoring again says, piece by piece."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from guyub.engines.scoring import Aggregate, Answer, Asks, Leaf, Unanswered, effects, levers, reached_level, score
from tests.support import scoring as make


def total(of, answers, weights=""):
    return score(of, answers, weights=weights).total or Fraction(0)


@given(st.data())
def test_an_effect_is_what_scoring_again_says(data):
    of = data.draw(make.instruments())
    answers = data.draw(make.answers_to(of, given=True))

    found = effects(of, answers)

    for each in found:
        answer = answers.get(each.leaf, Answer())
        other = replace(answer, accepted=answer.accepted ^ {each.requirement})
        assert each.accepted == (each.requirement in answer.accepted)
        assert each.change == total(of, {**answers, each.leaf: other}) - total(of, answers)
    assert [abs(each.change) for each in found] == sorted((abs(each.change) for each in found), reverse=True)
    asked = {
        (key, piece.code)
        for key in score(of, answers).parts
        for piece in getattr(of.nodes[key.partition("#")[0]].leaf, "requirements", ())
        if ("#" in key) == make.is_repeated(of, key.partition("#")[0])
    }
    assert {(each.leaf, each.requirement) for each in found} == asked


@given(st.data())
def test_a_lever_is_what_scoring_again_says(data):
    of = data.draw(make.instruments())
    answers = data.draw(make.answers_to(of, given=True))

    for each in levers(of, answers):
        answer = answers.get(each.leaf, Answer())
        leaf = of.nodes[each.leaf.partition("#")[0]].leaf
        then = replace(answer, accepted=answer.accepted.union(each.requirements))
        if leaf.asks is Asks.YES_NO:
            then = replace(answer, number=Fraction(1))
        else:
            assert reached_level(leaf, then.accepted) == each.level_then > each.level_now
        assert each.gain == total(of, {**answers, each.leaf: then}) - total(of, answers)


def test_every_further_level_is_a_lever_and_the_best_comes_first():
    children = (
        make.node("A", leaf=make.level_leaf([0, 2, 1]), weight=Fraction(25)),
        make.node("B", leaf=make.level_leaf([0, 1, 1]), weight=Fraction(75)),
    )
    of = make.instrument(
        make.node("T", aggregate=Aggregate.WEIGHTED_MEAN, children=children), unanswered=Unanswered.LOWEST
    )

    found = levers(of, {"A": Answer(accepted=frozenset({"2a"}))})

    assert [(each.leaf, each.level_now, each.level_then, each.requirements, each.gain) for each in found] == [
        ("B", 1, 3, ("2a", "3a"), Fraction(3, 2)),
        ("B", 1, 2, ("2a",), Fraction(3, 4)),
        ("A", 1, 3, ("2b", "3a"), Fraction(1, 2)),
        ("A", 1, 2, ("2b",), Fraction(1, 4)),
    ]


def test_evidence_that_waits_for_a_lower_level_counts_with_it():
    of = make.instrument(make.node("A", leaf=make.level_leaf([0, 1, 1])))

    found = levers(of, {"A": Answer(accepted=frozenset({"3a"}))})

    assert [(each.level_now, each.level_then, each.requirements) for each in found] == [(1, 3, ("2a",))]


def test_a_criterion_that_is_not_fulfilled_is_a_lever_without_evidence():
    criteria = tuple(make.node(f"C{level}", leaf=Leaf(Asks.YES_NO), level=level) for level in (1, 2))
    of = make.instrument(make.node("T", aggregate=Aggregate.HIGHEST_LEVEL, children=criteria))

    assert [(each.leaf, each.requirements, each.gain) for each in levers(of, {})] == [("C1", (), 1), ("C2", (), 0)]


def test_nothing_below_a_given_value_lifts_the_total():
    leaf = make.node("A", leaf=make.level_leaf([0, 1]))
    of = make.instrument(make.node("T", aggregate=Aggregate.MEAN, children=(leaf,)))
    answers = {"T": Answer(given=Fraction(2))}

    assert levers(of, answers) == ()
    assert [each.change for each in effects(of, answers)] == [0]
