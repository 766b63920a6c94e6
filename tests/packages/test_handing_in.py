"""Handing in: everything in one file that can't change afterwards, only be superseded."""

from __future__ import annotations

import json
import stat
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment.models import Assessment
from guyub.apps.packages import files, operations, queries, triggers
from guyub.apps.packages.models import Package, SigningKey
from guyub.engines import packages as engine
from guyub.ledger.models import Event
from tests.support import assessing, make


def hand_in(assessment, officer, **words) -> int:
    return operations.hand_in(
        assessment_id=assessment.pk, actor=officer, **{"knows_gaps": True, "at": make.AT, **words}
    )


def test_a_hand_in_holds_the_answers_with_what_proves_them(assessment, regent):
    page = queries.get_package(hand_in(assessment, regent), actor=regent)
    content = page.hand_in

    assert {line.code: (line.claimed_level, line.accepted) for line in content.answers.items} == {
        "O1": (2, ("a", "b", "c")),
        "O2": (None, ()),
        "C1": (None, ()),
        "C2": (None, ()),
    }
    assert {(line.item, line.requirement, line.status, len(line.sha256)) for line in content.evidence.items} == {
        ("O1", each, "accepted", 64) for each in "abc"
    }
    assert content.instrument_text == assessing.TEXT
    assert page.answers["O1"].accepted == {"a", "b", "c"}
    assert (page.area, page.kind, page.year, page.stage) == ("33.13", "hand_in", 2026, 1)
    assert page.manifest.sealed_office == regent.acting_as != regent.name


def test_the_region_s_score_is_the_one_that_is_computed_anew(assessment, regent):
    pk = hand_in(assessment, regent)
    again = queries.get_recomputed(pk, actor=regent)

    assert again.agrees and again.computed == again.stated == Package.objects.get(pk=pk).total
    assert again.computed > 0 and [part.code for part in again.parts] == ["output", "outcome"]


def test_the_file_is_kept_and_verifies(assessment, regent):
    pk = hand_in(assessment, regent)
    path, name = queries.get_file(pk, actor=regent)

    assert engine.verify(path.read_bytes()).is_whole
    assert name.startswith("33.13_uji-kota-cerdas_2026-1_serah_")
    assert queries.get_proof(pk, actor=regent).holds


def test_the_ledger_says_who_handed_in_which_file(assessment, regent):
    pk = hand_in(assessment, regent)
    event = Event.objects.get(name="package.handed_in")

    assert (event.area, event.subject_id, event.actor_id) == ("33.13", str(pk), regent.pk)
    assert event.facts["digest"] == Package.objects.get().digest
    assert event.facts["key"] == SigningKey.objects.get().fingerprint


def test_the_private_key_is_a_file_for_the_server_alone(assessment, regent, settings):
    hand_in(assessment, regent)
    file = settings.KEYS_DIR / "packages" / "33.13.key"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.read_bytes().hex() not in json.dumps(list(SigningKey.objects.values()), default=str)


def test_the_same_again_is_the_same_package(assessment, regent):
    assert hand_in(assessment, regent) == hand_in(assessment, regent)
    assert Package.objects.count() == Event.objects.filter(name="package.handed_in").count() == 1


def test_a_later_one_supersedes_and_the_earlier_stays(assessment, regent):
    first = hand_in(assessment, regent)
    assessing.item(assessment, "O2", claimed_level=1)
    second = hand_in(assessment, regent)
    page = queries.get_package(second, actor=regent)

    assert page.supersedes is not None and page.supersedes.pk == first
    assert page.manifest.supersedes == page.supersedes.digest
    assert not queries.get_package(first, actor=regent).line.is_live
    assert queries.get_proof(first, actor=regent).is_whole


