"""The public page: whole-regency figures for everybody, nothing hidden, nobody named, no sign-in."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.masterplan.conftest import HIGHER, LOWER, adopt, compute
from tests.support import make

OPEN = "portal:open"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " "))


def test_without_figures_the_page_says_so(client, db):
    make.area("33.13")
    answer = client.get(reverse(OPEN))

    assert answer.status_code == 200
    assert "Belum ada angka terbuka" in text_of(answer)


def test_it_shows_the_newest_value_its_counts_and_the_version_of_its_rule(client, db):
    adopt(LOWER)
    compute("2026-02", {LOWER: 34.8})
    compute("2026-05", {LOWER: 21.4})

    page = text_of(client.get(reverse(OPEN)))

    assert "Siswa miskin tanpa bantuan sekolah" in page and "21,4" in page and "34,8" not in page
    assert "21 dari 100 (siswa), aturan versi 1" in page and "Mei 2026" in page


def test_a_hidden_value_and_a_villages_value_are_not_there(client, db):
    adopt(LOWER)
    adopt(HIGHER)
    compute("2026-05", {LOWER: None, HIGHER: 96.1})
    compute("2026-05", {LOWER: 77.7, HIGHER: 66.6}, place="33.13.01.2001")

    page = text_of(client.get(reverse(OPEN)))

    assert "96,1" in page
    assert "Siswa miskin" not in page and "77,7" not in page and "66,6" not in page


def test_it_leads_to_no_page_that_needs_signing_in(client, db):
    adopt(LOWER)
    compute("2026-05", {LOWER: 21.4})
    content = client.get(reverse(OPEN)).content.decode()

    assert "/indikator/" not in content and "/rilis/" not in content


def test_published_figures_stand_apart(client, db):
    make.area("33.13")

    page = text_of(client.get(reverse(OPEN)))

    assert "Angka terbit pihak lain" in page and "78,11" in page and "BPS" in page


def test_it_costs_the_same_for_one_and_for_many_values(client, db):
    adopt(LOWER)
    compute("2026-02", {LOWER: 34.8})
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(OPEN))
    adopt(HIGHER)
    for period in ("2026-05", "2026-08"):
        compute(period, {LOWER: 30.0, HIGHER: 96.0})
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(OPEN))

    assert len(few.captured_queries) == len(many.captured_queries) <= 6


def test_only_reading_is_possible(client, db):
    assert client.post(reverse(OPEN)).status_code == 405
