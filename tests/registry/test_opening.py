"""A person is masked until opened for a purpose; the look is recorded, and those who may know see who looked."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.registry import operations, queries
from guyub.apps.registry.files import id_of_nik
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(world):
    """A resident whom a pupils' row tells of too."""
    known = {row["nik"]: row for row in world.rows["population"]}
    return next(
        known[row["nik"]]
        for row in world.rows["pupils"]
        if row["nik"] in known and row["name"] == known[row["nik"]]["name"]
    )


@pytest.fixture
def person_id(somebody):
    return id_of_nik(somebody["nik"])


def open_it(build, person_id, actor, purpose="service"):
    return operations.open_person(build_id=build.pk, person_id=person_id, purpose=purpose, actor=actor, at=make.AT)


def test_opening_shows_every_field_with_its_source(build, somebody, person_id, officer, released):
    document = open_it(build, person_id, officer)

    fields = {field.name: field for field in document.fields}
    assert fields["nik"].value == somebody["nik"]
    assert fields["name"].release_id == released["population"]
    assert fields["level"].release_id == released["pupils"]
    assert fields["level"].row >= 1


def test_the_look_is_recorded_with_its_purpose_and_without_a_name(build, somebody, person_id, officer):
    open_it(build, person_id, officer, "complaint")

    [event] = list_events(areas=[AREA], names=["person.opened"])
    assert (event.subject_id, event.facts["purpose"], event.actor_office) == (person_id, "complaint", officer.acting_as)
    assert somebody["nik"] not in str(event) and somebody["name"] not in str(event)


def test_without_a_purpose_nothing_is_shown_and_nothing_recorded(build, person_id, officer):
    with pytest.raises(operations.PurposeMissing):
        open_it(build, person_id, officer, "curiosity")

    assert list_events(areas=[AREA], names=["person.opened"]) == []


@pytest.mark.parametrize("role", ["regent", "planning_office", "camat", "inspector", "mentor"])
def test_offices_that_need_no_persons_open_none(build, person_id, role):
    with pytest.raises(NotPermitted):
        open_it(build, person_id, make.officer(role=role))


def test_a_village_opens_its_own_residents_only(build, somebody, person_id):
    home, elsewhere = somebody["village_code"], "33.13.03.2004"
    assert home != elsewhere

    assert open_it(build, person_id, make.officer(role="village_operator", area_code=home)).fields
    with pytest.raises(NotPermitted):
        open_it(build, person_id, make.officer(role="village_operator", area_code=elsewhere))


def test_another_regency_finds_nobody(build, person_id):
    with pytest.raises(queries.NoSuchBuild):
        open_it(build, person_id, make.officer(role="data_custodian", area_code="33.11"))


def test_an_unknown_id_is_nobody(build, officer):
    with pytest.raises(queries.NoSuchPerson):
        open_it(build, "0" * 20, officer)


def test_before_opening_everything_is_masked(build, somebody, person_id, officer):
    line = queries.get_person(person_id=person_id, build_id=build.pk, actor=officer)

    assert line.nik == f"331399••••••{somebody['nik'][12:]}"
    assert "•" in line.name and line.may_open


def test_who_looked_is_seen_by_those_who_watch(build, person_id, officer):
    open_it(build, person_id, officer)

    seen = queries.list_looks(person_id=person_id, area=AREA, actor=make.officer(role="inspector"))
    assert [look.office for look in seen] == [officer.acting_as]
    assert (
        queries.list_looks(person_id=person_id, area=AREA, actor=make.officer(role="camat", area_code="33.13.01")) == []
    )


def test_a_nik_leads_to_its_person_and_a_wrong_one_to_a_reason(build, somebody, person_id, officer):
    assert queries.find_person_id(somebody["nik"], build_id=build.pk, actor=officer) == person_id
    with pytest.raises(queries.BadNik):
        queries.find_person_id("3313990000000000", build_id=build.pk, actor=officer)
    with pytest.raises(queries.NoSuchPerson):
        queries.find_person_id("3313990101909999", build_id=build.pk, actor=officer)


def test_whether_somebody_is_known_is_not_told_to_everybody(build, somebody):
    nosy = make.officer(role="mentor")
    for nik in (somebody["nik"], "3313990101909999"):
        with pytest.raises(NotPermitted):
            queries.find_person_id(nik, build_id=build.pk, actor=nosy)


def test_a_village_does_not_learn_who_lives_elsewhere(build, somebody, person_id):
    operator = make.officer(role="village_operator", area_code="33.13.03.2004")

    for nik in (somebody["nik"], "3313990101909999"):
        with pytest.raises(queries.NoSuchPerson):
            queries.find_person_id(nik, build_id=build.pk, actor=operator)
    with pytest.raises(queries.NoSuchPerson):
        queries.get_person(person_id=person_id, build_id=build.pk, actor=operator)


def test_an_address_of_a_person_shows_nothing_to_offices_that_see_no_rows(build, person_id):
    with pytest.raises(queries.NoSuchPerson):
        queries.get_person(person_id=person_id, build_id=build.pk, actor=make.officer(role="mentor"))