def test_another_stage_is_a_chain_of_its_own(assessment, regent):
    hand_in(assessment, regent)
    second = queries.get_package(hand_in(assessment, regent, stage=2), actor=regent)

    assert (second.stage, second.supersedes) == (2, None)


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_change_or_delete_a_package(assessment, regent):
    pk = hand_in(assessment, regent)
    triggers.create(connection)
    try:
        for change in ("UPDATE packages_package SET total = 4", "DELETE FROM packages_package"):
            with pytest.raises(DatabaseError, match="sealed"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
    finally:
        triggers.drop(connection)

    assert Package.objects.get(pk=pk).year == 2026


def test_who_may_not_hand_in_is_refused(assessment):
    with pytest.raises(NotPermitted):
        hand_in(assessment, make.officer("kominfo", role="smart_city_office"))


def test_gaps_must_be_known_before_one_hands_in(assessment, regent):
    with pytest.raises(operations.GapsOpen):
        hand_in(assessment, regent, knows_gaps=False)

    assert not Package.objects.exists()


def test_nothing_answered_is_not_handed_in(regent):
    with pytest.raises(operations.NotReady):
        hand_in(assessing.assessment(), regent)


def test_an_earlier_year_scored_again_is_not_handed_in(assessment, regent):
    Assessment.objects.filter(pk=assessment.pk).update(kind="earlier")
    with pytest.raises(operations.NotReady):
        hand_in(assessment, regent)


@pytest.mark.parametrize("text", ["Warga 3313990101100001", "NIK 3313.9901.0110.0001", "3313 9901 0110 0001"])
def test_what_looks_like_a_persons_number_is_not_handed_in_and_its_place_is_told(assessment, regent, text):
    assessing.item(assessment, "O1", explanation=text)
    check = queries.get_check(assessment.pk, actor=regent, at=make.AT)
    with pytest.raises(operations.NotReady):
        hand_in(assessment, regent)

    assert [(line.hurdle.value, [place.code for place in line.places]) for line in check.hurdles if line.stops] == [
        ("personal", ["O1"])
    ]
    assert not Package.objects.exists() and not files.has_private_key("33.13")


def test_a_package_names_offices_and_no_person(assessment, regent):
    page = queries.get_package(hand_in(assessment, regent), actor=regent)
    data = files.read_package(page.area, page.digest)

    assert regent.name.encode() not in data and b"Sekretariat.33.13" not in data
    assert engine.list_personal(engine.to_value(page.hand_in)) == []


# The check before ----------------------------------------------------------------------------------------------------


def test_the_check_names_what_is_open_with_the_items(assessment, regent):
    steward = make.officer("petugas", role="smart_city_office")
    o2 = assessing.item(assessment, "O2", claimed_level=1)
    assessing.attachment(o2, "a", status="in_progress", attached_by=steward)
    old = assessing.evidence("Notulen lama", kind="minutes", dated_on=make.AT.date().replace(year=2025))
    assessing.attachment(assessing.item(assessment, "O1"), "c", old)
    check = queries.get_check(assessment.pk, actor=regent, at=make.AT)

    assert {line.hurdle.value: [place.code for place in line.places] for line in check.hurdles} == {
        "unanswered": ["C1"],
        "expired": ["O1"],
        "not_accepted": ["O2"],
        "no_plan": [""],
    }
    assert (check.answered, check.leaves, check.may_hand_in, check.stops) == (3, 4, True, False)


def test_a_level_without_any_evidence_is_named(assessment, regent):
    assessing.item(assessment, "O2", claimed_level=3)

    assert "unproven" in [
        line.hurdle.value for line in queries.get_check(assessment.pk, actor=regent, at=make.AT).hurdles
    ]


def test_a_restored_installation_without_its_key_makes_a_new_one_and_says_so(assessment, regent):
    first = hand_in(assessment, regent)
    files.destroy_private_key("33.13")
    assessing.item(assessment, "O2", claimed_level=1)
    second = hand_in(assessment, regent)
    proofs = [queries.get_proof(pk, actor=regent) for pk in (first, second)]

    assert [proof.is_whole for proof in proofs] == [True, True]
    assert [proof.holds for proof in proofs] == [False, True]


def test_a_neighbour_sees_nothing(assessment, regent):
    pk = hand_in(assessment, regent)
    neighbour = make.officer("tetangga", role="regent", area_code="33.11")

    assert queries.list_packages(actor=neighbour) == []
    for ask in (queries.get_package, queries.get_proof, queries.get_file):
        with pytest.raises(queries.NoSuchPackage):
            ask(pk, actor=neighbour)


def test_a_file_changed_on_the_disk_is_told(assessment, regent):
    pk = hand_in(assessment, regent)
    path, _name = queries.get_file(pk, actor=regent)
    data = bytearray(path.read_bytes())
    data[data.index(b"Perbup ditetapkan")] ^= 1
    path.write_bytes(bytes(data))
    proof = queries.get_proof(pk, actor=regent)

    assert [said.code for said in proof.findings] == ["changed"] and not proof.is_whole
    with pytest.raises(queries.PackageDamaged):
        queries.get_package(pk, actor=regent).hand_in  # noqa: B018


def test_one_package_and_twenty_cost_the_same(assessment, regent, django_assert_num_queries):
    hand_in(assessment, regent)
    with django_assert_num_queries(1):
        queries.list_packages(actor=regent)
    for year in range(2005, 2024):
        of = assessing.assessment(year=year)
        assessing.item(of, "C2", number=Decimal(1))
        hand_in(of, regent)
    with django_assert_num_queries(1):
        assert len(queries.list_packages(actor=regent)) == 20
