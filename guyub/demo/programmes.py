"""
The programme spreadsheet that the planning agency hands in: programmes that are real, with their source, and examples.

A real programme carries where it was read; everything not known of it stays empty. An example says "Contoh".
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from guyub.demo.places import DEMO_AREA

CONTENT = Path(__file__).resolve().parents[2] / "content"
REAL = Path("reference") / "programmes_real.csv"
EXAMPLES = Path(__file__).with_name("programmes.csv")
FILE_NAME = "program_smart_city_2026.xlsx"
STATUS = {"running": "berjalan", "tested": "uji coba", "quick_win": "berjalan"}
TITLES = (
    "DAFTAR PROGRAM MASTERPLAN SMART CITY KABUPATEN KARANGANYAR",
    "Baris dengan sumber berita atau dokumen adalah program nyata. Baris bersumber Contoh adalah rekaan.",
    "",
)

Row = dict[str, str]


def read_programmes(content: Path = CONTENT, area: str = DEMO_AREA) -> list[Row]:
    """The rows of the spreadsheet by column, the real programmes of the area first."""
    examples = [{**row, "Uraian": "", "Sumber": "Contoh"} for row in _read(EXAMPLES)]
    real = [_as_row(number, line) for number, line in enumerate(_real_lines(content, area), start=1)]
    return [*real, *examples]


def _real_lines(content: Path, area: str) -> list[Row]:
    return [line for line in _read(content / REAL) if line["regency_code"] == area]


def _as_row(number: int, line: Row) -> Row:
    # A village government is no agency of the regency, so it is named in the text.
    village = line["opd"].startswith("Pemdes ")
    return {
        "Kode": f"N-{line['dimension']}-{number:02d}",
        "Nama program": line["programme"],
        "Dimensi": line["dimension"],
        "OPD penanggung jawab": "" if village else line["opd"],
        "Uraian": f"{line['meaning']}; dijalankan {line['opd']}" if village else line["meaning"],
        "Mulai": line["year"],
        "Status": STATUS[line["status"]],
        "Sumber": line["source_text"],
    }


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_programmes(folder: Path, *, content: Path = CONTENT) -> Path:
    """Write the spreadsheet into the folder, laid out as an office would, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = read_programmes(content)
    columns = list(rows[-1])
    path = folder / FILE_NAME
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    book.set_properties({"title": TITLES[0], "created": datetime(2026, 1, 1, tzinfo=UTC)})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDEBF7"})
    money = book.add_format({"num_format": "#,##0"})
    sheet = book.add_worksheet("Program")
    sheet.write_column(0, 0, TITLES, book.add_format({"bold": True}))
    sheet.write_row(len(TITLES), 0, columns, head)
    sheet.set_column(1, 1, 34)
    for line, row in enumerate(rows, start=len(TITLES) + 1):
        for place, column in enumerate(columns):
            text = row.get(column) or ""
            if text.isdecimal():
                sheet.write_number(line, place, int(text), money if column.startswith("Pagu") else None)
            elif text:
                sheet.write_string(line, place, text)
    sheet.freeze_panes(len(TITLES) + 1, 2)
    book.close()
    return path
