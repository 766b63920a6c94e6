"""Agreement of raters: by the textbook, by a slow twin, by what must hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guyub.engines.scoring import concordance

tables = st.integers(2, 6).flatmap(
    lambda items: st.lists(st.lists(st.integers(0, 4), min_size=items, max_size=items), min_size=2, max_size=6)
)


def slowly(ratings):
    """Ranks by counting who is below and beside; W from the definition with its correction for ties."""
    m, n = len(ratings), len(ratings[0])
    ranks = [[sum(o < r for o in row) + (sum(o == r for o in row) + 1) / 2 for r in row] for row in ratings]
    sums = [sum(rank[item] for rank in ranks) for item in range(n)]
    s = sum((each - m * (n + 1) / 2) ** 2 for each in sums)
    ties = sum(row.count(value) ** 3 - row.count(value) for row in ratings for value in set(row))
    below = m**2 * (n**3 - n) - m * ties
    return 12 * s / below if below else None


@given(tables)
def test_w_with_ties_is_what_the_slow_way_says(ratings):
    found = concordance(ratings)
    wanted = slowly(ratings)

    assert (found.w is None and wanted is None) or math.isclose(found.w, wanted, abs_tol=1e-12)
    assert found.w is None or 0 <= found.w <= 1
    assert 0 <= found.p_value <= 1
    assert (found.raters, found.items, found.degrees) == (len(ratings), len(ratings[0]), len(ratings[0]) - 1)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=9), st.integers(2, 9))
def test_the_same_order_by_everybody_is_full_agreement_ties_or_not(row, raters):
    assume(len(set(row)) > 1)

    assert concordance([row] * raters).w == 1.0


@given(tables, st.randoms())
def test_the_order_of_raters_and_items_does_not_matter(ratings, chance):
    items = list(range(len(ratings[0])))
    chance.shuffle(items)
    turned = [[row[item] for item in items] for row in reversed(ratings)]

    assert concordance(turned) == concordance(ratings)


def test_raters_who_contradict_each_other_do_not_agree():
    assert concordance([[1, 2, 3, 4], [4, 3, 2, 1]]).w == 0.0
    assert concordance([[1, 2, 3, 4], [4, 3, 2, 1]]).p_value == 1.0


def test_a_worked_example():
    """Three raters, six items, rank sums 8, 14, 11, 9, 13, 8: W = 12 S / (9 * 210), S their spread about 10.5."""
    found = concordance([[1, 6, 3, 2, 5, 4], [1, 5, 6, 2, 4, 3], [6, 3, 2, 5, 4, 1]])
    sums = [8, 14, 11, 9, 13, 8]
    spread = sum((each - 10.5) ** 2 for each in sums)

    assert math.isclose(found.w, 12 * spread / (9 * 210))
    assert math.isclose(found.chi_squared, 3 * 5 * found.w)


@pytest.mark.parametrize(
    ("chi", "degrees", "beyond"),
    [(3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (11.070497693516351, 5, 0.05), (18.475306906582357, 7, 0.01),
     (15.086272469388987, 5, 0.01), (16.918977604620448, 9, 0.05), (9.487729036781154, 4, 0.05)],
)  # fmt: skip
def test_chances_are_those_of_the_tables(chi, degrees, beyond):
    from guyub.engines.scoring.agreement import _beyond

    assert math.isclose(_beyond(chi, degrees), beyond, rel_tol=1e-9)


def test_nobody_who_sets_one_above_another_is_no_measure_of_agreement():
    assert concordance([[2, 2, 2], [5, 5, 5]]).w is None


@pytest.mark.parametrize("ratings", [[], [[1, 2]], [[1], [2]], [[1, 2], [1, 2, 3]], [[1, 2], [1, math.nan]]])
def test_too_few_or_missing_ratings_are_refused(ratings):
    with pytest.raises(ValueError, match=r"agreement needs|rating is missing"):
        concordance(ratings)
