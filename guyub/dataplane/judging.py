"""The steps of a check that need all rows: rows that hold no data, duplicates, what is held, and the findings."""

from __future__ import annotations

from pathlib import Path

import duckdb

from guyub.dataplane.checked import Cell, FindingGroup
from guyub.dataplane.compute.duckdb import named, quoted, rows
from guyub.engines.contracts import Compiled, Contract, Reference, fold

COPIED_ROW = "BARIS-GANDA"
_EXAMPLES = 5
_TOTAL = r"(?i)\s*((sub|grand)\s*)?(total|jumlah|subtotal|jml)\b.*"


def prepare(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Put what the checks compare with where their SQL looks for it."""
    connection.execute("CREATE TABLE villages (code VARCHAR)")
    connection.execute("INSERT INTO villages SELECT unnest(?::VARCHAR[])", [sorted(reference.villages)])
    connection.execute("CREATE TABLE replaced (former VARCHAR, code VARCHAR)")
    former = sorted(reference.replaced)
    codes = [reference.replaced[code] for code in former]
    connection.execute("INSERT INTO replaced SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", [former, codes])
    connection.execute(f"SET VARIABLE today = DATE '{reference.today.isoformat()}'")


def skip_rows_without_data(
    connection: duckdb.DuckDBPyConnection, contract: Contract, compiled: Compiled
) -> dict[str, int]:
    """
    Take out blank rows, totals and repeated headers, and count each kind. Everything else stays and is judged.

    Only rows without a usable key are looked at, and a total is believed only where no required cell but its own word
    is filled: a person may well be called Total.
    """
    place = {column.name: n for n, column in enumerate(contract.columns, start=1)}
    key = contract.column(contract.key_column)
    needed = ", ".join(f"_raw[{place[column.name]}]" for column in contract.columns if column.required)
    headers = sorted({fold(name) for name in (key.name, key.label, *key.aliases)})
    folded = f"regexp_replace(lower(strip_accents(_raw[{place[key.name]}])), '[^a-z0-9]', '', 'g')"
    filled = "list_filter(_raw, lambda t: trim(coalesce(t, '')) <> '')"
    required = f"len(list_filter([{needed}], lambda t: trim(coalesce(t, '')) <> ''))"
    total = f"regexp_full_match(coalesce(_label, {filled}[1], ''), {quoted(_TOTAL)})"
    # Everything that follows but the duplicates looks at these few rows only.
    connection.execute(f"CREATE TABLE flagged AS FROM checked WHERE {compiled.flagged}").fetchall()
    connection.execute(f"""CREATE TABLE skipped AS SELECT _line, CASE
        WHEN len({filled}) = 0 AND trim(coalesce(_label, '')) = '' THEN 'BARIS-KOSONG'
        WHEN {total} AND {required} <= 1 THEN 'BARIS-JUMLAH'
        WHEN list_contains({headers!r}, {folded}) THEN 'JUDUL-ULANG' END AS code
        FROM flagged WHERE (trim(coalesce(_raw[{place[key.name]}], '')) = ''
        OR {named(key.name)} IS NULL OR {total} OR list_contains({headers!r}, {folded}))""").fetchall()
    counts = dict(
        rows(connection, "SELECT code, count(*) FROM skipped WHERE code IS NOT NULL GROUP BY code ORDER BY code")
    )
    if counts:
        for table in ("checked", "flagged"):
            skipped = "SELECT _line FROM skipped WHERE code IS NOT NULL"
            connection.execute(f"DELETE FROM {table} WHERE _line IN ({skipped})").fetchall()
    return counts


def find(connection: duckdb.DuckDBPyConnection, contract: Contract, compiled: Compiled) -> None:
    """Make the tables `findings` and `held` out of the flags and the duplicates."""
    columns = "_line BIGINT, code VARCHAR, col VARCHAR, severity VARCHAR, value VARCHAR, proposal VARCHAR"
    connection.execute(f"CREATE TABLE findings ({columns})")
    connection.execute("CREATE TABLE rules (rule INTEGER, code VARCHAR, col VARCHAR, severity VARCHAR)")
    for place, rule in enumerate(compiled.rules):
        connection.execute("INSERT INTO rules VALUES (?, ?, ?, ?)", [place, rule.code, rule.column, rule.severity])
    connection.execute(f"""INSERT INTO findings SELECT _line, code, col, severity, value, proposal
        FROM ({compiled.findings}) JOIN rules USING (rule)""").fetchall()
    _find_duplicates(connection, contract, compiled)
    connection.execute("CREATE TABLE held AS SELECT DISTINCT _line FROM findings WHERE severity = 'hold'").fetchall()
    # A row that is wrong only beside another kept no texts of its own: its typed cells stand for them.
    connection.execute(f"""CREATE TABLE texts AS SELECT _line, _raw FROM flagged UNION ALL
        SELECT _line, {compiled.raw} FROM checked SEMI JOIN (
        FROM findings ANTI JOIN flagged USING (_line)) USING (_line)""").fetchall()


def _find_duplicates(connection: duckdb.DuckDBPyConnection, contract: Contract, compiled: Compiled) -> None:
    """The copies of a row, which are held for it, and values that several different rows share."""
    key = named(contract.key_column)
    columns = ", ".join(named(column.name) for column in contract.columns)
    shared = f"SELECT {key} FROM checked WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1"
    connection.execute(f"CREATE TABLE repeated AS FROM checked SEMI JOIN ({shared}) USING ({key})").fetchall()
    connection.execute(f"""CREATE TABLE copies AS SELECT _line FROM repeated
        QUALIFY row_number() OVER (PARTITION BY {columns}, _raw ORDER BY _line) > 1""").fetchall()
    connection.execute(f"""INSERT INTO findings SELECT _line, '{COPIED_ROW}', NULL, 'hold', {key}, NULL
        FROM repeated SEMI JOIN copies USING (_line)""").fetchall()
    for rule in compiled.rules:
        if rule.check != "unique":
            continue
        column = named(rule.column)
        table = "repeated" if rule.column == contract.key_column else "checked"
        originals = f"(FROM {table} ANTI JOIN copies USING (_line))"
        shared = f"SELECT {column} FROM {originals} WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1"
        connection.execute(
            f"""INSERT INTO findings SELECT _line, ?, ?, ?, {column}::VARCHAR, NULL
            FROM {originals} SEMI JOIN ({shared}) USING ({column})""",
            [rule.code, rule.column, rule.severity],
        ).fetchall()


def write_quarantine(connection: duckdb.DuckDBPyConnection, contract: Contract, target: Path) -> int:
    """The held rows, as they were written, with the codes that hold them. Returns how many."""
    cells = ", ".join(f"_raw[{n}] AS {named(column.name)}" for n, column in enumerate(contract.columns, start=1))
    path = quoted(target / "quarantine.parquet")
    connection.execute(f"""COPY (SELECT _line, _reasons, {cells} FROM texts JOIN (
        SELECT _line, list_sort(list(DISTINCT code)) AS _reasons FROM findings WHERE severity = 'hold' GROUP BY _line)
        USING (_line) ORDER BY _line) TO {path} (FORMAT parquet)""").fetchall()
    return int(rows(connection, "SELECT count(*) FROM held")[0][0])


def write_findings(connection: duckdb.DuckDBPyConnection, contract: Contract, target: Path) -> tuple[FindingGroup, ...]:
    """One row per wrong cell in the order of the file, with the texts that tell an officer which row it is."""
    places = [n for n, column in enumerate(contract.columns, start=1) if column.name in contract.describe]
    about = f"[{', '.join(f'_raw[{n}]' for n in places)}]::VARCHAR[]"
    path = quoted(target / "findings.parquet")
    connection.execute(f"""COPY (SELECT f._line, code, col AS "column", severity, value, proposal,
        h._line IS NOT NULL AS held, {about} AS about
        FROM findings f LEFT JOIN held h USING (_line) LEFT JOIN texts t USING (_line)
        ORDER BY f._line, col, code) TO {path} (FORMAT parquet, ROW_GROUP_SIZE 20000)""").fetchall()
    return _groups(connection, contract, path)


def _groups(connection: duckdb.DuckDBPyConnection, contract: Contract, path: str) -> tuple[FindingGroup, ...]:
    scan = f"read_parquet({path})"
    examples: dict[tuple[str, str | None], list[Cell]] = {}
    for cell in rows(
        connection,
        f"""SELECT * FROM {scan} QUALIFY
        row_number() OVER (PARTITION BY code, "column" ORDER BY _line) <= {_EXAMPLES} ORDER BY _line""",
    ):
        found = as_cell(cell, contract.describe_in_order)
        examples.setdefault((found.code, found.column), []).append(found)
    counts = rows(
        connection,
        f"""SELECT code, "column", severity, count(DISTINCT _line), count(*), count(proposal)
        FROM {scan} GROUP BY ALL ORDER BY severity, count(DISTINCT _line) DESC, code, "column" """,
    )
    return tuple(
        FindingGroup(code, column, severity, held, cells, proposals, tuple(examples[code, column]))
        for code, column, severity, held, cells, proposals in counts
    )


def as_cell(row: tuple[object, ...], describe: tuple[str, ...]) -> Cell:
    """A row of findings.parquet as a Cell."""
    line, code, column, severity, value, proposal, held, about = row
    texts = about if isinstance(about, list) else [None] * len(describe)
    return Cell(line, code, column, severity, value, proposal, held, dict(zip(describe, texts, strict=True)))  # type: ignore[arg-type]
