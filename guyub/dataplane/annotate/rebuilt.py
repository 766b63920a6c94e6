"""Any other file as a new workbook: every row as text, in constant memory."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from guyub.dataplane.annotate.marks import COLOURS, HEADINGS, SHEET, WIDTHS, Mark, by_line, read_marks
from guyub.dataplane.intake import Staged
from guyub.dataplane.intake.rereading import all_rows
from guyub.engines.contracts import Catalogue, Contract

SHEET_ROWS = 1_048_575  # of Excel's 1,048,576, one is the header
_COMMENTS = 5_000
_TEXT = 32_767


def rebuild_workbook(
    source: Path,
    staged: Staged,
    checks: Path,
    contract: Contract,
    catalogue: Catalogue,
    target: Path,
    language: str,
    *,
    sheet_rows: int = SHEET_ROWS,
) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book, tempfile.TemporaryDirectory() as scratch:
        writer = _Writer(book, staged, sheet_rows)
        marks = by_line(read_marks(checks, contract, catalogue, language))
        line, cells = next(marks, (0, {}))
        for at, row in all_rows(source, staged, contract, Path(scratch)):
            while line and line < at:
                line, cells = next(marks, (0, {}))
            writer.write(at, row, cells if line == at else {})
        _list(book, checks, contract, catalogue, language)


class _Writer:
    """Writes rows one after the other, and starts another sheet under the same header when one is full."""

    def __init__(self, book: Any, staged: Staged, sheet_rows: int) -> None:
        self._book = book
        self._staged = staged
        self._limit = sheet_rows
        self._columns = {place: column for column, place in staged.positions.items()}
        self._formats = {severity: book.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}
        self._header: Sequence[str | None] = ()
        self._comments = 0
        self._sheets = 0
        self._start()

    def _start(self) -> None:
        self._sheets += 1
        name = (self._staged.sheet or "Data")[:25]
        self._sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        self._row = 0

    def write(self, line: int, row: Sequence[str | None], cells: dict[str, Mark]) -> None:
        if self._row > self._limit:
            self._start()
            self._put(self._header, {})
        if line == self._staged.header_line:
            self._header = row
        self._put(row, cells)

    def _put(self, row: Sequence[str | None], cells: dict[str, Mark]) -> None:
        width = max(len(row), max(self._columns) + 1 if cells else 0)
        for place in range(width):
            text = (row[place] if place < len(row) else None) or ""
            mark = cells.get(self._columns.get(place, ""))
            if mark:
                self._sheet.write_string(self._row, place, text[:_TEXT], self._formats[mark.severity])
                if self._comments < _COMMENTS:
                    self._sheet.write_comment(self._row, place, mark.comment, {"author": "Guyub", "x_scale": 2.5})
                    self._comments += 1
            elif text:
                self._sheet.write_string(self._row, place, text[:_TEXT])
        self._row += 1


def _list(book: Any, checks: Path, contract: Contract, catalogue: Catalogue, language: str) -> None:
    count = pq.read_metadata(checks / "findings.parquet").num_rows
    marks = read_marks(checks, contract, catalogue, language)
    for number in range(1 + max(0, count - 1) // SHEET_ROWS):
        sheet = book.add_worksheet(SHEET[language] if number == 0 else f"{SHEET[language]} {number + 1}")
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS[language], book.add_format({"bold": True}))
        for row, mark in enumerate(islice(marks, SHEET_ROWS), start=1):
            sheet.write_number(row, 0, mark.line)
            for place, value in enumerate(mark.texts(language), start=1):
                sheet.write_string(row, place, value[:_TEXT])
