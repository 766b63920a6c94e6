"""The pages of the indicators."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from guyub.apps.indicators import operations
from guyub.apps.indicators.models import Value
from tests.support import make
from tests.support.released import AREA

CODE = "poor-pupils-without-school-aid"
pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def addresses():
    return [
        reverse("indicators:list"),
        reverse("indicators:indicator", args=[CODE]),
        reverse("indicators:indicator", args=[CODE]) + "?wilayah=33.13.01",
        reverse("indicators:indicator", args=[CODE]) + "?wilayah=33.13.01.2001&periode=2026-11",
        reverse("indicators:rule", args=[CODE]),
        reverse("indicators:rows", args=[CODE]),
        reverse("indicators:rows", args=[CODE]) + "?bagian=sisanya",
        reverse("indicators:rows", args=["records-matched"]) + "?bagian=semua&halaman=2",
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_with_few_queries(page, computed, language, django_assert_max_num_queries):
    page.cookies["guyub_language"] = language
    for address in addresses():
        with django_assert_max_num_queries(12):
            assert page.get(address).status_code == 200, address


def test_pages_open_before_anything_is_computed(page, officer):
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)

    assert page.get(reverse("indicators:list")).status_code == 200
    assert page.get(reverse("indicators:indicator", args=[CODE])).status_code == 200


def test_pages_ask_to_sign_in(client, computed):
    for address in addresses():
        assert client.get(address).status_code == 302, address


def test_an_indicator_that_does_not_exist_is_not_found(page, computed):
    assert page.get(reverse("indicators:indicator", args=["no-such-thing"])).status_code == 404
    assert page.get(reverse("indicators:rule", args=["no-such-thing"])).status_code == 404


def test_from_the_number_to_rule_release_and_row_in_three_clicks(page, computed, released, build):
    shown = page.get(reverse("indicators:indicator", args=[CODE])).content.decode()

    assert reverse("indicators:rule", args=[CODE]) in shown
    assert reverse("exchange:release", args=[released["pupils"]]) in shown
    assert reverse("indicators:rows", args=[CODE]) in shown
    rows = page.get(reverse("indicators:rows", args=[CODE])).content.decode()
    assert "/registri/orang/" in rows and f"?bangunan={build.pk}" in rows


def test_a_target_is_drawn_and_said(page, computed, officer):
    planner = make.officer(role="planning_office")
    operations.adopt_aims(area=AREA, aims={(CODE, 2026): Decimal("1.5")}, actor=planner, at=make.AT)

    assert "1,5" in page.get(reverse("indicators:indicator", args=[CODE])).content.decode()


def test_rows_are_refused_to_who_may_not_see_them(client, computed):
    client.force_login(make.officer(role="mentor"))

    assert client.get(reverse("indicators:indicator", args=[CODE])).status_code == 200
    assert client.get(reverse("indicators:rows", args=[CODE])).status_code == 403


def test_no_page_shows_a_whole_nik_or_name(page, computed, world):
    niks = {row["nik"] for row in world.rows["population"]}
    for address in addresses():
        shown = page.get(address).content.decode()
        assert not any(nik in shown for nik in niks), address


def test_the_spreadsheet_holds_every_area_and_hides_what_the_page_hides(page, computed):
    answer = page.get(reverse("indicators:download", args=[CODE, "xlsx"]))

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == Value.objects.filter(definition__code=CODE).count()
    hidden = {value.area_id for value in Value.objects.filter(definition__code=CODE, suppressed=True)}
    assert {row[0] for row in rows if row[6] is None and row[8]} >= hidden
    assert all(row[4] is None and row[5] is None for row in rows if row[0] in hidden)


def test_the_csv_can_be_opened_by_an_indonesian_spreadsheet(page, computed):
    answer = page.get(reverse("indicators:download", args=[CODE, "csv"]))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\n") == Value.objects.filter(definition__code=CODE).count() + 1
