"""The pages of the registry."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guyub.apps.registry.files import id_of_nik
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def test_the_overview_tells_what_is_connected_and_what_is_not_matched(page, build):
    answer = page.get(reverse("registry:overview"))

    assert answer.status_code == 200
    assert "Data penduduk" in answer.content.decode() or "Population register" in answer.content.decode()


def test_before_the_first_build_the_overview_says_what_to_do(page):
    assert page.get(reverse("registry:overview")).status_code == 200


def test_the_overview_costs_few_queries(page, build, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page.get(reverse("registry:overview"))


def test_pages_ask_to_sign_in(client, build):
    for address in (reverse("registry:overview"), reverse("registry:person", args=["0" * 20])):
        assert client.get(address).status_code == 302


def test_a_search_by_nik_leads_to_an_address_without_it(page, build, world):
    nik = world.rows["population"][0]["nik"]

    answer = page.post(reverse("registry:search"), {"nik": f"{nik[:4]} {nik[4:]}"})

    assert answer.status_code == 302
    assert answer["Location"] == reverse("registry:person", args=[id_of_nik(nik)])
    assert nik not in answer["Location"]


def test_a_wrong_nik_is_explained_beside_its_field(page, build):
    answer = page.post(reverse("registry:search"), {"nik": "123"})

    assert answer.status_code == 422


def test_a_nik_is_never_looked_for_by_get(page, build):
    assert page.get(reverse("registry:search")).status_code == 405


def test_a_person_is_masked_until_the_purpose_is_given(page, build, world):
    row = world.rows["population"][0]
    address = reverse("registry:person", args=[id_of_nik(row["nik"])])

    masked = page.get(address)
    assert row["nik"] not in masked.content.decode() and row["name"] not in masked.content.decode()
    assert masked["Cache-Control"] == "no-store"

    opened = page.post(address, {"purpose": "service"})
    assert opened.status_code == 200
    assert row["nik"] in opened.content.decode()
    assert len(list_events(areas=[AREA], names=["person.opened"])) == 1


def test_opening_without_a_purpose_shows_nothing(page, build, world):
    row = world.rows["population"][0]

    answer = page.post(reverse("registry:person", args=[id_of_nik(row["nik"])]))

    assert answer.status_code == 422
    assert row["nik"] not in answer.content.decode()


def test_an_office_that_opens_nobody_sees_no_button(client, build, world):
    client.force_login(make.officer(role="regent"))
    address = reverse("registry:person", args=[id_of_nik(world.rows["population"][0]["nik"])])

    assert 'name="purpose"' not in client.get(address).content.decode()
    assert client.post(address, {"purpose": "service"}).status_code == 403


def test_a_person_nobody_knows_is_not_found(page, build):
    assert page.get(reverse("registry:person", args=["0" * 20])).status_code == 404
