"""Reading the wrong cells of a checked submission, a page at a time."""

from __future__ import annotations

from pathlib import Path

from guyub.dataplane.checked import Cell
from guyub.dataplane.compute.duckdb import one, quoted, reading, rows
from guyub.dataplane.judging import as_cell
from guyub.engines.contracts import Contract

__all__ = ["Cell", "count_cells", "list_cells"]


def list_cells(
    checks: Path,
    *,
    contract: Contract,
    code: str,
    column: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[Cell, ...]:
    """The wrong cells of one rule (in one column, if given), in the order of the file."""
    where, parameters = _where(code, column)
    query = f'SELECT * FROM {_scan(checks)} WHERE {where} ORDER BY _line, "column" LIMIT ? OFFSET ?'
    with reading(checks) as connection:
        found = rows(connection, query, [*parameters, limit, offset])
    return tuple(as_cell(row, contract.describe_in_order) for row in found)


def count_cells(checks: Path, *, code: str, column: str | None = None) -> int:
    where, parameters = _where(code, column)
    with reading(checks) as connection:
        return int(one(connection, f"SELECT count(*) FROM {_scan(checks)} WHERE {where}", parameters))


def _scan(checks: Path) -> str:
    return f"read_parquet({quoted(checks / 'findings.parquet')})"


def _where(code: str, column: str | None) -> tuple[str, list[object]]:
    return ("code = ?", [code]) if column is None else ('code = ? AND "column" = ?', [code, column])
