"""What others take from an assessment: answers for the engine, the dossier for a package."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.assessment import queries
from guyub.apps.assessment.queries._rows import months_after
from guyub.engines.scoring import Answer, score
from tests.support import assessing, make

TODAY = date(2026, 11, 23)


@pytest.fixture
def office(db):
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def opened(office):
    assessment = assessing.assessment(agencies={"O1": make.agency("Diskominfo")})
    item = assessing.item(assessment, "O1", claimed_level=2, explanation="Ada.", answered_office="Diskominfo")
    assessing.accept(item, "a", "b")
    minutes = assessing.evidence("Notulen", kind="minutes", dated_on=date(2026, 11, 1))
    assessing.attachment(item, "c", minutes, status="revise")
    assessing.item(assessment, "C1", number=Decimal("21.4"), indicator_period="2026-11", answered_office="Guyub")
    return assessment


def test_answers_are_what_the_engine_scores(opened, office):
    found = queries.get_answers(opened.pk, actor=office, on=TODAY)

    assert found.answers == {
        "O1": Answer(level=2, accepted=frozenset("ab")),
        "C1": Answer(number=Fraction("21.4")),
    }
    assert found.agencies["O1"].abbreviation == "Diskominfo" and found.agencies["O2"] is None
    assert (found.area, found.year, found.weight_set) == ("33.13", 2026, "")
    assert score(found.instrument, found.answers).total is not None


def test_the_dossier_holds_every_item_with_its_evidence_and_names_offices_only(opened, office):
    dossier = queries.get_dossier(opened.pk, actor=office, on=TODAY)

    first, second, third, _fourth = dossier.items
    assert (first.claimed_level, first.explanation, first.office) == (2, "Ada.", "Diskominfo")
    assert [(line.requirement, line.state, len(line.digest)) for line in first.attachments] == [
        ("a", "accepted", 64),
        ("b", "accepted", 64),
        ("c", "revise", 64),
    ]
    assert second.attachments == ()
    assert (third.indicator.code, third.indicator.period) == ("poor-pupils-without-school-aid", "2026-11")
    assert (third.number, third.office) == (Decimal("21.4"), "Guyub")


def test_evidence_counts_on_its_last_day_and_not_on_the_next(opened, office):
    item = assessing.item(opened, "O2", claimed_level=1)
    assessing.attachment(item, "a", assessing.evidence("Naskah", valid_until=date(2026, 12, 31)))

    accepted = [
        queries.get_answers(opened.pk, actor=office, on=day).answers["O2"].accepted
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert accepted == [frozenset("a"), frozenset()]


def test_answers_and_dossier_cost_three_queries_whatever_their_size(opened, office):
    office.scope("see_assessments")
    for read in (queries.get_answers, queries.get_dossier):
        with CaptureQueriesContext(connection) as captured:
            read(opened.pk, actor=office, on=TODAY)
        assert len(captured.captured_queries) == 3


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 9, 10), 3, date(2026, 12, 10)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(day, months, last):
    assert months_after(day, months) == last


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_end_earlier(day, fewer, more):
    first, second = sorted((fewer, fewer + more))

    assert day <= months_after(day, first) <= months_after(day, second)
