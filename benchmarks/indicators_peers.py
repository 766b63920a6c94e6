"""One way of counting the ten indicators, in a process of its own: arguments WAY FOLDER TIMES."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, answer

CODES = (
    "dependency-ratio",
    "elderly-poor-without-aid",
    "families-decile-1-4",
    "health-insurance-active",
    "poor-families-earth-floor",
    "poor-families-headed-by-women",
    "poor-families-without-aid",
    "poor-pupils-without-school-aid",
    "school-participation-7-12",
    "under-five-share",
)

# As somebody who knows DuckDB would write it: numerator and denominator of each, in the order of CODES. Villages first,
# then their sums: grouping sets over all people take twice the time.
BY_HAND = """
with village as (
    select
        village_code,
        count(*) filter (where in_register and (age < 15 or age >= 65)) as c01,
        count(*) filter (where in_register and age between 15 and 64) as c02,
        count(*) filter (where in_register and age >= 60 and decile <= 4 and not household_aid) as c03,
        count(*) filter (where in_register and age >= 60 and decile <= 4) as c04,
        count(*) filter (where household_head and decile <= 4) as c05,
        count(*) filter (where household_head) as c06,
        count(*) filter (where in_register and insurance_active) as c07,
        count(*) filter (where in_register) as c08,
        count(*) filter (where household_head and decile <= 4 and floor = 'tanah') as c09,
        count(*) filter (where household_head and decile <= 4 and floor is not null) as c10,
        count(*) filter (where household_head and decile <= 4 and woman_headed) as c11,
        count(*) filter (where household_head and decile <= 4) as c12,
        count(*) filter (where household_head and decile <= 2 and not household_aid) as c13,
        count(*) filter (where household_head and decile <= 2) as c14,
        count(*) filter (where pupil and decile <= 4 and not aid_school) as c15,
        count(*) filter (where pupil and decile <= 4) as c16,
        count(*) filter (where in_register and age between 7 and 12 and pupil) as c17,
        count(*) filter (where in_register and age between 7 and 12) as c18,
        count(*) filter (where in_register and age < 5) as c19,
        count(*) filter (where in_register) as c20
    from read_parquet('{mart}')
    group by village_code
)
select village_code, columns('c[0-9]+') from village
union all select left(village_code, 8), sum(columns('c[0-9]+')) from village group by 1
union all select '33.13', sum(columns('c[0-9]+')) from village
"""


def digest(counts: dict[str, list[int]]) -> str:
    """Of the counts of every area, so that both ways are known to count the same."""
    return hashlib.sha256(json.dumps(counts, sort_keys=True).encode()).hexdigest()[:16]


def guyub(folder: Path, times: int) -> dict[str, Any]:
    from guyub.dataplane import marts
    from guyub.engines.indicators import cells

    found: dict[str, Any] = {}
    for _ in range(times):
        definitions = [each for each in marts.load_definitions(ROOT / "content" / "indicators") if each.code in CODES]
        counts = marts.count(folder, definitions, area="33.13")
        areas = sorted(counts[CODES[0]])
        districts = {
            area: [each for each in areas if each.startswith(f"{area}.")] for area in areas if area.count(".") == 2
        }
        values = [
            cell for found in cells(definitions, counts, districts=districts, area="33.13").values() for cell in found
        ]
        by_area = {
            area: [
                number for code in CODES for number in (counts[code][area].numerator, counts[code][area].denominator)
            ]
            for area in areas
        }
        found = {"digest": digest(by_area), "values": len(values), "hidden": sum(cell.hidden for cell in values)}
    return found


def floor(folder: Path, times: int) -> dict[str, Any]:
    import duckdb

    rows: list[Any] = []
    for _ in range(times):
        with duckdb.connect(config={"threads": 2}) as engine:
            rows = engine.execute(BY_HAND.format(mart=folder / "mart.parquet")).fetchall()
    return {"digest": digest({row[0]: [int(count) for count in row[1:]] for row in rows})}


if __name__ == "__main__":
    way, place, times = sys.argv[1:]
    answer({"guyub": guyub, "floor": floor}[way](Path(place), int(times)))
