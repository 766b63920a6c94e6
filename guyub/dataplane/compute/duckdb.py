"""The one place that opens DuckDB: in memory, bounded, offline, and confined to the folders it is given."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


@contextmanager
def connect(
    folders: Sequence[Path] = (), *, scratch: Path | None = None, memory_mb: int = 512, threads: int = 2
) -> Iterator[duckdb.DuckDBPyConnection]:
    """
    A connection that reads and writes inside `folders` only, and spills to `scratch` what memory cannot hold.

    A partly read result owns the connection: read with fetchall(), or take a cursor() for each (DuckDB 2.0).
    """
    with tempfile.TemporaryDirectory(prefix="guyub-spill-", dir=scratch) as spill:
        config: dict[str, Any] = {
            "memory_limit": f"{memory_mb}MB",
            "threads": threads,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        connection = duckdb.connect(":memory:", config=config)
        try:
            allowed = ", ".join(quoted(folder.resolve()) for folder in [*folders, Path(spill)])
            connection.execute(f"SET allowed_directories = [{allowed}]")
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET enable_external_access = false")
            yield connection
        finally:
            connection.close()


def rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None) -> list[tuple[Any, ...]]:
    """All rows of a query, so that the connection is free again."""
    return connection.execute(query, parameters).fetchall()


def one(connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None) -> Any:
    """The first value of the first row."""
    return rows(connection, query, parameters)[0][0]


def quoted(text: str | Path) -> str:
    """A text or path as an SQL literal, for the places where DuckDB takes no parameter."""
    return "'" + str(text).replace("'", "''") + "'"


def named(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
