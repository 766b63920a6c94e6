"""Who sees what: every address of evaluation for everybody there is, and not a byte of another's score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from guyub.apps.assessment.models import EvidenceVersion
from guyub.apps.evaluation import operations, queries
from guyub.apps.evaluation.models import Objection
from guyub.dataplane.store import AreaStore
from tests.evaluation.conftest import LOW, MIDDLE
from tests.support import assessing, evaluating, make, sealed

SECRET = "RAHASIA-PENILAI"
DIGEST = sealed.evidence_line().sha256
NAME = "Nama Asesor Rahasia"

# name -> how it is asked for; POST only where a page has no GET
MINISTRY_ENTRY = {
    "entry": "get", "sheet": "get", "item": "get", "differences": "get", "correction": "get", "publish": "get",
    "answer": "get", "start": "post", "open-scores": "post", "remark": "post", "remove-remark": "post",
    "submit": "post", "note": "post", "settle-by-rule": "post", "proof": "get",
}  # fmt: skip
OFFICE = {
    "cycles": "get", "new-cycle": "get", "board": "get", "panels": "get", "panel": "get", "close": "post",
    "start-all": "post", "assign": "post", "end-exclusion": "post",
}  # fmt: skip
REGION = {"own-entry": "get", "object": "post"}
SHARED = {"result": "get", "letter-docx": "get", "letter-pdf": "get"}
OWN_LISTS = {"home": "get", "desk": "get", "exclusions": "get", "own": "get"}


def keep_proof() -> None:
    """The file that the package names lies in the region's own store, here."""
    evaluating.system("33.13")
    proof = assessing.evidence(versions=0)
    assessing.version(proof, number=1, added_by=make.officer(role="smart_city_office"), digest=DIGEST)
    folder = AreaStore(settings.DATA_DIR, "33.13").incoming(DIGEST)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.pdf").write_bytes(b"%PDF-1.7 bukti")


@pytest.fixture
def everyone(published):
    """The region of panel 1 has a result, a remark and an objection; panel 2 has another region and other members."""
    scene = published
    others = [make.officer(f"lain.{n}", role="evaluator", area_code="ID") for n in range(3)]
    evaluating.panel(scene.cycle, others, areas=("33.11",), title="Panel 2")
    other = evaluating.start(evaluating.hand_in(scene.cycle, "33.11"))
    evaluating.scores(other, others[0], MIDDLE)
    operations.file_objection(
        entry_id=scene.entry.pk,
        code="O1",
        reason="Perbup ada.",
        actor=scene.regent,
        at=evaluating.datetime(2026, 12, 22, tzinfo=evaluating.UTC),
    )
    operations.declare_exclusion(
        officer_id=scene.members[2].pk, area="33.13", kind="taught", reason="Mengajar di sana.", actor=scene.office,
        at=evaluating.REVIEWED,
    )  # fmt: skip
    keep_proof()
    scene.people = {
        "office": scene.office,
        "member": scene.members[0],
        "excluded": scene.members[2],
        "other panel": others[0],
        "no panel": scene.members[3],
        "region": scene.regent,
        "region office": make.officer(role="smart_city_office"),
        "other region": make.officer(role="regent", area_code="33.11"),
        "stranger": None,
    }
    return scene


def address(name, scene):
    of = {
        "item": [scene.entry.pk, "O1"],
        "proof": [scene.entry.pk, "O1", DIGEST],
        "answer": [scene.entry.pk, Objection.objects.get().pk],
        "remove-remark": [scene.entry.pk, 1],
        "panel": [scene.cycle.pk, scene.panel.pk],
        "assign": [scene.cycle.pk, scene.panel.pk],
        "end-exclusion": [1],
        "result": [scene.result],
        "letter-docx": [scene.result],
        "letter-pdf": [scene.result],
    }
    if name in OWN_LISTS or name in {"cycles", "new-cycle"}:
        args = []
    elif name in of:
        args = of[name]
    elif name in OFFICE:
        args = [scene.cycle.pk]
    else:
        args = [scene.entry.pk]
    return reverse(f"evaluation:{name}", args=args)


