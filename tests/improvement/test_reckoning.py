"""Steps of a way add up to the way, whatever is accepted and whatever evidence takes."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement.content import EffortGuide
from guyub.apps.improvement.reckoning import costs_of, days_together, steps_of
from guyub.engines.scoring import Answer, cheapest_way, parse_instrument, score
from guyub.engines.values import Words
from tests.support import assessing, make

INSTRUMENT = parse_instrument(assessing.TEXT, file="uji.yaml")
GUIDE = EffortGuide(1, {"decree": 20, "report": 10}, 8, Words("", ""), make.AT.date())
PIECES = [(code, requirement) for code in ("O1", "O2") for requirement in "abcde"] + [("C2", "")]
ACCEPTED = st.frozensets(st.sampled_from("abcde"))
EFFORTS = st.dictionaries(
    st.sampled_from(PIECES), st.tuples(st.integers(1, 60), st.sampled_from(["", "SK", "Survei"])), max_size=8
)


def answers_of(first: frozenset[str], second: frozenset[str], number: int) -> AnswersOf:
    answers = {
        "O1": Answer(accepted=first),
        "O2": Answer(accepted=second),
        "C1": Answer(number=Fraction(number)),
    }
    return AnswersOf(
        pk=1, area="33.13", year=2026, kind="own", weight_set="", due_on=None, closed_at=None, official_score=None,
        instrument=INSTRUMENT, answers=answers, agencies=dict.fromkeys(("O1", "O2", "C1", "C2")),
    )  # fmt: skip


@given(ACCEPTED, ACCEPTED, st.integers(0, 60), EFFORTS, st.fractions(0, 4, max_denominator=20))
@settings(max_examples=25, deadline=None)
def test_the_steps_come_to_the_ways_days_and_total(first, second, number, efforts, target):
    of = answers_of(first, second, number)
    costs = costs_of(of, efforts, GUIDE)
    way = cheapest_way(
        INSTRUMENT,
        of.answers,
        target=target,
        costs={piece: cost.days for piece, cost in costs.items()},
        works={piece: cost.work for piece, cost in costs.items() if cost.work},
    )

    steps = steps_of(of, way, costs)

    assert sum(step.days for step in steps) == way.cost == days_together(way.pieces, costs)
    assert {(step.code, piece) for step in steps for piece in step.pieces} == set(way.pieces)
    totals = [score(INSTRUMENT, of.answers).total, *(step.total for step in steps)]
    assert totals == sorted(totals)
    if steps:
        assert steps[-1].total == way.total >= target


@given(ACCEPTED, ACCEPTED, EFFORTS)
def test_every_missing_piece_has_its_days_and_an_officers_word_goes_first(first, second, efforts):
    of = answers_of(first, second, 30)
    costs = costs_of(of, efforts, GUIDE)

    missing = {("O1", each) for each in set("abcde") - first} | {("O2", each) for each in set("abcde") - second}
    assert set(costs) == missing | {("C2", "")}
    for piece, cost in costs.items():
        assert cost.given == (piece in efforts)
        if cost.given:
            days, work = efforts[piece]
            assert cost.work == work
            assert cost.days >= days if work else cost.days == days
    together = {(cost.work, cost.days) for cost in costs.values() if cost.work}
    assert len(together) == len({work for work, _days in together})
