"""The ministry's evaluation in a real browser: blind sheets by keyboard, differences, result, objection; no barrier."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.evaluation.models import ItemScore, Objection, Result, Review
from guyub.apps.packages import reading
from tests.evaluation.conftest import HIGH, LOW, MIDDLE
from tests.support import evaluating, make

pytestmark = pytest.mark.django_db(transaction=True)


def at(name, *args):
    return reverse(f"evaluation:{name}", args=args)


@pytest.fixture
def scene(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.KEYS_DIR = settings.DATA_DIR / "keys"
    reading.opened.cache_clear()
    office, members = evaluating.office(), evaluating.assessors(3)
    cycle = evaluating.cycle()
    evaluating.panel(cycle, members)
    entry = evaluating.start(evaluating.hand_in(cycle))
    regent = make.officer("bupati", role="regent")
    return SimpleNamespace(office=office, members=members, cycle=cycle, entry=entry, regent=regent)


def test_a_sheet_is_filled_by_keyboard_and_saves_itself(page, sign_in, scene):
    sign_in(page, scene.members[0])
    page.goto("/")
    expect(page).to_have_url(re.compile("/evaluasi/meja/$"))
    page.get_by_role("link", name="Mulai Kabupaten Karanganyar").click()
    page.get_by_label("0", exact=True).focus()
    for _thrice in range(3):  # faster than it saves: the last choice is the one that is kept
        page.keyboard.press("ArrowRight")
    expect(page.locator("#simpan")).to_contain_text("Tersimpan pukul")
    assert ItemScore.objects.get(code="O1").level == 3

    page.get_by_label("Catatan untuk panel").fill("Perbup belum bernomor.")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("O2")
    assert ItemScore.objects.get(code="O1").note == "Perbup belum bernomor."
    page.locator(".strip label").nth(2).click()
    expect(page.locator("#simpan")).to_contain_text("Tersimpan pukul")
    page.get_by_role("link", name="Berikutnya").click()
    page.get_by_label("Nilai", exact=True).fill("21,4")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_role("radio", name="Ya").check()
    expect(page.locator("#simpan")).to_contain_text("Tersimpan pukul")
    page.get_by_role("button", name="Serahkan lembar saya").click()
    expect(page.get_by_role("status").first).to_contain_text("Lembar Anda diserahkan")

    assert Review.objects.get(officer=scene.members[0]).submitted_at is not None


def test_from_the_differences_to_the_answered_objection(page, sign_in, scene):
    for member, given in zip(scene.members, (LOW, MIDDLE, HIGH), strict=True):
        evaluating.scores(scene.entry, member, given)
    sign_in(page, scene.members[0])
    page.goto(at("differences", scene.entry.pk))
    page.get_by_role("button", name="Tetapkan 3 menurut kaidah").click()
    page.locator("summary", has_text="Catatan dan penetapan").first.click()
    page.locator(".diff .strip label").nth(3).click()
    page.get_by_label("Alasan panel").first.fill("Perbup sudah diundangkan.")
    page.get_by_role("button", name="Tetapkan O1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua butir ditetapkan")

    sign_in(page, scene.office)
    page.goto(at("publish", scene.entry.pk))
    page.get_by_label("Nomor surat").fill("B-1/2026")
    page.get_by_role("button", name="Terbitkan hasil").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2,70, Baik")

    sign_in(page, scene.regent)
    page.goto(at("own"))
    page.get_by_role("link", name="Evaluasi 2026 tahap I", exact=True).click()
    page.get_by_role("link", name="Baca hasilnya").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Surat, PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_label("Butir").select_option("O1")
    page.get_by_label("Alasan").fill("Laporan pelaksanaan sudah ada.")
    page.get_by_role("button", name="Ajukan keberatan").click()
    expect(page.get_by_text("Menunggu panel")).to_be_visible()

    sign_in(page, scene.members[1])
    page.goto(at("entry", scene.entry.pk))
    page.get_by_role("link", name=re.compile("^Jawab")).click()
    page.locator(".strip label", has_text="Tolak").click()
    page.get_by_label("Alasan", exact=True).fill("Laporannya belum memuat capaian.")
    page.get_by_role("button", name="Jawab").click()
    expect(page.get_by_text("Laporannya belum memuat capaian.")).to_be_visible()
    assert (Objection.objects.get().answer, Result.objects.count()) == ("rejected", 1)


def test_every_page_is_without_barriers_on_a_desk_and_on_a_phone(page, sign_in, axe, fits, shot, scene, desk, phone):
    other = evaluating.hand_in(scene.cycle, "33.11")
    evaluating.panel(scene.cycle, scene.members, areas=("33.11",), title="Panel 2")
    evaluating.start(other)
    for member, given in zip(scene.members, (LOW, MIDDLE, HIGH), strict=True):
        evaluating.scores(scene.entry, member, given)
    evaluating.settle_all(scene.entry, scene.members[0])
    result = evaluating.publish(scene.entry)
    pk = scene.entry.pk
    visits = {
        scene.office: [at("cycles"), at("new-cycle"), at("board", scene.cycle.pk), at("panels", scene.cycle.pk), at("exclusions")],
        scene.members[0]: [at("desk"), at("entry", pk), at("differences", pk), at("item", other.pk, "O1"), at("correction", other.pk)],
        scene.regent: [at("own"), at("own-entry", pk), at("result", result)],
    }  # fmt: skip
    for officer, paths in visits.items():
        sign_in(page, officer)
        for size in (desk, phone):
            page.set_viewport_size(size)
            for path in paths:
                page.goto(path)
                fits(page)
                if size == desk:
                    axe(page)
