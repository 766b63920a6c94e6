"""Pages about places and structure."""

from __future__ import annotations

from datetime import date

import pytest

from guyub.apps.areas import operations
from guyub.apps.areas.models import AreaWord
from guyub.apps.areas.operations import NewAgency, NewMember
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    someone = make.officer("sekda", role="regional_secretary")
    client.force_login(someone)
    return someone


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_search_page_opens_with_the_districts_of_the_own_regency(client, secretary):
    make.area("33.13.01")

    assert "Kecamatan Jatipuro" in page(client, "/wilayah/")


def test_a_search_shows_what_each_area_lies_in(client, secretary):
    village = make.area("33.13.01.2002")
    AreaWord.objects.create(depth=3, word="jatisobo", area=village)

    html = page(client, "/wilayah/?cari=jatis")

    assert "Desa Jatisobo" in html
    assert "Kecamatan Jatipuro, Kabupaten Karanganyar, Jawa Tengah" in html


def test_a_search_without_a_hit_says_what_to_try(client, secretary):
    html = page(client, "/wilayah/?cari=<b>zzz</b>")

    assert "Periksa ejaannya" in html
    assert "<b>zzz</b>" not in html


def test_the_agencies_of_a_day_and_their_history(client, secretary):
    ids = [make.agency(name, name=f"Dinas {name}").pk for name in ("Disdag", "Diskop")]
    operations.merge_agencies(
        agency_ids=ids,
        into=NewAgency("Dinas Perdagangan dan Koperasi", "Disperdagkop", "2.17.3.30.0.00.01.0000", "service"),
        on=date(2022, 1, 3),
        legal_basis="Perda 7/2021",
        actor=secretary,
        at=make.AT,
    )

    now, before = page(client, "/wilayah/opd/"), page(client, "/wilayah/opd/?on=2021-06-01")

    assert "<h1>1 perangkat daerah" in now
    assert "Gabungan Disdag, Diskop sejak 3 Januari 2022" in now
    assert "Perda 7/2021" in now
    assert "<h1>2 perangkat daerah" in before


def test_a_day_that_is_none_is_said_and_today_is_shown(client, secretary):
    html = page(client, "/wilayah/opd/?on=kemarin")

    assert "Tulis tanggal seperti 2026-11-23." in html


def test_the_bodies_name_offices_not_persons(client, secretary):
    regent = make.office("regent", title="Bupati Karanganyar")
    make.appointment(make.officer("endah", role=None), regent)
    operations.set_up_body(
        area="33.13",
        kind="council",
        name="Dewan Kota Cerdas",
        legal_basis="SK 1",
        on=date(2025, 1, 1),
        members=[NewMember("chair", regent.pk), NewMember(party="Kampus")],
        actor=secretary,
        at=make.AT,
    )

    html = page(client, "/wilayah/lembaga/")

    assert "Bupati Karanganyar" in html
    assert "Endah" not in html


def test_without_bodies_the_page_says_who_sets_them_up(client, secretary):
    assert "keputusan bupati" in page(client, "/wilayah/lembaga/")
