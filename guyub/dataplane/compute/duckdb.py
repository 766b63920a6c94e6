"""The one place that opens DuckDB: in memory, bounded, offline, and confined to the folders it is given."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
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


@contextmanager
def reading(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """
    A connection that reads what lies in one folder, for a page of rows: little memory, nothing spilled.

    Opening an engine takes longer than the page's query, so those of the folders last read stay open.
    """
    connection = _engine(folder.resolve()).cursor()
    try:
        yield connection
    finally:
        connection.close()


@lru_cache(maxsize=8)
def _engine(folder: Path) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = {
        "memory_limit": "256MB",
        "threads": 2,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_file_cache": False,  # the system's own cache holds the files, once for all processes
    }
    engine = duckdb.connect(":memory:", config=config)
    engine.execute(f"SET allowed_directories = [{quoted(folder)}]")
    engine.execute("SET enable_progress_bar = false")
    engine.execute("SET enable_external_access = false")
    return engine


# An engine that lives longer than the interpreter complains on its way out.
atexit.register(_engine.cache_clear)


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
