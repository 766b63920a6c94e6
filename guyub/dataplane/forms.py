"""
Workbooks that are filled by hand: a few small sheets, read whole as text, and given back with their wrong cells marked.

Not for deliveries of data (`intake`): what is larger than any form, holds formulas or unpacks without end is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

MAX_BYTES: Final = 4 * 2**20
_UNPACKED: Final = 60 * 2**20
_MEMBERS: Final = 200
_SHEETS, _ROWS, _COLUMNS, _CHARACTERS = 20, 5_000, 60, 10_000
_DECIMAL: Final = re.compile(r"-?(0|[1-9]\d{0,12})(\.\d{1,12})?")
_WRONG: Final = "FFC7CE"
_LIST: Final = "Temuan"


class UnreadableForm(Exception):
    """
    The file is no workbook that may be read.

    reason  too-large, no-workbook, formula, too-many (sheets, rows or columns)
    place   "Bagian!C4" for a formula
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{reason} {place}".strip())
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong in a cell; row and column count from one."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"


def read_form(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet's rows as text, without empty rows at the end. Raises UnreadableForm."""
    _refuse_traps(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as fault:  # a broken member may break the reader anywhere
        raise UnreadableForm("no-workbook") from fault
    try:
        if len(book.sheetnames) > _SHEETS:
            raise UnreadableForm("too-many")
        return {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except UnreadableForm:
        raise
    except Exception as fault:
        raise UnreadableForm("no-workbook") from fault
    finally:
        book.close()


def mark_form(content: bytes, marks: Iterable[Mark]) -> bytes:
    """The same workbook with the wrong cells coloured and explained, and a last sheet that lists them."""
    book = load_workbook(io.BytesIO(content))
    names = {name.strip().lower(): name for name in book.sheetnames}
    listed: list[tuple[str, str]] = []
    explained: dict[tuple[str, int, int], list[str]] = {}
    for mark in marks:
        listed.append((mark.place, mark.text))
        name = names.get(mark.sheet.strip().lower())
        if name is not None:
            explained.setdefault((name, mark.row, mark.column), []).append(mark.text)
    for (name, row, column), texts in explained.items():
        cell = book[name].cell(row, column)
        cell.fill = PatternFill("solid", fgColor=_WRONG)
        cell.comment = Comment("\n".join(texts)[:1500], "Guyub", width=340, height=150)
    if _LIST in book.sheetnames:
        del book[_LIST]
    sheet = book.create_sheet(_LIST, 0)
    for line in [("Tempat", "Yang salah dan cara membetulkannya"), *listed]:
        sheet.append(line)
        for written in sheet[sheet.max_row]:
            written.data_type = "s"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_form(
    tables: Mapping[str, Sequence[Sequence[str]]],
    *,
    notes: Mapping[str, Sequence[str]],
    choices: Mapping[str, Mapping[int, Sequence[str]]],
    numeric: Mapping[str, Collection[int]],
) -> bytes:
    """
    A workbook of these sheets, the first row of each its header.

    notes    sheet -> a remark for each header
    choices  sheet -> column (from zero) -> the words that its cells may hold, as a list to choose from
    numeric  sheet -> columns that hold numbers; all others are text, so that the code 5.10 does not become 5.1
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E1EEEF", "text_wrap": True, "valign": "top", "bottom": 1})
        number = book.add_format({"text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, rows in tables.items():
            sheet, numbers = book.add_worksheet(name), numeric.get(name, ())
            for column, width in enumerate(_widths(rows)):
                sheet.set_column(column, column, width, number if column in numbers else words)
            for column, title in enumerate(rows[0]):
                sheet.write_string(0, column, title, head)
            for column, note in enumerate(notes.get(name, ())):
                if note:
                    sheet.write_comment(0, column, note, {"author": "Guyub"})
            for line, row in enumerate(rows[1:], 1):
                for column, text in enumerate(row):
                    _write(sheet, line, column, text, numeric=column in numbers)
            for column, allowed in choices.get(name, {}).items():
                sheet.data_validation(1, column, _ROWS - 1, column, {"validate": "list", "source": list(allowed)})
            sheet.freeze_panes(1, 1)
    return file.getvalue()


def _refuse_traps(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableForm("too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableForm("no-workbook") from fault
    if len(members) > _MEMBERS or sum(member.file_size for member in members) > _UNPACKED:
        raise UnreadableForm("too-large")
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise UnreadableForm("no-workbook")


def _rows(sheet: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, row in enumerate(sheet.iter_rows(max_row=_ROWS + 1, max_col=_COLUMNS + 1), 1):
        texts = [_text(cell, sheet.title) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts and (number > _ROWS or len(texts) > _COLUMNS):
            raise UnreadableForm("too-many")
        rows.append(texts)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _text(cell: Any, sheet: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise UnreadableForm("formula", f"{sheet}!{cell.coordinate}")
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"  # as the spreadsheet shows it: 2.75, not 2.7500000000000001
    return str(value)[:_CHARACTERS]


def _write(sheet: Any, row: int, column: int, text: str, *, numeric: bool) -> None:
    if numeric and _DECIMAL.fullmatch(text):
        sheet.write_number(row, column, float(text))
    elif text:
        sheet.write_string(row, column, text)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Wide enough to read, never wider than a screen."""
    widths = [0] * max(len(row) for row in rows)
    for row in rows:
        for column, text in enumerate(row):
            widths[column] = max(widths[column], min(len(text) + 2, 60))
    return [max(10, width) for width in widths]
