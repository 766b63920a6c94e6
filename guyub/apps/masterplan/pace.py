"""
Is a promise kept? Plain arithmetic on the last two values: no forecast, which needs six points and its own engine.

reached    the newest value is at the target or beyond it
missed     the year of the promise is over and the target is not reached
on_course  the pace between the last two values, kept up, reaches the target by December of its year
at_risk    it does not, or the value moves away from the target
too_early  fewer than two values: nothing can be said about the pace
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from guyub.engines.values import Period


class Standing(StrEnum):
    REACHED = "reached"
    MISSED = "missed"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Point:
    period: Period
    value: Decimal


@dataclass(frozen=True, slots=True)
class Pace:
    """
    How a promise stands. Both paces are in the indicator's unit per month, signed as the value moves.

    made    between the last two values; None with fewer than two
    needed  from the newest value to the target, in the months left; None when no month is left or no value is known
    """

    standing: Standing
    made: Decimal | None = None
    needed: Decimal | None = None


def judge(points: Sequence[Point], *, target: Decimal, year: int, higher_is_better: bool, today: Period) -> Pace:
    """
    How a promise for the end of a year stands. points: known values, oldest first; those after `today` are not for now.

    >>> feb, may = Point(Period(2026, 2), Decimal(30)), Point(Period(2026, 5), Decimal(24))
    >>> judge([feb, may], target=Decimal(15), year=2026, higher_is_better=False, today=Period(2026, 6)).standing
    <Standing.ON_COURSE: 'on_course'>
    """
    end = Period(year, 12)
    counted = [point for point in points if point.period <= end]
    if not counted:
        return Pace(Standing.MISSED if today > end and points else Standing.NO_DATA)
    newest = counted[-1]
    made = None
    if len(counted) > 1:
        before = counted[-2]
        made = (newest.value - before.value) / max(1, newest.period.months_since(before.period))
    missing = target - newest.value
    if (missing <= 0) if higher_is_better else (missing >= 0):
        return Pace(Standing.REACHED, made)
    months_left = end.months_since(newest.period)
    needed = missing / months_left if months_left > 0 else None
    if today > end or needed is None:
        return Pace(Standing.MISSED, made, needed)
    if made is None:
        return Pace(Standing.TOO_EARLY, None, needed)
    fast_enough = made >= needed if higher_is_better else made <= needed
    return Pace(Standing.ON_COURSE if fast_enough else Standing.AT_RISK, made, needed)
