"""
The ways of doing the intake job, each a process of its own: `python -m benchmarks.intake_peers WAY FILE FOLDER`.

Every way answers with what it found, so that the benchmark can say who named how many of the planted errors.
"""

from __future__ import annotations

import hashlib
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measuring import answer

TODAY = date(2026, 11, 21)
NAMES = (  # as in intake.yaml
    *("nik", "family_card", "name", "sex", "birth_date", "birth_place"),
    *("relation", "village_code", "rt", "rw", "decile", "income"),
)
LABELS = (
    *("NIK", "Nomor KK", "Nama", "JK", "Tanggal lahir", "Tempat lahir"),
    *("Hubungan", "Kode desa", "RT", "RW", "Desil", "Penghasilan"),
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


def pandera_check(source: Path, folder: Path) -> dict[str, Any]:
    """Read, cast and check with Polars and Pandera. A cell that cannot be cast is lost: it is null from then on."""
    _, frame, failures = _pandera(source)
    return {"rows": len(frame), "cells": len(failures)}


def pandera(source: Path, folder: Path) -> dict[str, Any]:
    """
    The whole job with Polars and Pandera: check, name the cells, keep the held rows as text, release the others.

    Cells lost in casting are found by hand, and every failure is given its line and its text. The release is in the
    order of its key, with a digest.
    """
    import polars as pl

    text, frame, failures = _pandera(source)
    lost = [
        text.select(
            pl.lit(name).alias("column"), pl.lit("cast").alias("check"), "index", pl.col(name).alias("value")
        ).filter(frame[name].is_null() & text[name].is_not_null())
        for name in ("birth_date", "rt", "decile")
    ]
    named = failures.filter(pl.col("index").is_not_null()).select(
        "column", "check", pl.col("index").cast(pl.UInt32), pl.col("failure_case").cast(pl.String).alias("value")
    )
    findings = pl.concat([named, *lost]).with_columns(line=pl.col("index") + 2).sort("line")
    held = findings["index"].unique()
    good = frame.with_columns(index=text["index"]).filter(~pl.col("index").is_in(held.implode())).sort("nik")
    findings.write_parquet(folder / "findings.parquet")
    text.filter(pl.col("index").is_in(held.implode())).write_parquet(folder / "quarantine.parquet")
    good.select("nik", "index").write_parquet(folder / "lineage.parquet")
    good.drop("index").with_row_index("_row", 1).write_parquet(folder / "rows.parquet")
    digest = hashlib.sha256((folder / "rows.parquet").read_bytes()).hexdigest()
    return {"rows": len(frame), "released": len(good), "cells": len(findings), "digest": digest}


def _pandera(source: Path) -> tuple[Any, Any, Any]:
    """The table as text, the table cast, and Pandera's failure cases."""
    import pandera.polars as pa
    import polars as pl

    text = pl.read_csv(source, separator=";", infer_schema=False)
    text = text.rename(dict(zip(text.columns, NAMES, strict=True))).with_row_index("index")
    frame = text.drop("index").with_columns(
        pl.col("birth_date").str.to_date("%d-%m-%Y", strict=False),
        pl.col("rt", "decile").cast(pl.Int16, strict=False),
    )
    plain = pa.Column(pl.String, nullable=True)
    schema = pa.DataFrameSchema(
        {
            "nik": pa.Column(pl.String, pa.Check.str_matches(NIK), unique=True),
            "family_card": plain,
            "name": pa.Column(pl.String, pa.Check.str_length(min_value=1)),
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
    except pa.errors.SchemaErrors as found:
        return text, frame, found.failure_cases
    raise AssertionError("the file has planted errors")


def frictionless_check(source: Path, folder: Path) -> dict[str, Any]:
    """Frictionless checks the file and names the cells."""
    report = _resource(source).validate(limit_errors=10_000_000)
    return {"rows": report.tasks[0].stats.get("rows"), "cells": report.tasks[0].stats["errors"]}


def frictionless(source: Path, folder: Path) -> dict[str, Any]:
    """The whole job with frictionless: check, name the cells, keep the held rows, release the others as Parquet."""
    import polars as pl

    task = _resource(source).validate(limit_errors=10_000_000).tasks[0]
    found = [(error.row_number, error.field_name, error.type, str(error.cell)) for error in task.errors]
    findings = pl.DataFrame(found, schema=["line", "column", "rule", "value"], orient="row")
    wrong = set(findings["line"])
    good, held = [], []
    with _resource(source) as resource:
        for row in resource.row_stream:
            (held if row.row_number in wrong else good).append((row.row_number, *row.values()))
    table = pl.DataFrame(good, schema=["line", *NAMES], orient="row", infer_schema_length=None).sort("nik")
    findings.write_parquet(folder / "findings.parquet")
    pl.DataFrame([list(map(str, row)) for row in held], schema=["line", *NAMES], orient="row").write_parquet(
        folder / "quarantine.parquet"
    )
    table.select("nik", "line").write_parquet(folder / "lineage.parquet")
    table.drop("line").with_row_index("_row", 1).write_parquet(folder / "rows.parquet")
    digest = hashlib.sha256((folder / "rows.parquet").read_bytes()).hexdigest()
    return {"rows": len(good) + len(held), "released": len(table), "cells": len(findings), "digest": digest}


def _resource(source: Path) -> Any:
    from frictionless import Dialect, Resource, Schema
    from frictionless.formats import CsvControl

    limited = {"rt": (1, 99), "decile": (1, 10)}
    fields: list[dict[str, Any]] = []
    for name, label in zip(NAMES, LABELS, strict=True):
        field: dict[str, Any] = {"name": label, "type": "string"}
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
    return Resource(path=source.name, basepath=str(source.parent), dialect=dialect, schema=schema)


WAYS = {way.__name__: way for way in (guyub, floor, pandera_check, pandera, frictionless_check, frictionless)}

if __name__ == "__main__":
    way, source, folder = sys.argv[1:]
    answer(WAYS[way](Path(source), Path(folder)))
