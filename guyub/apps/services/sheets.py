"""The people of an opened list as a spreadsheet: names, never a whole NIK."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from guyub.apps.services.queries import ListPage, PeoplePage
from guyub.web import figures


def as_xlsx(page: ListPage, people: PeoplePage, *, purpose: str, office: str) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("List"))
    head = [_("No."), _("NIK (masked)"), _("Name"), _("Village"), _("School"), _("School level"), _("Age"), _("Decile")]
    sheet.write_row(0, 0, head, bold)
    for number, row in enumerate(people.rows, 1):
        cells = [number, row.nik, row.name, row.village, row.school, row.level, row.age, row.decile]
        sheet.write_row(number, 0, cells)
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 4, 24)
    about = book.add_worksheet(_("About"))
    lines = [
        (_("List"), page.line.title),
        (_("Part"), page.area_name),
        (_("As of"), figures.period(page.line.period)),
        (_("Rule"), page.line.meaning),
        (_("Opened by"), office),
        (_("For"), purpose),
        (_("Mind"), _("Personal data. Use it for this purpose only, and delete the file afterwards (UU 27/2022).")),
    ]
    for number, (label, text) in enumerate(lines):
        about.write(number, 0, label, bold)
        about.write(number, 1, text)
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 100)
    book.close()
    return file.getvalue()
