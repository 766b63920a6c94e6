"""The demo's assessments: made once through the real operations, and found standing by a second build."""

from __future__ import annotations

import pytest

from guyub.apps.accounts import queries as officers
from guyub.apps.assessment import operations, queries
from guyub.demo.assessing import CASES, seed_assessments
from guyub.demo.people_and_offices import VILLAGE, seed_offices
from guyub.ledger.queries import count_events
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed():
    for number in range(1, 18):
        make.area(f"33.13.{number:02d}")
    make.area(VILLAGE, name="Selokaton")
    seed_offices("33.13", make.AT)
    system = officers.get_system_officer("33.13")
    operations.adopt_instruments(area="33.13", actor=system, at=make.AT)
    seed_assessments("33.13")


def test_every_case_stands_scored_and_a_second_run_changes_nothing(assessed):
    lines = queries.list_assessments(area="33.13", actor=officers.get_officer("bupati"))
    events = count_events(areas=["33.13"])

    seed_assessments("33.13")

    assert {(line.instrument_code, line.year) for line in lines} == {(case.instrument, case.year) for case in CASES}
    assert all(line.total is not None for line in lines)
    assert all(
        (line.closed_at is not None) is case.closed
        for case in CASES
        for line in lines
        if (line.instrument_code, line.year) == (case.instrument, case.year)
    )
    assert count_events(areas=["33.13"]) == events
