"""Small groups stay hidden, also from whoever can subtract."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines.indicators import Count, Threshold, hidden_areas

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
