"""The pages in use: forms that work without JavaScript, empty and wrong ones, and what 514 regions cost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.evaluation import operations, queries
from guyub.apps.evaluation.models import Cycle, Entry, Exclusion, ItemScore, Note, Objection, Panel, Remark, Settlement
from tests.evaluation.conftest import MIDDLE
from tests.support import assessing, evaluating, make


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " "))


def at(name, *args):
    return reverse(f"evaluation:{name}", args=args)


@pytest.fixture
def office(client, db):
    client.force_login(evaluating.office())
    return client


def test_before_the_first_cycle_the_page_says_what_to_do(office):
    assert "Belum ada evaluasi yang dibuka" in text_of(office.get(at("cycles")))
    assert "Kementerian belum menetapkan instrumen" in text_of(office.get(at("new-cycle")))


def test_a_cycle_is_opened_with_its_calendar(office):
    assessing.instrument(area_code="ID")
    make.area("33.13")
    form = {"title": "Evaluasi 2026", "instrument_code": "uji-kota-cerdas", "year": 2026, "stage": 1}
    days = {name: day.isoformat() for name, day in evaluating.DAYS.items()}

    wrong = office.post(at("new-cycle"), {**form, **days, "visits_until": "2026-01-01"})
    right = office.post(at("new-cycle"), {**form, **days})

    assert wrong.status_code == 422 and "Hari ini mendahului hari di atasnya" in text_of(wrong)
    assert right.status_code == 302 and right["Location"] == at("board", Cycle.objects.get().pk)


def test_panels_are_formed_given_regions_and_changed(office):
    cycle = evaluating.cycle()
    members = evaluating.assessors(4)
    office.post(at("panels", cycle.pk), {"title": "Panel 1", "officers": [m.pk for m in members[:3]]})
    panel = Panel.objects.get()
    office.post(at("assign", cycle.pk, panel.pk), {"areas": ["33.13"]})
    office.post(at("panel", cycle.pk, panel.pk), {"officers": [m.pk for m in members]})

    assert Entry.objects.get(area="33.13").panel_id == panel.pk
    assert panel.members.filter(removed_at=None).count() == 4
    page = text_of(office.get(at("panels", cycle.pk)))
    assert "1 daerah belum punya panel" in page and members[0].name in page
    assert office.post(at("panels", cycle.pk), {"title": "Kosong"}).status_code == 422


def test_a_conflict_is_refused_by_name(office):
    cycle = evaluating.cycle()
    members = evaluating.assessors(3)
    office.post(
        at("exclusions"), {"officer": members[0].pk, "area": "33.13", "kind": "lives", "reason": "Tinggal di sana."}
    )
    operations.form_panel(
        cycle_id=cycle.pk, title="P", officers=[m.pk for m in members], actor=evaluating.office(), at=evaluating.OPENED
    )
    answer = office.post(at("assign", cycle.pk, Panel.objects.get().pk), {"areas": ["33.13"]})

    assert answer.status_code == 409 and members[0].name in text_of(answer) and "Karanganyar" in text_of(answer)
    office.post(at("end-exclusion", Exclusion.objects.get().pk))
    assert not Exclusion.objects.live().exists()


def test_an_assessor_declares_his_own_conflict_and_only_his(client, scene):
    client.force_login(scene.members[0])
    client.post(
        at("exclusions"),
        {"officer": scene.members[1].pk, "area": "33.13", "kind": "works", "reason": "Bekerja di sana."},
    )

    assert Exclusion.objects.get().officer_id == scene.members[0].pk
    assert "Anda dikecualikan dari 1 daerah" in text_of(client.get(at("exclusions")))


def test_every_ready_review_starts_at_once(office):
    cycle = evaluating.cycle()
    evaluating.panel(cycle, evaluating.assessors(3), areas=("33.13", "33.11"))
    evaluating.hand_in(cycle)
    evaluating.hand_in(cycle, "33.11")

    assert "Mulai 2 telaah" in text_of(office.get(at("board", cycle.pk)))
    office.post(at("start-all", cycle.pk))
    assert Entry.objects.filter(review_started_at__isnull=False).count() == 2


def test_a_score_is_saved_by_the_button_and_leads_to_the_next_item(client, scene):
    client.force_login(scene.members[0])
    first = client.get(at("sheet", scene.entry.pk))
    answer = client.post(first["Location"], {"level": "3", "note": "Perbup ada."})

    assert first["Location"].endswith("/butir/O1/") and answer["Location"].endswith("/butir/O2/")
    assert ItemScore.objects.get().level == 3
    assert "1 dari 4 dinilai" in text_of(client.get(answer["Location"]))


def test_a_score_is_saved_by_itself_where_javascript_runs(client, scene):
    client.force_login(scene.members[0])
    path = at("item", scene.entry.pk, "O1")

    saved = client.post(path, {"level": "2"}, headers={"HX-Request": "true"})
    wrong = client.post(path, {"note": "Tanpa nilai"}, headers={"HX-Request": "true"})

    assert "Tersimpan pukul" in text_of(saved) and "<html" not in saved.content.decode()
    assert "Belum tersimpan" in text_of(wrong)


@pytest.mark.parametrize(("code", "given"), [("O1", {}), ("O1", {"level": "9"}), ("C1", {"number": "banyak"})])
def test_a_wrong_score_stays_on_the_page_with_its_error(client, scene, code, given):
    client.force_login(scene.members[0])
    answer = client.post(at("item", scene.entry.pk, code), given)

    assert answer.status_code == 422 and "Galat" in answer.content.decode().split("</title>")[0]


def test_an_item_shows_the_claim_its_evidence_and_the_trail_of_its_value(client, scene):
    client.force_login(scene.members[0])

    claim = text_of(client.get(at("item", scene.entry.pk, "O1")))
    value = text_of(client.get(at("item", scene.entry.pk, "C1")))

    for expected in (
        "Tingkat 3",
        "Penjelasan daerah untuk O1",
        "4 bukti",
        "Perbup 12/2026",
        "abababababab…",
        "Peraturan bupati",
    ):
        assert expected in claim, expected
    for expected in ("21,4", "Kelengkapan NIK", "population", "efefefefefef…"):
        assert expected in value, expected


def test_a_number_is_written_as_in_indonesia(client, scene):
    client.force_login(scene.members[0])
    client.post(at("item", scene.entry.pk, "C1"), {"number": "21,4"})

    assert ItemScore.objects.get().number == Decimal("21.4")
    assert 'value="21,4"' in client.get(at("item", scene.entry.pk, "C1")).content.decode()


def test_notes_remarks_and_corrections_are_written_from_the_pages(client, scene):
    client.force_login(scene.members[0])
    pk = scene.entry.pk
    client.post(
        at("note", pk), {"kind": "interview", "held_on": "2026-11-18", "code": "O1", "text": "Ada.", "level": "3"}
    )
    client.post(
        at("remark", pk), {"kind": "recommendation", "code": "output", "text": "Tetapkan.", "due_on": "2027-03-31"}
    )
    client.post(at("correction", pk), {"until": "2027-12-06", "item_0": "Lampirkan Perbup.", "item_1": ""})

    assert Note.objects.get().level == 3
    assert Remark.objects.get().due_on == date(2027, 3, 31)
    assert [line.code for line in scene.entry.corrections.all()] == ["O1"]
    page = text_of(client.get(at("entry", pk)))
    assert "Lampirkan Perbup." in page and "Tetapkan." in page
    client.post(at("remove-remark", pk, Remark.objects.get().pk))
    assert "Tetapkan." not in text_of(client.get(at("entry", pk)))


@pytest.mark.parametrize("name", ["note", "remark"])
def test_a_note_without_words_comes_back(client, scene, name):
    client.force_login(scene.members[0])

    assert client.post(at(name, scene.entry.pk), {"kind": "interview"}).status_code == 422


def test_differences_are_settled_on_their_page(client, scored):
    client.force_login(scored.members[0])
    pk = scored.entry.pk
    page = text_of(client.get(at("differences", pk)))
    assert "1 butir perlu dibahas" in page and "Tetapkan 3 menurut kaidah" in page and "± 0,90" in page
    client.post(at("settle-by-rule", pk))
    wrong = client.post(at("differences", pk), {"code": "O1", "level": "3", "reason": ""})
    client.post(at("differences", pk), {"code": "O1", "level": "3", "reason": "Perbup sudah diundangkan."})

    assert wrong.status_code == 422
    assert Settlement.objects.get(code="O1").reason == "Perbup sudah diundangkan."
    assert "Semua butir ditetapkan" in text_of(client.get(at("differences", pk)))


def test_from_publication_to_the_answered_objection(client, scored):
    evaluating.settle_all(scored.entry, scored.members[0])
    pk = scored.entry.pk
    client.force_login(scored.office)
    assert "Hasilnya akan 2,70" in text_of(client.get(at("publish", pk)))
    missing = client.post(at("publish", pk), {"number": "B-1", "earlier_total": "2,5"})
    answer = client.post(at("publish", pk), {"number": "B-1", "dated_on": "2026-11-20", "signatory": "Dirjen"})
    assert (missing.status_code, answer.status_code) == (422, 302)

    client.force_login(scored.regent)
    assert "Hasilnya sudah terbit" in text_of(client.get(at("own-entry", pk)))
    assert client.post(at("object", pk), {"code": "O1", "reason": ""}).status_code == 422
    client.post(at("object", pk), {"code": "O1", "reason": "Perbup ada."})
    client.force_login(scored.members[0])
    objection = Objection.objects.get()
    assert client.post(at("answer", pk, objection.pk), {"accepted": "yes", "reason": "Ya."}).status_code == 422
    client.post(at("answer", pk, objection.pk), {"accepted": "yes", "level": "4", "reason": "Buktinya ada."})
    client.force_login(scored.office)

    assert "Terbitkan hasil pengganti" in text_of(client.get(at("entry", pk)))
    assert Settlement.objects.get(code="O1", replaced_at=None).level == 4


def test_a_region_without_an_evaluation_is_told_so(client, db):
    client.force_login(make.officer(role="regent"))

    assert "Belum ada evaluasi untuk daerah Anda" in text_of(client.get(at("own")))


def test_a_closed_cycle_takes_nothing_in_any_more(office):
    cycle = evaluating.cycle()
    office.post(at("close", cycle.pk))

    assert operations.register_hand_in(
        package_id=evaluating.package().pk, actor=evaluating.system(), at=evaluating.HANDED_IN
    ) is None  # fmt: skip


@pytest.fixture
def nation(db):
    """514 regencies and cities, half of them under review by the same panel."""
    codes = [f"{11 + n // 20}.{n % 20 + 1:02d}" for n in range(514)]
    cycle = evaluating.cycle(codes)
    members = evaluating.assessors(3)
    evaluating.panel(cycle, members, areas=codes)
    return cycle, members, codes


def cost(call):
    with CaptureQueriesContext(
        connection,
    ) as queried:
        call()
    return len(queried)


def test_the_board_of_514_regions_costs_what_that_of_one_does(nation, client):
    cycle, members, codes = nation
    few = evaluating.cycle(["33.13"], stage=2, title="Tahap II")
    office = evaluating.office()
    on = date(2026, 11, 3)
    for code in codes[:5]:
        evaluating.start(evaluating.hand_in(cycle, code))
    evaluating.scores(Entry.objects.get(cycle=cycle, area=codes[0]), members[0], MIDDLE)

    large = cost(lambda: queries.list_entries(cycle_id=cycle.pk, actor=office, on=on))
    small = cost(lambda: queries.list_entries(cycle_id=few.pk, actor=office, on=on))
    # where nobody sits on a panel, two queries have nothing to ask for
    assert large <= 9 and large - small <= 2
    assert len(queries.list_entries(cycle_id=cycle.pk, actor=office, on=on).lines) == 514
    client.force_login(office)
    assert cost(lambda: client.get(at("board", cycle.pk))) <= 20


def test_a_desk_of_514_regions_costs_what_that_of_one_does(nation):
    _cycle, members, _codes = nation
    on = date(2026, 11, 3)
    other = make.officer("sendiri", role="evaluator", area_code="ID")
    few = evaluating.cycle(["33.13"], stage=2, title="Tahap II")
    evaluating.panel(few, [other], title="Satu")

    assert cost(lambda: queries.list_desk(actor=members[0], on=on)) <= cost(
        lambda: queries.list_desk(actor=other, on=on)
    )
