"""The list that helps someone: who is on it, who may open it, and that every look is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.registry import operations as registry
from guyub.apps.services import operations, queries
from guyub.apps.services.models import Opening, Portion, ProactiveList
from guyub.ledger.queries import list_events
from tests.services.conftest import KEY
from tests.support import make
from tests.support.released import AREA, publish

LATER = make.AT + timedelta(minutes=5)
pytestmark = pytest.mark.django_db


def page_of(actor, *, area=None, at=make.AT):
    return queries.get_list(KEY, list_area=AREA, area=area, actor=actor, at=at)


def open_it(proposed, actor, *, area=AREA, purpose="propose", at=make.AT, form="page"):
    return operations.open_list(list_id=proposed.pk, area=area, purpose=purpose, actor=actor, at=at, form=form)


def village_with_people():
    return Portion.objects.exclude(village_code="").order_by("-people").values_list("village_code", flat=True)[0]


def test_the_list_counts_its_people_by_village_and_school(proposed):
    assert proposed.people == sum(Portion.objects.values_list("people", flat=True)) > 0


def test_proposing_is_a_line_of_the_ledger(proposed, build):
    [event] = list_events(areas=[AREA], names=["list.proposed"])

    assert (event.facts["key"], event.facts["build"], event.facts["people"]) == (KEY, build.pk, proposed.people)


def test_the_same_build_proposes_once(proposed, build, officer):
    assert operations.propose_list(key=KEY, build_id=build.pk, actor=officer, at=LATER) == proposed.pk
    assert len(list_events(areas=[AREA], names=["list.proposed"])) == 1


def test_an_older_period_does_not_replace_a_newer_list(proposed, officer, world):
    publish(world, period="2026-08")
    older = registry.adopt_build(area=AREA, period="2026-08", actor=officer, at=LATER)

    assert operations.propose_list(key=KEY, build_id=older, actor=officer, at=LATER) == proposed.pk


def test_without_all_its_data_a_list_waits(officer, world):
    publish(world, datasets=["population", "pupils"])
    build = registry.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT)

    with pytest.raises(operations.DataMissing):
        operations.propose_list(key=KEY, build_id=build, actor=officer, at=make.AT)
    assert not ProactiveList.objects.exists()


def test_a_list_that_content_does_not_have_is_refused(build, officer):
    with pytest.raises(queries.NoSuchList):
        operations.propose_list(key="no-such-list", build_id=build.pk, actor=officer, at=make.AT)


def test_only_the_custodian_and_the_system_propose(build, school_officer):
    with pytest.raises(NotPermitted):
        operations.propose_list(key=KEY, build_id=build.pk, actor=school_officer, at=make.AT)


def test_people_are_masked_until_the_list_is_opened_for_a_purpose(proposed, school_officer):
    page = page_of(school_officer)
    masked = queries.list_people(page, actor=school_officer, at=make.AT)
    assert not masked.open and all("•" in row.name for row in masked.rows)

    open_it(proposed, school_officer)

    opened = queries.list_people(page_of(school_officer), actor=school_officer, at=LATER)
    assert opened.open and opened.total == proposed.people
    assert all("•" not in row.name for row in opened.rows)
    assert all("••••••" in row.nik or row.nik == "–" for row in opened.rows)


def test_an_opening_ends_after_an_hour_and_is_nobody_elses(proposed, school_officer):
    open_it(proposed, school_officer)
    other = make.officer("dinsos", role="data_producer", agency=make.agency("Dinsos"))

    assert not queries.list_people(
        page_of(school_officer), actor=school_officer, at=make.AT + timedelta(minutes=61)
    ).open
    assert not queries.list_people(page_of(other), actor=other, at=LATER).open


def test_each_look_is_recorded_with_purpose_part_and_count(proposed, school_officer):
    open_it(proposed, school_officer, area="33.13.01", purpose="visit", form="xlsx")

    [event] = list_events(areas=[AREA], names=["list.opened"])
    assert {name: event.facts[name] for name in ("key", "part", "purpose", "form")} == {
        "key": KEY, "part": "33.13.01", "purpose": "visit", "form": "xlsx",
    }  # fmt: skip
    assert event.actor_office == school_officer.acting_as


def test_without_a_purpose_nothing_is_opened(proposed, school_officer):
    with pytest.raises(operations.PurposeMissing):
        open_it(proposed, school_officer, purpose="curiosity")

    assert not Opening.objects.exists()
    assert list_events(areas=[AREA], names=["list.opened"]) == []


@pytest.mark.parametrize("role", ["regent", "planning_office", "camat", "mentor", "opd_operator"])
def test_offices_that_the_list_is_not_for_see_nothing(proposed, role):
    nosy = make.officer(role=role, agency=make.agency("Disdikbud") if role == "opd_operator" else None)

    with pytest.raises((queries.NoSuchList, NotPermitted)):
        open_it(proposed, nosy)
    if role != "regent":  # the regent reads the ledger, so he sees who looked
        assert queries.list_lists(area=AREA, actor=nosy) == []


def test_another_agency_sees_nothing(proposed):
    health = make.officer("dinkes", role="data_producer", agency=make.agency("Dinkes"))

    assert queries.list_lists(area=AREA, actor=health) == []
    with pytest.raises(queries.NoSuchList):
        page_of(health)
    with pytest.raises(queries.NoSuchList):
        open_it(proposed, health)


def test_another_regency_sees_nothing(proposed):
    stranger = make.officer(role="inspector", area_code="33.11")

    assert queries.list_lists(area=AREA, actor=stranger) == []


def test_a_village_sees_and_opens_its_own_part_only(proposed):
    own = village_with_people()
    clerk = make.officer(role="village_operator", area_code=own)

    page = page_of(clerk, area="33.13")
    assert (page.area, page.parts) == (own, (own,))
    open_it(proposed, clerk, area=own)
    people = queries.list_people(page_of(clerk), actor=clerk, at=LATER)
    assert people.open and people.total == page.people
    for area in (AREA, "33.13.03"):
        with pytest.raises(NotPermitted):
            open_it(proposed, clerk, area=area)


def test_who_watches_sees_the_looks_and_no_person(proposed, school_officer):
    open_it(proposed, school_officer)
    inspector = make.officer(role="inspector")
    page = page_of(inspector)

    assert not page.may_open
    assert queries.list_people(page, actor=inspector, at=make.AT).rows == ()
    assert [look.office for look in queries.list_looks(page, actor=inspector)] == [school_officer.acting_as]
    with pytest.raises(NotPermitted):
        open_it(proposed, inspector)


def test_a_village_sees_the_looks_that_touch_it(proposed, school_officer):
    own = village_with_people()
    clerk = make.officer(role="village_head", area_code=own)
    open_it(proposed, school_officer, area="33.13.01")
    open_it(proposed, school_officer, area=AREA)

    looks = queries.list_looks(page_of(clerk), actor=clerk)

    assert len(looks) == (2 if own.startswith("33.13.01.") else 1)


def test_the_page_costs_the_same_for_few_and_for_many(proposed, school_officer, django_assert_max_num_queries):
    _ = school_officer.held_offices
    for area in (AREA, village_with_people()):
        with django_assert_max_num_queries(7):
            page = page_of(school_officer, area=area)
            queries.list_people(page, actor=school_officer, at=make.AT)
