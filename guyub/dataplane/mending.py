"""Taking up the proposals of a check: the officer's rows once more, with proposed values for wrong ones."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

from guyub.dataplane.checked import Checked
from guyub.dataplane.compute.duckdb import connect, named, one, quoted
from guyub.dataplane.intake import Staged, regularise, relation, stage
from guyub.engines.contracts import Contract


def mend(
    source: Path,
    *,
    checks: Path,
    contract: Contract,
    code: str,
    column: str,
    target: Path,
    lines: Collection[int] | None = None,
) -> int:
    """
    Write the rows of a checked file as CSV to `target`, with the proposals for one rule and column; return how many.

    lines  only those lines of the officer's file; None for every line that has a proposal

    Every row that was judged is there, held ones too, in the order of the file; titles, totals and blank rows are not.
    """
    with tempfile.TemporaryDirectory(prefix="mend-", dir=target.parent) as folder:
        staged = _staged_again(source, checks, contract, Path(folder))
        mended = {column: f"coalesce(proposal, {named(column)})"}
        wanted = [each for each in contract.columns if each.name in staged.positions]
        cells = ", ".join(f"{mended.get(each.name, named(each.name))} AS {named(each.label)}" for each in wanted)
        with connect([source.parent, Path(folder), checks, target.parent], scratch=Path(folder)) as connection:
            connection.execute(f"CREATE VIEW staged AS {relation(staged, contract)}")
            chosen = "" if lines is None else "AND _line IN (SELECT unnest(?::BIGINT[]))"
            connection.execute(
                f"""CREATE TABLE proposals AS SELECT _line, any_value(proposal) AS proposal
                FROM read_parquet({quoted(checks / "findings.parquet")})
                WHERE code = ? AND "column" = ? AND proposal IS NOT NULL {chosen} GROUP BY _line""",
                [code, column] if lines is None else [code, column, sorted(lines)],
            ).fetchall()
            judged = " UNION ".join(
                f"SELECT _line FROM read_parquet({quoted(checks / name)})"
                for name in ("lineage.parquet", "quarantine.parquet")
            )
            connection.execute(
                f"""COPY (SELECT {cells} FROM staged LEFT JOIN proposals USING (_line)
                WHERE _line IN ({judged}) ORDER BY _line)
                TO {quoted(target)} (FORMAT csv, HEADER, DELIMITER ';')"""
            ).fetchall()
            return int(one(connection, "SELECT count(*) FROM proposals"))


def _staged_again(source: Path, checks: Path, contract: Contract, folder: Path) -> Staged:
    """The file made readable as for the check: a CSV that proved irregular is not tried as a regular one."""
    before = Checked.read(checks).staged
    if before.format == "csv" and before.table_form == "lines":
        return regularise(source, contract, folder)
    return stage(source, contract=contract, target=folder)