def status(client, who, scene, name, method):
    client.logout()
    if scene.people[who] is not None:
        client.force_login(scene.people[who])
    answer = getattr(client, method)(address(name, scene))
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end; closing it by hand would close the database with it
    return answer.status_code


def test_the_matrix_names_every_address_of_evaluation():
    namespace = next(each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "evaluation")
    named = {pattern.name for pattern in namespace.url_patterns}

    assert named == {*MINISTRY_ENTRY, *OFFICE, *REGION, *SHARED, *OWN_LISTS}


@pytest.mark.parametrize("who", ["excluded", "other panel", "no panel", "region", "region office", "other region"])
def test_nobody_but_the_office_and_the_panel_finds_a_region(client, everyone, who):
    """404 as for a region that doesn't exist: nothing tells that it is being evaluated, or by whom."""
    found = {name: status(client, who, everyone, name, method) for name, method in MINISTRY_ENTRY.items()}

    assert found == dict.fromkeys(MINISTRY_ENTRY, 404)


@pytest.mark.parametrize("who", ["member", "office"])
def test_the_office_and_the_panel_find_it(client, everyone, who):
    own_sheet_only = (
        {"sheet", "item", "submit", "note", "proof"} if who == "office" else {"publish", "start", "open-scores"}
    )
    expected = {
        name: method for name, method in MINISTRY_ENTRY.items() if name not in own_sheet_only and method == "get"
    }
    found = {name: status(client, who, everyone, name, method) for name, method in expected.items()}

    # the first item without a score: the way there is a redirection
    assert {code for name, code in found.items() if name != "sheet"} == {200}, found


def test_a_sheet_is_its_assessors_alone_even_before_the_office(client, everyone):
    found = {
        name: status(client, "office", everyone, name, MINISTRY_ENTRY[name])
        for name in ("sheet", "item", "note", "proof")
    }

    assert set(found.values()) == {404}


def test_the_panel_opens_what_was_handed_in_and_nothing_else(client, everyone):
    client.force_login(everyone.people["member"])
    answer = client.get(address("proof", everyone))
    other = reverse("evaluation:proof", args=[everyone.entry.pk, "O1", "0" * 64])

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 bukti"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(other).status_code == 404


def test_of_a_region_in_another_installation_there_is_no_file_to_open(client, everyone):
    EvidenceVersion.objects.filter(digest=DIGEST).delete()
    client.force_login(everyone.people["member"])
    answer = client.get(address("proof", everyone), headers={"accept-language": "id"})

    assert answer.status_code == 404
    assert "sidik jari" in answer.content.decode().lower()


@pytest.mark.parametrize("who", ["member", "excluded", "other panel", "no panel"])
def test_an_assessor_runs_nothing(client, everyone, who):
    found = {name: status(client, who, everyone, name, method) for name, method in OFFICE.items()}

    assert set(found.values()) <= {403, 404}, found


@pytest.mark.parametrize("who", ["region", "region office", "other region"])
def test_a_region_runs_nothing(client, everyone, who):
    found = {name: status(client, who, everyone, name, method) for name, method in OFFICE.items()}

    assert set(found.values()) <= {403, 404}, found


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("office", 200), ("member", 200), ("region", 200), ("region office", 200), ("excluded", 404),
        ("other panel", 404), ("no panel", 404), ("other region", 404), ("stranger", 302),
    ],
)  # fmt: skip
def test_a_result_is_for_the_region_its_panel_and_the_office(client, everyone, who, sees):
    assert {name: status(client, who, everyone, name, "get") for name in SHARED} == dict.fromkeys(SHARED, sees)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("region", 200), ("region office", 200), ("other region", 404), ("office", 404), ("member", 404),
        ("excluded", 404), ("other panel", 404), ("stranger", 302),
    ],
)  # fmt: skip
def test_a_regions_own_page_is_its_own(client, everyone, who, sees):
    assert status(client, who, everyone, "own-entry", "get") == sees


def test_a_stranger_finds_the_sign_in_page_everywhere(client, everyone):
    pages = MINISTRY_ENTRY | OFFICE | REGION | SHARED | OWN_LISTS
    found = {name: status(client, "stranger", everyone, name, method) for name, method in pages.items()}

    assert set(found.values()) == {302}, found


