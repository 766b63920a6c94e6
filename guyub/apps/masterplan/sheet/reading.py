"""From the bytes of an XLSX or CSV file to lines of cells, numbered as the officer sees them in his program."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from guyub.errors import Refusal

Cell = str | Decimal  # a number cell of a workbook keeps its value; everything else is text, "" when empty

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_LINES = 20_000
MAX_COLUMNS = 500


class Unreadable(Refusal):
    """The file as a whole cannot be read as a table of programmes."""

    code = "masterplan.sheet-unreadable"
    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # as the spreadsheet program counts, from 1
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def read_lines(content: bytes) -> list[list[Line]]:
    """The lines of each sheet of the file (a CSV has one). Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 20 MB."), remedy=_("Send only the sheet with the programmes."))
    if not content.strip():
        raise Unreadable(
            _("The file is empty."), remedy=_("Open it, check that it holds the programmes, and send it again.")
        )
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("The file is in the old Excel format, or it has a password."),
            remedy=_("Remove the password, save it as “Excel Workbook (.xlsx)”, and send it again."),
        )
    if content.lstrip()[:1] == b"<":
        raise Unreadable(
            _("The file is a web page, though its name says otherwise."),
            remedy=_("Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send it again."),
        )
    return [_delimited(content)]


def _workbook(content: bytes) -> list[list[Line]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise Unreadable(
                    _("The workbook is too large once unpacked."), remedy=_("Send only the sheet with the programmes.")
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drop-down lists and styles that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                return [_lines(sheet) for sheet in book.worksheets]
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise Unreadable(
            _("The workbook is damaged or is no Excel workbook."),
            remedy=_("Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send it again."),
        ) from error


def _lines(sheet: object) -> list[Line]:
    lines: list[Line] = []
    # The size that a workbook states for its sheet is often the whole grid, and would be filled with 17 billion blanks.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):  # type: ignore[attr-defined]
        _refuse_too_many(len(lines))
        line = Line(number, tuple(_cell(value) for value in row[:MAX_COLUMNS]))
        if not line.is_blank:
            lines.append(line)
    return lines


def _refuse_too_many(count: int) -> None:
    if count >= MAX_LINES:
        raise Unreadable(
            _("The file has more than 20,000 lines."), remedy=_("Send the programmes of one masterplan at a time.")
        )


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, (int, float)):
        number = Decimal(str(value))
        if not number.is_finite() or abs(number) >= 10**15:  # no amount and no year; kept as it is written
            return str(value)
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    return " ".join(str(value).split())


def _delimited(content: bytes) -> list[Line]:
    text = _decode(content)
    delimiter = _delimiter(text)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            _refuse_too_many(len(lines))
            line = Line(start, tuple(" ".join(cell.split()) for cell in row))
            if not line.is_blank:
                lines.append(line)
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)s of the file is no table row.") % {"line": start},
            remedy=_("Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send it again."),
        ) from error
    return lines


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable(_("The file is no table of text."), remedy=_("Send an Excel workbook (.xlsx) or a CSV file."))
    return text


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into most cells; quotes may hide some, so whole lines are cut."""
    sample = text.splitlines()[:20]
    counts = {each: _cells_cut(sample, each) for each in ";,\t|"}
    return max(counts, key=lambda each: counts[each])


def _cells_cut(sample: Sequence[str], delimiter: str) -> int:
    try:
        return max((len(row) for row in csv.reader(sample, delimiter=delimiter)), default=0)
    except csv.Error:
        return 0
