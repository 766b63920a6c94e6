"""
From a staged file to accepted rows, quarantine and findings.

    accepted.parquet    `_row` and the release's columns, in canonical order: by key
    lineage.parquet     `key` -> `_line`, the line in the officer's file
    quarantine.parquet  the rows that wait, as text: `_line`, `_reasons`, a column per contract column
    findings.parquet    one row per wrong cell
    summary.json        the counts
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import duckdb

from guyub.dataplane import judging
from guyub.dataplane.checked import Checked
from guyub.dataplane.compute.duckdb import connect, named, one, quoted
from guyub.dataplane.intake import LIMITS, Limits, Note, Staged, regularise, relation, stage
from guyub.dataplane.store import Progress, building, quiet
from guyub.engines.contracts import Contract, Reference, compile_checks

__all__ = ["check", "examine"]


def examine(
    source: Path,
    *,
    contract: Contract,
    reference: Reference,
    target: Path,
    progress: Progress = quiet,
    limits: Limits = LIMITS,
    memory_mb: int = 512,
) -> Checked:
    """
    Stage and check a file into the folder `target`, which appears whole or not at all.

    If the folder already stands, what it holds is returned: a submission's file never changes. Raises Unreadable.
    """
    if target.exists():
        return Checked.read(target)
    with building(target) as work:
        staged = stage(source, contract=contract, target=work, progress=progress, limits=limits)
        check(
            staged,
            source=source,
            contract=contract,
            reference=reference,
            target=work,
            progress=progress,
            memory_mb=memory_mb,
        )
        for left in ("staged.parquet", "utf8.txt", "rows.json"):
            (work / left).unlink(missing_ok=True)
    return Checked.read(target)


def check(
    staged: Staged,
    *,
    source: Path,
    contract: Contract,
    reference: Reference,
    target: Path,
    progress: Progress = quiet,
    memory_mb: int = 512,
) -> Checked:
    """Check staged rows against their contract and write the outcome into the folder `target`."""
    compiled = compile_checks(contract)
    # One thread: on two, the same pass takes a quarter more CPU time, and line numbers are counted on one anyway.
    with connect([target, staged.table.parent], scratch=target, memory_mb=memory_mb, threads=1) as connection:
        # Shared expressions are lifted out of CASE, so that every row would pay for reading the oddest dates: 0.4 s
        # of CPU time per million rows.
        connection.execute("SET disabled_optimizers = 'common_subexpressions'")
        judging.prepare(connection, reference)
        progress("check", 0.0)
        staged = _read(connection, staged, source, contract, target)
        progress("check", 0.5)
        skipped = judging.skip_rows_without_data(connection, contract, compiled)
        judging.find(connection, contract, compiled)
        progress("check", 0.7)
        accepted = _write_accepted(connection, contract, target)
        held = judging.write_quarantine(connection, contract, target)
        progress("check", 0.9)
        groups = judging.write_findings(connection, contract, target)
    outcome = Checked(
        dataset=contract.key,
        contract_id=contract.id,
        contract_version=contract.version,
        rows_in=staged.rows - sum(skipped.values()),
        rows_accepted=accepted,
        rows_held=held,
        findings=groups,
        notes=staged.notes + tuple(Note(code, {"count": count}) for code, count in skipped.items() if count),
        staged=replace(staged, notes=()),
        source_digest=_digest(source),
    )
    if outcome.rows_in != accepted + held:
        raise AssertionError(f"{outcome.rows_in} rows came in, but {accepted} + {held} went out")
    outcome.write(target)
    progress("check", 1.0)
    return outcome


def _read(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    source: Path,
    contract: Contract,
    target: Path,
) -> Staged:
    """Make the table `checked`. A CSV that turns out to be irregular is written anew and read again."""
    try:
        _make(connection, staged, contract)
        if one(connection, "SELECT count(*) FROM checked") == staged.rows:
            return staged
    except duckdb.InvalidInputException:
        if staged.table_form != "csv":
            raise
    staged = regularise(source, contract, target)
    _make(connection, staged, contract)
    return staged


def _make(connection: duckdb.DuckDBPyConnection, staged: Staged, contract: Contract) -> None:
    checked = compile_checks(contract, bare=staged.bare).checked
    connection.execute(f"CREATE OR REPLACE VIEW staged AS {relation(staged, contract)}")
    connection.execute(f"CREATE OR REPLACE TABLE checked AS {checked}").fetchall()


def _write_accepted(connection: duckdb.DuckDBPyConnection, contract: Contract, target: Path) -> int:
    """The rows that may be released, numbered in the order of their keys; and the line that each key came from."""
    key = named(contract.key_column)
    columns = ", ".join(named(column.name) for column in contract.columns)
    usable = "checked ANTI JOIN held USING (_line)"
    rows = f"SELECT row_number() OVER () AS _row, {columns} FROM (SELECT {columns} FROM {usable} ORDER BY {key})"
    lines = f"SELECT {key} AS key, _line FROM {usable}"
    # Dictionaries help columns of few values; trying them on names and numbers costs a sixth of the writing.
    form = "(FORMAT parquet, DICTIONARY_SIZE_LIMIT 5000)"
    count = one(connection, f"COPY ({rows}) TO {quoted(target / 'accepted.parquet')} {form}")
    connection.execute(f"COPY ({lines}) TO {quoted(target / 'lineage.parquet')} {form}").fetchall()
    return int(count)


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
