"""What a score is made of: each part's weight, its value on the scale with last year's notch, what it adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.svg import HALF, PHONE, Sheet, shortened, text_width, twice

ROW, BAR, TOP = 32, 18, 24
PHONE_ROW = 46


@dataclass(frozen=True)
class Component:
    """One part of a score; None: it has no weight, nothing is known of it, nothing was known of it before."""

    label: str
    value: float | None
    weight_percent: float | None = None
    contribution: float | None = None
    before: float | None = None


def component_bars(
    components: Sequence[Component],
    *,
    sentence: str,
    high: float,
    low: float = 0,
    places: int = 2,
    before: str = "",
    width: int = HALF,
) -> SafeString:
    """
    One bar a part from `low` to `high`, in the order given, with the notch of its value before.

    before   what the notch is, "2025"; empty: there is none
    """
    wide = _wide(components, low, high, places, before, width).svg(f"wide w{width}", sentence)
    return twice(wide, _narrow(components, low, high, places, before).svg("narrow", sentence))


def written_percent(value: object) -> str:
    """A weight: whole percents without a decimal, others with one; empty where there is none."""
    if value is None:
        return ""
    return figures.percent(value, 0 if float(str(value)) % 1 == 0 else 1)


def _wide(components: Sequence[Component], low: float, high: float, places: int, before: str, width: int) -> Sheet:
    sheet = Sheet(width, TOP + ROW * len(components) + 2)
    names = [shortened(one.label, width * 0.3, bold=True) for one in components]
    weights = [written_percent(one.weight_percent) for one in components]
    adds = ["" if one.contribution is None else figures.signed(one.contribution, places) for one in components]
    values = [figures.decimal(one.value, places) for one in components]
    heads = _heads(low, high, before, weighs=any(weights), adds=any(adds))
    left = max((text_width(name, bold=True) for name in names), default=0) + 12
    weight_room = max(text_width(each) for each in (*weights, heads[0])) + 12 if any(weights) else 0
    add_room = max(text_width(each) for each in (*adds, heads[3])) + 10 if any(adds) else 0
    value_room = max(text_width(each, bold=True) for each in (*values, heads[2])) + 10
    start, end = left + weight_room, width - add_room - value_room
    for n, (one, name, weight, value, add) in enumerate(zip(components, names, weights, values, adds, strict=True)):
        y = TOP + n * ROW
        sheet.text(0, y + 16, name, kind="hi")
        _text(sheet, left, y + 16, weight)
        _bar(sheet, one, start, y + 3, end - start, low, high)
        sheet.text(end + 10, y + 16, value, kind="hi")
        _text(sheet, width, y + 16, add, anchor="end")
    _text(sheet, left, 12, heads[0])
    sheet.text(start, 12, shortened(heads[1], end - start))
    sheet.text(end + 10, 12, heads[2])
    _text(sheet, width, 12, heads[3], anchor="end")
    return sheet


def _narrow(components: Sequence[Component], low: float, high: float, places: int, before: str) -> Sheet:
    """On a phone the name stands above its bar, with weight, value and what it adds beside it."""
    sheet = Sheet(PHONE, TOP + PHONE_ROW * len(components))
    sheet.text(0, 12, shortened(_heads(low, high, before, weighs=False, adds=False)[1], PHONE))
    for n, one in enumerate(components):
        y = TOP + n * PHONE_ROW
        parts = [
            figures.decimal(one.value, places),
            "" if one.contribution is None else figures.signed(one.contribution, places),
            written_percent(one.weight_percent),
        ]
        said = " · ".join(part for part in parts if part)
        sheet.text(0, y + 14, shortened(one.label, PHONE - text_width(said) - 12, bold=True), kind="hi")
        sheet.text(PHONE, y + 14, said, anchor="end")
        _bar(sheet, one, 0, y + 20, PHONE, low, high)
    return sheet


def _heads(low: float, high: float, before: str, *, weighs: bool, adds: bool) -> tuple[str, str, str, str]:
    scale = {"low": figures.number(low), "high": figures.number(high), "before": before}
    text = _("%(low)s to %(high)s, notch: %(before)s") % scale if before else _("%(low)s to %(high)s") % scale
    return (_("weight") if weighs else "", text, _("value"), _("adds") if adds else "")


def _text(sheet: Sheet, x: float, y: float, text: str, *, anchor: str = "start") -> None:
    if text:
        sheet.text(x, y, text, anchor=anchor)


def _bar(sheet: Sheet, one: Component, x: float, y: float, room: float, low: float, high: float) -> None:
    def at(value: float) -> float:
        return room * min(max((value - low) / (high - low), 0), 1)

    sheet.bar(x, y, room, BAR, "fs")
    if one.value is not None:
        sheet.bar(x, y, at(one.value), BAR, "f1")
    if one.before is not None:
        sheet.line(x + at(one.before), y, x + at(one.before), y + BAR, "prev")
