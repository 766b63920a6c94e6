"""Quartiles, bands, shared places: whatever the values are, and for those a person can check."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.comparison.spread import Band, band_of, change, places, spread_of

SCORES = st.floats(0, 4, allow_nan=False)


def test_quartiles_of_a_row_a_person_can_check():
    found = spread_of([1, 2, 3, 4, 5], least=5)

    assert (found.count, found.low, found.q1, found.median, found.q3, found.high) == (5, 1, 2, 3, 4, 5)


def test_too_few_regions_have_no_quartiles_and_are_counted_all_the_same():
    found = spread_of([1, None, 2, 3, 4], least=5)

    assert (found.count, found.median) == (4, None)
    assert band_of(2, found, decimals=2) is None


@given(st.lists(SCORES, min_size=5, max_size=60))
def test_the_quartiles_lie_in_order_between_the_lowest_and_the_highest(values):
    found = spread_of(values, least=5)

    assert found.low == min(values) and found.high == max(values)
    assert found.low <= found.q1 <= found.median <= found.q3 <= found.high


@given(st.lists(SCORES, min_size=5, max_size=60), SCORES, SCORES)
def test_a_higher_score_never_lies_in_a_lower_band(values, one, other):
    rank = [Band.LOWER_QUARTER, Band.BELOW_MEDIAN, Band.AT_MEDIAN, Band.ABOVE_MEDIAN, Band.UPPER_QUARTER]
    found = spread_of(values, least=5)
    low, high = sorted((one, other))

    assert rank.index(band_of(low, found, decimals=2)) <= rank.index(band_of(high, found, decimals=2))


@pytest.mark.parametrize(
    ("value", "band"),
    [(4.5, Band.UPPER_QUARTER), (4, Band.UPPER_QUARTER), (3.5, Band.ABOVE_MEDIAN), (3.001, Band.AT_MEDIAN),
     (2.5, Band.BELOW_MEDIAN), (2, Band.BELOW_MEDIAN), (1, Band.LOWER_QUARTER)],
)  # fmt: skip
def test_the_band_says_where_a_value_lies(value, band):
    assert band_of(value, spread_of([1, 2, 3, 4, 5], least=5), decimals=2) is band


def test_who_is_written_alike_shares_a_place():
    found = places([("a", 3.314), ("b", 3.3149), ("c", 2.0), ("d", 3.9)], decimals=2)

    assert [line[:3] for line in found] == [(1, 1, "d"), (2, 3, "a"), (2, 3, "b"), (4, 4, "c")]


@given(st.lists(SCORES, max_size=40))
def test_places_are_shared_exactly_by_those_written_alike(values):
    found = places([(f"{n:03}", value) for n, value in enumerate(values)], decimals=2)

    assert len(found) == len(values)
    for first, last, _key, value in found:
        alike = sum(round(other, 2) == round(value, 2) for other in values)
        better = sum(round(other, 2) > round(value, 2) for other in values)
        assert (first, last) == (better + 1, better + alike)


@pytest.mark.parametrize(
    ("now", "before", "difference"), [(3.31, 3.06, 0.25), (3.3149, 3.3051, 0.0), (2.0, 2.5, -0.5), (2.0, None, None)]
)
def test_a_difference_is_that_of_the_values_as_shown(now, before, difference):
    assert change(now, before, decimals=2) == difference
