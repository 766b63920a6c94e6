"""Indicator files: what is read, and how a mistake is named."""

from __future__ import annotations

from datetime import date

import pytest

from guyub.engines.indicators import (
    Column,
    Count,
    Direction,
    Form,
    Kind,
    Words,
    cells,
    parse_definition,
    parse_published,
)
from guyub.errors import ContentError

TABLES = {
    "person": {
        "pupil": Column(Kind.FLAG, Words("siswa", "pupil"), ("pupils", "population")),
        "decile": Column(Kind.NUMBER, Words("desil", "decile"), ("welfare", "population")),
        "aid_school": Column(Kind.FLAG, Words("bantuan", "aid"), ("aid", "population")),
    }
}
FILE = """
code: poor-pupils
version: 2
title: {id: Siswa miskin, en: Poor pupils}
meaning: {id: Siswa desil 1–4., en: "Pupils in deciles 1–4."}
counted: {id: siswa, en: pupils}
group: {id: semua siswa, en: all pupils}
dimension: society
direction: lower
form: share
unit: percent
factor: 100
decimals: 1
table: person
denominator: pupil
numerator: decile <= 4 and not aid_school
smallest_cell: 10
smallest_count: 3
valid_from: 2026-07-01
source: {id: Contoh, en: Example}
standards:
  - {name: "ISO 37120:2018", code: "6.5", partly: true}
caveats:
  - {id: Hati-hati., en: Beware.}
published: [poverty_rate]
"""


def read(text=FILE):
    return parse_definition(text, file="poor-pupils.yaml", tables=TABLES)


def test_a_file_is_read_once_into_a_frozen_definition():
    definition = read()

    assert (definition.code, definition.version, definition.direction, definition.form) == (
        "poor-pupils",
        2,
        Direction.LOWER,
        Form.SHARE,
    )
    assert definition.valid_from == date(2026, 7, 1)
    assert definition.numerator_text == "decile <= 4 and not aid_school"
    assert definition.standards[0].partly


def test_the_datasets_follow_from_the_columns_in_the_order_of_the_flow():
    assert read().datasets == ("population", "welfare", "pupils", "aid")


def test_another_text_is_another_digest():
    assert read().digest != read(FILE.replace("smallest_cell: 10", "smallest_cell: 11")).digest


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("decile <= 4", "descile <= 4", "numerator", "no column “descile”"),
        ("direction: lower", "direction: down", "direction", "“down” is not known here"),
        ("title: {id: Siswa miskin, en: Poor pupils}", "title: Siswa miskin", "title", "both languages"),
        ("valid_from: 2026-07-01", 'valid_from: "soon"', "valid_from", "no date"),
        ("factor: 100", "factor: 1.5", "factor", "no whole number"),
        ("version: 2", "version: 2\nweight: 3", "weight", "no such field"),
        ("source: {id: Contoh, en: Example}\n", "", "source", "missing"),
        ("code: poor-pupils", "code: Poor Pupils", "code", "not made of"),
        ("- {id: Hati-hati., en: Beware.}", "- Beware", "caveats[1]", "both languages"),
        ('- {name: "ISO 37120:2018", code: "6.5", partly: true}', "- ISO", "standards[1]", "name and a code"),
        ("published: [poverty_rate]", "published: poverty_rate", "published", "not a list"),
        ("table: person", "table: house", "table", "“house” is not known"),
    ],
)
def test_a_mistake_is_named_with_file_place_problem_and_mending(old, new, place, says):
    with pytest.raises(ContentError) as wrong:
        read(FILE.replace(old, new))

    assert (wrong.value.file, wrong.value.place) == ("poor-pupils.yaml", place)
    assert says in wrong.value.problem
    assert wrong.value.mending


def test_a_file_that_is_no_yaml_is_named_with_its_line():
    with pytest.raises(ContentError) as wrong:
        read("code: a\ntitle: [")

    assert wrong.value.place.startswith("line ")


def cells_of(counts, *, districts):
    definition = read()
    return cells([definition], {definition.code: counts}, districts=districts, area="33.13")[definition.code]


def test_cells_come_for_every_area_also_where_nobody_lives():
    counts = {"33.13": Count(30, 100), "33.13.01": Count(30, 100), "33.13.01.2001": Count(30, 100)}

    found = cells_of(counts, districts={"33.13.01": ["33.13.01.2001", "33.13.01.2002"], "33.13.02": []})

    assert [(cell.area, cell.value) for cell in found] == [
        ("33.13", 30.0), ("33.13.01", 30.0), ("33.13.02", None), ("33.13.01.2001", 30.0), ("33.13.01.2002", None),
    ]  # fmt: skip


def test_a_hidden_cell_carries_no_count_at_all():
    counts = {"33.13": Count(5, 9), "33.13.01": Count(5, 9), "33.13.01.2001": Count(5, 9)}

    for cell in cells_of(counts, districts={"33.13.01": ["33.13.01.2001"]}):
        assert (cell.hidden, cell.numerator, cell.denominator, cell.value) == (True, None, None, None)


def test_people_without_a_village_are_no_cover_for_a_hidden_one():
    """The regency is more than its villages; still the lone hidden village needs a neighbour beside it."""
    counts = {
        "33.13": Count(24, 75), "33.13.01": Count(20, 65), "33.13.01.2001": Count(4, 5),
        "33.13.01.2002": Count(10, 40), "33.13.01.2003": Count(6, 20),
    }  # fmt: skip
    districts = {"33.13.01": ["33.13.01.2001", "33.13.01.2002", "33.13.01.2003"]}

    found = cells_of(counts, districts=districts)

    assert [cell.area for cell in found if cell.hidden] == ["33.13.01.2001", "33.13.01.2003"]


HEAD = "code,regency,indicator,year,value,unit,publisher,source\n"


def test_published_figures_keep_their_publisher_and_period():
    [figure] = parse_published(HEAD + "33.13,Karanganyar,poverty_rate,2024-03,9.59,%,BPS,S122\n", file="x.csv")

    assert (figure.area, figure.name, figure.period, str(figure.value), figure.publisher) == (
        "33.13",
        "poverty_rate",
        "2024-03",
        "9.59",
        "BPS",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a,b\n1,2\n", "line 1"),
        (HEAD + "33.13,K,poverty_rate,2024,9.59,%,,S\n", "line 2"),
        (HEAD + "33.13,K,p,2024,many,%,BPS,S\n", "line 2"),
    ],
)
def test_a_wrong_published_table_is_named_by_line(text, place):
    with pytest.raises(ContentError) as wrong:
        parse_published(text, file="x.csv")

    assert wrong.value.place == place
