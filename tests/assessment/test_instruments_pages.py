"""The pages of instruments: list, tree, two versions, upload with its dry run."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from guyub.apps.assessment import operations, queries, sheets
from guyub.apps.assessment.models import Instrument
from guyub.engines.scoring import parse_instrument
from tests.assessment.test_instruments import AREA, LATER, adopt, edited, place_of, second
from tests.support import make
from tests.support.assessing import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return make.officer("bappeda", role="planning_office")


@pytest.fixture
def read(client, planner):
    client.force_login(planner)

    def look(name, *args, query=""):
        answer = client.get(reverse(f"assessment:{name}", args=args) + query)
        return answer.status_code, answer.content.decode()

    return look


def upload(client, content, name="uji.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("assessment:instrument-upload"), {"file": file}, follow=True)


def test_an_empty_list_says_what_to_do(read):
    status, text = read("instruments")

    assert status == 200
    assert "guyub content adopt" in text


def test_the_list_parts_what_holds_today_from_what_is_kept(read, planner):
    operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)
    _status, text = read("instruments")

    held = [line for line in queries.list_instruments(area=AREA, actor=planner) if line.holds_on(timezone.localdate())]
    assert f"{len(held)} instrumen berlaku hari ini" in text
    assert text.index("Berlaku hari ini") < text.index("Tidak berlaku hari ini") < text.index("SPBE")
    assert "Susunan Guyub, tidak resmi" in text


def test_every_delivered_instrument_is_a_readable_tree(read, planner):
    operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)
    for line in queries.list_instruments(area=AREA, actor=planner):
        status, text = read("instrument", line.pk)
        assert status == 200
        assert text.count("<summary") >= line.items
        assert text.count("<h1") == 1


def test_the_tree_shows_levels_evidence_weights_and_grades(read, planner):
    _status, text = read("instrument", adopt(TEXT, planner))

    for said in ("Masterplan ditetapkan", "Peraturan bupati", "paling lama 3 bulan", "Sangat baik", "mulai 3,5"):
        assert said in text
    assert "Bobot 2025" in text and "output 50" in text


def test_a_word_finds_its_items(read, planner):
    pk = adopt(TEXT, planner)

    assert "1 butir memuat “forum”" in read("instrument", pk, query="?cari=forum")[1]
    assert "0 butir memuat" in read("instrument", pk, query="?cari=xyz")[1]


def test_what_a_version_changed_is_told_in_words(read, planner):
    adopt(TEXT, planner)
    new = adopt(second(**{"kind: minutes, valid_months: 3": "kind: minutes, valid_months: 6"}), planner, at=LATER)
    status, text = read("instrument-changes", new)

    assert status == 200
    assert "2 hal berubah" in text and "bukti c" in text


def test_the_first_version_has_nothing_before_it(read, planner):
    assert read("instrument-changes", adopt(TEXT, planner))[0] == 404


def test_an_instrument_is_taken_along_as_yaml_and_as_a_workbook(client, read, planner):
    pk = adopt(TEXT, planner)
    yaml = client.get(reverse("assessment:instrument-file", args=[pk, "yaml"]))
    workbook = client.get(reverse("assessment:instrument-file", args=[pk, "xlsx"]))

    assert yaml.content.decode() == TEXT
    assert 'filename="uji-kota-cerdas-v1.xlsx"' in workbook["Content-Disposition"]
    assert sheets.read_upload(workbook.content).findings == ()


def test_a_new_year_is_a_workbook_with_other_weights(client, read, planner):
    """Without a developer: export, change two cells, upload, look, adopt."""
    adopt(TEXT, planner)
    book = load_workbook(io.BytesIO(sheets.as_workbook(TEXT)))
    book["Instrumen"]["B3"] = 2
    for row in (["w2026", "2026", "Bobot 2026", "Weights of 2026", "SE 1/2026", "Circular 1/2026", "output", 30],
                ["w2026", "", "", "", "", "", "outcome", 70]):  # fmt: skip
        book["Bobot"].append(row)
    file = io.BytesIO()
    book.save(file)

    preview = upload(client, file.getvalue())
    assert "bobot baru" in preview.content.decode()
    assert Instrument.objects.count() == 1
    client.post(preview.redirect_chain[0][0])

    live = queries.find_instrument(area=AREA, code="uji-kota-cerdas", actor=planner)
    assert (live.version, live.file_name) == (2, "uji.xlsx")
    assert parse_instrument(live.text, file="x").weight_set_of(2026).weights["outcome"] == 70


def test_a_wrong_workbook_shows_every_problem_and_comes_back_marked(client, read):
    cell = place_of(TEXT, "Bagian", "output", "Bobot")
    preview = upload(client, edited(TEXT, "Bagian", cell, "banyak"))
    text = preview.content.decode()

    assert preview.status_code == 422
    assert f"Bagian!{cell}" in text and "“banyak” bukan angka" in text
    assert "Tetapkan" not in text
    marked = client.get(preview.redirect_chain[0][0] + "bertanda.xlsx")
    assert load_workbook(io.BytesIO(marked.content))["Bagian"][cell].comment is not None
    assert client.post(preview.redirect_chain[0][0]).status_code == 422
    assert not Instrument.objects.exists()


def test_a_yaml_is_checked_in_the_same_way(client, read):
    good = upload(client, TEXT.encode(), "uji.yaml")
    bad = upload(client, TEXT.replace("weight: 60", "weight: 61").encode(), "uji.yaml")

    assert (good.status_code, bad.status_code) == (200, 422)
    assert "tidak ada yang perlu dibetulkan" in good.content.decode()
    assert "Jumlah bobot di bawah index adalah 101" in bad.content.decode()


def test_what_is_in_force_already_is_not_adopted_again(client, read, planner):
    adopt(TEXT, planner)

    assert "tidak ada yang perlu ditetapkan" in upload(client, TEXT.encode(), "uji.yaml").content.decode()


def test_an_upload_is_gone_after_an_hour_and_says_so(client, read):
    answer = client.get(reverse("assessment:instrument-preview", args=["a" * 64]), follow=True)

    assert "Unggah lagi" in answer.content.decode()


def test_another_officer_does_not_see_the_upload(client, read):
    address = upload(client, TEXT.encode(), "uji.yaml").redirect_chain[0][0]
    client.force_login(make.officer("lain", role="planning_office"))

    assert client.get(address).status_code == 302


def test_a_form_without_a_file_says_what_is_missing(client, read):
    answer = client.post(reverse("assessment:instrument-upload"))

    assert answer.status_code == 422
    assert "Pilih berkasnya dulu." in answer.content.decode()


@pytest.mark.parametrize("name", ["instrument-upload"])
def test_only_who_manages_instruments_may_upload(client, name):
    client.force_login(make.officer("camat", role="camat", area_code="33.13.01"))

    assert client.get(reverse(f"assessment:{name}")).status_code == 403


def test_the_ministry_uploads_for_the_nation(client):
    client.force_login(make.officer("kementerian", role="evaluation_office", area_code="ID"))
    preview = upload(client, TEXT.encode(), "uji.yaml")
    client.post(preview.redirect_chain[0][0])

    assert Instrument.objects.get().area_id == "ID"


def test_another_regency_finds_no_page(client, planner):
    pk = adopt(TEXT, planner)
    client.force_login(make.officer("tetangga", role="planning_office", area_code="33.11"))

    for name, args in (("instrument", [pk]), ("instrument-changes", [pk]), ("instrument-file", [pk, "yaml"])):
        assert client.get(reverse(f"assessment:{name}", args=args)).status_code == 404
