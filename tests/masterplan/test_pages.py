"""The masterplan's pages: what they show, to whom, empty and full, and what they cost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.masterplan.models import Masterplan, Programme, Target
from tests.masterplan.conftest import BROKEN, HIGHER, LOWER, SMARD, TUNTAS, compute, file_of
from tests.support import make

LIST = "masterplan:programmes"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def planning(client, planner):
    client.force_login(planner)
    return client


def upload(client, *rows, name="program.csv"):
    return client.post(reverse("masterplan:import"), {"file": SimpleUploadedFile(name, file_of(*rows).read())})


def test_without_a_plan_the_page_says_what_to_do_first(planning):
    answer = planning.get(reverse(LIST))

    assert answer.status_code == 200
    assert "Belum ada masterplan" in text_of(answer)
    assert reverse("masterplan:import") in answer.content.decode()


def test_who_does_not_plan_is_not_sent_to_the_import(client, regency):
    client.force_login(make.officer("bupati", role="regent"))

    assert reverse("masterplan:import") not in client.get(reverse(LIST)).content.decode()
    assert client.get(reverse("masterplan:import")).status_code == 403


def test_the_list_counts_by_dimension_and_agency_and_shows_the_money(planning, take_in):
    take_in(SMARD, TUNTAS)

    page = text_of(planning.get(reverse(LIST)))

    assert "2 program" in page and "Rp\xa0751,0\xa0juta".replace("\xa0", " ") in page.replace("\xa0", " ")
    assert "Tata Kelola Cerdas" in page and "Disdukcapil" in page and "SMARD" in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("dimensi=SG", {"SMARD"}),
        ("dimensi=SS", {"Tuntas Bantuan Sekolah"}),
        ("cari=tuntas+sekolah", {"Tuntas Bantuan Sekolah"}),
        ("status=planned", {"SMARD", "Tuntas Bantuan Sekolah"}),
        ("status=running", set()),
        ("jangka=long", set()),
        ("opd=none", set()),
        ("opd=xyz", {"SMARD", "Tuntas Bantuan Sekolah"}),
        ("halaman=99", set()),
        ("halaman=minus", {"SMARD", "Tuntas Bantuan Sekolah"}),
    ],
)
def test_filters_narrow_the_list_and_nonsense_never_fails(planning, take_in, query, seen):
    take_in(SMARD, TUNTAS)

    answer = planning.get(f"{reverse(LIST)}?{query}")

    assert answer.status_code == 200
    assert {line.name for line in answer.context["found"].lines} == seen


def test_a_thousand_programmes_come_in_pages_of_fifty(planning, take_in):
    take_in(*[[f"P-{n}", f"Program {n:04}", "SG", "Dinsos", "1 juta", "", "", ""] for n in range(1000)])

    answer = planning.get(f"{reverse(LIST)}?halaman=3")

    lines = answer.context["found"].lines
    assert (len(lines), lines[0].name, answer.context["found"].total) == (50, "Program 0100", 1000)


def test_the_list_costs_the_same_queries_for_one_and_for_a_thousand(planning, take_in):
    take_in(SMARD)
    with CaptureQueriesContext(connection) as one:
        planning.get(reverse(LIST))
    take_in(*[[f"P-{n}", f"Program {n}", "SG", "Dinsos", "1 juta", "", "", ""] for n in range(1000)])
    with CaptureQueriesContext(connection) as many:
        planning.get(reverse(LIST))

    assert len(many.captured_queries) == len(one.captured_queries) <= 12


def test_a_programme_shows_the_computed_value_its_source_and_the_way_to_the_rule(planning, take_in):
    take_in(TUNTAS)
    compute("2026-02", {LOWER: 34.8})
    compute("2026-05", {LOWER: 21.4})

    answer = planning.get(reverse("masterplan:programme", args=[Programme.objects.get().pk]))

    page = text_of(answer)
    assert (
        "21,4" in page and "Hitungan Guyub" in page and "Mengapa?" in page and "Mei 2026" in page.replace("\xa0", " ")
    )
    assert reverse("indicators:indicator", args=[LOWER]) in answer.content.decode()
    assert "program.csv" in page and "baris 2" in page


def test_a_target_is_set_and_given_up_on_the_page(planning, take_in):
    take_in([*SMARD[:5], "", "", ""])
    programme = Programme.objects.get()
    address = reverse("masterplan:programme", args=[programme.pk])

    answer = planning.post(
        reverse("masterplan:set_target", args=[programme.pk]), {"indicator": HIGHER, "value": "98,5 %", "year": "2027"}
    )
    assert (answer.status_code, answer.url) == (302, address)
    target = Target.objects.get()
    assert (str(target.value), target.year) == ("98.5000", 2027)

    planning.post(reverse("masterplan:withdraw_target", args=[target.pk]))
    assert Target.objects.live().count() == 0


def test_a_target_that_is_no_number_is_explained_beside_its_field(planning, take_in):
    take_in(SMARD)
    programme = Programme.objects.get()

    answer = planning.post(
        reverse("masterplan:set_target", args=[programme.pk]), {"indicator": HIGHER, "value": "banyak", "year": "2027"}
    )

    assert answer.status_code == 422
    assert "<title>Galat:" in answer.content.decode()
    assert "Tulis angka, seperti 12,5." in text_of(answer)


def test_the_regent_sees_a_programme_and_no_form(client, take_in):
    take_in(SMARD)
    client.force_login(make.officer("bupati", role="regent"))

    answer = client.get(reverse("masterplan:programme", args=[Programme.objects.get().pk]))

    assert (answer.status_code, answer.context["target_form"]) == (200, None)


def test_a_village_operator_reads_the_regencys_plan_and_another_regency_does_not(client, take_in):
    take_in(SMARD)
    address = reverse("masterplan:programme", args=[Programme.objects.get().pk])

    client.force_login(make.officer(role="village_operator", area_code="33.13.01.2001"))
    assert client.get(address).status_code == 200

    client.force_login(make.officer(role="planning_office", area_code="33.11"))
    assert client.get(address).status_code == 404


def test_the_import_shows_what_would_happen_before_anything_enters(planning):
    answer = upload(planning, SMARD, TUNTAS, BROKEN)
    preview = planning.get(answer.url)

    page = text_of(preview)
    assert Programme.objects.count() == 0
    assert "2 baris akan masuk, 1 akan ditahan" in page
    assert "Dimensi kosong" in page and "program.csv" in page


def test_confirming_takes_the_file_in_and_shows_what_became_of_it(planning):
    address = upload(planning, SMARD, BROKEN).url

    answer = planning.post(
        address, {"name": "program.csv", "title": "Masterplan Karanganyar", "legal_basis": ""}, follow=True
    )

    assert answer.status_code == 200
    assert (Programme.objects.count(), Masterplan.objects.get().title) == (1, "Masterplan Karanganyar")
    assert "1 baris masuk, 1 ditahan" in text_of(answer)


def test_a_file_that_changes_nothing_says_so(planning, take_in):
    take_in(SMARD)

    page = text_of(planning.get(upload(planning, SMARD).url))

    assert "sudah memuat semua" in page


def test_without_a_file_the_form_says_so(planning):
    answer = planning.post(reverse("masterplan:import"), {})

    assert answer.status_code == 422
    assert "Pilih berkasnya dulu." in text_of(answer)


@pytest.mark.parametrize("content", [b"", b"halo", b"PK\x03\x04rusak"])
def test_an_unreadable_file_is_answered_with_a_remedy(planning, content):
    answer = planning.post(reverse("masterplan:import"), {"file": SimpleUploadedFile("x.csv", content)})

    page = planning.get(answer.url)

    assert page.status_code == 422
    assert "kirim" in text_of(page).lower()


def test_a_preview_of_a_file_that_is_not_there_is_answered(planning):
    assert planning.get(reverse("masterplan:preview", args=["0" * 64])).status_code == 422


def test_the_empty_form_is_downloaded(planning):
    answer = planning.get(reverse("masterplan:empty_form"))

    assert answer.content.startswith(b"PK") and "formulir-program.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["masterplan:programmes", "masterplan:import", "masterplan:empty_form"])
def test_nobody_sees_a_page_without_signing_in(client, db, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.url.startswith(reverse("account_login"))) == (302, True)


def test_the_pages_speak_english_too(planning, take_in):
    take_in(SMARD)
    planning.cookies["guyub_language"] = "en"

    page = text_of(planning.get(reverse(LIST)))

    assert "Smart Governance" in page and "By dimension" in page and "Tata Kelola" not in page
