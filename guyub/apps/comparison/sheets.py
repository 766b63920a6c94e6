"""The regions of the nation as a file: the table of the page with all its lines, unrounded, and what they mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from guyub.apps.comparison.queries import COMPUTED, Nation, RegionLine

Cell = str | int | float | None


def headings(nation: Nation) -> list[str]:
    years = [str(year) for year in nation.years]
    return [_("Code"), _("Region"), _("Province"), _("Guided since"), _("Size"), *years, _("Difference")]


def rows(nation: Nation) -> Iterator[list[Cell]]:
    sizes = {group.code: group.title for group in nation.sizes}
    for line in nation.lines:
        yield _row(line, sizes)


def _row(line: RegionLine, sizes: dict[str, str]) -> list[Cell]:
    return [
        line.area, line.name, line.province_name, line.cohort, sizes.get(line.size, ""), *line.values, line.change,
    ]  # fmt: skip


def about(nation: Nation) -> Iterator[tuple[str, str]]:
    """What the reader of the numbers must know."""
    if nation.yardstick is not None:
        yield _("Instrument"), nation.yardstick.title
        yield _("Version"), str(nation.yardstick.version or "–")
    computed = nation.wanted.kind == COMPUTED
    yield _("Values"), _("Computed by Guyub from packages") if computed else _("Official scores")
    yield _("Difference"), _("%(year)s against the year before, of the values as shown") % {"year": nation.wanted.year}
    for year, sets in nation.weights:
        named = [nation.yardstick.weights_named(code) if nation.yardstick else code for code in sets]
        yield _("Weights of %(year)s") % {"year": year}, ", ".join(name or _("of the instrument") for name in named)
    if nation.weights_differ:
        yield _("Mind"), _("The weights changed between the years: a difference may come from them.")


def as_csv(nation: Nation) -> str:
    # The mark makes spreadsheets read UTF-8; semicolons, since an Indonesian spreadsheet's decimals are commas.
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(headings(nation))
    writer.writerows(rows(nation))
    return "\ufeff" + file.getvalue()


def as_xlsx(nation: Nation) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Regions"))
    sheet.write_row(0, 0, headings(nation), bold)
    for number, row in enumerate(rows(nation), 1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 2)
    sheet.set_column(1, 2, 28)
    notes = book.add_worksheet(_("About"))
    for number, (label, text) in enumerate(about(nation)):
        notes.write(number, 0, label, bold)
        notes.write(number, 1, text)
    notes.set_column(0, 0, 20)
    notes.set_column(1, 1, 100)
    book.close()
    return file.getvalue()
