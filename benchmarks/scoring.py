"""
Every region's score of ten years by three instruments, and one region's sensitivity, beside the same in pandas.

Both read the shipped instruments' YAML and the same columns of accepted evidence and numbers, and come to the value of
every part, the totals and their grades, for 514 regions times ten years; then, for one region, to what each single
piece of evidence would change. The results are compared, each value to nine digits. Bar: less CPU time than pandas,
whole processes; `compute` says the same without what starting and importing took.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.measuring import Cost, Result, Say, in_turns, measure, middle, require_peers
from benchmarks.scoring_peers import INSTRUMENTS, YEARS, text_of
from guyub.engines.scoring import compile_bulk, parse_instrument

REGIONS = 514
SEED = 20261122


def run(*, full: bool, say: Say) -> Result:
    require_peers("pandas")
    with tempfile.TemporaryDirectory(prefix="guyub-bench-") as scratch:
        folder = Path(scratch)
        pieces = write_answers(folder)
        ways = {way: partial(_way, way, folder) for way in ("guyub", "pandas")}
        costs = in_turns(ways, 15 if full else 5, say)
        values = compare(folder)
    ours, theirs = middle(costs["guyub"]), middle(costs["pandas"])
    compute = {way: median(cost.answer["compute_s"] for cost in found) for way, found in costs.items()}
    sensing = {way: median(cost.answer["sensitivity_s"] for cost in found) for way, found in costs.items()}
    return Result(
        ratios={"pandas": theirs / ours},
        figures={
            "cpu_s": ours,
            "pandas_cpu_s": theirs,
            "compute_cpu_s": compute["guyub"],
            "pandas_compute_cpu_s": compute["pandas"],
            "pandas_compute_ratio": compute["pandas"] / compute["guyub"],
            "sensitivity_cpu_s": sensing["guyub"],
            "pandas_sensitivity_cpu_s": sensing["pandas"],
            "pandas_sensitivity_ratio": sensing["pandas"] / sensing["guyub"],
            "pandas_peak_mb": max(cost.peak_mb for cost in costs["pandas"]),
            "instruments": list(INSTRUMENTS),
            "evidence_of_one_region": pieces,
            "values": values,
        },
        peak_mb=max(cost.peak_mb for cost in costs["guyub"]),
        n=REGIONS * len(YEARS) * len(INSTRUMENTS),
        notes=[
            "n is the number of answer sheets; values is how many results were compared, each equal to nine digits",
            "compute is reading the instruments, scoring and sensitivity, without starting Python and importing",
        ],
    )


def _way(way: str, folder: Path) -> Cost:
    (folder / way).mkdir(exist_ok=True)
    return measure("benchmarks.scoring_peers", way, folder)


def write_answers(folder: Path) -> int:
    """
    Seeded answers of all regions and years, a matrix an instrument; returns how many pieces of evidence they ask for.

    Regions differ in how much they have, years bring more, and a higher level's evidence is rarer.
    """
    rng = np.random.default_rng(SEED)
    pieces = 0
    rows = REGIONS * len(YEARS)
    ripe = np.repeat(rng.beta(4, 2, REGIONS), len(YEARS)) + np.tile(np.linspace(0, 0.15, len(YEARS)), REGIONS)
    np.save(folder / "years.npy", np.tile(np.array(YEARS), REGIONS))
    for code in INSTRUMENTS:
        instrument = parse_instrument(text_of(code), file=code)
        bulk = compile_bulk(instrument)
        level = {
            (node.code, each.code): each.level
            for node in instrument.leaves
            if node.leaf
            for each in node.leaf.requirements
        }
        rarer = np.array([0.06 * level[column] for column in bulk.requirements])
        accepted = rng.random((rows, len(bulk.requirements))) < ripe[:, None] + 0.25 - rarer
        numbers = np.round(rng.random((rows, len(bulk.numbers))) * 4, 2)
        numbers[rng.random(numbers.shape) < 0.2] = np.nan
        np.save(folder / f"{code}-accepted.npy", accepted)
        np.save(folder / f"{code}-numbers.npy", numbers)
        pieces += len(bulk.requirements)
    return pieces


def compare(folder: Path) -> int:
    """Every result of the two ways against each other; returns how many there are. Raises RuntimeError."""
    compared = 0
    for code in INSTRUMENTS:
        for what in ("parts", "grades", "effects"):
            one, other = (np.load(folder / way / f"{code}-{what}.npy") for way in ("guyub", "pandas"))
            if one.shape != other.shape or not np.allclose(one, other, rtol=0, atol=1e-9, equal_nan=True):
                raise RuntimeError(f"the two ways differ in {what} of {code}")
            compared += one.size
    return compared
