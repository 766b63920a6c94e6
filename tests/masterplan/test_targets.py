"""Promising a value of an indicator: the change, the refusals, the ledger line, and that nobody types how far it has come."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.operations import open_area
from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.masterplan import operations, queries
from guyub.apps.masterplan.models import Programme, Target
from guyub.apps.masterplan.pace import Standing
from guyub.flows.table import FLOW
from guyub.jobs.worker import run_until_idle
from guyub.ledger.queries import list_events
from tests.masterplan.conftest import DESCRIBES, HIGHER, LOWER, SMARD, TUNTAS, compute
from tests.support import make

LATER = make.AT + timedelta(days=30)
TODAY = date(2026, 9, 1)


@pytest.fixture
def programme(take_in):
    take_in([*SMARD[:5], "", "", ""])
    return Programme.objects.get()


def promise(programme, actor, *, indicator=LOWER, year=2026, value="15", at=make.AT):
    return operations.set_target(
        programme_id=programme.pk, indicator=indicator, year=year, value=Decimal(value), actor=actor, at=at
    )


def test_a_target_takes_its_direction_from_the_indicator(programme, planner):
    target_id = promise(programme, planner)

    target = Target.objects.get(pk=target_id)
    assert (target.direction, target.value, target.year) == ("lower", 15, 2026)
    event = list_events(areas=["33.13"], names=["target.set"])[0]
    assert (event.facts["indicator"], event.facts["value"], event.facts["before"]) == (LOWER, "15", None)


def test_a_clock_that_was_put_back_does_not_stand_in_the_way(programme, planner):
    first = promise(programme, planner)
    earlier = make.AT - timedelta(days=9)

    second = promise(programme, planner, value="14", at=earlier)
    operations.withdraw_target(target_id=second, actor=planner, at=earlier - timedelta(days=9))

    assert dict(Target.objects.values_list("pk", "withdrawn_at")) == {first: make.AT, second: earlier}


def test_the_same_promise_again_is_the_one_that_stands(programme, planner):
    first = promise(programme, planner)

    assert promise(programme, planner, value="15.0", at=LATER) == first
    assert len(list_events(areas=["33.13"], names=["target.set"])) == 1


def test_another_value_gives_the_earlier_promise_up(programme, planner):
    first = promise(programme, planner)
    second = promise(programme, planner, value="12.5", at=LATER)

    assert Target.objects.get(pk=first).withdrawn_at == LATER
    assert list(Target.objects.live().values_list("pk", flat=True)) == [second]
    event = list_events(areas=["33.13"], names=["target.set"])[0]
    assert (event.facts["before"], event.facts["value"]) == ("15", "12.5")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"indicator": "happiness"}, operations.NoSuchIndicator),
        ({"indicator": DESCRIBES}, operations.TargetNotPossible),
        ({"year": 1999}, operations.TargetNotPossible),
    ],
)
def test_a_target_that_cannot_be_measured_is_refused(programme, planner, fields, refusal):
    with pytest.raises(refusal) as raised:
        promise(programme, planner, **fields)

    assert raised.value.remedy
    assert Target.objects.count() == 0


def test_the_regent_sets_no_target_and_another_agency_neither(programme, head):
    regent = make.officer("bupati", role="regent")

    for actor in (regent, head):
        with pytest.raises(NotPermitted):
            promise(programme, actor)


def test_the_agencys_own_head_sets_its_target(take_in, head):
    take_in(TUNTAS)

    assert promise(Programme.objects.get(), head, value="10")


def test_a_given_up_target_stays_written_and_can_be_given_up_twice(programme, planner):
    target_id = promise(programme, planner)

    for at in (LATER, LATER + timedelta(days=1)):
        assert operations.withdraw_target(target_id=target_id, actor=planner, at=at) == programme.pk

    assert Target.objects.get(pk=target_id).withdrawn_at == LATER
    assert len(list_events(areas=["33.13"], names=["target.withdrawn"])) == 1


def test_how_far_it_has_come_is_computed(take_in, planner):
    take_in(SMARD, TUNTAS)
    compute("2026-02", {LOWER: 34.8, HIGHER: 96.5})
    compute("2026-05", {LOWER: 24.0, HIGHER: 96.1})

    by_indicator = {
        each.indicator: each for each in queries.list_promises(area="33.13", year=2026, today=TODAY, actor=planner)
    }

    falling, rising = by_indicator[LOWER], by_indicator[HIGHER]
    assert (falling.value, falling.before, falling.standing) == (Decimal("24.0"), Decimal("34.8"), Standing.ON_COURSE)
    assert (rising.value, rising.standing, rising.is_threatened) == (Decimal("96.1"), Standing.AT_RISK, True)
    assert (falling.agency, falling.programme, falling.unit, falling.period) == (
        "Dinsos",
        "Tuntas Bantuan Sekolah",
        "%",
        "2026-05",
    )


def test_the_worst_promise_comes_first_and_one_value_is_too_early(take_in, planner):
    take_in(SMARD, TUNTAS)
    compute("2026-05", {LOWER: 24.0, HIGHER: 99.0})

    found = queries.list_promises(area="33.13", year=2026, today=TODAY, actor=planner)

    assert [each.standing for each in found] == [Standing.REACHED, Standing.TOO_EARLY]


def test_a_hidden_value_stays_hidden(take_in, planner):
    take_in(TUNTAS)
    compute("2026-05", {LOWER: None})

    (found,) = queries.list_promises(area="33.13", year=2026, today=TODAY, actor=planner)

    assert (found.value, found.suppressed, found.standing) == (None, True, Standing.NO_DATA)


def test_promises_cost_the_same_for_one_and_for_twenty(take_in, planner):
    take_in(SMARD)
    with CaptureQueriesContext(connection) as one:
        queries.list_promises(area="33.13", year=2026, today=TODAY, actor=planner)
    take_in(*[[f"P-{n}", f"Program {n}", "SG", "Dinsos", "", LOWER, "15", "2026"] for n in range(20)], at=LATER)
    with CaptureQueriesContext(connection) as many:
        found = queries.list_promises(area="33.13", year=2026, today=TODAY, actor=planner)

    assert (len(found), len(one.captured_queries)) == (21, len(many.captured_queries))


def test_aims_are_the_farthest_reaching_promises(take_in, planner):
    take_in(SMARD, TUNTAS, ["SS-2", "Lain", "SS", "Dinsos", "", LOWER, "12", "2026"])

    assert queries.list_aims(area="33.13", actor=planner) == {(LOWER, 2026): 12, (HIGHER, 2026): 98}


def test_the_step_hands_the_aims_down_once(take_in):
    open_area(area="33.13", actor=None, at=make.AT)
    take_in(SMARD, TUNTAS)

    run_until_idle(FLOW)
    run_until_idle(FLOW)

    (event,) = list_events(areas=["33.13"], names=["aims.adopted"])
    assert len(event.facts["adopted"]) == 2
