"""One way of scoring all regions, in a process of its own: arguments WAY FOLDER."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, answer

INSTRUMENTS = ("spbe-59-2020", "pemdi-8-2026", "kominfo-eval-2")
YEARS = tuple(range(2017, 2027))


def text_of(code: str) -> str:
    return (ROOT / "content" / "instruments" / f"{code}.yaml").read_text(encoding="utf-8")


def guyub(folder: Path) -> dict[str, Any]:
    import numpy as np

    from guyub.engines.scoring import Answer, compile_bulk, effects, parse_instrument
    from guyub.engines.scoring import columns as _  # noqa: F401  imported when first used; here with the others

    begun = time.process_time()
    years = np.load(folder / "years.npy")
    sensing = 0.0
    for code in INSTRUMENTS:
        instrument = parse_instrument(text_of(code), file=code)
        accepted, numbers = (np.load(folder / f"{code}-{what}.npy") for what in ("accepted", "numbers"))
        sets = {year: instrument.weight_set_of(year) for year in YEARS}
        parts = np.empty((len(instrument.nodes), len(accepted)))
        for name in {each.code if each else "" for each in sets.values()}:
            held = [year for year, each in sets.items() if (each.code if each else "") == name]
            rows = slice(None) if len(held) == len(YEARS) else np.isin(years, held)
            bulk = compile_bulk(instrument, weights=name)
            parts[:, rows] = list(bulk.parts(accepted[rows], numbers[rows]).values())
        np.save(folder / "guyub" / f"{code}-parts.npy", parts)
        np.save(folder / "guyub" / f"{code}-grades.npy", bulk.grades(parts[0]))

        started = time.process_time()
        evidence: dict[str, set[str]] = {}
        for (leaf, piece), is_accepted in zip(bulk.requirements, accepted[0].tolist(), strict=True):
            if is_accepted:
                evidence.setdefault(leaf, set()).add(piece)
        sheet = {leaf: Answer(accepted=frozenset(pieces)) for leaf, pieces in evidence.items()}
        found = {(each.leaf, each.requirement): each.change for each in effects(instrument, sheet)}
        np.save(folder / "guyub" / f"{code}-effects.npy", [float(found[column]) for column in bulk.requirements])
        sensing += time.process_time() - started
    return {"compute_s": time.process_time() - begun, "sensitivity_s": sensing}


def pandas(folder: Path) -> dict[str, Any]:
    """As somebody who knows pandas would: no loop over rows, leaves or parts; one groupby a step for all of them."""
    import numpy as np
    import pandas as pd
    import yaml

    begun = time.process_time()
    years = np.load(folder / "years.npy")
    sensing = 0.0
    for code in INSTRUMENTS:
        document = yaml.load(text_of(code), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        tables = _Tables(document, pd)
        accepted, numbers = (np.load(folder / f"{code}-{what}.npy") for what in ("accepted", "numbers"))
        parts = np.empty((len(tables.parts), len(accepted)))
        for changed, held in tables.weight_sets(YEARS):
            rows = slice(None) if len(held) == len(YEARS) else np.isin(years, held)
            weighted = tables.weighted(changed)
            parts[:, rows] = tables.score(accepted[rows], numbers[rows], weighted).to_numpy()
        np.save(folder / "pandas" / f"{code}-parts.npy", parts)
        np.save(folder / "pandas" / f"{code}-grades.npy", tables.grades(parts[0]))

        started = time.process_time()
        pieces = accepted.shape[1]
        sheets = np.repeat(accepted[:1], pieces + 1, axis=0)
        sheets[np.arange(pieces), np.arange(pieces)] ^= True
        nothing = np.full((pieces + 1, numbers.shape[1]), np.nan)
        totals = tables.score(sheets, nothing, tables.weighted({})).iloc[0].to_numpy()
        np.save(folder / "pandas" / f"{code}-effects.npy", totals[:-1] - totals[-1])
        sensing += time.process_time() - started
    return {"compute_s": time.process_time() - begun, "sensitivity_s": sensing}


class _Tables:
    """An instrument as data frames: `parts` in reading order, `pieces` and `bands` of all leaves."""

    def __init__(self, document: dict[str, Any], pd: Any) -> None:
        self._pd = pd
        self._document = document
        rows: list[dict[str, Any]] = []
        pieces: list[tuple[str, int]] = []
        self.bands: dict[str, Any] = {}
        self._walk(document["tree"], "", 0, rows, pieces)
        self.parts = pd.DataFrame(rows).set_index("code")
        self.pieces = pd.MultiIndex.from_tuples(pieces, names=["leaf", "level"])
        self.numbers = list(self.parts.index[self.parts["asks"].eq("number") | self.parts.index.isin(self.bands)])
        counts_lowest = document["unanswered"] == "lowest"
        self.floor = (self.parts["lowest"].fillna(0.0) * counts_lowest).to_numpy()[:, None]

    def _walk(self, part: dict[str, Any], parent: str, depth: int, rows: list[Any], pieces: list[Any]) -> None:
        code = str(part["code"])
        levels = self._levels(part)
        rows.append(
            {
                "code": code,
                "parent": parent,
                "depth": depth,
                "weight": float(part.get("weight", 1)),
                "weighs": part.get("aggregate") == "weighted_mean",
                "asks": part.get("asks", ""),
                "lowest": min(levels, default=None),
            }
        )
        if part.get("bands"):
            self.bands[code] = part["bands"]
        pieces.extend((code, level) for level, codes in levels.items() for _ in codes)
        for child in part.get("children", ()):
            self._walk(child, code, depth + 1, rows, pieces)

    def _levels(self, part: dict[str, Any]) -> dict[int, set[str]]:
        scale = self._document["scales"][part["scale"]]["levels"] if "scale" in part else part.get("levels", ())
        own = part.get("evidence", {})
        return {
            level["level"]: {str(each["code"]) for each in (*level.get("evidence", ()), *own.get(level["level"], ()))}
            for level in scale
        }

    def weight_sets(self, years: tuple[int, ...]) -> list[tuple[dict[str, Any], list[int]]]:
        sets = [
            (each["weights"], [year for year in years if year in each["years"]])
            for each in self._document.get("weight_sets", ())
        ]
        rest = [year for year in years if not any(year in held for _, held in sets)]
        return [each for each in (*sets, ({}, rest)) if each[1]]

    def weighted(self, changed: dict[str, Any]) -> Any:
        """Each part's share of its parent: by weight where the parent weighs, else alike."""
        weight = self.parts["weight"].mask(self.parts.index.isin(changed), self.parts.index.map(changed).astype(float))
        weight = weight.where(self.parts["parent"].map(self.parts["weighs"]).eq(True), 1.0)
        return weight / weight.groupby(self.parts["parent"]).transform("sum")

    def score(self, accepted: Any, numbers: Any, share: Any) -> Any:
        """Values of all parts: a row a part, a column a sheet."""
        pd = self._pd
        complete = pd.DataFrame(accepted.T, index=self.pieces).groupby(["leaf", "level"], sort=False).all()
        unbroken = complete.astype("int8").groupby(level="leaf", sort=False).cummin()
        reached = unbroken.groupby(level="leaf", sort=False).sum()
        values = pd.DataFrame(self.floor.repeat(len(accepted), axis=1), index=self.parts.index)
        values.loc[reached.index] += reached
        for code, column in zip(self.numbers, numbers.T, strict=True):
            there = column == column
            values.loc[code, there] = self._worth(code, column[there])
        shares = share.to_numpy()[:, None]
        for depth in range(int(self.parts["depth"].max()), 0, -1):
            here = (self.parts["depth"] == depth).to_numpy()
            above = (values[here] * shares[here]).groupby(self.parts["parent"][here].to_numpy(), sort=False).sum()
            values.loc[above.index] = above
        return values

    def _worth(self, code: str, column: Any) -> Any:
        if code not in self.bands:
            return column
        bands = list(reversed(self.bands[code]))
        edges = [float("-inf"), *(float(band["at_least"]) for band in bands[1:]), float("inf")]
        scores = [float(band["score"]) for band in bands]
        return self._pd.cut(column, edges, right=False, labels=scores, ordered=False).astype(float)

    def grades(self, totals: Any) -> Any:
        """The place of each total's grade, highest first; -1 without one."""
        bounds = [float(grade["at_least"]) - 1e-9 for grade in reversed(self._document.get("grades", ()))]
        found = self._pd.Series(bounds, dtype=float).searchsorted(totals, side="right")
        return self._pd.Series(len(bounds) - found).mask(found == 0, -1).to_numpy()


if __name__ == "__main__":
    way, place = sys.argv[1:]
    answer({"guyub": guyub, "pandas": pandas}[way](Path(place)))
