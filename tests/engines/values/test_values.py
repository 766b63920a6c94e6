"""A place, a month, a citizen's number, money and a share: each refuses what it cannot be, and shows itself safely."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.engines.values import AreaCode, Nik, Period, Rupiah, Sex, Share, mask_digits

days = st.dates(date(1930, 1, 1), date(2026, 12, 31))


def nik_of(born: date, sex: Sex, serial: int) -> str:
    return f"331399{born.day + (40 if sex is Sex.FEMALE else 0):02d}{born:%m%y}{serial:04d}"


@given(born=days, sex=st.sampled_from(Sex), serial=st.integers(1, 9999))
def test_a_nik_tells_sex_and_agrees_with_its_birth_date_and_hides_its_middle(born: date, sex: Sex, serial: int) -> None:
    digits = nik_of(born, sex, serial)

    nik = Nik(digits)

    assert (nik.sex, nik.agrees_with(born), nik.agrees_with(born.replace(year=born.year - 1))) == (sex, True, False)
    assert str(nik) == f"{nik}" == f"331399••••••{digits[12:]}"
    assert digits not in repr(nik)


NOBODYS = """331399010110000 33139901011000001 3313990101100000 3313993213100001 3313997202100001 331399010110000a
0313990101100001 ٣٣١٣٩٩٠١٠١١٠٠٠٠١ 3313993002100001 3313994001100001"""


@pytest.mark.parametrize("digits", ["", *NOBODYS.split()])
def test_a_number_that_can_be_nobodys_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="NIK"):
        Nik(digits)


@given(st.text())
def test_masking_leaves_no_long_number(text: str) -> None:
    import re

    assert not re.search(r"[0-9]{11}", mask_digits(text + " 3313990101100001 " + text))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("'331399 010110 0001", "'331399••••••0001"),
        ("3313990101100001", "331399••••••0001"),
        ("RT 003/012", "RT 003/012"),
        ("01-01-2010", "01-01-2010"),
        ("NISN 0101234567", "NISN 01••••••67"),
    ],
)
def test_masking_hides_numbers_of_people_and_leaves_the_rest(written: str, shown: str) -> None:
    assert mask_digits(written) == shown


@given(st.integers(1900, 2900), st.integers(1, 12), st.integers(-500, 500))
def test_months_count_forward_and_back(year: int, month: int, months: int) -> None:
    period = Period(year, month)
    if not 1900 * 12 <= year * 12 + month - 1 + months < 3000 * 12:
        return

    later = period.plus(months)

    assert later.months_since(period) == months
    assert later.plus(-months) == period == Period.parse(str(period))
    assert (later > period) == (months > 0)
    assert Period.of(period.last_day) == Period.of(period.first_day) == period


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "26-01", "2026-1", "2026-11-01", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Period.parse(text)


def test_an_area_code_knows_its_level_and_what_lies_around_it() -> None:
    village = AreaCode.parse("3313012001")

    around = [village]
    while around[-1].parent is not None:
        around.append(around[-1].parent)

    assert [str(code) for code in around] == ["33.13.01.2001", "33.13.01", "33.13", "33"]
    assert [code.level for code in around] == ["village", "district", "regency", "province"]
    assert all(village.lies_in(code) for code in around)
    assert not AreaCode("33.13.01").lies_in(village)
    assert not AreaCode("33.13.01").lies_in(AreaCode("33.1" + "2"))


@pytest.mark.parametrize("text", ["", "3", "33.1", "33.13.1", "33.13.01.201", "33-13", "33.13.01.2001.1", "03"])
def test_what_is_no_area_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="area code"):
        AreaCode(text)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1500000", 1_500_000), ("Rp 1.500.000", 1_500_000), ("rp1.500.000,00", 1_500_000), ("Rp. 450.000,-", 450_000)],
)
def test_amounts_are_read_as_officers_write_them(written: str, amount: int) -> None:
    assert Rupiah.parse(written) == Rupiah(amount)


@given(st.integers(-(10**15), 10**15))
def test_an_amount_shown_is_read_as_itself(amount: int) -> None:
    assert Rupiah.parse(str(Rupiah(amount))) == Rupiah(amount)


@pytest.mark.parametrize("written", ["", "1,5 juta", "1.50", "12,50", "seribu"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        Rupiah.parse(written)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_lies_between_nothing_and_all(part: int, rest: int) -> None:
    found = Share(part, part + rest).share

    assert found is None if part + rest == 0 else found is not None and 0 <= found <= 1


def test_more_than_all_is_no_share() -> None:
    with pytest.raises(ValueError, match="share"):
        Share(3, 2)
