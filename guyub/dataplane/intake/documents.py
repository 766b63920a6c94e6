"""JSON and Parquet: rows that carry their own names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from guyub.dataplane.compute.duckdb import connect, named, one, quoted, rows
from guyub.dataplane.intake.header import Header, accept_header, header_notes
from guyub.dataplane.intake.staged import Staged
from guyub.dataplane.intake.unreadable import Unreadable
from guyub.engines.contracts import Contract, match_header
from guyub.engines.values import mask_digits

# The list of rows inside an answer of a web service: {"status": "ok", "data": [ … ]}
_WRAPPED = re.compile(r'\s*\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[^\s"\[\]{},]+)\s*,\s*)*"[^"]*"\s*:\s*(?=\[)')
_SAMPLE = 1000


def stage_json(source: Path, contract: Contract, target: Path, *, encoding: str) -> Staged:
    """An array of objects, one object per line, or an object with one such array. Raises Unreadable."""
    plain, form = _unwrapped(source, target)
    options = f"format = '{form}', maximum_object_size = 1048576"
    objects = f"read_json_objects({quoted(plain)}, {options})"
    try:
        with connect([plain.parent, target], scratch=target) as connection:
            sample = f"(SELECT json FROM {objects} LIMIT {_SAMPLE})"
            keys = f"SELECT DISTINCT unnest(json_keys(json)) AS key FROM {sample} WHERE json_type(json) = 'OBJECT'"
            order = f"SELECT json_keys(json) FROM {sample} WHERE json_type(json) = 'OBJECT' LIMIT 1"
            first = rows(connection, order)
            names = list(
                dict.fromkeys([*(first[0][0] if first else ()), *sorted(row[0] for row in rows(connection, keys))])
            )
            header = _accepted(names, contract)
            pointers = {name: f"json ->> {quoted(_pointer(names[at]))}" for name, at in header.match.positions.items()}
            return _write(
                connection, f"(SELECT json FROM {objects})", pointers, header, contract, target, "json", encoding
            )
    except (duckdb.InvalidInputException, duckdb.ConversionException) as fault:
        raise Unreadable("BERKAS-RUSAK", detail=_detail(fault, plain)) from fault


def stage_parquet(source: Path, contract: Contract, target: Path) -> Staged:
    """A Parquet file, each value as DuckDB writes it. Raises Unreadable."""
    scan = f"read_parquet({quoted(source)})"
    try:
        with connect([source.parent, target], scratch=target) as connection:
            names = [row[0] for row in rows(connection, f"DESCRIBE SELECT * FROM {scan}")]
            header = _accepted(names, contract)
            texts = {name: f"CAST({named(names[at])} AS VARCHAR)" for name, at in header.match.positions.items()}
            return _write(connection, scan, texts, header, contract, target, "parquet", None)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise  # not the file's fault
    except duckdb.Error as fault:  # a flipped byte may end in any of them
        raise Unreadable("BERKAS-RUSAK", detail=_detail(fault, source)) from fault


def _detail(fault: duckdb.Error, source: Path) -> str:
    """What DuckDB says, without where the file lies and without a number that stands in it."""
    return mask_digits(str(fault).splitlines()[0].replace(str(source), source.name))[:200]


def _accepted(names: Sequence[str], contract: Contract) -> Header:
    match = match_header(names, contract)
    header = Header(0, 0, tuple(names), match) if len(match.positions) >= 2 else None
    return accept_header(header, contract)


def _write(
    connection: duckdb.DuckDBPyConnection,
    scan: str,
    texts: dict[str, str],
    header: Header,
    contract: Contract,
    target: Path,
    form: str,
    encoding: str | None,
) -> Staged:
    table = target / "staged.parquet"
    cells = ", ".join(f"{text} AS {named(name)}" for name, text in texts.items())
    query = f"SELECT row_number() OVER () AS _line, NULL::VARCHAR AS _label, {cells} FROM {scan}"
    connection.execute(f"COPY ({query}) TO {quoted(table)} (FORMAT parquet)").fetchall()
    return Staged(
        format=form,
        table=table,
        table_form="lines",
        header_line=0,
        rows=one(connection, f"SELECT count(*) FROM read_parquet({quoted(table)})"),
        columns={header.cells[place]: name for name, place in header.match.positions.items()},
        positions=header.match.positions,
        width=len(header.cells),
        unknown_headers=header.match.unknown,
        missing_columns=header.match.missing,
        notes=header_notes(header, contract),
        encoding=encoding,
    )


def _pointer(key: str) -> str:
    """A key as a JSON pointer, so that dots and spaces in it mean nothing."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _unwrapped(source: Path, target: Path) -> tuple[Path, str]:
    """The file that holds just the rows, and its form."""
    with source.open("r", encoding="utf-8-sig") as file:
        start = file.read(65_536)
    if start.lstrip().startswith("["):
        return source, "array"
    wrapped = _WRAPPED.match(start)
    if wrapped is None:
        return source, "newline_delimited"
    skip = len(start[: wrapped.end()].encode())
    with source.open("rb") as file:
        mark = 3 if file.read(3) == b"\xef\xbb\xbf" else 0
    copy = target / "rows.json"
    _copy(source, copy, skip + mark, _last_bracket(source))
    return copy, "array"


def _last_bracket(source: Path) -> int:
    """Where the array ends: the file's last closing bracket. What follows it describes the answer, not the rows."""
    size = source.stat().st_size
    with source.open("rb") as file:
        file.seek(max(0, size - 65_536))
        tail = file.read()
    found = tail.rfind(b"]")
    if found < 0:
        raise Unreadable("BERKAS-RUSAK", detail="the array of rows is not closed")
    return size - len(tail) + found + 1


def _copy(source: Path, copy: Path, start: int, end: int) -> None:
    with source.open("rb") as file, copy.open("wb") as out:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(left, 1 << 22))):
            out.write(chunk)
            left -= len(chunk)
