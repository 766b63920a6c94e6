"""A small, valid population file, and every way an agency may lay it out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl

from guyub.dataplane import library
from guyub.dataplane.library import Library
from guyub.engines.contracts import Contract, Reference
from guyub.settings import CONTENT_DIR

VILLAGES = frozenset(f"33.13.{district:02d}.200{village}" for district in range(1, 18) for village in range(1, 9))
TODAY = date(2026, 11, 21)
REFERENCE = Reference(villages=VILLAGES, today=TODAY, replaced={"33.13.01.2999": "33.13.01.2001"})
HEADERS = ("NIK", "NO_KK", "NAMA", "JK", "TGL LAHIR", "TEMPAT LAHIR", "SHDK", "KODE DESA", "RT", "RW")
_NAMES = (
    "Siti Aminah",
    "Moh. Fajar",
    "Nur Aisyah Putri",
    "Slamet",
    "Galih, S.Pd.",
    'Ayu "Yuyu" Lestari',
    "Zoë Prasetyo",
)
_RELATIONS = ("KEPALA KELUARGA", "ISTRI", "ANAK", "ORANG TUA", "FAMILI LAIN")

Row = dict[str, str]


@cache
def content() -> Library:
    return library.load(Path(CONTENT_DIR) / "contracts")


def contract(key: str = "population") -> Contract:
    return content().contracts[key]


def person(number: int, **changes: str) -> Row:
    """One valid resident of district 99, as the civil registry would write the row."""
    woman = number % 2 == 0
    born = date(1950 + number % 70, 1 + number % 12, 1 + number % 28)
    day = born.day + (40 if woman else 0)
    row = {
        "NIK": f"331399{day:02d}{born.month:02d}{born.year % 100:02d}{number % 9000 + 1:04d}",
        "NO_KK": f"331399010115{number // 4 % 9000 + 1:04d}",
        "NAMA": _NAMES[number % len(_NAMES)],
        "JK": "P" if woman else "L",
        "TGL LAHIR": born.strftime("%d-%m-%Y"),
        "TEMPAT LAHIR": "Karanganyar",
        "SHDK": _RELATIONS[number % len(_RELATIONS)],
        "KODE DESA": f"33.13.{number % 17 + 1:02d}.200{number % 8 + 1}",
        "RT": str(number % 11 + 1),
        "RW": str(number % 7 + 1),
    }
    return row | changes


def people(count: int) -> list[Row]:
    return [person(number) for number in range(1, count + 1)]


def write_csv(
    path: Path,
    rows: Sequence[Row],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    headers: Sequence[str] | None = None,
    above: Sequence[str] = (),
    quoting: int = csv.QUOTE_MINIMAL,
    newline: str = "\r\n",
) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=newline)
    for title in above:
        text.write(title + newline)
    names = list(rows[0]) if rows else list(HEADERS)
    writer.writerow(headers or names)
    writer.writerows([row[name] for name in names] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path,
    rows: Sequence[Row],
    *,
    above: Sequence[str] = (),
    shift: int = 0,
    convert: dict[str, Callable[[str], object]] | None = None,
    headers: Sequence[str] | None = None,
    sheet: str = "Data",
) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    blank = [None] * shift
    for title in above:
        page.append([*blank, title])
    names = list(rows[0])
    page.append([*blank, *(headers or names)])
    for row in rows:
        page.append([*blank, *((convert or {}).get(name, str)(row[name]) for name in names)])
    book.save(path)
    return path


def write_json(path: Path, rows: Sequence[Row], *, form: str = "array") -> Path:
    if form == "lines":
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        listed: object = [row | {"NIK": int(row["NIK"])} for row in rows]
        text = json.dumps(listed if form == "array" else {"status": "ok", "data": listed}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    day = pl.col("TGL LAHIR").str.to_date("%d-%m-%Y")
    pl.DataFrame(rows).with_columns(pl.col("NIK", "RT", "RW").cast(pl.Int64), day).write_parquet(path)
    return path
