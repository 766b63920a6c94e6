"""The worksheet (kertas kerja) of an assessment as a spreadsheet: items, evidence, what it is and when it was taken."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from guyub.apps.assessment.queries import AssessmentPage, Dossier
from guyub.web import figures


def as_xlsx(page: AssessmentPage, dossier: Dossier, *, office: str) -> bytes:
    """office: who takes it out of Guyub; named on the last sheet."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _items(book.add_worksheet(_("Items")), page, dossier, bold, wrap)
        _evidence(book.add_worksheet(_("Evidence")), dossier, bold, wrap)
        _about(book.add_worksheet(_("About")), page, office, bold, wrap)
    return file.getvalue()


def _items(sheet: Any, page: AssessmentPage, dossier: Dossier, bold: Any, wrap: Any) -> None:
    head = [
        _("Code"), _("Part"), _("Item"), _("Agency"), _("Level claimed"), _("Level proved"), _("Value"), _("Unit"),
        _("Status"), _("What is missing"), _("Explanation"), _("Evidence"),
    ]  # fmt: skip
    sheet.write_row(0, 0, head, bold)
    said = {item.code: item for item in dossier.items}
    for number, line in enumerate(page.items, 1):
        item = said[line.code]
        cells = [
            line.code, line.part_title, line.title, line.agency.abbreviation if line.agency else "",
            item.claimed_level, line.state.reached, None if line.number is None else float(line.number), line.unit,
            line.state.word, line.state.note, item.explanation, "; ".join(each.title for each in item.attachments),
        ]  # fmt: skip
        sheet.write_row(number, 0, cells, wrap)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(page.items), 1), len(head) - 1)
    for column, width in enumerate((9, 22, 44, 14, 9, 9, 11, 9, 20, 44, 44, 44)):
        sheet.set_column(column, column, width)


def _evidence(sheet: Any, dossier: Dossier, bold: Any, wrap: Any) -> None:
    head = [
        _("Code"), _("Requirement"), _("Title"), _("Number"), _("Date"), _("Counts until"), _("Version"), _("State"),
        _("Remark"), "SHA-256",
    ]  # fmt: skip
    sheet.write_row(0, 0, head, bold)
    rows = [(item.code, line) for item in dossier.items for line in item.attachments]
    for number, (code, line) in enumerate(rows, 1):
        until = figures.day(line.expires_on) if line.expires_on else ""
        cells = [
            code, line.requirement, line.title, line.number, figures.day(line.dated_on), until, line.version,
            line.state, line.remark, line.digest,
        ]  # fmt: skip
        sheet.write_row(number, 0, cells, wrap)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((9, 12, 44, 22, 18, 18, 8, 14, 44, 66)):
        sheet.set_column(column, column, width)


def _about(sheet: Any, page: AssessmentPage, office: str, bold: Any, wrap: Any) -> None:
    lines = [
        (_("Instrument"), f"{page.title}, {_('version')} {page.version}"),
        (_("What of it is official"), page.standing),
        (_("Year"), str(page.year)),
        (_("Weights"), page.weights_title or _("as in the instrument")),
        (_("Score computed by Guyub"), f"{figures.decimal(page.total, page.decimals)} {page.grade}".strip()),
        (_("As of"), figures.day(page.day)),
        (_("Official score"), _official(page)),
        (_("Taken out by"), office),
    ]
    for number, (label, text) in enumerate(lines):
        sheet.write(number, 0, label, bold)
        sheet.write(number, 1, text, wrap)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)


def _official(page: AssessmentPage) -> str:
    if page.official_score is None:
        return _("not published yet")
    return f"{figures.decimal(page.official_score, page.decimals)} ({page.official_source})"
