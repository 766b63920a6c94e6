"""Recommendations as tasks: handed down once, given to an agency, finished with what was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import operations, queries
from guyub.apps.assessment.models import FollowUp
from guyub.ledger.queries import list_events
from tests.support import assessing, make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def office():
    return make.officer("sekretariat", role="smart_city_office")


def hand_down(actor, **fields):
    wanted = {"area": "33.13", "key": "hasil/7/1", "text": "Tetapkan Perbup.", "source": "Surat 003/2026", **fields}
    return operations.open_follow_up(**wanted, actor=actor, at=make.AT)


def test_a_recommendation_is_handed_down_once_and_goes_to_who_answers_the_item(office):
    diskominfo = make.agency("Diskominfo")
    assessment = assessing.assessment(agencies={"O1": diskominfo})

    pks = {hand_down(office, assessment_id=assessment.pk, code="O1") for _ in range(2)}

    task = FollowUp.objects.get()
    assert (pks, task.agency) == ({task.pk}, diskominfo)
    assert len(list_events(areas=["33.13"], names=["follow_up.opened"])) == 1
    line = queries.list_follow_ups(area="33.13", actor=office, on=TODAY)[0]
    assert (line.instrument, line.year, line.part) == ("Uji", 2026, "Masterplan ditetapkan")


def test_an_assessment_of_another_regency_takes_no_recommendation(office):
    foreign = assessing.assessment(area_code="33.11")

    with pytest.raises(queries.NoSuchAssessment):
        hand_down(office, assessment_id=foreign.pk)


def test_an_agency_finishes_its_own_task_with_what_was_done(office):
    dinsos, dinkes = make.agency("Dinsos"), make.agency("Dinkes")
    pk = hand_down(office, agency_id=dinsos.pk)
    head, other = (make.officer(each.abbreviation, role="opd_head", agency=each) for each in (dinsos, dinkes))

    with pytest.raises(NotPermitted):
        operations.finish_follow_up(follow_up_id=pk, outcome="Selesai.", actor=other, at=LATER)
    with pytest.raises(operations.OutcomeMissing):
        operations.finish_follow_up(follow_up_id=pk, outcome="  ", actor=head, at=LATER)
    for outcome in ("Perbup terbit.", "Yang lain."):
        operations.finish_follow_up(follow_up_id=pk, outcome=outcome, actor=head, at=LATER)

    task = FollowUp.objects.get()
    assert (task.outcome, task.done_office, task.done_at) == ("Perbup terbit.", head.acting_as, LATER)
    assert len(list_events(areas=["33.13"], names=["follow_up.finished"])) == 1


def test_a_task_is_given_to_an_agency_of_the_regency_only(office):
    pk = hand_down(office)
    foreign = make.agency("Dinsos", area_code="33.11")

    with pytest.raises(operations.NoSuchAgency):
        operations.give_follow_up(follow_up_id=pk, agency_id=foreign.pk, due_on=None, actor=office, at=LATER)
    for _ in range(2):
        operations.give_follow_up(
            follow_up_id=pk, agency_id=make.agency("Dinsos").pk, due_on=TODAY, actor=office, at=LATER
        )
    assert len(list_events(areas=["33.13"], names=["follow_up.given"])) == 1


def test_the_list_puts_the_most_pressing_first_and_the_finished_last(office):
    assessing.follow_up("Tanpa tenggat")
    assessing.follow_up("Nanti", due_on=date(2027, 1, 1))
    assessing.follow_up("Terlambat", due_on=date(2026, 11, 20))
    assessing.follow_up("Selesai", due_on=date(2026, 1, 1), done_at=make.AT, outcome="Ya.")

    lines = queries.list_follow_ups(area="33.13", actor=office, on=TODAY)

    assert [(line.text, line.days_late) for line in lines] == [
        ("Terlambat", 3),
        ("Nanti", 0),
        ("Tanpa tenggat", 0),
        ("Selesai", 0),
    ]


def test_another_regency_sees_no_task(office):
    pk = hand_down(office)
    stranger = make.officer("tetangga", role="smart_city_office", area_code="33.11")

    assert queries.list_follow_ups(area="33.13", actor=stranger, on=TODAY) == []
    with pytest.raises(operations.NoSuchFollowUp):
        operations.finish_follow_up(follow_up_id=pk, outcome="Ya.", actor=stranger, at=LATER)


def test_the_list_costs_one_query_for_one_and_for_twenty(office):
    office.scope("see_assessments")
    for n in (1, 19):
        for _ in range(n):
            assessing.follow_up()
        with CaptureQueriesContext(connection) as captured:
            queries.list_follow_ups(area="33.13", actor=office, on=TODAY)
        assert len(captured.captured_queries) == 1
