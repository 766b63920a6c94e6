"""The front page, programmes, ledger and open figures in a real browser: no barrier, nothing wider than a phone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.masterplan import operations
from guyub.apps.masterplan.models import Programme
from tests.masterplan.conftest import BROKEN, HEADERS, HIGHER, LOWER, SMARD, TUNTAS, adopt, compute, file_of
from tests.support import make

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGES = ("33.13.01.2001", "33.13.01.2002", "33.13.09.1001")


@pytest.fixture
def regency(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for name in ("Disdukcapil", "Dinsos", "Disdikbud", "Dinkes"):
        make.agency(name)
    for code in (LOWER, HIGHER):
        adopt(code)
    return make.area("33.13")


@pytest.fixture
def planner(regency):
    return make.officer("bappeda", role="planning_office")


@pytest.fixture
def full(planner):
    """Values of two periods in two districts, a plan with promises, a late dataset, a submission that waits."""
    for period, lower, higher in (("2026-02", 34.8, 97.0), ("2026-05", 21.4, 96.1)):
        for place in (None, "33.13.01", "33.13.09", *VILLAGES[:2]):
            compute(period, {LOWER: lower, HIGHER: higher}, place=place)
        compute(period, {LOWER: None, HIGHER: None}, place=VILLAGES[2])
    operations.import_programmes(
        area="33.13", file_name="program.csv", stream=file_of(SMARD, TUNTAS, BROKEN), actor=planner, at=make.AT
    )
    pupils = make.dataset("pupils")
    make.dataset("population")
    make.release(make.submission(pupils, state="released", period="2025-05"))
    make.submission(pupils, period="2026-08", state="checked")


def addresses():
    programme = Programme.objects.order_by("pk").first()
    return [
        reverse("monitoring:front"),
        reverse("masterplan:programmes"),
        reverse("masterplan:programme", args=[programme.pk]),
        reverse("masterplan:import"),
        reverse("masterplan:sheet", args=[programme.sheet_id]),
        reverse("portal:open"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_hold_no_barrier(page, full, planner, sign_in, axe, scheme):
    page.emulate_media(color_scheme=scheme)
    sign_in(page, planner)

    for address in addresses():
        page.goto(address)
        axe(page)


def test_the_pages_fit_a_phone_and_hold_no_barrier_there(page, full, planner, sign_in, axe, fits, phone):
    page.set_viewport_size(phone)
    sign_in(page, planner)

    for address in addresses():
        page.goto(address)
        fits(page)
        axe(page)


def test_the_ledger_holds_no_barrier(page, full, sign_in, axe, fits, phone):
    sign_in(page, make.officer("inspektorat", role="inspector"))
    page.goto(reverse("monitoring:ledger"))
    axe(page)

    page.set_viewport_size(phone)
    fits(page)


@pytest.mark.parametrize("role", ["regent", "opd_head", "camat", "village_operator"])
def test_each_role_finds_its_own_front_page(page, full, sign_in, axe, role):
    where = {"camat": "33.13.01", "village_operator": VILLAGES[0]}.get(role, "33.13")
    agency = make.agency("Disdikbud") if role == "opd_head" else None
    sign_in(page, make.officer(role=role, area_code=where, agency=agency))

    page.goto(reverse("monitoring:front"))

    axe(page)
    expect(page.locator("h1")).to_have_count(1)


def test_before_any_data_the_front_page_and_the_plan_hold_no_barrier(page, planner, sign_in, axe):
    sign_in(page, planner)

    for name in ("monitoring:front", "masterplan:programmes", "masterplan:import", "portal:open"):
        page.goto(reverse(name))
        axe(page)


def test_the_front_page_fits_two_sheets(page, full, sign_in):
    sign_in(page, make.officer("bupati", role="regent"))
    page.goto(reverse("monitoring:front"))

    paper = page.pdf(prefer_css_page_size=True, print_background=True)

    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") <= 2


def test_from_a_number_on_the_front_page_to_its_rule_in_two_clicks(page, full, sign_in):
    sign_in(page, make.officer(role="mentor"))
    page.goto(reverse("monitoring:front"))

    page.locator("#indikator").get_by_role("link", name="Mengapa?").first.click()

    expect(page).to_have_url(re.compile(f"/indikator/{LOWER}/"))
    assert page.locator(f"a[href*='/indikator/{LOWER}/aturan/']").count() >= 1


@pytest.mark.parametrize("scripted", [True, False])
def test_a_messy_spreadsheet_is_looked_at_then_taken_in(
    browser, browser_context_args, guard, planner, sign_in, tmp_path, scripted
):
    file = tmp_path / "program.csv"
    file.write_bytes(file_of(SMARD, TUNTAS, BROKEN).read())
    context = browser.new_context(**browser_context_args, java_script_enabled=scripted)
    page = context.new_page()
    guard(page)
    sign_in(page, planner)

    page.goto(reverse("masterplan:import"))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Baca berkas").click()
    expect(page.locator("h1")).to_contain_text("2 baris akan masuk, 1 akan ditahan")
    assert Programme.objects.count() == 0

    page.get_by_role("button", name="Masukkan 2 baris").click()
    expect(page.locator("h1")).to_contain_text("2 baris masuk, 1 ditahan")
    page.get_by_role("link", name="Ke daftar program").click()
    expect(page.get_by_role("link", name="SMARD")).to_be_visible()
    context.close()


def test_the_list_is_filtered_by_keyboard_alone(page, planner, sign_in):
    rows = [[f"P-{n}", f"Program {n:02}", "SG", "Dinsos", "", "", "", ""] for n in range(3)]
    operations.import_programmes(
        area="33.13", file_name="p.csv", stream=file_of(*rows, headers=HEADERS), actor=planner, at=make.AT
    )
    sign_in(page, planner)
    page.goto(reverse("masterplan:programmes"))

    page.focus("#id_cari")
    page.keyboard.type("Program 02")
    page.keyboard.press("Enter")

    expect(page.locator("#daftar h2")).to_contain_text("1 program cocok")
