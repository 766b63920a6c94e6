"""The pages of progress: who gets which, what they say, and the files to take along."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guyub.apps.comparison.models import Standing
from tests.comparison.conftest import CODE, REGIONS, participant, standing
from tests.support import make

OWN = "/kemajuan/"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def told(client, regent):
    for place, area in enumerate(REGIONS):
        participant(area, 2018, 100_000 * (place + 1))
        for year in (2024, 2025):
            parts = {"output": "3.20", "outcome": "2.80"}
            standing(area, year, f"{2 + place / 4 + (year - 2024) / 10:.2f}", official_parts=parts)
    client.force_login(regent)
    return client


def test_the_own_page_tells_its_year_and_how_it_changed(told):
    shown = text_of(told.get(OWN))

    assert "2,35" in shown and "+0,10" in shown and "Kabupaten Karanganyar" in shown
    assert shown.count("<h1") == 1


def test_the_order_is_off_until_it_is_asked_for(told):
    assert "Wilayah 36.02" not in text_of(told.get(OWN))
    assert "Wilayah 36.02" in text_of(told.get(OWN, {"urutan": "1", "kelompok": "nasional"}))


@pytest.mark.parametrize(
    "asked", [{"instrumen": "x"}, {"bobot": "x"}, {"urutan": "1", "kelompok": "x"}, {"bobot": "w2025"}]
)
def test_an_address_nobody_made_shows_the_page_all_the_same(told, asked):
    assert told.get(OWN, asked).status_code == 200


def test_an_empty_page_says_why_and_what_to_do(client, ministry):
    client.force_login(make.officer(role="planning_office"))

    shown = text_of(client.get(OWN))

    assert reverse("comparison:history") in shown


def test_the_ministry_begins_with_the_nation_and_opens_any_region(client, told, ministry):
    client.force_login(ministry)

    assert client.get(OWN).headers["Location"] == reverse("comparison:national")
    shown = text_of(client.get(reverse("comparison:national")))
    assert reverse("comparison:region", args=["36.02"]) in shown and shown.count("<h1") == 1
    assert client.get(reverse("comparison:region", args=["36.02"])).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [{"provinsi": "36"}, {"tahun": "x", "angkatan": "y"}, {"cari": "tak ada"}, {"urut": "-nilai", "halaman": "99"},
     {"nilai": "hitungan"}, {"ukuran": "kecil"}],
)  # fmt: skip
def test_the_national_page_answers_whatever_is_asked(client, told, ministry, asked):
    client.force_login(ministry)

    assert client.get(reverse("comparison:national"), asked).status_code == 200


def test_the_empty_nation_says_where_scores_come_from(client, ministry):
    client.force_login(ministry)

    assert reverse("comparison:history") in text_of(client.get(reverse("comparison:national")))


def test_the_files_hold_the_lines_that_the_filters_leave(client, told, ministry):
    client.force_login(ministry)
    asked = {"provinsi": "36"}

    rows = text_of(client.get(reverse("comparison:national-csv"), asked)).lstrip("\ufeff").splitlines()
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("comparison:national-xlsx"), asked).content))

    assert [row.split(";")[0] for row in rows[1:]] == ["36.01", "36.02"]
    assert [cell.value for cell in book.worksheets[0]["A"]][1:] == ["36.01", "36.02"]
    assert len(book.worksheets) == 2


@pytest.mark.parametrize("name", ["national", "national-csv", "national-xlsx"])
def test_the_nation_is_closed_to_a_regency(told, name):
    assert told.get(reverse(f"comparison:{name}")).status_code == 403


def test_another_region_is_closed_to_a_regency(told):
    assert told.get(reverse("comparison:region", args=["36.02"])).status_code == 403


def test_a_history_is_taken_in_by_upload(client, ministry):
    client.force_login(ministry)
    file = SimpleUploadedFile("riwayat.csv", b"kode;tahun;nilai;sumber;terbit\n33.13;2022;3,31;Surat;2022-12-05\n")

    answer = client.post(reverse("comparison:history"), {"instrument": CODE, "file": file})

    assert answer.status_code == 302 and Standing.objects.count() == 1


def test_a_wrong_history_names_its_lines_on_the_page(client, ministry):
    client.force_login(ministry)
    file = SimpleUploadedFile("riwayat.csv", b"kode;tahun;nilai;sumber\n99.99;2022;3,31;Surat\n")

    answer = client.post(reverse("comparison:history"), {"instrument": CODE, "file": file})

    assert answer.status_code == 422 and "99.99" in text_of(answer) and not Standing.objects.exists()


def test_a_history_without_a_file_says_so(client, ministry):
    client.force_login(ministry)

    assert client.post(reverse("comparison:history"), {"instrument": CODE}).status_code == 422


def test_the_empty_form_has_a_column_for_each_part(client, ministry):
    client.force_login(ministry)

    assert "output;outcome" in text_of(client.get(reverse("comparison:history-form", args=[CODE])))
    assert client.get(reverse("comparison:history-form", args=["tak-ada"])).status_code == 404
