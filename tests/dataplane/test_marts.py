"""Counting a build: the one statement against a slow twin, and the pages of rows behind each number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from guyub.dataplane import marts, reading, registry
from guyub.engines.indicators import Count, Form, condition_of_numerator
from tests.engines.indicators.test_expression import holds
from tests.support.released import AREA, KEY, VILLAGES, invent

CONTENT = Path(__file__).resolve().parents[2] / "content"
DEFINITIONS = marts.load_definitions(CONTENT / "indicators")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("registry")
    sources = invent(500).write(folder / "releases")
    return (
        folder
        / "builds"
        / registry.build(sources, area=AREA, period="2026-11", key=KEY, folder=folder / "builds").build
    )


@pytest.fixture(scope="module")
def rows(build):
    """Both tables as plain dictionaries."""
    found = {}
    with duckdb.connect() as engine:
        for table, file in (("person", "mart"), ("record", "record")):
            cursor = engine.execute(f"from read_parquet('{build / file}.parquet')")
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.code)
def test_the_one_statement_counts_what_the_slow_twin_counts(build, rows, definition):
    counted = marts.count(build, DEFINITIONS, area=AREA)[definition.code]

    for area in [AREA, "33.13.01", "33.13.03", *VILLAGES]:
        lying = [row for row in rows[definition.table] if area == AREA or (row["village_code"] or "").startswith(area)]
        group = [row for row in lying if holds(definition.denominator, row)]
        within = group if definition.form is Form.SHARE else lying
        twin = Count(sum(holds(definition.numerator, row) for row in within), len(group))
        assert counted.get(area, Count(0, 0)) == twin


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.code)
def test_the_rows_behind_a_number_are_as_many_as_it_says(build, definition):
    counts = marts.count(build, DEFINITIONS, area=AREA)[definition.code]

    for area in (AREA, "33.13.02", VILLAGES[0]):
        count = counts.get(area, Count(0, 0))
        assert reading.count_counted(build, definition, area=area, counted=True) == count.numerator
        assert reading.count_counted(build, definition, area=area) == count.denominator
        shown = reading.list_counted(build, definition, area=area, counted=True, limit=10_000)
        assert len(shown) == count.numerator
        assert all(row.counted for row in shown)
        if definition.form is Form.SHARE:
            rest = reading.list_counted(build, definition, area=area, counted=False, limit=10_000)
            assert len(rest) == count.denominator - count.numerator


def test_pages_of_rows_follow_each_other_without_gap_or_double(build):
    definition = next(definition for definition in DEFINITIONS if definition.code == "health-insurance-active")

    paged = [
        row
        for offset in range(0, 600, 50)
        for row in reading.list_counted(build, definition, area=AREA, offset=offset, limit=50)
    ]

    assert paged == list(reading.list_counted(build, definition, area=AREA, limit=10_000))
    assert len({row.person_id for row in paged}) == len(paged)


def test_a_definition_says_where_its_columns_come_from():
    datasets = {definition.code: definition.datasets for definition in DEFINITIONS}

    assert datasets["poor-pupils-without-school-aid"] == ("population", "welfare", "pupils", "aid")
    assert datasets["under-five-share"] == ("population",)


def test_a_list_is_counted_by_village_and_school_and_read_by_area(build, rows):
    definition = next(definition for definition in DEFINITIONS if definition.code == "poor-pupils-without-school-aid")
    condition = condition_of_numerator(definition)
    twin = [row for row in rows["person"] if holds(condition, row)]

    by_village = reading.count_by_village(build, condition)
    by_school = reading.count_by_school(build, condition)

    assert sum(by_village.values()) == sum(count for *_, count in by_school) == len(twin)
    assert reading.count_people(build, condition, areas=["33.13.01"]) == sum(
        count for village, count in by_village.items() if village.startswith("33.13.01.")
    )
    people = reading.list_people(build, condition, areas=["33.13.01", "33.13.02"], school="2031SD", limit=1000)
    assert {person.school_code for person in people} <= {"2031SD"}
    assert not reading.list_people(build, condition, areas=[])


def test_names_are_given_only_for_the_ids_asked_for(build, rows):
    [first, *_] = [row for row in rows["person"] if row["in_register"]]

    found = reading.list_names(build, [first["person_id"], "0" * 20])

    assert list(found) == [first["person_id"]]
    nik, name = found[first["person_id"]]
    assert nik.startswith(first["nik_masked"][:6]) and nik.endswith(first["nik_masked"][-4:])
    assert name[0] == first["name_masked"][0]
