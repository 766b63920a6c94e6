"""One's own years first; of others only what is published, and never more than their official score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.comparison import queries
from guyub.apps.comparison.spread import Band
from tests.comparison.conftest import CODE, REGIONS, participant, standing
from tests.support import make

PARTS = {"output": "3.20", "outcome": "2.80"}


def progress_of(actor, area="33.13", **asked):
    return queries.get_progress(area, actor=actor, **asked)


def beside(actor, **asked):
    return queries.get_beside(progress_of(actor), actor=actor, **asked)


def test_improvement_is_official_against_official_and_never_mixed(regent):
    standing(year=2021, official="3.06")
    standing(year=2022, official="3.31", computed=Decimal("3.4"), computed_source="Paket")
    standing(year=2023, official=None, computed=Decimal("3.5"), computed_source="Paket")
    standing(year=2024, official="3.60")

    years = progress_of(regent).years

    assert [line.change for line in years] == [None, 0.25, 0.1, None]


def test_a_missing_year_leaves_no_improvement(regent):
    standing(year=2021)
    standing(year=2023)

    assert [line.change for line in progress_of(regent).years] == [None, None]


def test_the_newest_official_year_is_the_one_spoken_of(regent):
    standing(year=2024)
    standing(year=2025, official=None, computed=Decimal("3.5"), computed_source="Paket")

    assert progress_of(regent).now.year == 2024


def test_parts_name_the_strongest_and_the_weakest_and_their_change(regent):
    standing(year=2024, official_parts={"output": "3.00", "outcome": "2.90"})
    standing(year=2025, official_parts=PARTS)

    parts = {line.code: line for line in progress_of(regent).parts}

    assert (parts["output"].change, parts["output"].is_best, parts["outcome"].change, parts["outcome"].is_worst) == (
        0.2, True, -0.1, True,
    )  # fmt: skip


def test_years_are_scored_again_by_one_set_of_weights_where_their_parts_are_known(regent):
    standing(year=2024, weight_set="", official_parts=PARTS)
    standing(year=2025, weight_set="w2025", official_parts={"output": "3.20"})

    found = progress_of(regent, weights="w2025")

    assert found.weights_differ
    assert [line.rescored for line in found.years] == [Decimal("3"), None]
    tree = progress_of(regent, weights="pohon").years[0].rescored
    assert tree == Decimal("3.04")  # 60 % of 3.20 and 40 % of 2.80


def test_weights_that_the_instrument_does_not_have_are_not_asked_for(regent):
    standing(official_parts=PARTS)

    assert progress_of(regent, weights="rekaan").rescored_by == ""


def test_a_region_without_a_year_has_an_empty_page(regent):
    found = progress_of(regent)

    assert (found.years, found.yardstick, beside(regent).groups) == ((), None, ())


def test_a_year_by_an_instrument_that_was_never_adopted_is_shown_by_its_code(ministry):
    regent = make.officer(role="regent")
    standing(official_parts=PARTS)

    found = progress_of(regent)

    assert (found.yardstick.title, [line.title for line in found.parts]) == (CODE, ["outcome", "output"])


def test_another_regency_sees_nothing_of_it(regent):
    standing("33.11")

    with pytest.raises(NotPermitted):
        progress_of(regent, "33.11")
    assert progress_of(regent).years == ()


@pytest.mark.parametrize("area", ["33.99", "xx", "33", "ID"])
def test_what_is_no_region_is_not_found(ministry, area):
    with pytest.raises(queries.NoSuchRegion):
        progress_of(ministry, area)


@pytest.mark.parametrize("role", ["camat", "village_head", "opd_operator", "inspector"])
def test_everyone_who_works_in_the_regency_sees_its_progress(regent, role):
    standing()
    place = {"camat": "33.13.01", "village_head": "33.13.01.2001"}.get(role, "33.13")
    agency = make.agency("Dinsos") if role == "opd_operator" else None

    assert progress_of(make.officer(role=role, area_code=place, agency=agency)).years


def test_an_assessor_sees_no_region_by_his_office(ministry):
    with pytest.raises(NotPermitted):
        progress_of(make.officer(role="evaluator", area_code="ID"))


def test_groups_hold_the_cohort_the_province_the_size_and_the_nation(regent):
    for place, (area, score) in enumerate(zip(REGIONS, ("2.00", "3.50", "2.50", "3.00", "1.00"), strict=True)):
        standing(area, official=score)
        participant(area, 2018 if area != "36.02" else 2020, 100_000 + place)
    standing("36.03", official="0.50")

    cohort, province, size, nation = beside(regent).groups

    assert [group.spread.count for group in (cohort, province, size, nation)] == [4, 3, 5, 6]
    assert (size.band, nation.band) == (Band.UPPER_QUARTER, Band.UPPER_QUARTER)
    assert cohort.spread.median is None  # four regions have no quartiles


def test_what_is_not_written_down_of_a_region_is_said(regent):
    standing()

    cohort, _province, size, _nation = beside(regent).groups

    assert cohort.spread is None and cohort.why and size.spread is None and size.why


def test_unpublished_and_computed_scores_of_others_are_in_no_group(regent):
    standing()
    standing("33.11", published_at=None)
    standing("33.14", official=None, computed=Decimal("3.9"), computed_source="Paket")

    assert beside(regent).groups[-1].spread.count == 1
    order = beside(regent, ranked="nasional").ranking
    assert [line.area for line in order.lines] == ["33.13"]


def test_the_order_shares_places_and_marks_the_own_region(regent):
    for area, score in zip(REGIONS, ("3.00", "3.00", "2.00", "3.90", "1.00"), strict=True):
        standing(area, official=score)

    order = beside(regent, ranked="nasional").ranking

    assert [(line.first, line.last, line.area, line.is_own) for line in order.lines][:3] == [
        (1, 1, "36.01", False), (2, 3, "33.11", False), (2, 3, "33.13", True),
    ]  # fmt: skip
    assert order.shared == 2
    assert beside(regent).ranking is None and beside(regent, ranked="rekaan").ranking is None


def test_a_long_order_shows_only_what_lies_around(regent):
    for number in range(60):
        standing(f"35.{number + 10}", official=f"{number / 20 + 0.5:.2f}")
    standing()

    order = beside(regent, ranked="nasional").ranking

    assert (order.count, len(order.lines)) == (61, 21)
    assert any(line.is_own for line in order.lines)


def test_the_page_costs_the_same_for_few_regions_and_for_many(regent, django_assert_num_queries):
    def cost():
        regent_again = type(regent).objects.get(pk=regent.pk)
        found = queries.get_progress("33.13", actor=regent_again)
        queries.get_beside(found, ranked="nasional", actor=regent_again)

    standing(official_parts=PARTS)
    with django_assert_num_queries(9):
        cost()
    for year in range(2015, 2025):
        for area in REGIONS:
            standing(area, year, official_parts=PARTS)
    with django_assert_num_queries(9):
        cost()
