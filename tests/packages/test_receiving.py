"""Taking packages in: whole, of a key that is vouched for, next in the chain; by page or by API; results too."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from guyub.apps.accounts.models import system_username
from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment.models import Assessment, FollowUp
from guyub.apps.packages import operations, queries
from guyub.apps.packages.models import Package, SigningKey
from guyub.engines import packages as engine
from guyub.flows import packages as flows
from guyub.ledger.models import Event
from guyub.ledger.queries import EventLine
from tests.support import assessing, make, sealed

API = "/api/paket/"
LONG_SINCE = datetime(2026, 6, 1, 3, tzinfo=UTC)  # the API takes the clock of the wall


@pytest.fixture
def region(db):
    return make.area("33.13")


@pytest.fixture
def guyub(db):
    """Guyub itself acts for the nation, as on the ministry's installation."""
    make.area("ID")
    return make.officer(system_username("ID"), role="system", area_code="ID")


def hand_in_content() -> engine.HandIn:
    """A hand-in that can be scored: by the small instrument of the tests."""
    items = (
        sealed.answer("O1", accepted=("a",), indicator=None),
        sealed.answer("C2", claimed_level=None, number=Decimal(1), accepted=(), indicator=None),
    )
    return sealed.hand_in(instrument_text=assessing.TEXT, answers=engine.Answers("", items))


def package(*, private: bytes = sealed.PRIVATE, content: engine.HandIn | None = None, **changes) -> bytes:
    import hashlib

    named = engine.InstrumentRef(
        "uji-kota-cerdas", 1, hashlib.sha256(assessing.TEXT.encode()).hexdigest(), "Instrumen uji"
    )
    about = sealed.about(**{"instrument": named, "sealed_at": LONG_SINCE, **changes})
    return engine.seal(about, content or hand_in_content(), private=private)


def trust(office, *, private: bytes = sealed.PRIVATE, area: str = "33.13") -> int:
    return operations.trust_key(
        area=area,
        public_key=engine.public_key(private),
        reason="Dibacakan Sekda lewat telepon, 3 November 2026",
        actor=office,
        at=make.AT,
    )


def receive(data: bytes, actor) -> operations.Received:
    return operations.receive_package(stream=io.BytesIO(data), actor=actor, at=make.AT)


# By an officer -------------------------------------------------------------------------------------------------------


def test_a_package_of_a_trusted_key_is_taken_in(region, office):
    trust(office)
    received = receive(package(), office)
    page = queries.get_package(received.package_id, actor=office)

    assert received.is_new and page.hand_in == hand_in_content()
    assert (page.line.received_at, page.line.received_by) == (make.AT, office.acting_as)
    assert queries.get_proof(page.pk, actor=office).holds
    event = Event.objects.get(name="package.received")
    assert (event.area, event.facts["by_api"], event.facts["sealed_office"]) == ("33.13", False, "Bupati Karanganyar")


def test_the_same_bytes_again_are_the_same_package(region, office):
    trust(office)
    first, second = receive(package(), office), receive(package(), office)

    assert (first.package_id, first.is_new, second.is_new) == (second.package_id, True, False)
    assert Event.objects.filter(name="package.received").count() == 1


def test_a_key_that_nobody_vouched_for_is_refused_with_its_fingerprint(region, office):
    with pytest.raises(operations.KeyNotTrusted) as refused:
        receive(package(), office)

    assert engine.fingerprint(engine.public_key(sealed.PRIVATE))[:4] in refused.value.problem
    assert not Package.objects.exists()


def test_a_key_of_another_region_is_no_key_of_this_one(region, office):
    make.area("33.11")
    trust(office, area="33.11")
    with pytest.raises(operations.KeyNotTrusted):
        receive(package(), office)


