"""Instruments as files: the workbook one fills in, the reading of an upload, and tables of measured values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from guyub.apps.assessment.content import said
from guyub.dataplane import forms
from guyub.engines.scoring import (
    FORMS,
    HEAD_SHEET,
    Plain,
    Problem,
    Tabled,
    find_problems,
    from_tables,
    read_plain,
    to_tables,
)
from guyub.engines.values import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, in the reader's language; place: a cell "Bagian!H7", a line, or a part's field "I5.weight"."""

    place: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What an upload says.

    text      the instrument as YAML, "" where nothing could be read
    findings  what is to be mended before it can be adopted
    marked    the officer's own workbook with the wrong cells marked; None: no workbook, or nothing wrong
    """

    text: str
    findings: tuple[Finding, ...]
    marked: bytes | None = None


def as_yaml(document: Plain) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100_000)


def as_workbook(text: str) -> bytes:
    """An instrument as a workbook that can be changed and uploaded again; "": the empty form."""
    document = read_plain(text, file="instrument") if text else {}
    tables = to_tables(document if isinstance(document, dict) else {})
    return forms.write_form(
        tables,
        notes={form.name: [column.note for column in form.columns] for form in FORMS},
        choices={
            form.name: {at: tuple(column.choices.values()) for at, column in enumerate(form.columns) if column.choices}
            for form in FORMS
        },
        numeric={HEAD_SHEET: ()}
        | {form.name: [at for at, column in enumerate(form.columns) if column.numeric] for form in FORMS},
    )


def read_upload(content: bytes) -> Reading:
    """Read a YAML file or a filled workbook, and say all that is wrong with it. Never raises."""
    if content.startswith(b"PK"):
        return _read_workbook(content)
    if len(content) > forms.MAX_BYTES:
        return Reading("", (_unreadable(forms.UnreadableForm("too-large")),))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Reading("", (_unreadable(forms.UnreadableForm("no-workbook")),))
    problems = find_problems(text, file="instrument")
    return Reading(text, tuple(_finding(each.place, each) for each in problems))


def _read_workbook(content: bytes) -> Reading:
    try:
        tabled = from_tables(forms.read_form(content))
    except forms.UnreadableForm as fault:
        return Reading("", (_unreadable(fault),))
    text = as_yaml(tabled.document)
    problems = tabled.problems or find_problems(text, file="instrument")
    marks = list(_marks(tabled, problems))
    findings = tuple(_finding(mark.place, each) for mark, each in zip(marks, problems, strict=True))
    return Reading(text, findings, forms.mark_form(content, marks) if marks else None)


def _marks(tabled: Tabled, problems: Iterable[Problem]) -> Iterator[forms.Mark]:
    for problem in problems:
        cell = tabled.find_cell(problem.place)
        words = _finding("", problem)
        text = f"{words.problem} {words.remedy}"
        if cell is None:
            yield forms.Mark(HEAD_SHEET, 1, 1, text)
        else:
            yield forms.Mark(cell.sheet, cell.row, cell.column, text)


# ---- words for what the checker finds ----------------------------------------------------------------------------


def _finding(place: str, problem: Problem) -> Finding:
    return Finding(place, f"{_told(problem.problem, 'problems')}.", f"{_told(problem.mending, 'mendings')}.")


def _told(english: str, group: str) -> str:
    """What the checker says in English, in the language of the page."""
    file = Path(settings.CONTENT_DIR) / "instruments" / "findings" / "findings.yaml"
    for pattern, sentence in _sentences(file, file.stat().st_mtime_ns)[group]:
        if found := pattern.fullmatch(english):
            return said(Words(sentence.format(**found.groupdict()), english[0].upper() + english[1:]))
    return english[0].upper() + english[1:]


@lru_cache(maxsize=2)
def _sentences(file: Path, changed_ns: int) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    content = yaml.safe_load(file.read_text("utf-8"))
    return {
        group: [(_pattern(each["en"]), each["id"]) for each in content[group]] for group in ("problems", "mendings")
    }


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w)\}", sentence)
    names: set[str] = set()
    pattern = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in names else f"(?P<{part}>.*?)"
            names.add(part)
    return re.compile(pattern, re.DOTALL)


def _unreadable(fault: forms.UnreadableForm) -> Finding:
    told = {
        "too-large": (
            _("The file is too large for an instrument."),
            _("Keep only the seven sheets of the form, without pictures."),
        ),
        "no-workbook": (
            _("The file is neither an Excel workbook (.xlsx) nor a YAML text."),
            _("Save it as .xlsx, without a password, and upload it again."),
        ),
        "formula": (
            _("A cell holds a formula, not a value."),
            _("Copy the cells and paste them back as values, then upload the file again."),
        ),
        "too-many": (
            _("The workbook has more sheets, rows or columns than an instrument can have."),
            _("Take everything out that does not belong to the form."),
        ),
    }
    problem, remedy = told[fault.reason]
    return Finding(fault.place or _("the file"), problem, remedy)


# ---- tables of measured values -----------------------------------------------------------------------------------


def table_as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], about: Iterable[str]) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, len(header), 22)
        notes = book.add_worksheet(_("About"))
        notes.set_column(0, 0, 110)
        for number, line in enumerate(about):
            notes.write_string(number, 0, line)
    return file.getvalue()


def table_as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The mark makes spreadsheets read UTF-8; semicolons, since an Indonesian spreadsheet's decimals are commas."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(header)
    for row in rows:  # a text that begins like a formula would be run by the spreadsheet that opens it
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" else cell for cell in row])
    return "\ufeff" + file.getvalue()
