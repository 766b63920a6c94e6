"""Engines that stay open for the next page: confined to their folder, never stale, used by many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import duckdb
import polars as pl
import pytest

from guyub.dataplane.compute.duckdb import quoted, reading


def numbers_in(folder, *, rows: int):
    folder.mkdir(exist_ok=True)
    pl.DataFrame({"number": range(rows)}).write_parquet(folder / "rows.parquet")
    return folder


def count(folder, file=None) -> int:
    with reading(folder) as connection:
        query = f"SELECT count(*) FROM read_parquet({quoted(file or folder / 'rows.parquet')})"
        return int(connection.execute(query).fetchall()[0][0])


def test_a_folder_beside_it_cannot_be_read(tmp_path):
    mine, others = numbers_in(tmp_path / "mine", rows=3), numbers_in(tmp_path / "others", rows=3)

    with pytest.raises(duckdb.PermissionException):
        count(mine, others / "rows.parquet")


def test_the_confinement_cannot_be_lifted(tmp_path):
    with reading(numbers_in(tmp_path / "mine", rows=3)) as connection, pytest.raises(duckdb.Error):
        connection.execute("SET enable_external_access = true")


def test_what_was_written_since_is_seen(tmp_path):
    folder = numbers_in(tmp_path / "mine", rows=3)
    assert count(folder) == 3

    numbers_in(folder, rows=5)

    assert count(folder) == 5


def test_many_threads_read_many_folders_at_once(tmp_path):
    folders = [numbers_in(tmp_path / f"{number}", rows=number + 1) for number in range(12)]

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(count, folders * 5))

    assert counts == [number + 1 for number in range(12)] * 5
