"""The sheet that enumerators fill in away from the network: one line per interview of the plan, without any name."""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.utils.exceptions import InvalidFileException

from guyub.apps.surveys.asking import Given
from guyub.apps.surveys.models import Response
from guyub.apps.surveys.queries import Result, SurveyPage
from guyub.errors import Refusal

MAX_BYTES = 5 * 2**20
MAX_LINES = 20_000
FIXED = ("No", "Tentang", "Kode desa", "Desa", "Jenis kelamin", "Umur")
SEXES = {"Perempuan": "f", "Laki-laki": "m"}
PROBLEMS_SHOWN = 20


class SheetWrong(Refusal):
    """The file can't be read, or lines of it are wrong: nothing of it is recorded."""

    code = "surveys.sheet-wrong"
    status = 422

    def __init__(self, problem: str, *, remedy: str, lines: Sequence[str] = ()) -> None:
        super().__init__(problem, remedy=remedy)
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Filled:
    """The interviews of a sheet. blank: planned lines that nobody has filled in yet."""

    given: tuple[Given, ...]
    digest: str
    blank: int


def write_sheet(page: SurveyPage) -> bytes:
    """
    A workbook with a line for each interview that the reader may record, and one with the questions.

    In Indonesian whatever the reader's language: enumerators pass the file on.
    """
    buffer = io.BytesIO()
    with override("id"), xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        rows = book.add_worksheet("Jawaban")
        heads = [*FIXED, *(f"P{n}" for n in range(1, len(page.asked.questions) + 1))]
        rows.write_row(0, 0, heads, bold)
        rows.freeze_panes(1, 4)
        rows.set_column(1, 3, 24)
        planned = list(_planned(page))
        for line, cells in enumerate(planned, 1):
            rows.write_row(line, 0, cells)
        last = max(len(planned), 1)
        rows.data_validation(1, 4, last, 4, {"validate": "list", "source": list(SEXES)})
        rows.data_validation(1, 5, last, 5, {"validate": "list", "source": list(Response.Age.values)})
        between = {"validate": "integer", "criteria": "between"}
        limits = {"minimum": page.asked.low, "maximum": page.asked.high}
        rows.data_validation(1, len(FIXED), last, len(heads) - 1, between | limits)
        _write_questions(book.add_worksheet("Pertanyaan"), page, bold)
    return buffer.getvalue()


def _planned(page: SurveyPage) -> Iterable[tuple[int, str, str, str]]:
    number = 0
    for quota in page.quotas:
        for _each in range(quota.wanted):
            number += 1
            if quota.may_record:
                yield number, quota.topic, quota.village, quota.name


def _write_questions(sheet: Any, page: SurveyPage, bold: Any) -> None:
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 6, 22)
    sheet.write(0, 0, "Jangan menulis nama atau NIK siapa pun di berkas ini.", bold)
    for number, question in enumerate(page.asked.questions, 1):
        sheet.write(number, 0, f"P{number}. {question.text}")
        sheet.write_row(number, 1, [f"{value} = {text}" for value, text in question.choices])


def read_sheet(content: bytes, *, page: SurveyPage) -> Filled:
    """The filled lines of a sheet. Raises SheetWrong with every wrong line, at most 20 of them named."""
    rows = _rows(content)
    heads = [*FIXED, *(f"P{n}" for n in range(1, len(page.asked.questions) + 1))]
    if not rows or [_text(cell) for cell in rows[0][: len(heads)]] != heads:
        raise SheetWrong(
            _("This is not the sheet of this survey."), remedy=_("Download the sheet here, fill it in, send it again.")
        )
    topics = {topic.title: topic.pk for topic in page.topics}
    given, wrong, blank = [], [], 0
    for number, row in enumerate(rows[1:], 2):
        cells = [_text(cell) for cell in (*row, *[None] * len(heads))][: len(heads)]
        if not any(cells[4:]):
            blank += any(cells[:4])
            continue
        made = _given(cells, topics, page)
        if isinstance(made, Given):
            given.append(made)
        else:
            wrong.append(_("Line %(line)d: %(what)s") % {"line": number, "what": made})
    if wrong:
        raise SheetWrong(
            _("Lines are wrong, so nothing was recorded."),
            remedy=_("Mend these lines and send the sheet again."),
            lines=wrong[:PROBLEMS_SHOWN],
        )
    return Filled(tuple(given), hashlib.sha256(content).hexdigest(), blank)


def _given(cells: Sequence[str], topics: Mapping[str, int], page: SurveyPage) -> Given | str:
    """One interview, or what is wrong with its line."""
    number, title, village, _name, sex, age = cells[:6]
    if not number:
        return _("the number of the interview is missing")
    if title not in topics:
        return _("“%(title)s” is not asked about in this survey") % {"title": title}
    if sex not in SEXES:
        return _("write Perempuan or Laki-laki under Jenis kelamin")
    if age not in Response.Age.values:
        return _("choose one of the ages under Umur")
    answers = tuple(int(cell) if cell.isdecimal() and len(cell) == 1 else -1 for cell in cells[6:])
    if not page.asked.accepts(answers):
        return _("each question needs a number from %(low)d to %(high)d") % {
            "low": page.asked.low,
            "high": page.asked.high,
        }
    return Given(topics[title], village, SEXES[sex], age, answers, f"sheet:{number}:{village}")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def _rows(content: bytes) -> list[tuple[object, ...]]:
    unreadable = _("This file is no workbook that can be read.")
    remedy = _("Save it as “Excel Workbook (.xlsx)” of at most 5 MB, and send it again.")
    if len(content) > MAX_BYTES or not content.startswith(b"PK"):
        raise SheetWrong(unreadable, remedy=remedy)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 20 * MAX_BYTES:
                raise SheetWrong(unreadable, remedy=remedy)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drop-down lists that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()
                return [tuple(row) for row in sheet.iter_rows(values_only=True, max_row=MAX_LINES, max_col=40)]
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, IndexError) as error:
        raise SheetWrong(unreadable, remedy=remedy) from error


def write_result(result: Result) -> bytes:
    """What a closed survey came to as CSV, without any single answer: fit to be kept as evidence."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow([_("Asked about"), _("Respondents"), _("Value"), _("Quality grade"), *result.questions])
    for group in (*result.topics, result.whole):
        shown = "<10" if group.value is None else group.respondents
        rows.writerow([group.title, shown, group.value, group.grade, *group.means])
    return text.getvalue().encode()
