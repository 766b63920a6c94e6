from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guyub.dataplane.compute.duckdb import named, quoted
from guyub.engines.contracts import Contract


@dataclass(frozen=True)
class Note:
    """Something about the whole file, explained by the rule catalogue: no row is held for it."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Staged:
    """
    A file made readable: where its header stood, what its columns mean, and how to read its rows as text.

    table        the file that is read: the officer's own CSV if it is regular, else one we wrote from it
    table_form   "csv" as it came (rows are numbered on from the header), or "lines": our own file with the columns
                 _line, _label and one per column found
    header_line  line of the (last) header row in the officer's file; 0 where a format has none
    rows         records after the header, blank ones included
    columns      header as written -> canonical column
    positions    canonical column -> place in the row, from 0
    width        cells in the header row
    bare         no cell holds a control character
    """

    format: str
    table: Path
    table_form: str
    header_line: int
    rows: int
    columns: Mapping[str, str]
    positions: Mapping[str, int]
    width: int
    unknown_headers: tuple[str, ...]
    missing_columns: tuple[str, ...]
    notes: tuple[Note, ...]
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quoting: bool = True
    bare: bool = False


def relation(staged: Staged, contract: Contract) -> str:
    """A SELECT of `_line`, `_label` (the first cell, if the contract has no such column) and every column as text."""
    if staged.table_form == "lines":
        source, line, label = f"read_parquet({quoted(staged.table)})", "_line", "_label"
        cells = {name: named(name) for name in staged.positions}
    else:
        source, line = f"(SELECT row_number() OVER () AS _n, * FROM {csv_scan(staged)})", f"_n + {staged.header_line}"
        label = "NULL::VARCHAR" if 0 in staged.positions.values() else "c0"
        cells = {name: f"c{place}" for name, place in staged.positions.items()}
    texts = ", ".join(
        f"{cells.get(column.name, 'NULL::VARCHAR')} AS {named(column.name)}" for column in contract.columns
    )
    return f"SELECT {line} AS _line, {label} AS _label, {texts} FROM {source}"


def csv_scan(staged: Staged) -> str:
    """DuckDB's strict reader over a regular CSV: a row with a cell too many or too few stops it."""
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(staged.width))
    return (
        f"read_csv({quoted(staged.table)}, auto_detect = false, header = false, skip = {staged.header_line}, "
        f"delim = {quoted(staged.delimiter or ',')}, quote = '\"', escape = '\"', all_varchar = true, "
        f"strict_mode = true, null_padding = false, columns = {{{columns}}})"
    )
