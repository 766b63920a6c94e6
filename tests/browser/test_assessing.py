"""Self-assessment in a real browser: answer, attach, send, verify; no barrier, nothing wider than a phone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.assessment import content, operations, reckoning
from guyub.apps.assessment.models import Attachment, Item, Score
from tests.support import assessing, make

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Diskominfo", "Bappeda", "Disdikbud", "Bagian Hukum", "BKD", "Dispermasdes", "DLH", "Dishub")


@pytest.fixture
def regency(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return {name: make.agency(name) for name in NAMES}


@pytest.fixture
def office(regency):
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def operator(regency):
    return make.officer("operator", role="opd_operator", agency=regency["Diskominfo"])


@pytest.fixture
def inspector(regency):
    return make.officer("inspektorat", role="inspector")


@pytest.fixture
def small(regency, office):
    agencies = {"O1": regency["Diskominfo"], "C2": regency["Diskominfo"], "O2": regency["Bappeda"]}
    assessment = assessing.assessment(agencies=agencies)
    assessing.evidence("Naskah masterplan", kind="document", number="", agency=regency["Diskominfo"])
    return assessment


@pytest.fixture
def full(regency, office, inspector):
    """The ministry's evaluation of two years, answered and proved in every state."""
    text = (Path(django_settings.CONTENT_DIR) / "instruments" / "kominfo-eval-2.yaml").read_text(encoding="utf-8")
    instrument = assessing.instrument(text)
    agencies = list(regency.values())
    made = []
    for year in (2025, 2026):
        assessment = assessing.assessment(instrument, year=year)
        for n, item in enumerate(Item.objects.filter(assessment=assessment).order_by("order")):
            Item.objects.filter(pk=item.pk).update(agency=agencies[n % len(agencies)] if n % 9 else None)
            _prove(item, n)
        made.append(assessment)
    earlier, now = made
    for n, assessment in enumerate((earlier, now, now, now)):
        at = make.AT - timedelta(days=400 if n == 0 else 90 - 30 * n)
        operations.keep_score(assessment_id=assessment.pk, actor=office, at=at)
        assessing.accept(_open_item(assessment), *_next_requirements(assessment))
    operations.keep_score(assessment_id=now.pk, actor=office, at=make.AT)
    operations.close_assessment(assessment_id=earlier.pk, actor=office, at=make.AT)
    operations.record_official_score(
        assessment_id=earlier.pk, score=Decimal("1.5"), source="Surat hasil 003/2025", actor=office, at=make.AT
    )
    assessing.follow_up(assessment=now, due_on=date(2026, 11, 1))
    assessing.follow_up(text="Lengkapi responden survei.", agency=regency["Diskominfo"])
    return now


def _prove(item, n):
    leaf = reckoning.leaf_of(content.parsed(item.assessment.instrument.text), item.code)
    if n % 5 == 4:
        return
    if not leaf.levels:
        Item.objects.filter(pk=item.pk).update(number=1, answered_at=make.AT, answered_office="Diskominfo")
        return
    Item.objects.filter(pk=item.pk).update(claimed_level=leaf.levels[min(2, len(leaf.levels) - 1)].level,
                                           answered_at=make.AT, answered_office="Diskominfo")  # fmt: skip
    wanted = [each.code for each in leaf.requirements if each.level <= leaf.levels[min(2, len(leaf.levels) - 1)].level]
    for place, code in enumerate(wanted):
        status = "accepted" if place + 1 < len(wanted) else ("accepted", "in_progress", "revise", "draft")[n % 4]
        ends = date(2026, 3, 1) if n % 7 == 6 and place == 0 else None
        evidence = assessing.evidence(f"Bukti {item.code} {code}", valid_until=ends, dated_on=date(2026, 1, 15))
        assessing.attachment(item, code, evidence, status=status)


def _open_item(assessment):
    return Item.objects.filter(assessment=assessment, claimed_level=None, number=None).order_by("order").first()


def _next_requirements(assessment):
    item = _open_item(assessment)
    if item is None:
        return ()
    leaf = reckoning.leaf_of(content.parsed(assessment.instrument.text), item.code)
    held = set(Attachment.objects.filter(item=item).values_list("requirement", flat=True))
    return [each.code for each in leaf.requirements if each.code not in held][:1]


