"""Opening a round and inviting many regions at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment.models import Instrument
from guyub.apps.selection import operations, queries
from guyub.apps.selection.models import Invitation, Round
from guyub.ledger.queries import list_events
from tests.selection.conftest import REGIONS, TODAY, open_round
from tests.support import make


def invite(actor, round_id, *codes):
    return operations.invite_regions(round_id=round_id, areas=codes, actor=actor, at=make.AT)


def test_a_round_keeps_instrument_and_criteria_of_its_day(round_id):
    kept = Round.objects.get(pk=round_id)

    assert (kept.instrument_code, kept.capacity, kept.assessors) == ("guyub-readiness-1", 1, 2)
    assert "guyub-readiness-1" in kept.instrument_text and len(kept.criteria) == 4
    assert len(list_events(areas=["ID"], names=["selection.opened"])) == 1


def test_a_second_round_of_the_same_title_is_refused(ministry, round_id):
    with pytest.raises(operations.RoundStands):
        open_round(ministry)


def test_the_days_of_a_round_follow_each_other(ministry):
    with pytest.raises(operations.CalendarWrong):
        operations.open_round(
            title="x", year=2027, capacity=1, answers_until=TODAY, presentations_until=TODAY - timedelta(days=1),
            decision_on=TODAY, actor=ministry, at=make.AT,
        )  # fmt: skip


def test_without_the_instrument_no_round_opens(ministry):
    Instrument.objects.all().delete()

    with pytest.raises(operations.InstrumentMissing):
        open_round(ministry)


def test_inviting_twice_invites_once_and_is_told_once(ministry, round_id):
    invite(ministry, round_id, *REGIONS)
    invite(ministry, round_id, "33.13", "36.01")
    invite(ministry, round_id, "36.01")

    assert Invitation.objects.count() == 3
    events = list_events(areas=["ID"], names=["selection.regions_invited"])
    assert sorted(len(event.facts["regions"]) for event in events) == [1, 2]


def test_wrong_codes_are_named_all_and_nobody_is_invited(ministry, round_id):
    with pytest.raises(operations.UnknownRegions) as refusal:
        invite(ministry, round_id, "33.13", "99.99", "33", "3311")

    assert refusal.value.codes == ("33", "3311", "99.99")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["regent", "planning_office", "evaluator", "smart_city_office"])
def test_only_the_ministrys_office_runs_a_round(ministry, round_id, role):
    other = make.officer(role=role, area_code="ID" if role == "evaluator" else "33.13")

    for act in (
        lambda: open_round(other, "Lain"),
        lambda: invite(other, round_id, "33.13"),
        lambda: operations.announce_choices(round_id=round_id, actor=other, at=make.AT),
        lambda: queries.get_round(round_id, actor=other),
        lambda: queries.list_rounds(actor=other),
        lambda: queries.list_assessors(round_id=round_id, on=TODAY, actor=other),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_round_costs_the_same_for_two_regions_and_for_514(ministry, round_id, django_assert_num_queries):
    invite(ministry, round_id, *REGIONS)

    def cost():
        queries.get_round(round_id, actor=type(ministry).objects.get(pk=ministry.pk))

    with django_assert_num_queries(7):
        cost()
    for number in range(512):
        make.area(f"{50 + number // 90}.{10 + number % 90}")
    invite(ministry, round_id, *(f"{50 + number // 90}.{10 + number % 90}" for number in range(512)))
    with django_assert_num_queries(7):
        cost()
    assert queries.get_round(round_id, actor=ministry).line.invited == 514


@pytest.mark.parametrize(
    ("asked", "areas"),
    [({"province": "33"}, ["33.11", "33.13"]), ({"state": "decided"}, []), ({"order": "-wilayah"}, ["36.01", "33.13", "33.11"]),
     ({"order": "nama"}, ["33.13", "33.11", "36.01"]), ({"order": "-nilai"}, ["33.11", "33.13", "36.01"]),
     ({"order": "jadwal"}, ["33.11", "33.13", "36.01"]), ({"order": "rekaan"}, ["33.11", "33.13", "36.01"])],
)  # fmt: skip
def test_the_list_is_filtered_and_ordered_as_asked(ministry, round_id, asked, areas):
    invite(ministry, round_id, *REGIONS, "36.01")

    assert [line.area for line in queries.get_round(round_id, actor=ministry, **asked).regions] == areas