def test_a_revoked_key_is_refused_and_what_came_before_shows_it(region, office):
    key = trust(office)
    pk = receive(package(), office).package_id
    operations.revoke_key(key_id=key, reason="Laptop hilang", actor=office, at=make.AT)
    with pytest.raises(operations.KeyRevoked):
        receive(package(year=2025), office)
    with pytest.raises(operations.KeyRevoked):
        trust(office)

    proof = queries.get_proof(pk, actor=office)
    assert proof.is_whole and not proof.holds and proof.revoked_at == make.AT


def test_a_changed_byte_is_refused_with_member_and_place(region, office):
    trust(office)
    data = bytearray(package())
    place = bytes(data).index(b"SOP ditetapkan")
    data[place] ^= 1
    with pytest.raises(operations.NotWhole) as refused:
        receive(bytes(data), office)

    assert "answers.json" in refused.value.problem and str(place) in refused.value.problem


def test_a_later_package_supersedes_the_one_it_names_and_no_other(region, office):
    trust(office)
    first = package()
    digest = engine.verify(first).digest
    later = make.AT + timedelta(hours=1)
    with pytest.raises(operations.PredecessorMissing):
        receive(package(supersedes=digest, sealed_at=later), office)
    one = receive(first, office).package_id
    with pytest.raises(operations.NewerStands):
        receive(package(sealed_at=later), office)
    two = receive(package(supersedes=digest, sealed_at=later), office).package_id
    with pytest.raises(operations.NewerStands):
        receive(package(supersedes=digest, sealed_at=later + timedelta(hours=1)), office)

    assert queries.get_package(one, actor=office).superseded_by.pk == two
    found = queries.find_newest(area="33.13", instrument_code="uji-kota-cerdas", year=2026, stage=1, actor=office)
    assert found is not None and found.pk == two


def test_a_package_from_the_future_is_refused(region, office):
    trust(office)
    with pytest.raises(operations.FromTheFuture):
        receive(package(sealed_at=make.AT + timedelta(days=3)), office)


@pytest.mark.parametrize(
    "content",
    [
        replace(hand_in_content(), instrument_text="code: x\n"),
        replace(hand_in_content(), answers=engine.Answers("no-such-weights", ())),
    ],
    ids=["instrument", "weights"],
)
def test_what_cannot_be_scored_is_refused_before_a_page_finds_out(region, office, content):
    import hashlib

    trust(office)
    named = engine.InstrumentRef("uji-kota-cerdas", 1, hashlib.sha256(content.instrument_text.encode()).hexdigest(), "")
    with pytest.raises(operations.NotScorable):
        receive(package(content=content, instrument=named), office)


def test_an_unknown_area_is_refused(region, office):
    with pytest.raises(operations.NotReceiving):
        receive(package(area=engine.Place("99.99", "Tidak ada")), office)


def test_only_the_ministry_takes_hand_ins_in(region, office):
    trust(office)
    with pytest.raises(NotPermitted):
        receive(package(), make.officer(role="regent"))


def test_only_the_ministry_vouches_for_a_regions_key(region, office):
    with pytest.raises(NotPermitted):
        trust(make.officer(role="regent"))
    with pytest.raises(operations.ReasonMissing):
        operations.trust_key(
            area="33.13", public_key=engine.public_key(sealed.PRIVATE), reason=" ", actor=office, at=make.AT
        )
    with pytest.raises(operations.NotAKey):
        operations.trust_key(area="33.13", public_key="abc", reason="x", actor=office, at=make.AT)


def test_a_received_package_holds_nothing_of_a_person(region, office):
    """Every string of every member, and every key, of what the ministry's installation keeps."""
    trust(office)
    page = queries.get_package(receive(package(), office).package_id, actor=office)
    everything = engine.to_value(page.hand_in) | {"manifest": engine.to_value(page.manifest)}

    assert engine.list_personal(everything) == []
    row = json.loads(json.dumps(list(Package.objects.values()), default=str))
    assert engine.list_personal(row) == []


# By API --------------------------------------------------------------------------------------------------------------


def post(client, data: bytes, **more):
    return client.post(API, data, content_type="application/octet-stream", **more)


