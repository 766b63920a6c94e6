"""The empty spreadsheet that agencies fill in: the headers, and the words that are understood."""

from __future__ import annotations

import io

import xlsxwriter

from guyub.apps.masterplan.frameworks import Framework

HORIZONS = ["Percepatan", "Jangka pendek", "Jangka menengah", "Jangka panjang"]
STATUSES = ["direncanakan", "uji coba", "berjalan", "ditunda", "diganti", "selesai"]
LAST_ROW = 1000


def headers(year: int) -> list[str]:
    """The headers of the empty form, with money for this year and the next."""
    return [
        "Kode", "Nama program", "Kepanjangan", "Dimensi", "Subdimensi", "OPD penanggung jawab", "OPD pendukung",
        "Jabatan PIC", "Masalah", "Uraian", "Sasaran penerima", "Keluaran", "Horizon", "Mulai", "Selesai",
        f"Pagu {year} APBD", f"Pagu {year + 1} APBD", "Indikator", "Target", "Tahun target", "Status", "Sumber",
    ]  # fmt: skip


def write_empty_form(framework: Framework, *, year: int) -> bytes:
    """An XLSX workbook, in Indonesian whatever the reader's language: agencies pass the file on."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        titles = headers(year)
        rows = book.add_worksheet("Program")
        rows.freeze_panes(1, 2)
        rows.set_column(0, len(titles) - 1, 18)
        rows.write_row(0, 0, titles, bold)
        dimensions = [f"{each.code} {each.name.indonesian}" for each in framework.dimensions]
        subs = [f"{sub.code} {sub.name.indonesian}" for each in framework.dimensions for sub in each.subs]
        words = book.add_worksheet("Isian yang dikenal")
        words.set_column(0, 3, 28)
        for column, (title, entries) in enumerate(
            {"Dimensi": dimensions, "Subdimensi": subs, "Horizon": HORIZONS, "Status": STATUSES}.items()
        ):
            words.write(0, column, title, bold)
            words.write_column(1, column, entries)
        for title, entries in (("Dimensi", dimensions), ("Horizon", HORIZONS), ("Status", STATUSES)):
            column = titles.index(title)
            rule = {"validate": "list", "source": entries, "error_type": "warning"}
            rows.data_validation(1, column, LAST_ROW, column, rule)
    return buffer.getvalue()
