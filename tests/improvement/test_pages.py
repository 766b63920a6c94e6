"""The pages: who may open them, what their forms refuse, what they say where nothing is there."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from decimal import Decimal

import docx
import pytest
from django.urls import reverse

from guyub.apps.improvement import operations
from guyub.apps.improvement.models import Effort, GapLink, ImprovementPlan, Rating, RatingRound
from tests.improvement.conftest import programme
from tests.support import assessing, make

ABOUT = ("lift", "ways", "efforts", "gaps", "rounds", "rescoring")


@pytest.fixture
def today(monkeypatch):
    """The clock stands at the day of the tests' evidence."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.AT)
    return make.AT


def page(client, officer, name, *args, **query):
    client.force_login(officer)
    answer = client.get(reverse(f"improvement:{name}", args=args), query)
    return answer, answer.content.decode()


@pytest.mark.parametrize("name", ABOUT)
def test_every_page_of_an_assessment_opens_for_a_reader_and_is_unknown_elsewhere(
    assessed, client, reader, stranger, today, name
):
    answer, text = page(client, reader, name, assessed.pk)
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert page(client, stranger, name, assessed.pk)[0].status_code == 404


@pytest.mark.parametrize("name", ABOUT)
def test_every_page_stands_empty_too(regency, client, manager, today, name):
    empty = assessing.assessment()
    assert page(client, manager, name, empty.pk)[0].status_code == 200


def test_the_list_leads_to_each_assessment(assessed, client, reader, stranger, today):
    _answer, text = page(client, reader, "assessments")
    assert reverse("improvement:lift", args=[assessed.pk]) in text
    assert "Belum ada penilaian" in page(client, stranger, "assessments")[1]


def test_the_first_page_says_what_lifts_most_and_what_expires(assessed, client, reader, today):
    _answer, text = page(client, reader, "lift", assessed.pk)

    assert "+0,80 dari “Data dibuka” saja" in text
    assert "Notulen forum" in text
    assert "−0,30" in text
    assert "perlu diperbaiki" in text


def test_a_way_is_sought_on_the_page_and_shown_with_its_proof(assessed, client, manager, today):
    client.force_login(manager)
    address = reverse("improvement:ways", args=[assessed.pk])
    answer = client.post(address, {"grade": "score", "target": "1,9"}, follow=True)

    text = answer.content.decode()
    assert ImprovementPlan.objects.count() == 1
    assert "2,10 dengan 16 hari kerja" in text
    assert "Terbukti termurah" in text
    assert "1,90" in client.get(address).content.decode()


@pytest.mark.parametrize(("target", "said"), [("1.9", "2,10 dengan 16 hari kerja"), ("4", "Tidak tercapai")])
def test_a_plan_is_taken_along_as_docx_and_pdf(assessed, client, manager, stranger, today, target, said):
    plan = operations.seek_way(assessment_id=assessed.pk, target=Decimal(target), actor=manager, at=make.AT)

    words = docx.Document(io.BytesIO(page_file(client, manager, "plan-docx", plan)))
    assert any(said in each.text for each in words.paragraphs)
    assert page_file(client, manager, "plan-pdf", plan).startswith(b"%PDF-")
    assert page(client, stranger, "plan-pdf", plan)[0].status_code == 404


def page_file(client, officer, name, plan) -> bytes:
    client.force_login(officer)
    answer = client.get(reverse(f"improvement:{name}", args=[plan]))
    assert "rencana-" in answer["Content-Disposition"]
    return answer.content


def test_what_is_not_reachable_is_said_honestly(assessed, client, manager, today):
    client.force_login(manager)
    answer = client.post(
        reverse("improvement:ways", args=[assessed.pk]), {"grade": "score", "target": "4"}, follow=True
    )

    assert "4,00 tidak tercapai: paling tinggi 3,60" in answer.content.decode()


@pytest.mark.parametrize(
    "given", [{"grade": "score"}, {"grade": "score", "target": "9"}, {"grade": "score", "target": "x"}, {}]
)
def test_a_target_that_is_none_comes_back_with_its_error(assessed, client, manager, today, given):
    client.force_login(manager)
    answer = client.post(reverse("improvement:ways", args=[assessed.pk]), given)

    assert answer.status_code == 422
    assert "Galat:" in answer.content.decode()
    assert ImprovementPlan.objects.count() == 0