def test_the_api_takes_in_what_a_trusted_key_signed(client, region, office, guyub, no_counts):
    trust(office)
    first, second = post(client, package()), post(client, package())

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["package"]["digest"] == second.json()["package"]["digest"] == engine.verify(package()).digest
    assert Package.objects.get().received_by == ""
    assert Event.objects.get(name="package.received").facts["by_api"] is True


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "packages.not-whole"),
        (b"PK nonsense", 422, "packages.not-whole"),
        (package(), 403, "packages.key-not-trusted"),
        (package(area=engine.Place("99.99", "")), 404, "packages.not-receiving"),
        (b"x" * (engine.MOST_BYTES + 1), 413, "packages.too-large"),
    ],
    ids=["empty", "nonsense", "untrusted", "nowhere", "large"],
)
def test_the_api_says_no_with_code_problem_and_remedy(client, region, office, guyub, no_counts, data, status, code):
    answer = post(client, data)
    error = answer.json()["error"]

    assert (answer.status_code, error["code"]) == (status, code)
    assert error["problem"] and error["remedy"]


def test_the_api_needs_no_session_and_no_token_of_a_form(region, office, guyub, no_counts):
    from django.test import Client

    trust(office)
    assert post(Client(enforce_csrf_checks=True), package()).status_code == 201


def test_an_installation_that_is_not_the_ministrys_takes_no_hand_in(client, region, no_counts):
    assert post(client, package()).json()["error"]["code"] == "packages.not-receiving"


def test_the_api_answers_no_other_method(client, db):
    assert client.get(API).status_code == 405


def test_too_many_at_once_are_asked_to_wait(client, region, office, guyub, no_counts, monkeypatch):
    from guyub.apps.packages.views import api

    monkeypatch.setattr(api, "MOST_PER_MINUTE", 3)
    answers = [post(client, b"PK").status_code for _turn in range(5)]

    assert answers == [422, 422, 422, 429, 429]
    assert post(client, b"PK").json()["error"]["code"] == "packages.too-many"


# Results -------------------------------------------------------------------------------------------------------------

RECOMMENDATIONS = (
    engine.Recommendation("ID-2026-33.13-1", "O1", "Tetapkan SOP di tiap OPD.", date(2027, 6, 30)),
    engine.Recommendation("ID-2026-33.13-2", "", "Buka data belanja.\nTerbitkan tiap bulan.", None),
)


def seal(office, pk: int, score: str = "2.4") -> int:
    return operations.seal_result(
        hand_in_id=pk,
        letter_number="003/SC/2026",
        letter_title="Hasil evaluasi",
        letter_on=date(2026, 12, 5),
        score=Decimal(score),
        grade="cukup",
        parts={"output": Decimal("2.5")},
        recommendations=[replace(each, text=each.text.replace("\n", "\r\n")) for each in RECOMMENDATIONS],
        office="Direktur Jenderal",
        actor=office,
        at=make.AT,
    )


@pytest.fixture
def handed_in(region, office):
    trust(office)
    return receive(package(), office).package_id


def test_a_result_answers_the_hand_in_with_the_ministrys_key(handed_in, office):
    page = queries.get_package(seal(office, handed_in), actor=office)

    assert page.result.score == Decimal("2.4") and page.result.recommendations == RECOMMENDATIONS
    assert (page.about.pk, page.manifest.sealed_office, page.area) == (handed_in, "Direktur Jenderal", "33.13")
    assert SigningKey.objects.get(area="ID", is_own=True).fingerprint == page.line.fingerprint
    assert queries.get_proof(page.pk, actor=office).holds


def test_the_same_result_is_sealed_once_and_another_supersedes_it(handed_in, office):
    first = seal(office, handed_in)

    assert seal(office, handed_in) == first
    later = queries.get_package(seal(office, handed_in, "2.6"), actor=office)
    assert later.supersedes.pk == first


def test_only_the_ministry_seals_results(handed_in):
    with pytest.raises(NotPermitted):
        seal(make.officer(role="regent"), handed_in)


