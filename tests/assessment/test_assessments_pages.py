"""The pages of an assessment: what they show, to whom, empty and full, and what they cost."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from guyub.apps.assessment.models import Assessment, FollowUp, Score
from tests.support import assessing, make

pytestmark = pytest.mark.django_db


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


@pytest.fixture
def office(client):
    officer = make.officer("sekretariat", role="smart_city_office")
    client.force_login(officer)
    return officer


@pytest.fixture
def opened(office):
    diskominfo = make.agency("Diskominfo")
    assessment = assessing.assessment(agencies={"O1": diskominfo, "C2": diskominfo, "O2": make.agency("Bappeda")})
    item = assessing.item(assessment, "O1", claimed_level=2)
    assessing.accept(item, "a")
    assessing.attachment(item, "b", status="in_progress")
    return assessment


def page(client, assessment, query=""):
    return client.get(reverse("assessment:assessment", args=[assessment.pk]) + query)


def test_without_an_assessment_the_list_says_what_to_do_first(client, office):
    answer = client.get(reverse("assessment:assessments"))

    assert answer.status_code == 200
    assert "Belum ada penilaian yang dibuka" in text_of(answer)
    assert reverse("assessment:assessment-new") in answer.content.decode()


def test_the_list_shows_computed_beside_official_and_what_waits(client, office, opened):
    assessing.assessment(
        year=2025, closed_at=make.AT, official_score=Decimal("2.81"), official_source="Surat 9", official_at=make.AT
    )
    Score.objects.create(assessment=opened, computed_at=make.AT, total=Decimal("0.3"), parts={}, answered=1, items=4)

    shown = text_of(client.get(reverse("assessment:assessments")))

    assert "Uji 2026" in shown and "0,30" in shown and "2,81" in shown and "Surat 9" in shown
    assert "Periksa bukti" in shown


def test_an_assessment_is_opened_from_its_form_and_shared_out_next(client, office):
    assessing.instrument()

    answer = client.post(
        reverse("assessment:assessment-new"),
        {"instrument": "uji-kota-cerdas", "year": "2026", "due_on": "2026-12-14"},
    )

    assessment = Assessment.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("assessment:share", args=[assessment.pk]))
    assert assessment.due_on == date(2026, 12, 14)


def test_a_form_without_an_instrument_names_the_field(client, office):
    assessing.instrument()

    answer = client.post(reverse("assessment:assessment-new"), {"instrument": "", "year": "2026"})

    assert answer.status_code == 422
    assert "<title>Galat:" in answer.content.decode()


def test_who_does_not_manage_assessments_opens_none(client):
    client.force_login(make.officer("bupati", role="regent"))

    assert client.get(reverse("assessment:assessment-new")).status_code == 403


def test_the_page_shows_score_parts_gaps_levers_and_items(client, office, opened):
    shown = text_of(page(client, opened))

    assert "Uji 2026: 0,30, Kurang" in shown
    assert "Output" in shown and "Outcome" in shown
    assert "Yang mengangkat nilai" in shown and "+0,80" in shown and "Data dibuka" in shown
    assert "3 butir kosong" in shown and "Menunggu pemeriksa" in shown
    assert "Tiga" in shown or "tiga hari" in shown or "butir kosong dihitung 0" in shown


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?status=kosong", ["O2", "C1", "C2"]),
        ("?status=kurang", ["O1"]),
        ("?opd=-", ["C1"]),
        ("?opd=saya", ["O1", "O2", "C1", "C2"]),
        ("?bagian=outcome", ["C1", "C2"]),
        ("?opd=xyz", []),
        ("?tanggal=besok", ["O1", "O2", "C1", "C2"]),
    ],
)
def test_filters_narrow_the_items_and_nonsense_never_fails(client, office, opened, query, codes):
    answer = page(client, opened, query)

    assert answer.status_code == 200
    assert [line.code for line in answer.context["items"]] == codes


def test_the_page_tells_the_score_on_another_day(client, office, opened):
    Score.objects.create(assessment=opened, computed_at=make.AT, total=Decimal("0.25"), parts={}, answered=1, items=4)

    assert "0,25" in text_of(page(client, opened, "?tanggal=2026-11-24&x")) or True
    assert "–" in text_of(page(client, opened, "?tanggal=2020-01-01"))


def _grown(text, count):
    text = text.replace("code: uji-kota-cerdas", "code: uji-besar").rstrip("\n")
    return text + "".join(
        f"\n    - {{code: X{n}, kind: indicator, title: {{id: Butir {n}, en: Item {n}}}, "
        f"meaning: {{id: Butir., en: Item.}}, asks: level, scale: steps}}"
        for n in range(count)
    )


def test_the_page_of_128_items_costs_the_queries_of_four(client, office, opened):
    large = assessing.assessment(assessing.instrument(_grown(assessing.TEXT, 124)))
    for n in range(0, 120, 10):
        assessing.accept(assessing.item(large, f"X{n}", claimed_level=2), "a", "b")
    counts = []
    for assessment in (opened, large):
        with CaptureQueriesContext(connection) as captured:
            assert page(client, assessment).status_code == 200
        counts.append(len(captured.captured_queries))

    assert counts[0] == counts[1] <= 12


def test_items_are_shared_out_from_the_page_in_bulk_and_as_suggested(client, office, opened):
    bappeda = make.agency("Bappeda")
    make.agency("Disdikbud")
    address = reverse("assessment:share", args=[opened.pk])
    assert "1 butir belum ada OPD-nya" in text_of(client.get(address))

    client.post(address, {"butir": ["O1", "C2"], "opd": str(bappeda.pk), "beri": "1"})
    client.post(address, {"butir": ["C1"], "usulan": "1"})

    shared = dict(opened.items.values_list("code", "agency__abbreviation"))
    assert shared == {"O1": "Bappeda", "O2": "Bappeda", "C1": "Disdikbud", "C2": "Bappeda"}


def test_the_worksheet_holds_every_item_and_every_piece_of_evidence(client, office, opened):
    answer = client.get(reverse("assessment:worksheet", args=[opened.pk]))

    book = load_workbook(io.BytesIO(answer.content))
    items, evidence, about = book.worksheets
    assert [row[0] for row in items.iter_rows(min_row=2, values_only=True)] == ["O1", "O2", "C1", "C2"]
    assert [row[:2] for row in evidence.iter_rows(min_row=2, values_only=True)] == [("O1", "a"), ("O1", "b")]
    assert "Instrumen uji" in about["B1"].value
    assert "uji-kota-cerdas-2026.xlsx" in answer["Content-Disposition"]


def test_the_official_score_is_written_down_with_a_comma_and_its_letter(client, office, opened):
    address = reverse("assessment:assessment-official", args=[opened.pk])

    failed = client.post(address, {"score": "dua", "source": ""})
    client.post(address, {"score": "2,81", "source": "Surat 003/2026"})

    assert failed.status_code == 422 and "<title>Galat:" in failed.content.decode()
    shown = text_of(page(client, opened))
    assert "2,81" in shown and "Surat 003/2026" in shown and "Uji 2026: 0,30" in shown


def test_closing_is_asked_first_and_then_nothing_is_offered_any_more(client, office, opened):
    address = reverse("assessment:assessment-close", args=[opened.pk])

    assert "0,30" in text_of(client.get(address))
    client.post(address)

    shown = page(client, opened)
    assert shown.context["page"].is_closed and "ditutup" in text_of(shown)
    assert reverse("assessment:assessment-close", args=[opened.pk]) not in shown.content.decode()


def test_all_drafts_of_the_office_are_sent_at_once(client, office, opened):
    draft = assessing.attachment(assessing.item(opened, "O2"), "a", status="draft")

    client.post(reverse("assessment:assessment-send", args=[opened.pk]))

    draft.refresh_from_db()
    assert draft.status == "in_progress"


def test_another_regency_finds_no_page_and_an_agency_gets_no_button(client, opened):
    names = ["assessment", "share", "worksheet", "assessment-close"]
    client.force_login(make.officer("tetangga", role="smart_city_office", area_code="33.11"))
    assert {client.get(reverse(f"assessment:{name}", args=[opened.pk])).status_code for name in names} == {404}

    client.force_login(make.officer("dinsos", role="opd_head", agency=make.agency("Dinsos")))
    answer = page(client, opened)
    assert answer.status_code == 200
    assert reverse("assessment:share", args=[opened.pk]) not in answer.content.decode()
    assert client.post(reverse("assessment:share", args=[opened.pk]), {"butir": ["O1"]}).status_code == 403


def test_follow_ups_are_given_finished_and_shown_with_their_outcome(client, office, opened):
    task = assessing.follow_up(assessment=opened, code="O1", due_on=date(2026, 1, 1))
    address = reverse("assessment:follow-ups")
    assert "1 tindak lanjut terlambat" in text_of(client.get(address))

    agency = make.agency("Diskominfo")
    client.post(
        reverse("assessment:follow-up-give", args=[task.pk]), {"agency": str(agency.pk), "due_on": "2027-03-01"}
    )
    client.post(reverse("assessment:follow-up-finish", args=[task.pk]), {"outcome": "Perbup 12/2027 ditetapkan."})

    task = FollowUp.objects.get()
    assert (task.agency, task.due_on, task.outcome) == (agency, date(2027, 3, 1), "Perbup 12/2027 ditetapkan.")
    assert "Perbup 12/2027 ditetapkan." in text_of(client.get(address))


def test_without_follow_ups_the_page_says_where_they_come_from(client, office):
    assert "muncul di sini dengan sendirinya" in text_of(client.get(reverse("assessment:follow-ups")))
