"""
Ten indicators for 177 villages over a million people, beside one hand-written DuckDB query that counts the same.

Ours reads the ten content files, compiles them to one statement, counts every village, district and the regency, and
hides the small groups; the floor only counts. Bar: under twice the floor's CPU time, whole processes, both counting
five times over so that starting up does not hide the counting. `duckdb_handwritten` is the floor's time over ours.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.indicators_peers import CODES
from benchmarks.measuring import Cost, Result, Say, in_turns, measure, middle

PEOPLE = 1_000_000
DISTRICTS, VILLAGES = 17, 177
TIMES = 5


def run(*, full: bool, say: Say) -> Result:
    with tempfile.TemporaryDirectory(prefix="guyub-bench-") as scratch:
        folder = Path(scratch)
        write_mart(folder / "mart.parquet", PEOPLE)
        ways = {way: partial(_way, way, folder) for way in ("guyub", "floor")}
        costs = in_turns(ways, 7 if full else 3, say)
    ours, floor = middle(costs["guyub"]), middle(costs["floor"])
    if costs["guyub"][0].answer["digest"] != costs["floor"][0].answer["digest"]:
        raise RuntimeError("the two ways count differently")
    answer = costs["guyub"][0].answer
    return Result(
        ratios={"floor": ours / floor, "duckdb_handwritten": floor / ours},
        figures={
            "cpu_s": ours / TIMES,
            "floor_cpu_s": floor / TIMES,
            "indicators": len(CODES),
            "villages": VILLAGES,
            "values": answer["values"],
            "hidden": answer["hidden"],
        },
        peak_mb=max(cost.peak_mb for cost in costs["guyub"]),
        n=PEOPLE,
        notes=[f"each process counts {TIMES} times; cpu_s is one counting, its share of the start included"],
    )


def _way(way: str, folder: Path) -> Cost:
    return measure("benchmarks.indicators_peers", way, folder, str(TIMES))


def write_mart(path: Path, people: int) -> None:
    """A mart of invented people, as the registry writes it: sorted by village, in row groups of 32,768."""
    village = f"(i * {VILLAGES} // {people})"
    household = "(i // 3)"
    with duckdb.connect() as engine:
        engine.execute(
            f"""
            copy (
                select
                    printf(
                        '33.13.%02d.%d', 1 + {village} % {DISTRICTS}, 2001 + {village} // {DISTRICTS}
                    ) as village_code,
                    i % 40 <> 0 as in_register,
                    cast(hash(i) % 95 as smallint) as age,
                    i % 3 = 0 as household_head,
                    cast(1 + hash({household}) % 12 as smallint) as decile_or_none,
                    hash({household} * 7) % 4 = 0 as woman_headed,
                    ['tanah', 'semen', 'keramik', 'kayu'][1 + cast(hash({household} * 11) % 4 as integer)] as floor,
                    hash(i) % 95 between 6 and 18 and hash(i * 13) % 10 < 9 as pupil,
                    hash(i * 17) % 10 < 8 as insurance_active,
                    hash(i * 19) % 10 < 3 as aid_school,
                    hash({household} * 23) % 10 < 4 as household_aid
                from range({people}) as people(i)
            ) to '{path}.part.parquet' (format parquet)
            """
        )
        engine.execute(
            f"copy (select * exclude decile_or_none, case when decile_or_none <= 10 then decile_or_none end as decile"
            f" from '{path}.part.parquet' order by village_code) to '{path}'"
            " (format parquet, compression zstd, row_group_size 32768)"
        )
    Path(f"{path}.part.parquet").unlink()
