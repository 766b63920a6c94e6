"""The nation for the ministry: filters, order, counts, and a number of queries that grows with nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.comparison import queries
from guyub.apps.comparison.queries import Wanted
from tests.comparison.conftest import CODE, REGIONS, participant, standing
from tests.support import make


def nation(actor, **wanted):
    return queries.get_nation(Wanted(**wanted), actor=actor)


def test_every_region_is_a_line_also_the_one_that_never_took_part(ministry):
    standing("33.13")

    found = nation(ministry)

    assert [line.area for line in found.lines] == list(REGIONS)
    assert (found.spread.count, found.regions, found.wanted.instrument) == (1, 5, CODE)


def test_without_a_score_there_is_no_year(ministry):
    found = nation(ministry)

    assert (found.years, found.yardstick, found.spread) == ((), None, None)


@pytest.mark.parametrize(
    ("wanted", "areas"),
    [
        ({"province": "36"}, ["36.01", "36.02"]),
        ({"cohort": 2018}, ["33.13", "36.01"]),
        ({"size": "sedang"}, ["33.13"]),
        ({"text": "karanganyar"}, ["33.13"]),
        ({"text": "36.0"}, ["36.01", "36.02"]),
        ({"text": "tak ada"}, []),
        ({"order": "nilai", "descending": True}, ["36.01", "33.13", "33.14", "33.11", "36.02"]),
        ({"order": "nilai"}, ["33.14", "33.13", "36.01", "33.11", "36.02"]),
        ({"order": "perubahan"}, ["36.01", "33.13", "33.11", "33.14", "36.02"]),
        ({"order": "rekaan"}, list(REGIONS)),
    ],
)
def test_filters_and_orders(ministry, wanted, areas):
    participant("33.13", 2018, 150_000)
    participant("36.01", 2018, 2_000_000)
    standing("33.13", 2024, "2.50")
    standing("36.01", 2024, "3.20")
    standing("33.13", 2025, "3.00")
    standing("36.01", 2025, "3.10")
    standing("33.14", 2025, "1.00")

    assert [line.area for line in nation(ministry, **wanted).lines] == areas


def test_who_rose_and_who_fell_is_counted_as_shown(ministry):
    for area, before, now in (("33.11", "2.00", "2.01"), ("33.13", "2.001", "2.004"), ("33.14", "2.00", "1.50")):
        standing(area, 2024, before)
        standing(area, 2025, now)

    found = nation(ministry)

    assert (found.risen, found.same, found.fallen) == (1, 1, 1)
    assert nation(ministry, year=2024).risen == 0


def test_official_and_computed_are_shown_one_at_a_time(ministry):
    standing("33.13", 2025, "3.00", computed=Decimal("2.5"), computed_source="Paket")

    assert nation(ministry).lines[1].value == 3.0
    assert nation(ministry, kind="hitungan").lines[1].value == 2.5


def test_only_the_ten_newest_years_are_shown(ministry):
    for year in range(2010, 2026):
        standing("33.13", year)

    found = nation(ministry, year=2012)

    assert found.years == tuple(range(2016, 2026))
    assert found.wanted.year == 2025


def test_changed_weights_are_told(ministry):
    standing("33.13", 2024, weight_set="w2022")
    standing("33.13", 2025, weight_set="")

    assert nation(ministry).weights_differ


@pytest.mark.parametrize("role", ["regent", "planning_office", "mentor"])
def test_no_regency_sees_the_nation(regent, role):
    with pytest.raises(NotPermitted):
        nation(make.officer(role=role))


def test_the_nation_costs_the_same_for_one_region_and_for_many(ministry, django_assert_num_queries):
    def cost():
        nation(type(ministry).objects.get(pk=ministry.pk))

    standing("33.13")
    with django_assert_num_queries(8):
        cost()
    for area in (*REGIONS, *(f"35.{number + 10}" for number in range(30))):
        for year in range(2015, 2025):
            standing(area, year)
    with django_assert_num_queries(8):
        cost()
