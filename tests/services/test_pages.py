"""The pages of the lists."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from guyub.ledger.queries import list_events
from tests.services.conftest import KEY
from tests.support import make
from tests.support.released import AREA

pytestmark = pytest.mark.django_db
LIST = f"/daftar/{KEY}/"


@pytest.fixture
def page(client, school_officer):
    client.force_login(school_officer)
    return client


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_with_few_queries(page, proposed, language, django_assert_max_num_queries):
    page.cookies["guyub_language"] = language
    for address in (reverse("services:lists"), LIST, f"{LIST}?wilayah=33.13.01", f"{LIST}?sekolah=2031SD&halaman=2"):
        with django_assert_max_num_queries(12):
            assert page.get(address).status_code == 200, address


def test_pages_ask_to_sign_in(client, proposed):
    assert client.get(LIST).status_code == 302
    assert client.post(reverse("services:open", args=[KEY])).status_code == 302


def test_without_a_list_the_page_says_so(page, db):
    assert page.get(reverse("services:lists")).status_code == 200
    assert page.get(LIST).status_code == 404


def test_names_appear_after_the_purpose_is_given(page, proposed, world):
    names = {row["name"] for row in world.rows["population"]}
    masked = page.get(LIST).content.decode()
    assert not any(name in masked for name in names)

    answer = page.post(reverse("services:open", args=[KEY]), {"purpose": "propose"}, follow=True)

    shown = answer.content.decode()
    assert any(name in shown for name in names)
    assert not any(row["nik"] in shown for row in world.rows["population"])


def test_opening_without_a_purpose_explains_itself(page, proposed):
    assert page.post(reverse("services:open", args=[KEY])).status_code == 422
    assert list_events(areas=[AREA], names=["list.opened"]) == []


def test_the_file_holds_names_and_masked_niks_and_is_recorded(page, proposed):
    page.post(reverse("services:open", args=[KEY]), {"purpose": "visit"})

    answer = page.post(reverse("services:file", args=[KEY]))

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows) == proposed.people
    assert all("•" not in row[2] for row in rows)
    assert all(row[1] == "–" or "••••••" in row[1] for row in rows)
    assert [event.facts["form"] for event in list_events(areas=[AREA], names=["list.opened"])] == ["xlsx", "page"]
    assert "331399" not in answer["Content-Disposition"]


def test_a_file_without_a_purpose_is_refused(page, proposed):
    assert page.post(reverse("services:file", args=[KEY])).status_code == 400


def test_an_inspector_sees_who_looked_and_no_person(client, page, proposed, school_officer):
    page.post(reverse("services:open", args=[KEY]), {"purpose": "visit"})
    client.force_login(make.officer(role="inspector"))

    shown = client.get(LIST).content.decode()

    assert school_officer.acting_as in shown
    assert 'name="purpose"' not in shown and "331399" not in shown


def test_the_health_agency_finds_no_list(client, proposed):
    client.force_login(make.officer("dinkes", role="data_producer", agency=make.agency("Dinkes")))

    assert client.get(LIST).status_code == 404
    assert client.post(reverse("services:open", args=[KEY]), {"purpose": "visit"}).status_code == 404


@pytest.mark.parametrize("place", ["33.13.99", "33.13.01.9999", "33.13.xx", "33.13.01' or '1'='1"])
def test_a_place_that_does_not_exist_shows_the_readers_own_part(page, proposed, place):
    answer = page.get(LIST, {"wilayah": place})

    assert (answer.status_code, answer.context["page"].area) == (200, AREA)
