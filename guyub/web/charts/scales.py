"""From values to places on paper: round axes, and the classes of the tile map."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from guyub.web import figures


def round_step(rough: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 (times a power of ten) that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10 * power


def axis(low: float, high: float, *, steps: int = 4, from_zero: bool | None = None) -> list[float]:
    """
    Round tick values that enclose `low` to `high`.

    from_zero   True: starts at 0; None: starts at 0 unless the values lie in the upper half, where changes would vanish
    """
    if from_zero or (from_zero is None and low < 0.5 * high):
        low = min(low, 0.0)
    high = max(high, 0.0) if low <= 0 else high
    if high - low < 1e-6 * max(abs(low), abs(high), 1):  # one value, or none that differ: a scale around it and 0
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-6:
        high = low + 1
    step = round_step((high - low) / steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def places_of(ticks: Sequence[float]) -> int:
    """How many decimals the ticks need to differ as written."""
    return next((places for places in range(4) if all(abs(t - round(t, places)) < 1e-9 for t in ticks)), 3)


def with_unit(value: float, unit: str, places: int) -> str:
    if unit == "%":
        return figures.percent(value, places)
    written = figures.decimal(value, places)
    return f"{written}{figures.NBSP}{unit}" if unit else written


def quantile_cuts(values: Iterable[float | None], classes: int = 5) -> tuple[float, ...]:
    """
    Where the classes of a tile map begin: quantiles, rounded to readable numbers, strictly rising.

    Each class then holds about as many villages; fewer than `classes` come out when too few values differ.
    """
    known = sorted(value for value in values if value is not None)
    if len(known) < 2 or known[0] == known[-1]:
        return ()
    step = round_step((known[-1] - known[0]) / 40)
    cuts: list[float] = []
    for n in range(1, classes):
        at = n * (len(known) - 1) / classes
        low, part = int(at), at - int(at)
        value = known[low] * (1 - part) + known[min(low + 1, len(known) - 1)] * part
        cut = round(round(value / step) * step, 10)
        if known[0] < cut <= known[-1] and (not cuts or cut > cuts[-1]):
            cuts.append(cut)
    return tuple(cuts)


def shade(value: float | None, cuts: Sequence[float]) -> str:
    """`q0` (least) to `q4` (most); `qx` where there is no value."""
    return "qx" if value is None else f"q{bisect_right(cuts, value)}"
