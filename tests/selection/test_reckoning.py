"""Scores of readiness: bounds, agreement, and the content they rest on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.assessment.content import parsed
from guyub.apps.selection import content, reckoning
from guyub.errors import ContentError
from tests.selection.conftest import CODES

TEXT = (Path(settings.CONTENT_DIR) / "instruments" / "guyub-readiness-1.yaml").read_text(encoding="utf-8")
SETUP = (Path(settings.CONTENT_DIR) / "selection" / "readiness.yaml").read_text(encoding="utf-8")
LEVELS = st.fixed_dictionaries({code: st.integers(0, 4) for code in CODES})


@given(LEVELS)
def test_when_all_assessors_agree_with_the_region_both_scores_are_one(levels):
    stated = reckoning.stated(parsed(TEXT), levels, {})
    confirmed = reckoning.confirmed(parsed(TEXT), {code: [level] * 2 for code, level in levels.items()}, needed=2)

    assert stated == confirmed
    assert min(levels.values()) <= stated.total <= max(levels.values())


@given(LEVELS, LEVELS)
def test_where_assessors_differ_the_score_lies_between_theirs(one, other):
    instrument = parsed(TEXT)
    both = reckoning.confirmed(instrument, {code: [one[code], other[code]] for code in CODES}, needed=2).total
    low, high = sorted(reckoning.stated(instrument, levels, {}).total for levels in (one, other))

    assert low - Decimal("0.000001") <= both <= high + Decimal("0.000001")


@given(LEVELS, st.sampled_from(CODES))
def test_one_level_missing_and_nothing_is_confirmed(levels, code):
    given_levels = {each: [level] * (1 if each == code else 2) for each, level in levels.items()}

    assert reckoning.confirmed(parsed(TEXT), given_levels, needed=2).total is None


@pytest.mark.parametrize(("number", "level"), [("69.9", 0), ("70", 1), ("80", 2), ("90", 3), ("97", 4), ("100", 4)])
def test_a_number_reaches_the_level_of_its_bounds(number, level):
    assert reckoning.level_of(parsed(TEXT).nodes["INF-3"], Decimal(number)) == level


def test_the_content_names_its_instrument_and_no_figure_twice():
    setup = content.setup()

    assert setup.instrument == parsed(TEXT).code
    assert {"villages", "hdi", "ict-budget"} <= {fact.key for fact in setup.facts}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("capacity: 10", "capacity: 0"), ("assessors: 2", "assessors: 1"), (", from: villages", ", from: awan"),
     ("key: agencies", "key: villages"), ("instrument: guyub-readiness-1", "instrument: 7"), ("criteria:", "kriteria:"),
     ("published: hdi,", ""), ("capacity: 10", "capacity: [")],
)  # fmt: skip
def test_content_that_can_not_hold_is_named_with_its_place(was, becomes):
    with pytest.raises(ContentError):
        content.parse(SETUP.replace(was, becomes, 1))
