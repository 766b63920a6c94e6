"""A build is made from the releases that hold, and replaces the one before only when they differ."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange.models import Release
from guyub.apps.registry import operations, queries
from guyub.apps.registry.models import Build, Input
from guyub.ledger import verify
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA, invent, publish

LATER = make.AT + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def test_a_build_tells_of_every_release_and_of_each_row(build, world, released):
    assert (build.persons_in_register, build.period) == (len(world.rows["population"]), "2026-11")
    assert set(Input.objects.values_list("dataset", "release_id")) == set(released.items())
    assert {line.dataset: line.rows for line in Input.objects.all()} == {
        key: len(rows) for key, rows in world.rows.items()
    }


def test_adopting_is_a_line_of_the_ledger_without_personal_data(build):
    [event] = list_events(areas=[AREA], names=["build.adopted"])

    assert (event.subject_type, event.subject_id) == ("registry.build", str(build.pk))
    assert event.facts["persons"] == build.persons
    assert "331399" not in str(event.facts)
    assert verify() == []


def test_the_same_releases_change_nothing(build, officer):
    again = operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=LATER)

    assert again == build.pk
    assert len(list_events(areas=[AREA], names=["build.adopted"])) == 1


def test_another_release_makes_another_build_and_the_old_one_stays(build, officer, released):
    Release.objects.filter(pk=released["aid"]).update(withdrawn_at=LATER)

    new = operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=LATER)

    assert new != build.pk
    assert Build.objects.live().get().pk == new
    assert Build.objects.get(pk=build.pk).replaced_at == LATER
    assert queries.get_build(build.pk, actor=officer).folder.is_dir()


def test_a_clock_that_was_put_back_does_not_stand_in_the_way(build, officer, released):
    """A worker beside the demo has the wall clock, the demo replays past days."""
    Release.objects.filter(pk=released["aid"]).update(withdrawn_at=LATER)

    new = operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT - timedelta(days=90))

    assert Build.objects.live().get().pk == new
    assert Build.objects.get(pk=build.pk).replaced_at == build.adopted_at


def test_without_the_register_nothing_is_built(officer, world):
    publish(world, datasets=["pupils"])

    with pytest.raises(operations.NoRegister):
        operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT)
    assert list_events(areas=[AREA], names=["build.adopted"]) == []


@pytest.mark.parametrize("role", ["regent", "data_producer", "camat", "village_operator"])
def test_only_the_custodian_and_the_system_build(released, role):
    with pytest.raises(NotPermitted):
        operations.adopt_build(
            area=AREA, period="2026-11", actor=make.officer(role=role, agency=make.agency()), at=make.AT
        )


def test_the_periods_to_build_are_those_whose_releases_are_new(released, officer, world):
    publish(invent(60, seed=2), period="2026-08", datasets=["population"])
    assert queries.list_periods_to_build(area=AREA, actor=officer) == ["2026-08", "2026-11"]

    for period in ("2026-08", "2026-11"):
        operations.adopt_build(area=AREA, period=period, actor=officer, at=make.AT)

    assert queries.list_periods_to_build(area=AREA, actor=officer) == []
    assert queries.find_build(area=AREA, actor=officer).period == "2026-11"


def test_a_period_reads_the_newest_release_up_to_it(officer, world):
    publish(world, period="2026-08")
    publish(world, period="2026-11", datasets=["population"])

    pk = operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT)

    line = queries.get_build(pk, actor=officer)
    assert {each.dataset: each.months_behind for each in line.inputs} == {
        "population": 0, "welfare": 3, "pupils": 3, "health_insurance": 3, "aid": 3,
    }  # fmt: skip


def test_officers_of_another_regency_see_no_build(build):
    stranger = make.officer(role="regent", area_code="33.11")

    assert queries.list_builds(area=AREA, actor=stranger) == []
    with pytest.raises(queries.NoSuchBuild):
        queries.get_build(build.pk, actor=stranger)


def test_a_village_officer_sees_how_well_the_regency_is_joined(build):
    assert (
        queries.find_build(area=AREA, actor=make.officer(role="village_operator", area_code="33.13.01.2001")).pk
        == build.pk
    )


def test_listing_builds_costs_two_queries_however_many_there_are(build, officer, django_assert_num_queries, world):
    _ = officer.held_offices
    with django_assert_num_queries(2):
        queries.list_builds(area=AREA, actor=officer)
    for period in ("2026-08", "2026-05"):
        publish(world, period=period, datasets=["population"])
        operations.adopt_build(area=AREA, period=period, actor=officer, at=make.AT)
    with django_assert_num_queries(2):
        assert len(queries.list_builds(area=AREA, actor=officer)) == 3