def test_who_may_not_seek_sees_no_form_and_is_refused(assessed, client, reader, today):
    _answer, text = page(client, reader, "ways", assessed.pk)
    assert 'name="target"' not in text
    assert client.post(reverse("improvement:ways", args=[assessed.pk]), {"grade": "baik"}).status_code == 403


def test_effort_is_kept_for_what_was_changed_only(assessed, client, manager, today):
    client.force_login(manager)
    address = reverse("improvement:efforts", args=[assessed.pk])
    fields = dict(
        re.findall(r'name="((?:hari|kerja):[^"]+)"(?: value="([^"]*)")?', client.get(address).content.decode())
    )
    answer = client.post(address, {**fields, "hari:O2:a": "3", "kerja:O2:a": "SK forum"}, follow=True)

    assert "1 taksiran disimpan." in answer.content.decode()
    assert list(Effort.objects.values_list("code", "requirement", "days", "work")) == [("O2", "a", 3, "SK forum")]
    assert client.post(address, {**fields, "hari:O2:a": "-1"}).status_code == 422


def test_a_programme_is_linked_and_taken_back_on_the_page(assessed, client, manager, today):
    of = programme("SMARD")
    client.force_login(manager)
    address = reverse("improvement:link", args=[assessed.pk])
    text = client.post(address, {"code": "O1", "programme": of.pk, "note": "Perbup"}, follow=True).content.decode()
    assert "Program ditautkan ke celah." in text
    assert "3 dari 4 celah belum punya program" in text

    link = GapLink.objects.get()
    client.post(reverse("improvement:unlink", args=[link.pk]), {"penilaian": assessed.pk})
    assert "4 dari 4 celah belum punya program" in page(client, manager, "gaps", assessed.pk)[1]
    assert client.post(address, {"code": "O1"}).status_code == 422


def test_a_gap_without_a_programme_is_said_in_words(assessed, client, reader, today):
    _answer, text = page(client, reader, "gaps", assessed.pk)

    assert text.count("Belum ada program") >= 4
    assert "Tautkan program" not in text


def test_a_round_is_opened_rated_and_closed_on_the_pages(assessed, client, manager, head, today):
    client.force_login(manager)
    address = reverse("improvement:rounds", args=[assessed.pk])
    given = {"title": "HLM November", "closes_on": "2026-11-30", "parts": ["output", "outcome"]}
    assert client.post(address, {**given, "parts": ["output"]}).status_code == 422
    assert client.post(address, {**given, "closes_on": "2026-11-01"}).status_code == 422
    client.post(address, given)
    asked = RatingRound.objects.get()
    at = reverse("improvement:round", args=[asked.pk])

    client.force_login(head)
    assert client.post(at, {"output": "3"}).status_code == 422
    assert "Simpan nilai saya" in client.get(at).content.decode()
    text = client.post(at, {"output": "3", "outcome": "1"}, follow=True).content.decode()
    assert "Ganti nilai saya" in text
    assert Rating.objects.count() == 2

    client.force_login(manager)
    assert client.post(at, {"output": "3", "outcome": "1"}).status_code == 403
    operations.rate_parts(
        round_id=asked.pk,
        ratings={"output": 0, "outcome": 4},
        actor=make.officer("bapelit", role="opd_head", agency=make.agency("Bappeda")),
        at=make.AT,
    )
    text = client.post(reverse("improvement:close", args=[asked.pk]), follow=True).content.decode()
    assert "Putaran berakhir" in text
    assert "hampir tidak ada kesepakatan" in text
    assert "<svg" in text.split("Posisi setiap OPD")[1]


def test_years_computed_again_are_never_called_official(assessed, client, reader, today):
    _answer, text = page(client, reader, "rescoring", assessed.pk)

    assert "Dihitung ulang, bukan angka resmi" in text
    assert "Mengapa berbeda?" in text
    assert "Bobot 2025" in text


def test_a_plan_of_another_regency_is_unknown(assessed, client, manager, stranger, today):
    plan = operations.seek_way(assessment_id=assessed.pk, target=None, grade="baik", actor=manager, at=make.AT)
    asked = operations.open_round(
        assessment_id=assessed.pk,
        title="HLM",
        parts=("output", "outcome"),
        closes_at=make.AT + timedelta(days=1),
        actor=manager,
        at=make.AT,
    )
    assert page(client, stranger, "plan", plan)[0].status_code == 404
    assert page(client, stranger, "round", asked)[0].status_code == 404
