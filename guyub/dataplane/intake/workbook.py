"""XLSX and XLS. Of several sheets the one that fits the contract best is read, and the others are named."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fastexcel
import polars as pl

from guyub.dataplane.intake.header import SEARCHED, Header, accept_header, find_header, header_notes
from guyub.dataplane.intake.staged import Note, Staged
from guyub.dataplane.intake.unreadable import Limits, Unreadable
from guyub.engines.contracts import Contract

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE = 52
# Cells with a value right of column AZ or below the last row a sheet can have; nearly every workbook has none.
_FAR_CELL = re.compile(
    rb"""r=["']((?:[A-Z]{3,}|[B-Z][A-Z])(?=\d+["'])|[A-Z]+(?=(?:[2-9]\d{6}|\d{8,})["']))\d+["'][^>]*(?<!/)>"""
)
_ANY_CELL = re.compile(rb"""\br\s*=\s*["'][A-Z]+(\d+)["']""")
_CHUNK, _OVERLAP = 1 << 22, 512


def stage_workbook(source: Path, contract: Contract, target: Path, limits: Limits) -> Staged:
    """Read the best sheet as text, each row with the number it has in the spreadsheet. Raises Unreadable."""
    form = _refuse_traps(source, limits)
    reader = open_workbook(source)
    headers = {name: _header(reader, name, contract) for name in reader.sheet_names}
    found = {name: header for name, header in headers.items() if header}
    sheet = max(found, key=lambda name: found[name].score, default=None)
    header = accept_header(found[sheet] if sheet else None, contract)
    table = target / "staged.parquet"
    height = _write_sheet(reader, sheet or "", header, table)
    others = [name for name in reader.sheet_names if name != sheet]
    notes = header_notes(header, contract) + ((Note("LEMBAR-LAIN", {"names": ", ".join(others)}),) if others else ())
    return Staged(
        format=form,
        table=table,
        table_form="lines",
        header_line=header.last + 1,
        rows=height,
        columns={header.cells[place]: name for name, place in header.match.positions.items()},
        positions=header.match.positions,
        width=len(header.cells),
        unknown_headers=header.match.unknown,
        missing_columns=header.match.missing,
        notes=notes,
        sheet=sheet,
    )


def _refuse_traps(source: Path, limits: Limits) -> str:
    """Say what kind of workbook it is; raise Unreadable for passwords, bombs and archives that are no workbook."""
    size = source.stat().st_size
    if size > limits.workbook_mb * 2**20:
        raise Unreadable("BERKAS-BESAR", size_mb=size // 2**20, limit_mb=limits.workbook_mb)
    if not zipfile.is_zipfile(source):
        content = source.read_bytes()
        if content.startswith(b"PK"):
            raise Unreadable("BERKAS-RUSAK", detail="the archive is cut off")
        if _ENCRYPTED in content:
            raise Unreadable("BERKAS-SANDI")
        return "xls"
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        _refuse_bombs(members, size, limits)
        _refuse_sprawl(archive, limits)
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise Unreadable("BENTUK-ASING")
    return "xlsx"


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_mb * 2**20 or (unpacked > 50 * 2**20 and unpacked > limits.ratio * size):
        raise Unreadable("BERKAS-BOM")


def _refuse_sprawl(archive: zipfile.ZipFile, limits: Limits) -> None:
    """
    Refuse a sheet whose far corner would not fit into memory.

    The reader makes room for every cell between the first and the last, and ends the process when it cannot: one stray
    value in XFD1048576 asks for 512 GiB.
    """
    for name in archive.namelist():
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        columns = max((_number(letters) for letters in _matches(archive, name, _FAR_CELL)), default=0)
        if not columns:
            continue
        rows = max((int(row) for row in _matches(archive, name, _ANY_CELL)), default=0)
        if rows * max(columns, _WIDE) > limits.cells:
            raise Unreadable("BERKAS-BOM")


def _matches(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[bytes]) -> Iterator[bytes]:
    """What the pattern finds in a member; twice what lies where two chunks meet."""
    try:
        with archive.open(name) as member:
            tail = b""
            while chunk := member.read(_CHUNK):
                yield from pattern.findall(tail + chunk)
                tail = chunk[-_OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise Unreadable("BERKAS-RUSAK", detail=str(fault)[:200]) from fault


def _number(letters: bytes) -> int:
    """The number of a column: 27 of AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


@contextmanager
def _no_panic() -> Iterator[None]:
    """The reader is Rust: its panic is no Exception, has a class that cannot be imported, and would end the worker."""
    try:
        yield
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise Unreadable("BERKAS-RUSAK", detail=str(fault)[:200]) from fault


def open_workbook(source: Path) -> fastexcel.ExcelReader:
    try:
        with _no_panic():
            return fastexcel.read_excel(source)
    except fastexcel.FastExcelError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("BERKAS-SANDI") from fault
        raise Unreadable("BERKAS-RUSAK", detail=str(fault)[:200]) from fault


def _header(reader: fastexcel.ExcelReader, sheet: str, contract: Contract) -> Header | None:
    frame = load_sheet(reader, sheet, skip=0, rows=SEARCHED + 1)
    return find_header(frame.rows(), contract)


def load_sheet(reader: fastexcel.ExcelReader, sheet: str, *, skip: int, rows: int | None = None) -> pl.DataFrame:
    try:
        # Without skip_rows the reader drops blank rows at the top, and every line number would be wrong.
        with _no_panic():
            loaded = reader.load_sheet(sheet, header_row=None, skip_rows=skip, n_rows=rows, dtypes="string")
    except fastexcel.FastExcelError as fault:
        if "empty" in str(fault).lower() or rows is not None:
            return pl.DataFrame()
        raise Unreadable("BERKAS-RUSAK", detail=str(fault)[:200]) from fault
    return loaded.to_polars()


def _write_sheet(reader: fastexcel.ExcelReader, sheet: str, header: Header, table: Path) -> int:
    first = header.last + 1
    frame = load_sheet(reader, sheet, skip=first)
    names = frame.columns
    positions = header.match.positions
    label = pl.lit(None, pl.String) if 0 in positions.values() or not names else pl.col(names[0])
    cells = [pl.col(names[place]).alias(name) for name, place in positions.items() if place < len(names)]
    numbered = frame.select(
        pl.int_range(first + 1, first + 1 + pl.len(), dtype=pl.Int64).alias("_line"), label.alias("_label"), *cells
    )
    numbered.write_parquet(table, compression="snappy")
    return numbered.height
