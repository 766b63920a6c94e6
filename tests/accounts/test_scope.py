"""What an officer may follows from the offices held today, and reaches down, never up or aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import MATRIX, NotPermitted, Right, may, require
from guyub.apps.areas.models import Agency, Role
from tests.support import make

pytestmark = pytest.mark.django_db


def test_every_role_stands_in_the_matrix():
    assert set(MATRIX) == set(Role)


def test_a_regency_office_reaches_its_area_and_below_but_not_its_neighbour():
    custodian = make.officer(role="data_custodian")

    reached = [
        code
        for code in ("33", "33.11", "33.13", "33.13.01", "33.13.01.2001")
        if may(custodian, Right.SUBMIT_DATA, area=code)
    ]

    assert reached == ["33.13", "33.13.01", "33.13.01.2001"]


def test_an_agency_office_reaches_the_things_of_its_own_agency_only():
    dinsos, dinkes = make.agency("Dinsos"), make.agency("Dinkes")
    producer = make.officer(role="data_producer", agency=dinsos)

    assert may(producer, Right.SUBMIT_DATA, area="33.13", agency_id=dinsos.pk)
    assert not may(producer, Right.SUBMIT_DATA, area="33.13", agency_id=dinkes.pk)
    assert not may(producer, Right.SUBMIT_DATA, area="33.13")


def test_two_offices_do_not_multiply_into_a_third():
    dinsos, dinkes = make.agency("Dinsos"), make.agency("Dinkes")
    both = make.officer(role="data_producer", agency=dinsos)
    make.appointment(both, make.office("camat", area_code="33.13.01"))

    assert may(both, Right.SEE_RELEASE_ROWS, area="33.13.01")
    assert not may(both, Right.SEE_RELEASE_ROWS, area="33.13", agency_id=dinkes.pk)


def test_an_office_ends_on_the_day_it_says():
    today = timezone.localdate()
    ends_today, ends_tomorrow, starts_tomorrow = (make.officer(role=None) for _ in range(3))
    make.appointment(ends_today, make.office("regent"), end_on=today)
    make.appointment(ends_tomorrow, make.office("regent"), end_on=today + timedelta(days=1))
    make.appointment(starts_tomorrow, make.office("regent"), start_on=today + timedelta(days=1))

    assert [bool(who.scope(Right.SEE_DASHBOARD)) for who in (ends_today, ends_tomorrow, starts_tomorrow)] == [
        False,
        True,
        False,
    ]


def test_an_inactive_officer_may_nothing():
    gone = make.officer(role="regent", is_active=False)

    assert not any(gone.scope(right) for right in Right)


def test_a_refusal_says_what_to_do():
    with pytest.raises(NotPermitted) as refusal:
        require(make.officer(role="camat", area_code="33.13.01"), Right.SUBMIT_DATA, area="33.13")

    assert (refusal.value.status, refusal.value.code, bool(refusal.value.remedy)) == (
        403,
        "accounts.not-permitted",
        True,
    )


def test_all_scopes_of_a_request_cost_one_query(django_assert_num_queries):
    who = Officer.objects.get(pk=make.officer(role="data_custodian").pk)

    with django_assert_num_queries(1):
        for right in Right:
            who.scope(right)
        assert who.acting_as.startswith("data_custodian")


def test_the_filter_agrees_with_the_answer_for_one_thing():
    dinsos, dinkes, else_where = make.agency("Dinsos"), make.agency("Dinkes"), make.agency("Dinsos", area_code="33.11")
    both = make.officer(role="data_producer", agency=dinsos)
    make.appointment(both, make.office("regent", area_code="33.11"))
    scope = both.scope(Right.SEE_RELEASE_ROWS)

    seen = set(Agency.objects.filter(scope.where(area="area__code", agency="pk")).values_list("pk", flat=True))

    assert seen == {dinsos.pk, else_where.pk}
    assert seen == {a.pk for a in (dinsos, dinkes, else_where) if scope.covers(a.area_id, a.pk)}


def test_an_area_whose_code_merely_begins_alike_is_not_below():
    assert not may(make.officer(role="regent"), Right.SEE_DASHBOARD, area="33.130")
