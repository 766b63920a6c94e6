"""How values of many places are spread: all as a thin line, the middle half as a box, the median as a stroke."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.scales import axis, places_of
from guyub.web.charts.svg import PHONE, WIDE, Sheet, label_box, shortened, text_width, twice

ROW = 40


@dataclass(frozen=True)
class Range:
    """
    The values of one group: lowest, quartiles, median, highest; all None when the group is too small to say.

    own  the value that the reader looks for in it
    """

    label: str
    low: float | None
    q1: float | None
    median: float | None
    q3: float | None
    high: float | None
    own: float | None = None

    @property
    def known(self) -> tuple[float, ...]:
        return tuple(v for v in (self.low, self.q1, self.median, self.q3, self.high, self.own) if v is not None)


def spread_rows(
    ranges: Sequence[Range], *, sentence: str, places: int = 2, own_label: str = "", width: int = WIDE
) -> SafeString:
    """One row a group over one axis; the reader's own place is a dot, named once at the top."""
    drawings = [
        _rows(ranges, size, places, own_label).svg(kind, sentence)
        for size, kind in ((width, f"wide w{width}"), (PHONE, "narrow"))
    ]
    return twice(*drawings)


def _rows(ranges: Sequence[Range], width: int, places: int, own_label: str) -> Sheet:
    known = [value for one in ranges for value in one.known]
    ticks = axis(min(known, default=0), max(known, default=1), from_zero=False)
    sheet = Sheet(width, 22 + ROW * len(ranges) + 24)
    left, right = 6.0, width - 6.0
    scale = (right - left) / (ticks[-1] - ticks[0])
    bottom = sheet.height - 22
    tick_places = places_of(ticks)
    for tick in ticks:
        x = left + (tick - ticks[0]) * scale
        sheet.line(x, 20, x, bottom, "ax")
        text = figures.decimal(tick, tick_places)
        half = text_width(text) / 2
        sheet.text(min(max(x, half), width - half), sheet.height - 6, text, anchor="middle")
    own = next((one.own for one in ranges if one.own is not None), None)
    if own is not None:
        x = left + (own - ticks[0]) * scale
        sheet.line(x, 18, x, bottom, "tg")
        text = f"{own_label} {figures.decimal(own, places)}".strip()
        half = text_width(text, bold=True) / 2
        sheet.text(min(max(x, half), width - half), 12, text, kind="tgt", anchor="middle")
    for number, one in enumerate(ranges):
        _row(sheet, one, 22 + ROW * number, lambda value: left + (value - ticks[0]) * scale)
    return sheet


def _row(sheet: Sheet, one: Range, top: float, at: Callable[[float], float]) -> None:
    label = shortened(one.label, sheet.width - 12)
    if one.low is None or one.q1 is None or one.median is None or one.q3 is None or one.high is None:
        sheet.text(6, top + 14, label)
        sheet.text(6, top + 31, _("too few regions for quartiles"), kind="faint")
        return
    y = top + 27
    sheet.line(at(one.low), y, at(one.high), y, "ax2")
    sheet.add("rect", class_="fan", x=at(one.q1), y=y - 7, width=max(at(one.q3) - at(one.q1), 2), height=14, rx=2)
    sheet.line(at(one.median), y - 7, at(one.median), y + 7, "tg solid ink")
    if one.own is not None:
        sheet.add("circle", class_="dot l2", cx=at(one.own), cy=y, r=5)
    sheet.text(6, top + 14, label, kind="halo")


def spread_years(
    ranges: Sequence[Range], *, sentence: str, places: int = 2, highlight: str = "", width: int = WIDE
) -> SafeString:
    """One column a year, its median written below it; the year asked for stands out."""
    drawings = [
        _years(ranges, size, places, highlight).svg(kind, sentence)
        for size, kind in ((width, f"wide w{width}"), (PHONE, "narrow"))
    ]
    return twice(*drawings)


def _years(ranges: Sequence[Range], width: int, places: int, highlight: str) -> Sheet:
    known = [value for one in ranges for value in one.known]
    ticks = axis(min(known, default=0), max(known, default=1))
    tick_places = places_of(ticks)
    sheet = Sheet(width, 236)
    left = max(text_width(figures.decimal(tick, tick_places)) for tick in ticks) + 10
    top, bottom = 10.0, sheet.height - 42.0
    scale = (bottom - top) / (ticks[-1] - ticks[0])

    def y(value: float) -> float:
        return bottom - (value - ticks[0]) * scale

    for tick in ticks:
        sheet.line(left, y(tick), width, y(tick), "ax2" if tick == ticks[0] else "ax")
        sheet.text(left - 8, y(tick) + 4, figures.decimal(tick, tick_places), anchor="end")
    step = (width - left) / max(len(ranges), 1)
    box = min(step * 0.56, 34.0)
    for number, one in enumerate(ranges):
        x = left + step * (number + 0.5)
        _below(sheet, one.label, x, sheet.height - 24, one.label == highlight)
        if one.low is None or one.high is None or one.q1 is None or one.q3 is None or one.median is None:
            continue
        sheet.line(x, y(one.low), x, y(one.high), "ax2")
        fill = "f6" if one.label == highlight else "fan"
        sheet.add(
            "rect", class_=fill, x=x - box / 2, y=y(one.q3), width=box, height=max(y(one.q1) - y(one.q3), 2), rx=2
        )
        sheet.line(x - box / 2, y(one.median), x + box / 2, y(one.median), "tg solid ink")
        _below(sheet, figures.decimal(one.median, places), x, sheet.height - 7, one.label == highlight)
    return sheet


def _below(sheet: Sheet, text: str, x: float, y: float, stands_out: bool) -> None:
    if sheet.is_free(label_box(x, y, text, anchor="middle", bold=stands_out).wider(3)):
        sheet.text(x, y, text, kind="hi" if stands_out else "", anchor="middle")
