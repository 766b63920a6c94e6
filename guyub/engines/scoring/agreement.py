"""How far several raters agree in what they rate high and low: Kendall's coefficient of concordance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Concordance:
    """
    w            0 (no agreement at all) to 1 (the same order by everybody); None: nobody set one item above another
    chi_squared  with `degrees` degrees of freedom; good from about 8 items on
    p_value      how likely so much agreement is by chance alone
    """

    w: float | None
    chi_squared: float
    degrees: int
    p_value: float
    raters: int
    items: int


def concordance(ratings: Sequence[Sequence[float]]) -> Concordance:
    """
    Kendall's W, corrected for ties.

    ratings  one row a rater, one number an item; only their order within a row matters
    Raises ValueError with fewer than two raters or items, rows of different length, or something that is no number.

    >>> concordance([[1, 2, 3], [10, 20, 30]]).w
    1.0
    """
    raters, items = len(ratings), len(ratings[0]) if ratings else 0
    if raters < 2 or items < 2 or any(len(row) != items for row in ratings):
        raise ValueError("agreement needs at least two raters who all rated the same two or more items")
    if any(math.isnan(rating) for row in ratings for rating in row):
        raise ValueError("a rating is missing: leave its rater or its item out")
    sums = [sum(ranks) for ranks in zip(*map(_doubled_ranks, ratings), strict=True)]
    # Ranks are doubled so that ties stay whole: the squares are four times as large.
    squares = Fraction(sum((2 * each - raters * 2 * (items + 1)) ** 2 for each in sums), 16)
    ties = sum(times**3 - times for row in ratings for times in Counter(row).values())
    most = raters**2 * (items**3 - items) - raters * ties
    degrees = items - 1
    if not most:
        return Concordance(None, 0.0, degrees, 1.0, raters, items)
    w = 12 * squares / most
    chi_squared = float(raters * degrees * w)
    return Concordance(float(w), chi_squared, degrees, _beyond(chi_squared, degrees), raters, items)


def _doubled_ranks(row: Sequence[float]) -> list[int]:
    """Twice the rank of each rating, 1 for the lowest; equal ratings share the middle of their ranks."""
    ordered = sorted(row)
    first: dict[float, int] = {}
    for place, rating in enumerate(ordered, start=1):
        first.setdefault(rating, place)
    times = Counter(row)
    return [2 * first[rating] + times[rating] - 1 for rating in row]


def _beyond(chi_squared: float, degrees: int) -> float:
    """The probability that chi-squared with whole degrees of freedom is at least this: its closed form."""
    half = chi_squared / 2
    if half <= 0:
        return 1.0
    if degrees % 2:
        powers = (k + 0.5 for k in range((degrees - 1) // 2))
        found = math.erfc(math.sqrt(half))
    else:
        powers = (float(k) for k in range(1, degrees // 2))
        found = math.exp(-half)
    found += math.fsum(math.exp(k * math.log(half) - half - math.lgamma(k + 1)) for k in powers)
    return min(1.0, found)
