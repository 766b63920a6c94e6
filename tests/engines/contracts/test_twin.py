"""The compiled SQL against a slow, obvious reading of the same cells in Python."""

from __future__ import annotations

import re
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines.contracts import compile_checks
from guyub.engines.contracts.casting import typed
from guyub.engines.values import Nik
from tests.support.agency import contract

digits = st.text("0123456789", min_size=14, max_size=18)
plausible = st.builds(
    "331399{:02d}{:02d}{:02d}{:04d}".format,
    st.integers(0, 75),
    st.integers(0, 14),
    st.integers(0, 99),
    st.integers(0, 3),
)


@pytest.fixture(scope="module")
def engine():  # type: ignore[no-untyped-def]
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{column.name}" VARCHAR' for column in contract().columns)
        connection.execute(f"CREATE TABLE staged (_line BIGINT, _label VARCHAR, {columns})")
        connection.execute("CREATE TABLE villages (code VARCHAR)")
        connection.execute("CREATE TABLE replaced (former VARCHAR, code VARCHAR)")
        connection.execute("SET VARIABLE today = DATE '2026-11-21'")
        yield connection


def cast(connection: duckdb.DuckDBPyConnection, column: str, text: str | None, key: str = "population") -> object:
    query = f"SELECT {typed(contract(key).column(column), 't')} FROM (SELECT ?::VARCHAR AS t, false AS _plain)"
    return connection.execute(query, [text]).fetchall()[0][0]


@settings(max_examples=8, deadline=None)
@given(numbers=st.lists(st.one_of(digits, plausible), min_size=30, max_size=30))
def test_a_nik_passes_exactly_if_it_can_be_somebodys(engine: duckdb.DuckDBPyConnection, numbers: list[str]) -> None:
    compiled = compile_checks(contract())
    engine.execute("DELETE FROM staged")
    engine.executemany("INSERT INTO staged (_line, nik) VALUES (?, ?)", list(enumerate(numbers)))
    engine.execute(f"CREATE OR REPLACE TABLE flagged AS FROM ({compiled.checked}) WHERE {compiled.flagged}")
    wrong = {
        line
        for line, rule, *_ in engine.execute(compiled.findings).fetchall()
        if compiled.rules[rule].code in ("NIK-16", "NIK-SUSUNAN") or compiled.rules[rule].column == "nik"
    }

    assert wrong == {line for line, number in enumerate(numbers) if not _sound(number)}


def _sound(number: str) -> bool:
    try:
        Nik(number)
    except ValueError:
        return False
    return True


@given(day=st.dates(date(1901, 1, 1), date(2029, 12, 31)), form=st.integers(0, 7))
@settings(max_examples=40, deadline=None)
def test_a_date_is_read_in_every_notation(engine: duckdb.DuckDBPyConnection, day: date, form: int) -> None:
    names = ["Jan", "Peb", "Maret", "Apr", "Mei", "Juni", "Juli", "Agustus", "Sept", "Okt", "Nop", "Desember"]
    written = [
        day.strftime("%d-%m-%Y"),
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {names[day.month - 1]} {day.year}",
        f"Senin, {day.day:02d} {names[day.month - 1].upper()} {day.year}",
        day.strftime("%Y%m%d"),
        f"{day.isoformat()} 07:30:00",
    ][form]

    assert cast(engine, "birth_date", written) == day


EVERY_KIND = ", ".join(
    typed(column, "t")
    for key, kinds in (("population", 10), ("welfare", 14))
    for column in contract(key).columns[:kinds]
)


@given(st.lists(st.text(max_size=14), min_size=40, max_size=40))
@settings(max_examples=5, deadline=None)
def test_no_text_makes_the_reading_of_a_cell_fail(engine: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]

    query = f"SELECT {EVERY_KIND} FROM (SELECT unnest(?::VARCHAR[]) AS t, false AS _plain)"

    assert len(engine.execute(query, [texts]).fetchall()) == 40


