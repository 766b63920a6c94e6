"""How the scores of a group of regions are spread, and where one of them lies: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles


class Band(StrEnum):
    """Where a value lies in its group; said in words by `queries.group`."""

    UPPER_QUARTER = "upper_quarter"
    ABOVE_MEDIAN = "above_median"
    AT_MEDIAN = "at_median"
    BELOW_MEDIAN = "below_median"
    LOWER_QUARTER = "lower_quarter"


@dataclass(frozen=True, slots=True)
class Spread:
    """
    count     regions with a value
    q1, q3    quartiles by linear interpolation between the values (as spreadsheets do); None below `least` values
    """

    count: int
    low: float | None
    q1: float | None
    median: float | None
    q3: float | None
    high: float | None


def spread_of(values: Iterable[float | None], *, least: int) -> Spread:
    known = sorted(value for value in values if value is not None)
    if len(known) < max(least, 2):
        return Spread(len(known), None, None, None, None, None)
    q1, median, q3 = quantiles(known, n=4, method="inclusive")
    return Spread(len(known), known[0], q1, median, q3, known[-1])


def band_of(value: float | None, spread: Spread, *, decimals: int) -> Band | None:
    """
    Compared as shown: values that are written alike lie alike. None: no value, or too small a group.

    A value at the border of a quarter is given the better of the two.
    """
    if value is None or spread.median is None or spread.q1 is None or spread.q3 is None:
        return None
    own, q1, median, q3 = (round(number, decimals) for number in (value, spread.q1, spread.median, spread.q3))
    if own == median:
        return Band.AT_MEDIAN
    if own >= q3:
        return Band.UPPER_QUARTER
    if own > median:
        return Band.ABOVE_MEDIAN
    return Band.BELOW_MEDIAN if own >= q1 else Band.LOWER_QUARTER


def change(value: float | None, before: float | None, *, decimals: int) -> float | None:
    """The difference between two values as shown; a difference within rounding is 0."""
    if value is None or before is None:
        return None
    return round(round(value, decimals) - round(before, decimals), decimals)


def places(values: Iterable[tuple[str, float]], *, decimals: int) -> list[tuple[int, int, str, float]]:
    """
    (first place, last place, key, value), best first; who is written alike shares a place "5–8".

    Among equals in the order of the keys, which says nothing.
    """
    ordered = sorted(values, key=lambda pair: (-round(pair[1], decimals), pair[0]))
    shown = [round(value, decimals) for _key, value in ordered]
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(shown, 1):
        first.setdefault(value, place)
        last[value] = place
    return [(first[on], last[on], key, value) for (key, value), on in zip(ordered, shown, strict=True)]
