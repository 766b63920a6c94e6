"""A line for a table cell. It is silent: the number, the target and the direction stand beside it in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.safestring import SafeString

from guyub.web.charts.svg import Sheet

WIDTH, HEIGHT, EDGE = 96, 28, 4.0


def sparkline(values: Sequence[float | None], target: float | None = None) -> SafeString:
    """The course of the values, a dot at the last, the target dashed; a gap where a value is missing or hidden."""
    sheet = Sheet(WIDTH, HEIGHT)
    known = [value for value in values if value is not None]
    span = known + ([target] if target is not None else [])
    if not span:
        return sheet.svg(fixed=True)
    low, high = min(span), max(span)

    def y(value: float) -> float:
        if high == low:
            return HEIGHT / 2
        return HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE)

    if target is not None:
        sheet.line(0, y(target), WIDTH, y(target), "tg")
    step = (WIDTH - EDGE - 6) / max(len(values) - 1, 1)
    places = [(EDGE + n * step, value) for n, value in enumerate(values)]
    for is_known, run in groupby(places, key=lambda place: place[1] is not None):
        line = [(x, y(value)) for x, value in run if value is not None]
        if is_known and len(line) > 1:
            sheet.add("polyline", class_="ln thin", points=" ".join(f"{x:.1f},{at:.1f}" for x, at in line))
    for x, value in reversed(places):
        if value is not None:
            sheet.add("circle", class_="dot", cx=x, cy=y(value), r=4)
            break
    return sheet.svg(fixed=True)
