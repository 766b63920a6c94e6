"""Pages about officers: what each sees, what the manager may do there, and what a wrong form says."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from guyub.apps.accounts.models import Appointment, Officer
from guyub.apps.accounts.permissions import MATRIX
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    someone = make.officer("sekda", role="regional_secretary")
    client.force_login(someone)
    return someone


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_own_account_shows_the_offices_held_and_the_ways_to_sign_in(client):
    client.force_login(make.officer("dinsos", role="data_producer", agency=make.agency("Dinsos")))

    text = words(page(client, "/akun/"))

    assert "Produsen data" in text
    assert "Ganti sandi" in text


def test_who_holds_no_office_is_told_what_to_do(client):
    client.force_login(make.officer(role=None))

    assert "Anda sedang tidak memegang jabatan" in page(client, "/akun/")


def test_the_matrix_shows_every_kind_of_office(client, secretary):
    text = page(client, "/akun/hak/")

    assert text.count('<th scope="row">') == len(MATRIX) - 1
    assert "membuka data orang" in text.lower()
    # As many cells of each kind as the matrix itself holds.
    reaches = [reach for role, rights in MATRIX.items() if role != "system" for reach in rights.values()]
    assert text.count("<td>wilayah</td>") == reaches.count("area")
    assert text.count("<td>dinas sendiri</td>") == reaches.count("agency")


def test_the_matrix_is_refused_with_what_to_do(client):
    client.force_login(make.officer(role="camat", area_code="33.13.01"))

    assert "Sekretaris Daerah" in page(client, "/akun/hak/", status=403)


def test_accounts_are_listed_to_their_manager_only(client, secretary):
    make.officer("dinsos.sri", role="data_producer", agency=make.agency("Dinsos"))
    assert "dinsos.sri" in page(client, "/akun/petugas/")

    client.force_login(make.officer(role="camat", area_code="33.13.01"))
    assert "dinsos.sri" not in page(client, "/akun/petugas/")


def test_an_officer_is_registered_by_form(client, secretary):
    answer = client.post(
        "/akun/petugas/baru/", {"username": "dinkes.tri", "name": "Tri", "password": "empat kata acak ini"}
    )

    assert answer.status_code == 302
    assert Officer.objects.get(username="dinkes.tri").area_id == "33.13"


def test_a_wrong_registration_begins_with_galat_and_links_to_its_fields(client, secretary):
    answer = client.post("/akun/petugas/baru/", {"username": "Dinkes Tri", "name": "", "password": ""})

    text = answer.content.decode()
    assert re.search(r"<title>\s*Galat:", text)
    assert 'href="#id_username"' in text
    assert "Tulis huruf kecil" in text


def test_a_username_that_is_a_nik_is_not_taken(client, secretary):
    answer = client.post(
        "/akun/petugas/baru/", {"username": "3313990101900001", "name": "X", "password": "empat kata acak ini"}
    )

    assert "Jangan memakai NIK" in answer.content.decode()
    assert not Officer.objects.filter(name="X").exists()


def test_a_vacant_office_is_filled_by_form(client, secretary):
    office, someone = make.office("regent", title="Bupati"), make.officer(role=None)
    today = timezone.localdate().isoformat()

    answer = client.post(
        f"/akun/jabatan/{office.pk}/angkat/", {"appoint-officer": someone.pk, "appoint-start_on": today}
    )

    assert answer["Location"] == f"/akun/jabatan/{office.pk}/"
    assert Appointment.objects.get(office=office).officer == someone
    assert someone.name in page(client, f"/akun/jabatan/{office.pk}/")


def test_an_appointment_without_a_day_shows_the_page_again(client, secretary):
    office = make.office("regent", title="Bupati")

    answer = client.post(f"/akun/jabatan/{office.pk}/angkat/", {"appoint-officer": "", "appoint-start_on": "besok"})

    assert answer.status_code == 400
    assert re.search(r"<title>\s*Galat:", answer.content.decode())


def test_an_office_is_handed_over_by_form(client, secretary):
    office, old, young = make.office("regent"), make.officer(role=None), make.officer(role=None)
    held = make.appointment(old, office)
    today = timezone.localdate().isoformat()

    client.post(
        f"/akun/pengangkatan/{held.pk}/serahkan/",
        {f"hand-over-{held.pk}-officer": young.pk, f"hand-over-{held.pk}-on": today},
    )

    assert list(Appointment.objects.filter(office=office, end_on=None).values_list("officer", flat=True)) == [young.pk]


def test_an_appointment_is_ended_by_form(client, secretary):
    held = make.appointment(make.officer(role=None), make.office("regent"))

    client.post(
        f"/akun/pengangkatan/{held.pk}/akhiri/", {f"dismiss-{held.pk}-end_on": timezone.localdate().isoformat()}
    )

    held.refresh_from_db()
    assert held.end_on == timezone.localdate()


def test_a_refusal_of_the_rules_is_said_in_words(client, secretary):
    held = make.appointment(make.officer(role=None), make.office("regent"))

    answer = client.post(f"/akun/pengangkatan/{held.pk}/akhiri/", {f"dismiss-{held.pk}-end_on": "1999-01-01"})

    assert answer.status_code == 409
    assert "1 Januari 2020" in answer.content.decode()


@pytest.mark.parametrize(
    "act", ["jabatan/{office}/angkat/", "pengangkatan/{held}/akhiri/", "pengangkatan/{held}/serahkan/"]
)
def test_who_does_not_manage_officers_finds_no_form_and_is_refused(client, act):
    held = make.appointment(make.officer(role=None), make.office("dpo"))
    client.force_login(make.officer(role="data_custodian"))

    assert '<form method="post" action="/akun/' not in page(client, f"/akun/jabatan/{held.office_id}/")
    path = "/akun/" + act.format(office=held.office_id, held=held.pk)
    assert client.post(path, {}).status_code == 403


def test_an_office_of_another_regency_does_not_exist_here(client, secretary):
    held = make.appointment(make.officer(role=None), make.office("regent", area_code="33.11"))

    assert client.get(f"/akun/jabatan/{held.office_id}/").status_code == 404
    assert client.post(f"/akun/pengangkatan/{held.pk}/akhiri/", {}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/akun/", "/akun/petugas/", "/akun/hak/", "/wilayah/opd/", "/wilayah/lembaga/", "/wilayah/"]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, secretary, path, django_assert_max_num_queries):
    for number in range(30):
        make.officer(f"petugas.{number}", role="opd_head", agency=make.agency(f"Dinas {number}"))

    with django_assert_max_num_queries(12):
        page(client, path)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "path", ["/akun/", "/akun/petugas/", "/akun/petugas/baru/", "/akun/hak/", "/wilayah/", "/wilayah/opd/"]
)
def test_pages_have_one_heading_and_nothing_the_content_policy_forbids(client, secretary, path, language):
    client.cookies["guyub_language"] = language

    html = page(client, path)

    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*(src=|application/json))", html)
