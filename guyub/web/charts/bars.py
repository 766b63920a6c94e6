"""Bars from 0: places ordered by value, and money beside result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.scales import with_unit
from guyub.web.charts.svg import HALF, PHONE, SIDE, Sheet, label_box, shortened, text_width, twice

ROW = 21
BAR = 13


@dataclass(frozen=True)
class Bar:
    """A place, its value and the count behind it. `highlight` is a colour whose reason stands beside the chart."""

    label: str
    value: float | None
    count: int | None = None
    highlight: bool = False
    suppressed: bool = False


@dataclass(frozen=True)
class Pair:
    """What was spent and what was reached, in percent of the year's plan."""

    label: str
    money_percent: float | None
    result_percent: float | None


def district_bars(
    bars: Sequence[Bar],
    *,
    sentence: str,
    unit: str = "%",
    places: int = 1,
    target: float | None = None,
    target_label: str = "",
    count_label: str = "",
    least: int = 10,
    width: int = HALF,
) -> SafeString:
    """One bar a place, from the largest to the smallest; places without a value come last and say why."""
    ordered = sorted(bars, key=lambda bar: (bar.value is None, -(bar.value or 0), bar.label))
    drawings = [
        _district_sheet(ordered, size, unit, places, target, target_label, count_label, least).svg(kind, sentence)
        for size, kind in ((width, f"wide w{width}"), (PHONE, "narrow"))
    ]
    return twice(*drawings)


def _district_sheet(
    bars: Sequence[Bar],
    width: int,
    unit: str,
    places: int,
    target: float | None,
    target_label: str,
    count_label: str,
    least: int,
) -> Sheet:
    top = 20 if target is not None or count_label else 2
    sheet = Sheet(width, top + ROW * len(bars) + 6)
    names = [shortened(bar.label, width * 0.36, bold=bar.highlight) for bar in bars]
    left = max((text_width(name, bold=True) for name in names), default=0) + 10
    values = [_said(bar, unit, places, least) for bar in bars]
    counts = [figures.number(bar.count) if bar.count is not None else "" for bar in bars]
    count_room = max([text_width(count) for count in counts] + [text_width(count_label)]) if any(counts) else 0
    room = (
        width
        - left
        - max((text_width(value, bold=True) for value in values), default=0)
        - 8
        - (count_room + 8 if count_room else 0)
    )
    largest = max(
        [bar.value for bar in bars if bar.value is not None] + ([target] if target is not None else []), default=0
    )
    scale = room / largest if largest > 0 else 0
    target_at = left + target * scale if target is not None else None
    for n, (bar, name, value, count) in enumerate(zip(bars, names, values, counts, strict=True)):
        y = top + n * ROW
        baseline = y + BAR / 2 + 8
        kind = "hi" if bar.highlight else ""
        sheet.text(0, baseline, name, kind=kind)
        length = (bar.value or 0) * scale
        if bar.value is not None:
            sheet.bar(left, y + 4, max(length, 1), BAR, "f2" if bar.highlight else "f1")
        at = left + length + 6 if bar.value is not None else left
        if target_at is not None and at - 3 < target_at < at + text_width(value, bold=True) + 3:
            at = target_at + 5  # the target line never runs through a figure
        sheet.text(at, baseline, value, kind=kind or ("" if bar.value is not None else "faint"))
        if count:
            sheet.text(width, baseline, count, anchor="end")
    if count_label and any(counts):
        sheet.text(width, 12, count_label, anchor="end")
    if target is not None and target_at is not None:
        x = target_at
        sheet.line(x, 17, x, sheet.height - 4, "tg ink")
        text = target_label or _("target %(value)s") % {"value": with_unit(target, unit, places)}
        half = text_width(text, bold=True) / 2
        middle = min(max(x, half), width - half)
        if not sheet.is_free(label_box(middle, 12, text, anchor="middle", bold=True)):
            middle = width - count_room - 10 - half
        sheet.text(middle, 12, text, kind="hi", anchor="middle")
    return sheet


def _said(bar: Bar, unit: str, places: int, least: int) -> str:
    if bar.value is not None:
        return with_unit(bar.value, unit, places)
    return f"<{least}" if bar.suppressed else f"– {_('no data yet')}"


def money_and_result(pairs: Sequence[Pair], *, sentence: str, width: int = SIDE) -> SafeString:
    """Two bars a line: grey for the money spent, brand for the result reached; both from 0 to 100 % or beyond."""
    drawings = [
        _money_sheet(pairs, size).svg(kind, sentence) for size, kind in ((width, f"wide w{width}"), (PHONE, "narrow"))
    ]
    return twice(*drawings)


def _money_sheet(pairs: Sequence[Pair], width: int) -> Sheet:
    sheet = Sheet(width, 43 * len(pairs) + 4)
    names = [shortened(pair.label, width * 0.34, bold=True) for pair in pairs]
    left = max((text_width(name, bold=True) for name in names), default=0) + 10
    said = [
        (
            _("%(share)s money") % {"share": figures.percent(pair.money_percent, 0)},
            _("%(share)s result") % {"share": figures.percent(pair.result_percent, 0)},
        )
        for pair in pairs
    ]
    words = max((text_width(text, bold=True) for both in said for text in both), default=0)
    largest = max(
        [value for pair in pairs for value in (pair.money_percent, pair.result_percent) if value is not None] + [100.0]
    )
    scale = (width - left - words - 8) / largest
    for n, (pair, name, (money, result)) in enumerate(zip(pairs, names, said, strict=True)):
        y = 43 * n + 4
        sheet.text(0, y + 20, name, kind="hi")
        for row, (value, text, bar, kind) in enumerate(
            ((pair.money_percent, money, "f5", ""), (pair.result_percent, result, "f1", "hi"))
        ):
            length = max((value or 0) * scale, 0)
            sheet.bar(left, y + 1 + row * 16, length, BAR, bar)
            sheet.text(left + length + 6, y + 12 + row * 16, text, kind=kind)
    return sheet