def addresses(assessment):
    items = Item.objects.filter(assessment=assessment).order_by("order")
    with_evidence = Attachment.objects.filter(item__assessment=assessment, status="in_progress").first()
    return [
        reverse("assessment:assessments"),
        reverse("assessment:assessment", args=[assessment.pk]),
        reverse("assessment:assessment-new"),
        reverse("assessment:share", args=[assessment.pk]),
        reverse("assessment:assessment-close", args=[assessment.pk]),
        reverse("assessment:item", args=[items[0].pk]),
        reverse("assessment:item", args=[with_evidence.item_id]) + f"?syarat={with_evidence.requirement}",
        reverse("assessment:follow-ups"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_hold_no_barrier(page, full, office, sign_in, axe, shot, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(page, office)

    for n, address in enumerate(addresses(full)):
        page.goto(address)
        shot(page, f"assess-{n}-{scheme}")
        axe(page)


def test_the_pages_fit_a_phone_and_hold_no_barrier_there(page, full, office, sign_in, axe, fits, phone, shot):
    page.set_viewport_size(phone)
    sign_in(page, office)

    for n, address in enumerate(addresses(full)):
        page.goto(address)
        shot(page, f"assess-{n}")
        fits(page)
        axe(page)


def test_before_any_assessment_the_pages_hold_no_barrier(page, office, sign_in, axe):
    sign_in(page, office)

    for name in ("assessments", "assessment-new", "follow-ups"):
        page.goto(reverse(f"assessment:{name}"))
        axe(page)


@pytest.mark.parametrize("scripted", [True, False])
def test_an_item_is_answered_proved_sent_and_accepted(
    browser, browser_context_args, guard, small, operator, inspector, sign_in, scripted
):
    item = assessing.item(small, "O1")
    context = browser.new_context(**browser_context_args, java_script_enabled=scripted)
    page = context.new_page()
    guard(page)
    sign_in(page, operator)

    page.goto(reverse("assessment:assessment", args=[small.pk]))
    page.get_by_role("link", name="Jawab O1").click()
    page.get_by_label("1 · Dirintis").check()
    if scripted:
        expect(page.locator("#tersimpan")).to_contain_text("Tersimpan")
    page.get_by_label("Penjelasan").fill("Naskahnya selesai bulan lalu.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Jawaban Anda tersimpan.")).to_be_visible()
    page.get_by_role("link", name="Lampirkan bukti Naskah rancangan").click()
    page.get_by_label("Bukti yang cocok di daftar").select_option(index=0)
    page.get_by_role("button", name="Lampirkan").click()
    page.get_by_role("button", name="Kirim untuk diperiksa").click()
    sign_in(page, inspector)
    page.goto(reverse("assessment:assessments"))
    page.get_by_role("link", name="O1 Masterplan ditetapkan").click()
    page.get_by_role("button", name="Sahkan Naskah masterplan").click()

    expect(page.get_by_text("Tingkat 1 terbukti.")).to_be_visible()
    item.refresh_from_db()
    assert (item.claimed_level, item.explanation) == (1, "Naskahnya selesai bulan lalu.")
    assert Attachment.objects.get().status == "accepted"
    context.close()


def test_two_officers_who_answer_at_once_lose_nothing(context, small, operator, office, sign_in, guard):
    item = assessing.item(small, "O1")
    page = context.new_page()
    guard(page).allow("409")
    sign_in(page, operator)
    page.goto(reverse("assessment:item", args=[item.pk]))
    operations.answer_item(item_id=item.pk, claimed_level=2, explanation="Dari sekretariat.", actor=office, at=make.AT)

    page.get_by_label("Penjelasan").fill("Dari Diskominfo.")
    page.get_by_label("1 · Dirintis").check()

    expect(page.locator("#tersimpan")).to_contain_text("Dari sekretariat.")
    expect(page.get_by_label("Penjelasan")).to_have_value("Dari Diskominfo.")
    item.refresh_from_db()
    assert item.explanation == "Dari sekretariat."
    page.get_by_role("button", name="Simpan").click()
    item.refresh_from_db()
    assert (item.explanation, item.claimed_level) == ("Dari Diskominfo.", 1)
    assert Score.objects.count() == 0
