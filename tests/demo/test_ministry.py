"""The ministry's demo accounts: made once, and an assessor's office opens no region by itself."""

from __future__ import annotations

import pytest

from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.permissions import Right, may
from guyub.demo.ministry import MINISTRY, seed_ministry
from guyub.demo.people_and_offices import PASSWORD
from guyub.ledger.queries import count_events
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    make.area("33.13")
    make.area("ID")
    seed_ministry(make.AT)


def test_every_account_signs_in_and_holds_its_office(ministry):
    for username, (_name, title, _role) in MINISTRY.items():
        officer = officers.get_officer(username)
        assert officer.check_password(PASSWORD)
        assert [held.title for held in officer.held_offices] == [title]


def test_the_office_runs_the_evaluation_of_every_region_and_an_assessor_sees_none(ministry):
    office, assessor = officers.get_officer("kementerian"), officers.get_officer("asesor.satu")

    assert may(office, Right.RUN_EVALUATION, area="33.13")
    assert not may(office, Right.SEE_ASSESSMENTS, area="33.13")
    assert [right for right in Right if may(assessor, right, area="33.13") and right != Right.ASSESS] == []


def test_a_second_run_changes_nothing(ministry):
    before = count_events(areas=["ID"])
    seed_ministry(make.AT)

    assert count_events(areas=["ID"]) == before
