"""Small groups stay hidden, also from whoever can subtract."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines.indicators import Count, Table, Threshold, hidden_areas, hidden_together

ROOT = "33.13"


@st.composite
def regencies(draw):
    """Villages in districts in a regency, most of them small, and their sums."""
    counts, parent_of = {}, {}
    for district in range(draw(st.integers(1, 4))):
        code = f"{ROOT}.{district:02d}"
        parent_of[code] = ROOT
        villages = [f"{code}.{2001 + village}" for village in range(draw(st.integers(1, 5)))]
        for village in villages:
            denominator = draw(st.integers(0, 30))
            counts[village] = Count(draw(st.integers(0, denominator)), denominator)
            parent_of[village] = code
        counts[code] = total([counts[village] for village in villages])
    counts[ROOT] = total([counts[code] for code, parent in parent_of.items() if parent == ROOT])
    return counts, parent_of


def total(counts):
    return Count(sum(count.numerator for count in counts), sum(count.denominator for count in counts))


thresholds = st.builds(Threshold, st.integers(1, 12), st.integers(0, 4))


@settings(max_examples=300, deadline=None)
@given(regency=regencies(), threshold=thresholds)
def test_no_unsafe_cell_is_shown(regency, threshold):
    counts, parent_of = regency

    hidden = hidden_areas(counts, parent_of, threshold)

    assert all(area in hidden for area, count in counts.items() if not threshold.allows(count))


@settings(max_examples=300, deadline=None)
@given(regency=regencies(), threshold=thresholds)
def test_no_hidden_cell_follows_from_the_shown_ones(regency, threshold):
    """Each shown cell is one equation over the villages; a hidden cell may not be a combination of them."""
    counts, parent_of = regency
    hidden = hidden_areas(counts, parent_of, threshold)
    leaves = [area for area in counts if area not in set(parent_of.values())]
    equation = {area: np.array([float(lies_in(leaf, area)) for leaf in leaves]) for area in counts}
    # An empty village is known to be empty, shown or not.
    known = [equation[area] for area in counts if area not in hidden]
    rank = np.linalg.matrix_rank(np.array(known)) if known else 0

    for area in hidden:
        assert np.linalg.matrix_rank(np.array([*known, equation[area]])) > rank


@settings(max_examples=300, deadline=None)
@given(regency=regencies(), threshold=thresholds)
def test_what_a_shown_area_minus_its_shown_children_reveals_is_safe(regency, threshold):
    counts, parent_of = regency
    hidden = hidden_areas(counts, parent_of, threshold)

    for parent in {area for area in parent_of.values() if area not in hidden}:
        leaves = unresolved(parent, hidden, parent_of)
        if leaves:
            assert len(leaves) > 1
            assert threshold.allows(total([counts[leaf] for leaf in leaves]))


@settings(max_examples=100, deadline=None)
@given(regency=regencies(), threshold=thresholds)
def test_nothing_is_hidden_where_everything_is_large(regency, threshold):
    counts, parent_of = regency
    large = {
        area: Count(count.numerator * 100 + 100 * (count.denominator > 0), count.denominator * 100)
        for area, count in counts.items()
    }

    assert hidden_areas(large, parent_of, threshold) == frozenset()


@st.composite
def families(draw):
    """Two tables of one regency: poor families out of all, and those poor families out of whom some have no aid."""
    counts, parent_of = draw(regencies())
    leaves = [area for area in counts if area not in set(parent_of.values())]
    without = {leaf: draw(st.integers(0, counts[leaf].numerator)) for leaf in leaves}
    poor = {
        area: Count(
            sum(without[leaf] for leaf in leaves if lies_in(leaf, area)),
            sum(counts[leaf].numerator for leaf in leaves if lies_in(leaf, area)),
        )
        for area in counts
    }
    tables = {
        "poor": Table(counts, draw(thresholds), "poor families", "families"),
        "without": Table(poor, draw(thresholds), "without aid", "poor families"),
    }
    return tables, parent_of


@settings(max_examples=300, deadline=None)
@given(families())
def test_what_one_indicator_hides_no_other_tells(drawn):
    """Each number that is shown in any table is an equation; none that a table must keep secret may follow."""
    tables, parent_of = drawn
    hidden = hidden_together(tables, parent_of)
    areas = list(tables["poor"].counts)
    leaves = [area for area in areas if area not in set(parent_of.values())]
    equation = {area: np.array([float(lies_in(leaf, area)) for leaf in leaves]) for area in areas}
    first, second = tables["poor"], tables["without"]

    for area in areas:
        assert area in hidden["poor"] or first.threshold.allows(first.counts[area])
        assert area in hidden["without"] or second.threshold.allows(second.counts[area])
    shown = [equation[area] for area in areas if area not in hidden["poor"] or area not in hidden["without"]]
    rank = np.linalg.matrix_rank(np.array(shown)) if shown else 0
    for area in areas:
        too_few_poor = not first.threshold.allows(first.counts[area])
        too_small = not Threshold(second.threshold.smallest_cell).allows(second.counts[area])
        if too_few_poor or too_small:
            assert np.linalg.matrix_rank(np.array([*shown, equation[area]])) > rank


def test_a_neighbour_hidden_in_one_indicator_is_not_counted_out_by_another():
    parent_of = dict.fromkeys(["1.1", "1.2", "1.3"], "1")
    poor = {"1.1": Count(2, 20), "1.2": Count(14, 21), "1.3": Count(12, 60), "1": Count(28, 101)}
    without = {"1.1": Count(0, 2), "1.2": Count(5, 14), "1.3": Count(4, 12), "1": Count(9, 28)}
    tables = {
        "poor": Table(poor, Threshold(10, 3), "poor families", "families"),
        "without": Table(without, Threshold(10, 3), "without aid", "poor families"),
    }
    # Alone, one hides 1.2 beside 1.1 and the other 1.3, and the poor families of 1.1 are 28 - 14 - 12.
    assert hidden_areas(poor, parent_of, Threshold(10, 3)) == {"1.1", "1.2"}
    assert hidden_areas(without, parent_of, Threshold(10, 3)) == {"1.1", "1.3"}

    hidden = hidden_together(tables, parent_of)

    assert hidden["poor"] & hidden["without"] >= {"1.1", "1.2", "1.3"}


def test_a_lone_hidden_village_takes_its_smallest_neighbour_with_it():
    counts = {"1.1": Count(1, 4), "1.2": Count(5, 20), "1.3": Count(9, 30), "1": Count(15, 54)}

    assert hidden_areas(counts, dict.fromkeys(["1.1", "1.2", "1.3"], "1"), Threshold(10)) == {"1.1", "1.2"}


def test_a_hidden_district_takes_a_neighbour_and_one_of_its_villages_with_it():
    counts = {
        "0": Count(0, 4 + 40 + 60), "0.1": Count(0, 4), "0.1.1": Count(0, 4),
        "0.2": Count(0, 40), "0.2.1": Count(0, 15), "0.2.2": Count(0, 25), "0.3": Count(0, 60), "0.3.1": Count(0, 60),
    }  # fmt: skip
    parent_of = {area: area.rpartition(".")[0] for area in counts if area != "0"}

    assert hidden_areas(counts, parent_of, Threshold(10)) == {"0.1", "0.1.1", "0.2", "0.2.1"}


def test_an_empty_area_is_shown_as_empty():
    assert (
        hidden_areas(
            {"1": Count(0, 50), "1.1": Count(0, 0), "1.2": Count(0, 50)}, {"1.1": "1", "1.2": "1"}, Threshold(10)
        )
        == frozenset()
    )


def lies_in(leaf, area):
    return leaf == area or leaf.startswith(area + ".")


def unresolved(parent, hidden, parent_of):
    leaves = []
    for child in (child for child, above in parent_of.items() if above == parent and child in hidden):
        below = unresolved(child, hidden, parent_of)
        leaves += below or ([child] if child not in parent_of.values() else [])
    return leaves
