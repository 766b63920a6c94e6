"""What pages read of the indicators: scoped, masked, at a cost that does not grow."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.indicators import operations, queries
from guyub.apps.indicators.models import Value
from guyub.apps.registry import operations as registry
from tests.support import make
from tests.support.released import AREA, publish

CODE = "poor-pupils-without-school-aid"
VILLAGE = "33.13.01.2001"
pytestmark = pytest.mark.django_db


def add_periods(world, officer, periods):
    for period in periods:
        publish(world, period=period)
        build = registry.adopt_build(area=AREA, period=period, actor=officer, at=make.AT)
        operations.compute_period(build_id=build, actor=officer, at=make.AT)


def test_a_line_has_its_course_its_change_and_its_tone(computed, world, officer):
    add_periods(world, officer, ["2026-08"])

    line = queries.get_value(actor=officer, code=CODE, area=AREA)

    assert [period for period, _value in line.series] == ["2026-08", "2026-11"]
    assert (line.period, line.previous_period, line.unit) == ("2026-11", "2026-08", "%")
    assert line.change == line.value - line.previous
    assert queries.get_value(actor=officer, code=CODE, area=AREA, period="2026-08").period == "2026-08"


def test_another_regency_sees_nothing(computed):
    stranger = make.officer(role="regent", area_code="33.11")

    assert queries.list_indicators(actor=stranger, area=AREA) == []
    with pytest.raises(queries.NoSuchIndicator):
        queries.get_indicator(code=CODE, area=AREA, actor=stranger)
    with pytest.raises(queries.NoSuchIndicator):
        queries.get_rule(CODE, area=AREA, actor=stranger)


def test_a_village_officer_sees_the_regencys_values(computed):
    assert queries.list_indicators(actor=make.officer(role="village_operator", area_code=VILLAGE), area=AREA)


def test_the_list_costs_three_queries_for_one_period_and_for_four(computed, world, officer, django_assert_num_queries):
    _ = officer.held_offices
    with django_assert_num_queries(3):
        queries.list_indicators(actor=officer, area=AREA)
    add_periods(world, officer, ["2026-02", "2026-05", "2026-08"])
    with django_assert_num_queries(3):
        lines = queries.list_indicators(actor=officer, area=AREA)
    assert len(lines[0].series) == 4


def test_a_page_has_its_thread(computed, build, officer, released):
    page = queries.get_indicator(code=CODE, area=AREA, actor=officer)

    assert page.build.pk == build.pk
    assert {line.release_id for line in page.inputs} == {
        released[name] for name in ("population", "welfare", "pupils", "aid")
    }
    assert len(page.districts) == 3 and len(page.villages) == 12
    assert [figure.publisher for figure in page.published] == ["BPS"]


def test_a_page_costs_at_most_six_queries(computed, officer, django_assert_max_num_queries):
    _ = officer.held_offices
    with django_assert_max_num_queries(6):
        queries.get_indicator(code=CODE, area=AREA, actor=officer)


def test_the_rows_are_as_many_as_the_number_says_and_masked(computed, officer):
    value = Value.objects.get(definition__code=CODE, area_id=AREA)

    page = queries.list_rows(code=CODE, area=AREA, actor=officer)

    assert (page.numerator, page.total) == (value.numerator, value.numerator)
    assert all("••••••" in row.nik or row.nik == "–" for row in page.rows)
    assert all(row.counted and "school" not in row.aids for row in page.rows)
    rest = queries.list_rows(code=CODE, area=AREA, actor=officer, counted=False)
    assert rest.total == value.denominator - value.numerator
    assert all("school" in row.aids for row in rest.rows)


def test_rows_of_an_indicator_about_the_data_lead_to_the_release(computed, officer, released):
    page = queries.list_rows(code="records-matched", area=AREA, actor=officer, counted=False)

    assert page.table == "record"
    assert {row.release_id for row in page.rows} <= set(released.values())
    assert {row.reason for row in page.rows} <= {"no_nik", "disagrees", "not_in_register"}


@pytest.mark.parametrize("role", ["camat", "village_operator"])
def test_rows_stop_at_the_border_of_the_office(computed, role):
    where = {"camat": "33.13.01", "village_operator": VILLAGE}[role]
    own = make.officer(role=role, area_code=where)

    assert queries.list_rows(code="health-insurance-active", area=where, actor=own).total
    for area in (AREA, "33.13.02"):
        with pytest.raises(NotPermitted):
            queries.list_rows(code="health-insurance-active", area=area, actor=own)


def test_who_has_no_right_to_rows_sees_none(computed):
    with pytest.raises(NotPermitted):
        queries.list_rows(code=CODE, area=AREA, actor=make.officer(role="mentor"))
