"""The officer gets his own file back: everything he wrote, the wrong cells marked, nothing that runs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from guyub.dataplane.annotate import annotate
from guyub.dataplane.annotate.rebuilt import rebuild_workbook
from guyub.dataplane.checks import examine
from tests.support.agency import REFERENCE, content, contract, people, person, write_csv, write_json, write_xlsx

ROWS = [*people(6), person(7, JK="=cmd|' /C calc'!A0"), person(8, RT="tiga")]
PLAIN = [*people(6), person(7, JK="?"), person(8, RT="tiga")]
RED, YELLOW = "FFC7CE", "FFEB9C"


def marked(source: Path, language: str = "id") -> openpyxl.Workbook:
    checks = source.parent / "checks"
    examine(source, contract=contract(), reference=REFERENCE, target=checks)
    target = source.parent / "marked.xlsx"
    annotate(
        source, checks=checks, contract=contract(), catalogue=content().catalogue, target=target, language=language
    )
    return openpyxl.load_workbook(target)


def colours(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, str]:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    return {cell.coordinate: cell.fill.fgColor.rgb[-6:] for cell in cells if cell.fill.fill_type == "solid"}


def test_a_workbook_keeps_its_look_and_gets_marks_and_a_list(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "people.xlsx", PLAIN, above=["DATA PENDUDUK", ""], shift=1, sheet="Januari")
    book = openpyxl.load_workbook(source)
    book["Januari"].column_dimensions["D"].width = 44
    book.save(source)

    found = marked(source)

    assert found.sheetnames == ["Januari", "Temuan"]
    assert found["Januari"].column_dimensions["D"].width == 44
    assert colours(found["Januari"]) == {"E10": RED, "J11": YELLOW}
    assert "PILIHAN-01" in found["Januari"]["E10"].comment.text
    rows = list(found["Temuan"].iter_rows(values_only=True))
    assert rows[0][:3] == ("Baris", "Kolom", "Kode")
    assert [row[:4] for row in rows[1:]] == [
        (10, "Jenis kelamin", "PILIHAN-01", "Menahan"),
        (11, "RT", "ANGKA-01", "Peringatan"),
    ]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_another_file_comes_back_as_a_workbook_of_all_its_rows(form: str, tmp_path: Path) -> None:
    source = tmp_path / f"people.{form}"
    write_csv(source, ROWS, above=["DATA PENDUDUK"]) if form == "csv" else write_json(source, ROWS)

    sheet = marked(source).worksheets[0]

    first = 3 if form == "csv" else 2
    assert [cell.value for cell in sheet[first]][2:4] == [ROWS[0]["NAMA"], ROWS[0]["JK"]]
    assert sheet.max_row == first + len(ROWS) - 1
    assert set(colours(sheet).values()) == {RED, YELLOW}


def test_nothing_in_the_marked_file_is_a_formula(tmp_path: Path) -> None:
    found = marked(write_csv(tmp_path / "people.csv", ROWS))

    kinds = {cell.data_type for sheet in found for row in sheet.iter_rows() for cell in row if cell.value is not None}
    written = [cell.value for row in found.worksheets[0].iter_rows() for cell in row]
    assert "f" not in kinds
    assert ROWS[6]["JK"] in written


def test_the_list_in_a_kept_workbook_holds_no_formula(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "people.xlsx", [*people(6), person(7, JK="'=1+1")])

    found = marked(source)

    assert {cell.data_type for row in found["Temuan"].iter_rows() for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }


def test_rows_beyond_one_sheet_go_on_under_the_same_header(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "people.csv", ROWS)
    checks = tmp_path / "checks"
    staged = examine(source, contract=contract(), reference=REFERENCE, target=checks).staged
    target = tmp_path / "out.xlsx"

    rebuild_workbook(source, staged, checks, contract(), content().catalogue, target, "id", sheet_rows=3)

    book = openpyxl.load_workbook(target)
    pages = [list(page.iter_rows(values_only=True)) for page in book.worksheets if page.title != "Temuan"]
    assert [len(page) for page in pages] == [4, 4, 3]
    assert {page[0][0] for page in pages} == {"NIK"}
    assert [row[0] for page in pages for row in page[1:]] == [row["NIK"] for row in ROWS]


def test_the_words_are_english_for_who_reads_english(tmp_path: Path) -> None:
    found = marked(write_csv(tmp_path / "people.csv", ROWS), language="en")

    assert found.sheetnames[-1] == "Findings"
