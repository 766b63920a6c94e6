"""A small workbook, opened and marked in place."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from guyub.dataplane.annotate.marks import COLOURS, HEADINGS, SHEET, WIDTHS, Mark, by_line, read_marks
from guyub.dataplane.intake import Staged
from guyub.engines.contracts import Catalogue, Contract, fold

_COMMENTS = 5_000  # each is a shape that the spreadsheet must draw


def mark_workbook(
    source: Path,
    staged: Staged,
    checks: Path,
    contract: Contract,
    catalogue: Catalogue,
    target: Path,
    language: str,
) -> None:
    book = load_workbook(source)
    sheet = book[staged.sheet] if staged.sheet else book.active
    places = _places(sheet, staged)
    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in COLOURS.items()}
    commented = 0
    for line, cells in by_line(read_marks(checks, contract, catalogue, language)):
        for column, mark in cells.items():
            if column not in places:
                continue
            cell = sheet.cell(line, places[column])
            cell.fill = fills[mark.severity]
            if commented < _COMMENTS and not isinstance(cell, MergedCell):
                cell.comment = Comment(mark.comment, "Guyub", width=320, height=140)
                commented += 1
    _list(book.create_sheet(_free_name(book.sheetnames, SHEET[language])), checks, contract, catalogue, language)
    book.save(target)


def _places(sheet: Worksheet, staged: Staged) -> dict[str, int]:
    """Each column's number in the sheet. The table need not start in column A: it stands where its headers are."""
    written = {column: header for header, column in staged.columns.items()}
    first, place = min(staged.positions.items(), key=lambda item: item[1])
    for line in range(staged.header_line, max(0, staged.header_line - 3), -1):
        for cell in sheet[line]:
            if (
                cell.value is not None
                and fold(str(cell.value))
                and fold(written[first]).endswith(fold(str(cell.value)))
            ):
                return {column: cell.column + at - place for column, at in staged.positions.items()}
    return {column: at + 1 for column, at in staged.positions.items()}


def _free_name(taken: list[str], wanted: str) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def _list(sheet: Worksheet, checks: Path, contract: Contract, catalogue: Catalogue, language: str) -> None:
    sheet.append(HEADINGS[language])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    for mark in read_marks(checks, contract, catalogue, language):
        _append(sheet, mark, language)


def _append(sheet: Worksheet, mark: Mark, language: str) -> None:
    line = sheet.max_row + 1
    sheet.cell(line, 1, mark.line)
    for place, value in enumerate(mark.texts(language), start=2):
        cell: Cell = sheet.cell(line, place, value)
        cell.data_type = "s"  # a text that begins with = stays a text, and cannot be run as a formula
        cell.alignment = Alignment(wrap_text=place >= 7, vertical="top")
