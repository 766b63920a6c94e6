"""
The ways of doing the intake job, each a process of its own: `python -m benchmarks.intake_peers WAY FILE FOLDER`.

Every way answers with what it found, so that the benchmark can say who named how many of the planted errors.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

TODAY = date(2026, 11, 21)
NAMES = (  # as in intake.yaml
    *("nik", "family_card", "name", "sex", "birth_date", "birth_place"),
    *("relation", "village_code", "rt", "rw", "decile", "income"),
)
VILLAGES = [f"33.13.{district:02d}.200{village}" for district in range(1, 18) for village in range(1, 9)]
NIK = "^[1-9][0-9]{15}$"


def guyub(source: Path, folder: Path) -> dict[str, Any]:
    """Check and release: findings, quarantine and the frozen release are on disk when it ends."""
    from guyub.dataplane import checks, library, releases
    from guyub.dataplane.store import AreaStore
    from guyub.engines import contracts

    own = Path(__file__).with_name("intake.yaml")
    catalogue = library.load_catalogue(own.parents[1] / "content" / "contracts")
    contract = contracts.read_contract(own.read_text(encoding="utf-8"), file=own.name, catalogue=catalogue)
    store = AreaStore(folder, "33.13")
    reference = contracts.Reference(villages=frozenset(VILLAGES), today=TODAY, replaced={})
    checked = checks.examine(source, contract=contract, reference=reference, target=store.checks(1))
    frozen = releases.freeze(store.checks(1), store=store, contract=contract, period="2026-11")
    cells = sum(group.cells for group in checked.findings)
    return {"rows": checked.rows_in, "released": frozen.manifest.rows, "cells": cells, "rules": contract.rule_count}


def floor(source: Path, folder: Path) -> dict[str, Any]:
    """DuckDB only reading the CSV and writing it as Parquet: as text, since a dirty file has no other type."""
    import duckdb

    with duckdb.connect(config={"threads": 2}) as connection:
        rows = connection.execute(
            f"COPY (SELECT * FROM read_csv('{source}', all_varchar = true)) TO '{folder / 'floor.parquet'}'"
        ).fetchall()
    return {"rows": rows[0][0]}


def pandera(source: Path, folder: Path) -> dict[str, Any]:
    """The same job with Polars and Pandera: read, cast, check, keep the failures, write the good rows."""
    import pandera.polars as pa
    import polars as pl

    text = pl.read_csv(source, separator=";", infer_schema=False)
    frame = text.rename(dict(zip(text.columns, NAMES, strict=True))).with_columns(
        pl.col("birth_date").str.to_date("%d-%m-%Y", strict=False),
        pl.col("rt", "decile").cast(pl.Int16, strict=False),
    )
    plain = pa.Column(pl.String, nullable=True)
    schema = pa.DataFrameSchema(
        {
            "nik": pa.Column(pl.String, pa.Check.str_matches(NIK), unique=True),
            "family_card": plain,
            "name": pa.Column(pl.String),
            "sex": pa.Column(pl.String, pa.Check.isin(["L", "P"]), nullable=True),
            "birth_date": pa.Column(pl.Date, pa.Check.in_range(date(1900, 1, 1), TODAY), nullable=True),
            "birth_place": plain,
            "relation": plain,
            "village_code": pa.Column(pl.String, pa.Check.isin(VILLAGES), nullable=True),
            "rt": pa.Column(pl.Int16, pa.Check.in_range(1, 99), nullable=True),
            "rw": plain,
            "decile": pa.Column(pl.Int16, pa.Check.in_range(1, 10), nullable=True),
            "income": plain,
        }
    )
    try:
        schema.validate(frame, lazy=True)
        failures = pl.DataFrame(schema={"index": pl.Int32})
    except pa.errors.SchemaErrors as found:
        failures = found.failure_cases
    bad = failures["index"].drop_nulls().unique()
    good = frame.with_row_index("line").filter(~pl.col("line").is_in(bad.implode()))
    failures.write_parquet(folder / "failures.parquet")
    good.write_parquet(folder / "good.parquet")
    return {"rows": len(frame), "released": len(good), "cells": len(failures)}


def frictionless(source: Path, folder: Path) -> dict[str, Any]:
    """Check only: frictionless has no release to write."""
    from frictionless import Dialect, Resource, Schema
    from frictionless.formats import CsvControl

    limited = {"rt": (1, 99), "decile": (1, 10)}
    fields: list[dict[str, Any]] = []
    for name in NAMES:
        field: dict[str, Any] = {"name": name, "type": "string"}
        if name == "nik":
            field["constraints"] = {"required": True, "pattern": NIK, "unique": True}
        elif name == "name":
            field["constraints"] = {"required": True}
        elif name == "sex":
            field["constraints"] = {"enum": ["L", "P"]}
        elif name == "village_code":
            field["constraints"] = {"enum": VILLAGES}
        elif name == "birth_date":
            bounds = {"minimum": "01-01-1900", "maximum": TODAY.strftime("%d-%m-%Y")}
            field |= {"type": "date", "format": "%d-%m-%Y", "constraints": bounds}
        elif name in limited:
            low, high = limited[name]
            field |= {"type": "integer", "constraints": {"minimum": low, "maximum": high}}
        fields.append(field)
    dialect = Dialect(controls=[CsvControl(delimiter=";")])
    schema = Schema.from_descriptor({"fields": fields})
    resource = Resource(path=source.name, basepath=str(source.parent), dialect=dialect, schema=schema)
    report = resource.validate(limit_errors=10_000_000)
    cells = sum(task.stats["errors"] for task in report.tasks)
    return {"rows": report.tasks[0].stats.get("rows"), "cells": cells}


if __name__ == "__main__":
    way, source, folder = sys.argv[1:]
    print(json.dumps(globals()[way](Path(source), Path(folder))))