@pytest.mark.parametrize(
    ("column", "key", "text", "value"),
    [
        ("monthly_income_rupiah", "welfare", "Rp 1.500.000,00", 1_500_000),
        ("monthly_income_rupiah", "welfare", "1,500,000", 1_500_000),
        ("monthly_income_rupiah", "welfare", "750000.0", 750_000),
        ("monthly_income_rupiah", "welfare", "1,5 juta", None),
        ("decile_period", "welfare", "Agustus 2026", "2026-08"),
        ("decile_period", "welfare", "08/2026", "2026-08"),
        ("decile_period", "welfare", "202608", "2026-08"),
        ("decile_period", "welfare", "2026-13", None),
        ("village_code", "welfare", "33 13 01 2001", "33.13.01.2001"),
        ("active", "health_insurance", "Tidak Aktif", False),
        ("active", "health_insurance", "1", True),
        ("level", "pupils", "smk", "SMA"),
        ("name", "pupils", "  Siti\u00a0\u00a0Aminah ", "Siti Aminah"),
        ("name", "pupils", "Nihil", None),
        ("name", "pupils", "N/A", None),
        ("name", "pupils", "Nani", "Nani"),
        ("family_card", "pupils", "3313990101150000", None),
        ("nik", "pupils", "1000000000000E15", None),
    ],
)
def test_cells_are_read_as_offices_write_them(
    engine: duckdb.DuckDBPyConnection, column: str, key: str, text: str, value: object
) -> None:
    assert cast(engine, column, text, key) == value


@given(st.lists(st.text("Nnaul -.'/#éA1\t", max_size=7), min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_the_short_test_of_a_whole_row_never_differs_from_the_long_one(
    engine: duckdb.DuckDBPyConnection, cells: list[str]
) -> None:
    from guyub.engines.contracts.casting import plain_row

    names = [f"c{number}" for number in range(len(cells))]
    given = ", ".join(f"?::VARCHAR AS {name}" for name in names)
    plain = engine.execute(f"SELECT {plain_row(names)} FROM (SELECT {given})", cells).fetchall()[0][0]

    slowly = [cast(engine, "name", cell) for cell in cells]
    assert not plain or slowly == [cell or None for cell in cells]


@given(st.lists(st.one_of(st.none(), st.text("NnaulO -.'/#é~0A1\u00a0", max_size=7)), min_size=1, max_size=3))
@settings(max_examples=80, deadline=None)
def test_the_shortest_test_of_a_row_without_control_characters_never_differs_from_the_long_one(
    engine: duckdb.DuckDBPyConnection, cells: list[str | None]
) -> None:
    from guyub.engines.contracts.casting import joined, plain_bare_row

    names = [f"c{number}" for number in range(len(cells))]
    given = ", ".join(f"?::VARCHAR AS {name}" for name in names)
    row = f"SELECT *, {joined(names)} AS j FROM (SELECT {given})"
    plain = engine.execute(f"SELECT {plain_bare_row(names, 'j')} FROM ({row})", cells).fetchall()[0][0]

    assert not plain or [cast(engine, "name", cell) for cell in cells] == cells


@pytest.mark.parametrize("cell", ["Nur Aisyah", "Na'im bin Ali", "PKH", "1500000", "Galih, S.Pd.", None])
def test_common_cells_take_the_short_way(engine: duckdb.DuckDBPyConnection, cell: str | None) -> None:
    from guyub.engines.contracts.casting import joined, plain_bare_row

    row = f"SELECT *, {joined(['a', 'b'])} AS j FROM (SELECT 'Slamet' AS a, ?::VARCHAR AS b)"

    assert engine.execute(f"SELECT {plain_bare_row(['a', 'b'], 'j')} FROM ({row})", [cell]).fetchall() == [(True,)]


def test_more_rules_than_one_flag_holds_are_all_found(engine: duckdb.DuckDBPyConnection) -> None:
    from dataclasses import replace

    plain = contract()
    name = plain.column("name")
    many = tuple(
        replace(name.rules[0], check="pattern", pattern=f"[^{chr(97 + n % 26)}]{{3,{n + 3}}}") for n in range(90)
    )
    wide = replace(plain, columns=(*plain.columns[:2], replace(name, rules=many), *plain.columns[3:]))
    compiled = compile_checks(wide)
    engine.execute("DELETE FROM staged")
    engine.execute("INSERT INTO staged (_line, name) VALUES (1, 'abc')")
    engine.execute(f"CREATE OR REPLACE TABLE flagged AS FROM ({compiled.checked}) WHERE {compiled.flagged}")

    found = [row[1] for row in engine.execute(compiled.findings).fetchall() if compiled.rules[row[1]].column == "name"]

    expected = [n for n in range(90) if not re.fullmatch(many[n].pattern or "", "abc")]
    first = next(n for n, rule in enumerate(compiled.rules) if rule.column == "name")
    assert sorted(found) == [first + n for n in expected]
