"""
Check and release of a CSV against a contract of twelve rules, beside frictionless and Pandera doing the same.

Bars: 20 times frictionless, 1.5 times Pandera, within 3 times DuckDB only reading the CSV and writing it as Parquet,
all in CPU time of whole processes, and under 1 GB, while every bad cell is named with line, column, rule and value.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.intake_peers import LABELS, VILLAGES
from benchmarks.measuring import Cost, Result, Say, in_turns, measure, middle, require_peers

ROWS = 1_000_000
SAMPLE = 100_000
SEED = 20261121
FIRST = ("Siti Rahmawati", "Moh. Fajar", "Ayu Lestari", "Dimas Prasetyo", "Galih", "Slamet", "Nur Aisyah Putri")
# Planted: column, what is written there, one in how many rows
ERRORS = (
    ("NIK", "3,31399E+15", 500),
    ("NIK", "", 900),
    ("Nama", "", 1100),
    ("JK", "X", 700),
    ("Tanggal lahir", "31-02-2010", 600),
    ("Tanggal lahir", "01-01-2031", 1300),
    ("Kode desa", "33.13.99.2001", 400),
    ("RT", "tiga", 800),
    ("RT", "170", 1700),
    ("Desil", "11", 650),
    ("Desil", "?", 1900),
)


def run(*, full: bool, say: Say) -> Result:
    require_peers("frictionless", "pandera")
    with tempfile.TemporaryDirectory(prefix="guyub-bench-") as scratch:
        folder = Path(scratch)
        planted = write_file(folder / "all.csv", ROWS)
        write_file(folder / "sample.csv", SAMPLE)
        jobs = ("guyub", "floor", "pandera", "frictionless", "pandera_check", "frictionless_check")
        sources = {job: folder / ("sample.csv" if "frictionless" in job else "all.csv") for job in jobs}
        ways = {job: partial(_way, job, source, folder) for job, source in sources.items()}
        once = {job: 1 for job in jobs if job not in ("guyub", "floor", "pandera")}
        costs = in_turns(ways, 5 if full else 3, say, fewer={} if full else once)
    return _result(costs, planted)


def _result(costs: dict[str, list[Cost]], planted: int) -> Result:
    ours, scale = middle(costs["guyub"]), ROWS // SAMPLE
    scaled = {name: middle(found) * (scale if "frictionless" in name else 1) for name, found in costs.items()}
    answers = {name: found[0].answer for name, found in costs.items()}
    return Result(
        ratios={
            "frictionless": scaled["frictionless"] / ours,
            "pandera": scaled["pandera"] / ours,
            "floor": ours / scaled["floor"],
        },
        figures={f"{name}_cpu_s": seconds for name, seconds in scaled.items()}
        | {f"{name}_peak_mb": max(cost.peak_mb for cost in found) for name, found in costs.items()}
        | {f"{name}_cells": found["cells"] for name, found in answers.items() if "cells" in found}
        | {
            "frictionless_check_ratio": scaled["frictionless_check"] / ours,
            "pandera_check_ratio": scaled["pandera_check"] / ours,
            "wrong_cells_planted": planted,
            "rules": answers["guyub"]["rules"],
            "rows_released": answers["guyub"]["released"],
        },
        peak_mb=max(cost.peak_mb for cost in costs["guyub"]),
        n=ROWS,
        notes=(
            f"frictionless is measured on {SAMPLE} rows: its cells are of that run, its seconds times {scale}",
            "the ratios are of the same job for all: check, name every wrong cell, keep held rows, release the others "
            "in the order of their key with a digest; the _check figures are of the peers' check alone",
            "the floor reads as text, since a dirty file has no other type",
        ),
    )


def _way(name: str, source: Path, folder: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        return measure("benchmarks.intake_peers", name, source, work)


def write_file(path: Path, rows: int) -> int:
    """A seeded synthetic register with planted errors; returns how many cells are wrong under the contract's rules."""
    rng = np.random.default_rng(SEED)
    births = np.datetime64("1950-01-01") + rng.integers(0, 27_000, rows).astype("timedelta64[D]")
    woman = rng.random(rows) < 0.5
    first = pl.Series(FIRST)
    last = pl.Series([f"Contoh {number}" for number in range(3000)])
    frame = pl.DataFrame({"born": births, "woman": woman, "number": np.arange(rows)}).with_columns(
        pl.col("born").cast(pl.Date)
    )
    day = (pl.col("born").dt.day().cast(pl.Int32) + pl.col("woman").cast(pl.Int32) * 40).cast(pl.String).str.zfill(2)
    frame = frame.with_columns(stem=pl.lit("331399") + day + pl.col("born").dt.strftime("%m%y"))
    frame = frame.with_columns(serial=pl.int_range(1, pl.len() + 1).over("stem").cast(pl.String).str.zfill(4))
    table = frame.select(
        pl.concat_str("stem", "serial").alias(LABELS[0]),
        (pl.lit("331399010115") + (pl.col("number") // 4 % 9999 + 1).cast(pl.String).str.zfill(4)).alias(LABELS[1]),
        (first.gather(rng.integers(0, 7, rows)) + " " + last.gather(rng.integers(0, 3000, rows))).alias(LABELS[2]),
        pl.when("woman").then(pl.lit("P")).otherwise(pl.lit("L")).alias(LABELS[3]),
        pl.col("born").dt.strftime("%d-%m-%Y").alias(LABELS[4]),
        pl.lit("Karanganyar").alias(LABELS[5]),
        pl.Series(["KEPALA KELUARGA", "ISTRI", "ANAK"]).gather(rng.integers(0, 3, rows)).alias(LABELS[6]),
        pl.Series(VILLAGES).gather(rng.integers(0, len(VILLAGES), rows)).alias(LABELS[7]),
        *(
            pl.Series(rng.integers(1, top, rows)).cast(pl.String).alias(name)
            for name, top in zip(LABELS[8:11], (12, 9, 11), strict=True)
        ),
        pl.Series(rng.integers(0, 60, rows) * 50_000).cast(pl.String).alias(LABELS[11]),
    )
    planted = 0
    for column, wrong, one_in in ERRORS:
        hit = pl.Series(rng.permutation(rows) < rows // one_in)
        untouched = pl.col(column).is_in([other for name, other, _ in ERRORS if name == column]).not_()
        chosen = table.select(hit & untouched).to_series()
        planted += int(chosen.sum())
        table = table.with_columns(pl.when(chosen).then(pl.lit(wrong)).otherwise(pl.col(column)).alias(column))
    twins = rows // 2000
    sound = np.flatnonzero(table[LABELS[0]].str.contains("^[0-9]{16}$").to_numpy())[: 2 * twins]
    numbers = table[LABELS[0]].to_list()
    for original, copy in zip(sound[:twins], sound[twins:], strict=True):
        numbers[copy] = numbers[original]
    planted += 2 * twins
    table.with_columns(pl.Series(LABELS[0], numbers)).write_csv(path, separator=";")
    return planted
