"""Rating rounds are blind until they are over; then they say how far the agencies agree, and where they don't."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.improvement import operations, queries
from guyub.apps.improvement.models import Rating
from guyub.ledger.queries import list_events
from tests.support import make

ON = make.AT.date()
LATER = make.AT + timedelta(days=3)
PARTS = ("output", "outcome", "O1")


@pytest.fixture
def asked(assessed, manager):
    return operations.open_round(
        assessment_id=assessed.pk, title="HLM November", parts=PARTS, closes_at=LATER, actor=manager, at=make.AT
    )


def rate(round_id, abbreviation, *values, at=make.AT):
    name = f"kepala.{abbreviation.lower()}"
    officer = make.Officer.objects.filter(username=name).first() or make.officer(
        name, role="opd_head", agency=make.agency(abbreviation)
    )
    operations.rate_parts(round_id=round_id, ratings=dict(zip(PARTS, values, strict=True)), actor=officer, at=at)
    return officer


def test_while_a_round_runs_nobody_reads_anothers_rating(asked, manager):
    first = rate(asked, "Diskominfo", 4, 1, 3)
    second = rate(asked, "Bappeda", 0, 2, 1)

    for officer, own in ((first, {"output": 4, "outcome": 1, "O1": 3}), (manager, None)):
        page = queries.get_round(asked, actor=officer, on=ON, at=make.AT)
        assert (page.own, page.results, page.agencies) == (own, None, 2)
    assert queries.get_round(asked, actor=second, on=ON, at=make.AT).own == {"output": 0, "outcome": 2, "O1": 1}


def test_not_a_byte_of_the_page_tells_what_another_agency_rated(asked, client, monkeypatch):
    """The page of one head is the same whatever the others rate."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)
    own = rate(asked, "Diskominfo", 4, 1, 3)
    client.force_login(own)

    def body() -> str:
        from django.urls import reverse

        text = client.get(reverse("improvement:round", args=[asked])).content.decode()
        return "\n".join(line for line in text.splitlines() if "csrf" not in line)

    rate(asked, "Bappeda", 0, 0, 0)
    low = body()
    Rating.objects.exclude(agency=make.agency("Diskominfo")).update(value=4)
    assert body() == low


def test_the_ledger_tells_that_an_agency_rated_never_what(asked):
    rate(asked, "Diskominfo", 4, 1, 3)

    facts = list_events(areas=["33.13"], names=["rating.given"])[0].facts
    assert facts == {"title": "HLM November", "agency": make.agency("Diskominfo").pk, "parts": 3}


def test_one_agency_has_one_voice_and_may_change_its_mind(asked):
    rate(asked, "Diskominfo", 4, 1, 3)
    rate(asked, "Diskominfo", 2, 2, 2)

    assert list(Rating.objects.order_by("part").values_list("part", "value")) == [
        ("O1", 2),
        ("outcome", 2),
        ("output", 2),
    ]


def test_when_the_round_is_over_all_is_shown_with_the_agreement(asked, manager, reader):
    rate(asked, "Diskominfo", 4, 1, 3)
    rate(asked, "Bappeda", 3, 0, 2)
    rate(asked, "Disdikbud", 4, 0, 1)

    page = queries.get_round(asked, actor=reader, on=ON, at=LATER)

    # By hand: ranks 3 1 2 by all three; W = 1.
    assert (page.results.agreement.w, page.results.strength) == (1.0, "kesepakatan kuat")
    assert page.results.by_chance == (page.results.agreement.p_value > 0.05)
    widest = page.results.parts[0]
    assert (widest.code, widest.spread, widest.lowest, widest.highest) == ("O1", 2, ("Disdikbud",), ("Diskominfo",))
    # The evidence's side: O1 at level 2, seen at 2 on average.
    assert (widest.mean, widest.evidence, widest.beyond_evidence) == (Decimal("2.0"), Decimal("2.00"), Decimal(0))


def test_a_round_closed_by_hand_is_over_at_once(asked, manager, head):
    rate(asked, "Bappeda", 3, 0, 2)
    with pytest.raises(NotPermitted):
        operations.close_round(round_id=asked, actor=head, at=make.AT)
    for _twice in range(2):
        operations.close_round(round_id=asked, actor=manager, at=make.AT)

    page = queries.get_round(asked, actor=head, on=ON, at=make.AT)
    assert (page.is_over, page.results.agreement, page.may_rate) == (True, None, False)
    assert len(list_events(areas=["33.13"], names=["rating.round_closed"])) == 1
    with pytest.raises(operations.RoundOver):
        rate(asked, "Diskominfo", 1, 1, 1)


def test_after_its_last_day_nobody_rates(asked):
    with pytest.raises(operations.RoundOver):
        rate(asked, "Diskominfo", 1, 1, 1, at=LATER)


@pytest.mark.parametrize("ratings", [{"output": 1}, {"output": 5, "outcome": 1, "O1": 1}, {}])
def test_a_rating_that_leaves_a_part_out_or_off_the_scale_is_refused(asked, head, ratings):
    with pytest.raises(operations.RatingNotPossible):
        operations.rate_parts(round_id=asked, ratings=ratings, actor=head, at=make.AT)


def test_only_heads_of_agencies_rate_and_only_managers_ask(assessed, asked, manager, planner, reader, stranger):
    values = dict.fromkeys(PARTS, 1)
    operator = make.officer("operator", role="opd_operator", agency=make.agency("Bappeda"))
    for officer in (manager, reader, operator):
        with pytest.raises(NotPermitted):
            operations.rate_parts(round_id=asked, ratings=values, actor=officer, at=make.AT)
    with pytest.raises(queries.NoSuchRound):
        operations.rate_parts(round_id=asked, ratings=values, actor=stranger, at=make.AT)
    with pytest.raises(queries.NoSuchRound):
        queries.get_round(asked, actor=stranger, on=ON, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.open_round(
            assessment_id=assessed.pk, title="x", parts=PARTS, closes_at=LATER, actor=reader, at=make.AT
        )
    assert operations.open_round(
        assessment_id=assessed.pk, title="x", parts=PARTS, closes_at=LATER, actor=planner, at=make.AT
    )


@pytest.mark.parametrize("wrong", [{"parts": ("O1",)}, {"parts": ("O1", "Z9")}, {"closes_at": make.AT}])
def test_a_round_that_makes_no_sense_is_refused(assessed, manager, wrong):
    fields = {"parts": PARTS, "closes_at": LATER} | wrong
    with pytest.raises(operations.RoundNotPossible):
        operations.open_round(assessment_id=assessed.pk, title="x", actor=manager, at=make.AT, **fields)


def test_the_scale_is_the_instruments_own_where_it_has_few_steps(assessed, manager):
    rounds = queries.get_rounds(assessed.pk, actor=manager, on=ON, at=make.AT)

    assert (rounds.low, rounds.high) == (0, 4)
    assert [each.code for each in rounds.choices] == ["output", "O1", "O2", "outcome", "C1", "C2"]
