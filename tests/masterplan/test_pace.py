"""How a promise stands, by plain arithmetic on the last two values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.masterplan.pace import Point, Standing, judge
from guyub.engines.values import Period

SEPTEMBER = Period(2026, 9)


def points(*values):
    """Values of February, May, August, November 2026 in turn."""
    return [Point(Period(2026, 2 + 3 * number), Decimal(value)) for number, value in enumerate(values)]


def standing(values, *, target, higher=True, today=SEPTEMBER, year=2026):
    return judge(points(*values), target=Decimal(target), year=year, higher_is_better=higher, today=today).standing


def test_a_value_at_the_target_has_reached_it():
    assert standing([50], target=50) == Standing.REACHED
    assert standing([15], target=15, higher=False) == Standing.REACHED


def test_one_value_is_too_early_to_speak_of_a_pace():
    assert standing([30], target=50) == Standing.TOO_EARLY


def test_no_value_is_no_data_and_after_the_year_a_promise_without_data_is_still_no_data():
    assert standing([], target=50) == Standing.NO_DATA
    assert standing([], target=50, today=Period(2027, 3)) == Standing.NO_DATA


def test_a_pace_that_suffices_is_on_course():
    # 10 in three months; 14 are missing with four months left
    assert standing([26, 36], target=49, today=Period(2026, 6)) == Standing.ON_COURSE


def test_a_pace_that_does_not_suffice_is_at_risk():
    assert standing([30, 31], target=50, today=Period(2026, 6)) == Standing.AT_RISK


def test_a_value_that_moves_away_is_at_risk():
    assert standing([30, 28], target=50, today=Period(2026, 6)) == Standing.AT_RISK
    assert standing([20, 22], target=15, higher=False, today=Period(2026, 6)) == Standing.AT_RISK


def test_a_year_that_is_over_without_the_target_is_missed():
    assert standing([30, 31], target=50, today=Period(2027, 1)) == Standing.MISSED


def test_values_of_a_later_year_do_not_count_for_an_earlier_promise():
    late = [*points(30, 31), Point(Period(2027, 2), Decimal(60))]

    found = judge(late, target=Decimal(50), year=2026, higher_is_better=True, today=Period(2027, 3))

    assert found.standing == Standing.MISSED


def test_both_paces_are_told_per_month():
    found = judge(points(30, 33), target=Decimal(40), year=2026, higher_is_better=True, today=Period(2026, 6))

    assert (found.made, found.needed) == (Decimal(1), Decimal(1))


VALUES = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=4)


@given(values=VALUES, target=st.decimals(0, 100, places=2), months=st.integers(0, 24))
def test_better_values_never_make_a_promise_look_worse(values, target, months):
    """Raising the newest value never turns reached or on course into at risk or missed."""
    today = Period(2026, 11).plus(months)
    good = {Standing.REACHED, Standing.ON_COURSE}
    before = standing(values, target=target, today=today)
    after = standing([*values[:-1], values[-1] + 1], target=target, today=today)

    assert not (before in good and after not in good)


@given(values=VALUES, target=st.decimals(0, 100, places=2))
def test_lower_is_the_mirror_of_higher(values, target):
    mirrored = standing([100 - value for value in values], target=100 - target, higher=False)

    assert standing(values, target=target) == mirrored


@pytest.mark.parametrize("year", [2020, 2026, 2040])
def test_what_is_reached_is_reached_in_whatever_year(year):
    assert standing([60], target=50, year=max(year, 2026)) == Standing.REACHED
