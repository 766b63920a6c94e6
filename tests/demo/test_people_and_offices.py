"""The demo's structure: every agency, office and account, made once, through the real operations."""

from __future__ import annotations

import pytest

from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.permissions import Right, may
from guyub.apps.areas import queries as places
from guyub.demo.people_and_offices import DISTRICT, PASSWORD, PEOPLE, VILLAGE, list_accounts, seed_offices
from guyub.ledger import verify
from guyub.ledger.queries import count_events
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def karanganyar():
    for number in range(1, 18):
        make.area(f"33.13.{number:02d}")
    make.area(VILLAGE, name="Selokaton")
    seed_offices("33.13", make.AT)


def test_the_regency_has_its_agencies_and_district_offices(karanganyar):
    system = officers.get_system_officer("33.13")
    lines = places.list_agencies(actor=system, area="33.13", on=make.AT.date())

    assert (sum(line.district is None for line in lines), sum(line.district is not None for line in lines)) == (28, 17)
    assert {line.kind for line in places.list_bodies(actor=system, area="33.13")} == {
        "council",
        "implementing_team",
        "technical_team",
        "dimension_coordinators",
        "forum",
    }


def test_every_demo_account_signs_in_and_holds_an_office(karanganyar):
    assert [username for username, _office in list_accounts()] == list(PEOPLE)
    for username in PEOPLE:
        officer = officers.get_officer(username)
        assert officer.check_password(PASSWORD)
        assert officer.held_offices


def test_the_demo_accounts_may_do_what_the_demo_does(karanganyar):
    system = officers.get_system_officer("33.13")
    agencies = {line.abbreviation: line.pk for line in places.list_agencies(actor=system, area="33.13")}

    def right(username, name, *, area="33.13", agency=None):
        return may(officers.get_officer(username), name, area=area, agency_id=agencies.get(agency))

    assert all(
        right(username, name, agency=agency)
        for username, agency in {"dinsos": "Dinsos", "disdukcapil": "Disdukcapil", "dinkes": "Dinkes"}.items()
        for name in (Right.SUBMIT_DATA, Right.PUBLISH_RELEASE)
    )
    assert not right("dinsos", Right.PUBLISH_RELEASE, agency="Dinkes")
    assert right("bappeda", Right.PLAN_PROGRAMMES)
    assert right("camat.gondangrejo", Right.SEE_DASHBOARD, area=DISTRICT)
    assert not right("camat.gondangrejo", Right.SEE_RELEASE_ROWS, area="33.13.01")
    assert right("operator.desa", Right.OPEN_PERSON, area=VILLAGE)


def test_seeding_again_changes_nothing(karanganyar):
    before = count_events(areas=["33.13"])

    seed_offices("33.13", make.AT)

    assert count_events(areas=["33.13"]) == before
    assert verify() == []
