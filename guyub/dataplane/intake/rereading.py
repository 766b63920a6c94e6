"""Every row of a file once more, with all its cells as text: for giving the file back to its officer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from guyub.dataplane.intake.delimited import records
from guyub.dataplane.intake.documents import stage_json, stage_parquet
from guyub.dataplane.intake.encoding import as_utf8
from guyub.dataplane.intake.staged import Staged
from guyub.dataplane.intake.workbook import load_sheet, open_workbook
from guyub.engines.contracts import Contract


def all_rows(
    source: Path, staged: Staged, contract: Contract, scratch: Path
) -> Iterator[tuple[int, Sequence[str | None]]]:
    """
    Each row with the line that findings call it by, from the top of the file, titles and header included.

    JSON and Parquet give their names as line 0, and the contract's columns only.
    """
    if staged.format == "csv":
        text = as_utf8(source, scratch)
        for line, end, cells in records(text, staged.delimiter or ",", quoting=staged.quoting):
            yield end if end == staged.header_line else line, cells
    elif staged.format in ("xlsx", "xls"):
        frame = load_sheet(open_workbook(source), staged.sheet or "", skip=0)
        yield from enumerate(frame.iter_rows(), start=1)
    else:
        yield from _documents(source, staged, contract, scratch)


def _documents(
    source: Path, staged: Staged, contract: Contract, scratch: Path
) -> Iterator[tuple[int, Sequence[str | None]]]:
    if staged.format == "json":
        again = stage_json(as_utf8(source, scratch).path, contract, scratch, encoding=staged.encoding or "utf-8")
    else:
        again = stage_parquet(source, contract, scratch)
    written = {place: header for header, column in again.columns.items() for place in (again.positions[column],)}
    yield 0, [written.get(place) for place in range(again.width)]
    names = {place: column for column, place in again.positions.items()}
    with pq.ParquetFile(again.table) as file:
        for batch in file.iter_batches(10_000):
            columns = {name: batch.column(name).to_pylist() for name in again.positions}
            for at, line in enumerate(batch.column("_line").to_pylist()):
                yield line, [columns[names[place]][at] if place in names else None for place in range(again.width)]
