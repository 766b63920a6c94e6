"""From a number to the person behind it, and the list that helps someone: in a real browser, for a planner and a village."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guyub.apps.indicators import operations as indicators
from guyub.apps.registry import operations as registry
from guyub.apps.services import operations as services
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA, invent, publish

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "poor-pupils-without-school-aid"


@pytest.fixture
def custodian():
    for name in ("Disdikbud", "Dinsos"):
        make.agency(name)
    officer = make.officer("walidata", role="data_custodian")
    indicators.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    world = invent(1500, seed=3)
    for period in ("2026-08", "2026-11"):
        publish(world, period=period, with_pages=True)
        build = registry.adopt_build(area=AREA, period=period, actor=officer, at=make.AT)
        indicators.compute_period(build_id=build, actor=officer, at=make.AT)
    services.propose_list(key=CODE, build_id=build, actor=officer, at=make.AT)
    return officer


@pytest.fixture
def school_officer(custodian):
    return make.officer("disdikbud", role="data_producer", agency=make.agency("Disdikbud"))


def test_from_the_number_to_the_rule_the_release_and_the_row(page, custodian, sign_in, axe):
    sign_in(page, custodian)
    page.goto(reverse("indicators:list"))
    page.get_by_role("link", name="Siswa miskin tanpa bantuan sekolah").click()
    thread = page.locator("#jejak")

    thread.get_by_role("link", name="Buka aturan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aturan versi 1")
    page.go_back()
    thread.get_by_role("link", name="Siswa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("baris")
    page.go_back()
    page.get_by_role("link", name="Buka baris").first.click()
    axe(page)


def test_a_person_is_opened_for_a_purpose_and_the_look_is_known(page, custodian, sign_in, axe):
    sign_in(page, custodian)
    page.goto(reverse("indicators:rows", args=[CODE]))
    page.locator("tbody tr").first.get_by_role("link").click()
    axe(page)
    page.get_by_label("Melayani warga ini, atas permintaannya").check()
    page.get_by_role("button", name="Buka dan catat").click()

    expect(page.get_by_role("heading", name="Siapa yang melihat")).to_be_visible()
    expect(page.get_by_role("rowheader", name="NIK", exact=True)).to_be_visible()
    axe(page)
    assert len(list_events(areas=[AREA], names=["person.opened"])) == 1


def test_the_list_is_opened_for_an_hour(page, school_officer, sign_in, axe):
    sign_in(page, school_officer)
    page.goto(reverse("services:lists"))
    page.get_by_role("link", name="Lihat daftar").click()
    axe(page)
    assert "•" in page.locator("#orang tbody tr").first.inner_text()
    page.get_by_label("Mengusulkan bantuan sekolah").check()
    page.get_by_role("button", name="Buka selama satu jam").click()

    expect(page.get_by_role("button", name="Unduh XLSX")).to_be_visible()
    assert "•" not in page.locator("#orang tbody tr td").nth(1).inner_text()
    axe(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_have_no_barrier_in_either_theme_at_either_size(
    page, custodian, sign_in, axe, fits, shot, theme, size, request
):
    sign_in(page, custodian)
    page.set_viewport_size(request.getfixturevalue(size))
    page.emulate_media(color_scheme=theme)
    for name, address in {
        "indicators": reverse("indicators:list"),
        "indicator": reverse("indicators:indicator", args=[CODE]),
        "indicator-district": reverse("indicators:indicator", args=[CODE]) + "?wilayah=33.13.01",
        "indicator-village": reverse("indicators:indicator", args=[CODE]) + "?wilayah=33.13.01.2001",
        "rule": reverse("indicators:rule", args=[CODE]),
        "rows": reverse("indicators:rows", args=[CODE]),
        "rows-records": reverse("indicators:rows", args=["records-matched"]) + "?bagian=sisanya",
        "registry": reverse("registry:overview"),
    }.items():
        page.goto(address)
        shot(page, f"{name}-{theme}")
        axe(page)
        fits(page)
