from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guyub.web import figures


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        (lambda: figures.number(143472), "143.472", "143,472"),
        (lambda: figures.decimal(1234.5), "1.234,5", "1,234.5"),
        (lambda: figures.decimal(-2.25, 2), "−2,25", "−2.25"),
        (lambda: figures.signed(0.14, 2), "+0,14", "+0.14"),
        (lambda: figures.signed(-2.2), "−2,2", "−2.2"),
        (lambda: figures.signed(0), "0,0", "0.0"),
        (lambda: figures.percent(21.4), "21,4 %", "21.4%"),
        (lambda: figures.share(0.214), "21,4 %", "21.4%"),
        (lambda: figures.rupiah(750000), "Rp 750.000", "Rp 750,000"),
        (lambda: figures.rupiah(-750000), "−Rp 750.000", "−Rp 750,000"),
        (lambda: figures.rupiah_short(18_600_000_000), "Rp 18,6 miliar", "Rp 18.6 billion"),
        (lambda: figures.rupiah_short(999_960_000), "Rp 1,0 miliar", "Rp 1.0 billion"),
        (lambda: figures.rupiah_short(-2_500_000), "−Rp 2,5 juta", "−Rp 2.5 million"),
        (lambda: figures.rupiah_short(750_000), "Rp 750.000", "Rp 750,000"),
        (lambda: figures.rupiah_short(1_200_000_000_000), "Rp 1,2 triliun", "Rp 1.2 trillion"),
        (lambda: figures.size(512), "512 B", "512 B"),
        (lambda: figures.size(12_400_000), "12,4 MB", "12.4 MB"),
        (lambda: figures.size(204_000_000), "204 MB", "204 MB"),
        (lambda: figures.day(date(2026, 11, 23)), "23 November 2026", "23 November 2026"),
        (lambda: figures.day_short(date(2026, 8, 20)), "20 Agu 2026", "20 Aug 2026"),
        (lambda: figures.day_long(date(2026, 11, 23)), "Senin, 23 November 2026", "Monday, 23 November 2026"),
        (
            lambda: figures.instant(datetime(2026, 11, 23, 2, 14, tzinfo=UTC)),
            "23 Nov 2026, 09.14",
            "23 Nov 2026, 09:14",
        ),
        (lambda: figures.period("2026-05"), "Mei 2026", "May 2026"),
        (lambda: figures.period("2024"), "2024", "2024"),
    ],
)
def test_a_value_is_written_in_the_language_of_the_reader(written, indonesian, english):
    assert written().replace("\u00a0", " ") == indonesian
    with translation.override("en"):
        assert written().replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    "written",
    [
        figures.number, figures.decimal, figures.signed, figures.percent, figures.share, figures.rupiah, figures.rupiah_short,
        figures.size, figures.day, figures.day_short, figures.day_long, figures.clock, figures.instant, figures.period,
        figures.mask_nik, figures.mask_name,
    ],
)  # fmt: skip
def test_what_is_missing_is_a_dash_and_never_zero(written):
    assert written(None) == written("") == "–"


def test_a_number_and_its_unit_are_not_parted_by_a_line_break():
    assert figures.percent(21.4) == "21,4\u00a0%"
    assert " " not in figures.rupiah_short(18_600_000_000)


@given(st.decimals(-(10**12), 10**12, places=3), st.integers(0, 3))
def test_what_is_written_reads_back_as_the_rounded_number(value, places):
    with translation.override("id"):
        text = figures.decimal(value, places)

    read = Decimal(text.replace(".", "").replace(",", ".").replace("−", "-"))
    assert abs(read - value) <= Decimal("0.5").scaleb(-places)


@given(st.integers(10**15, 10**16 - 1))
def test_a_masked_nik_keeps_its_length_and_hides_the_birth_date(nik):
    masked = figures.mask_nik(nik)

    assert len(masked) == 16
    assert masked[6:12] == "••••••"


def test_a_broken_nik_shows_less_than_half_of_itself():
    assert figures.mask_nik("3,31399E+15"[:10]).count("•") > 5
    assert figures.mask_nik("3313 99").count("•") == 4


def test_a_masked_name_keeps_only_the_first_letters():
    assert figures.mask_name("Bagas Wicaksono") == "B•••• W••••••••"
    assert figures.mask_name("  Siti   Rahmawati ") == "S••• R••••••••"


def test_the_filters_carry_the_same_names():
    page = Template("{% load figures %}{{ n|number }} {{ n|decimal:2 }} {{ p|period }}")

    assert page.render(Context({"n": 1234.5, "p": "2026-11"})).replace("\u00a0", " ") == "1.234 1.234,50 November 2026"