def test_the_desk_holds_the_regions_of_ones_own_panel_only(client, everyone):
    for who, region in (("member", "Karanganyar"), ("other panel", "Sukoharjo")):
        client.force_login(everyone.people[who])
        page = client.get(reverse("evaluation:desk")).content.decode()
        hidden = {"Karanganyar", "Sukoharjo"} - {region}
        assert region in page and not any(name in page for name in hidden), who
    for who in ("excluded", "no panel"):
        client.force_login(everyone.people[who])
        assert "Karanganyar" not in client.get(reverse("evaluation:desk")).content.decode()


def test_no_byte_of_anothers_score_while_the_round_is_blind(client, scene):
    """What the first gave would show as its note, its level and its number, wherever it leaked."""
    first, second = scene.members[:2]
    evaluating.scores(scene.entry, first, {**LOW, "C1": Decimal("77.123456")}, note=SECRET)
    operations.write_note(
        entry_id=scene.entry.pk, kind="visit", held_on=date(2026, 11, 2), code="O1", text=SECRET, level=4, actor=first,
        at=evaluating.REVIEWED,
    )  # fmt: skip
    client.force_login(second)
    base = [reverse("evaluation:desk"), reverse("evaluation:exclusions")]
    base += [
        reverse(f"evaluation:{name}", args=[scene.entry.pk]) for name in ("entry", "correction", "sheet", "differences")
    ]
    base += [reverse("evaluation:item", args=[scene.entry.pk, code]) for code in ("O1", "O2", "C1", "C2")]

    for path in base:
        body = client.get(path, follow=True).content.decode()
        assert not any(secret in body for secret in (SECRET, "77,12", "77.12")), path
    assert client.get(reverse("evaluation:differences", args=[scene.entry.pk])).status_code == 404
    sheet = queries.get_sheet(scene.entry.pk, actor=second, on=date(2026, 11, 3))
    assert all(line.own is None for line in sheet.lines)


def test_the_office_sees_how_far_a_sheet_is_but_not_what_stands_in_it(client, scene):
    evaluating.scores(scene.entry, scene.members[0], MIDDLE, note=SECRET)
    client.force_login(scene.office)
    for name, args in (("board", [scene.cycle.pk]), ("entry", [scene.entry.pk]), ("differences", [scene.entry.pk])):
        assert SECRET not in client.get(reverse(f"evaluation:{name}", args=args)).content.decode()


def test_a_region_reads_no_name_and_no_single_score(client, scene):
    """The panel's names and each one's words stay in the ministry, before the publication and after it."""
    for member in scene.members:
        type(member).objects.filter(pk=member.pk).update(name=NAME)
    for member in scene.members[:3]:
        evaluating.scores(scene.entry, member, MIDDLE, note=SECRET)
    client.force_login(scene.regent)

    def pages():
        yield reverse("evaluation:own")
        yield reverse("evaluation:own-entry", args=[scene.entry.pk])
        if scene.entry.results.exists():
            yield reverse("evaluation:result", args=[scene.entry.results.get().pk])

    for published in (False, True):
        if published:
            evaluating.settle_all(scene.entry, scene.members[0])
            evaluating.publish(scene.entry)
        for path in pages():
            answer = client.get(path)
            body = answer.content.decode()
            assert answer.status_code == 200 and NAME not in body and SECRET not in body and "Asesor" not in body


def test_an_assessor_lands_on_his_desk(client, scene):
    client.force_login(scene.members[0])

    answer = client.get(reverse("monitoring:front"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("evaluation:desk"))
    assert client.get(answer["Location"]).status_code == 200


def test_an_officer_of_the_nation_has_every_page_of_the_shell(client, scene):
    for officer in (scene.members[0], scene.office):
        client.force_login(officer)
        page = client.get(reverse("evaluation:home"), follow=True)
        links = [line.href for group in page.context["shell"].groups for line in group.lines]
        links += [reverse("accounts:account"), reverse("areas:search")]
        assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)
        assert "Indonesia" in page.content.decode()