def test_a_result_that_names_a_persons_number_is_not_sealed(handed_in, office):
    with pytest.raises(operations.ResultNamesPersons):
        operations.seal_result(
            hand_in_id=handed_in,
            letter_number="1",
            letter_title="",
            letter_on=date(2026, 12, 5),
            score=Decimal(2),
            grade="",
            parts={},
            recommendations=[engine.Recommendation("x", "", "Hubungi NIK 3313990101100001", None)],
            actor=office,
            at=make.AT,
        )


RESULT = engine.seal(
    sealed.about(
        kind=engine.Kind.RESULT,
        instrument=engine.InstrumentRef("uji-kota-cerdas", 1, "ab" * 32, "Instrumen uji"),
        sealed_office="Direktur Jenderal",
        sealed_at=LONG_SINCE,
    ),
    sealed.result(recommendations=RECOMMENDATIONS),
    private=sealed.OTHER,
)


def follow(name: str) -> None:
    """What the table of flows does after the event, twice: a step may run again."""
    from guyub.flows.table import FLOW

    event = Event.objects.get(name=name)
    line = EventLine(**{each: getattr(event, each) for each in EventLine.__dataclass_fields__ if hasattr(event, each)})

    class Now:
        def now(self):
            return make.AT

        def __call__(self, share, note=""):
            return None

    for _turn in range(2):
        for step in FLOW.steps[name]:
            if step.run.__module__ == flows.__name__:
                step.run(line, Now())


def test_a_result_that_comes_back_becomes_official_score_and_tasks(client, settings, no_counts):
    """The regency's own installation: the ministry's key registered once, then its result by API."""
    settings.HOME_AREA = "33.13"
    regent = make.officer(role="regent")
    make.officer(system_username("33.13"), role="system")
    make.area("ID")
    own = assessing.assessment()
    trust(regent, private=sealed.OTHER, area="ID")
    answer = post(client, RESULT)
    follow("package.received")
    own.refresh_from_db()

    assert answer.status_code == 201
    assert (own.official_score, own.official_source) == (Decimal("2.4"), "003/SC/2026, 5 Desember 2026")
    assert sorted(FollowUp.objects.values_list("key", "text", "due_on")) == [
        ("ID-2026-33.13-1", "Tetapkan SOP di tiap OPD.", date(2027, 6, 30)),
        ("ID-2026-33.13-2", "Buka data belanja.\nTerbitkan tiap bulan.", None),
    ]


def test_a_result_of_a_false_ministry_is_refused(client, no_counts):
    make.officer(system_username("33.13"), role="system")
    make.area("ID")

    assert post(client, RESULT).json()["error"]["code"] == "packages.key-not-trusted"


def test_a_neighbouring_regency_cannot_say_which_key_is_the_ministrys(settings, db):
    settings.HOME_AREA = "33.13"
    make.area("ID")
    with pytest.raises(NotPermitted):
        trust(make.officer(role="regent", area_code="33.11"), private=sealed.OTHER, area="ID")


def test_a_hand_in_that_comes_in_makes_no_task(region, office, guyub):
    trust(office)
    receive(package(), office)
    follow("package.received")

    assert (Assessment.objects.count(), FollowUp.objects.count()) == (0, 0)


# From one installation to the other ----------------------------------------------------------------------------------


def test_what_a_regency_handed_in_the_ministry_takes_in_unchanged(assessment, regent, office):
    pk = operations.hand_in(assessment_id=assessment.pk, knows_gaps=True, actor=regent, at=make.AT)
    path, _name = queries.get_file(pk, actor=regent)
    again = receive(path.read_bytes(), office)

    assert (again.package_id, again.is_new) == (pk, False)  # the same installation: it is the same package


def test_the_page_of_receiving_takes_a_file(client, region, office):
    trust(office)
    client.force_login(office)
    file = io.BytesIO(package())
    file.name = "33.13.guyub"
    answer = client.post(reverse("packages:receive"), {"file": file})

    assert answer.status_code == 302 and Package.objects.count() == 1
