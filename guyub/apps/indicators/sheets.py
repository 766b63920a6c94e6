"""An indicator's values as a spreadsheet: every area, the rule, the releases. Hidden cells stay hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from guyub.apps.indicators.queries import IndicatorPage

Cell = str | int | float | None


def headings() -> list[str]:
    return [
        _("Code"), _("Area"), _("Level"), _("Period"), _("Numerator"), _("Denominator"), _("Value"), _("Unit"),
        _("Remark"),
    ]  # fmt: skip


def rows(page: IndicatorPage) -> Iterator[list[Cell]]:
    """The area itself, then each area below by code; unrounded."""
    line = page.line
    yield _row(
        page, page.area, page.area_name, page.level, line.numerator, line.denominator, line.value, line.suppressed
    )
    for value in page.below:
        yield _row(
            page, value.area, value.name, value.level, value.numerator, value.denominator, value.value, value.suppressed
        )


def _row(
    page: IndicatorPage,
    code: str,
    name: str,
    level: str,
    numerator: int | None,
    denominator: int | None,
    value: object,
    hidden: bool,
) -> list[Cell]:
    levels = {"regency": _("regency or city"), "district": _("district"), "village": _("village")}
    remark = _("hidden, too few people") if hidden else _("no data") if value is None else ""
    number = None if value is None else float(str(value))
    return [code, name, levels[level], page.line.period, numerator, denominator, number, page.line.unit, remark]


def about(page: IndicatorPage) -> Iterator[tuple[str, str]]:
    """What the reader of the numbers must know."""
    yield _("Indicator"), page.line.title
    yield _("Meaning"), page.line.meaning
    yield _("Rule version"), str(page.version)
    yield _("Source of the rule"), page.source
    if page.build is not None and page.computed_at is not None:
        yield _("Computed"), page.computed_at.isoformat(timespec="minutes")
        yield _("Build"), page.build.digest
    for line in page.inputs:
        yield _("Release"), f"{line.title}, {line.agency}, {line.period}, {line.digest}"
    for caveat in page.caveats:
        yield _("Mind"), caveat


def as_xlsx(page: IndicatorPage) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Values"))
    sheet.write_row(0, 0, headings(), bold)
    for number, row in enumerate(rows(page), 1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 15)
    sheet.set_column(1, 1, 24)
    notes = book.add_worksheet(_("About"))
    for number, (label, text) in enumerate(about(page)):
        notes.write(number, 0, label, bold)
        notes.write(number, 1, text)
    notes.set_column(0, 0, 20)
    notes.set_column(1, 1, 100)
    book.close()
    return file.getvalue()


def as_csv(page: IndicatorPage) -> str:
    # The mark makes spreadsheets read UTF-8; semicolons, since an Indonesian spreadsheet's decimals are commas.
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(headings())
    writer.writerows(rows(page))
    return "\ufeff" + file.getvalue()
