"""One measure over time: a line with its target, hollow where a value is hidden, broken where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.scales import axis, places_of, with_unit
from guyub.web.charts.svg import PHONE, WIDE, Box, Sheet, label_box, text_width, twice

MOST_SERIES = 3
MOST_DOTS = 16


@dataclass(frozen=True)
class Point:
    """A moment. `group` is written once under its points (the year); `said` asks for the value beside the dot."""

    label: str
    value: float | None
    group: str = ""
    suppressed: bool = False
    said: bool = False


@dataclass(frozen=True)
class Series:
    """A line and its name. Published and computed figures are two series, never one."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Plot:
    box: Box
    xs: list[float]
    ticks: list[float]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.box.bottom - (value - low) / (high - low) * (self.box.bottom - self.box.top)


def line_chart(
    series: Sequence[Series],
    *,
    sentence: str,
    unit: str = "%",
    places: int = 1,
    target: float | None = None,
    target_label: str = "",
    from_zero: bool | None = None,
    least: int = 10,
    width: int = WIDE,
) -> SafeString:
    """
    Lines over the same points of time, drawn for a desktop and for a phone.

    series     one to three, of equally many points in the same order; a value of None leaves a gap
    sentence   what the chart shows, for a reader who does not see it
    from_zero  None lets the axis decide; an axis that does not begin at 0 says so
    """
    if not 1 <= len(series) <= MOST_SERIES:
        raise ValueError(f"a line chart holds 1 to {MOST_SERIES} series, not {len(series)}")
    if len({len(one.points) for one in series}) != 1 or not series[0].points:
        raise ValueError("all series of a line chart have the same points of time, and at least one")
    drawings = [
        _draw(sheet, series, unit, places, target, target_label, from_zero, least).svg(kind, sentence)
        for sheet, kind in (
            (Sheet(width, 270 if width == WIDE else 240), f"wide w{width}"),
            (Sheet(PHONE, 230), "narrow"),
        )
    ]
    return twice(*drawings)


def _draw(
    sheet: Sheet,
    series: Sequence[Series],
    unit: str,
    places: int,
    target: float | None,
    target_label: str,
    from_zero: bool | None,
    least: int,
) -> Sheet:
    values = [point.value for one in series for point in one.points if point.value is not None]
    known = values + ([target] if target is not None else [])
    ticks = axis(min(known, default=0), max(known, default=1), from_zero=from_zero)
    plot = _plot(sheet, series, ticks, unit)
    if len(series) > 1 and sheet.width <= PHONE:
        _say_names(sheet, series)
    _axes(sheet, plot, series[0].points)
    target_at = None
    if target is not None:
        target_at = plot.y(target)
        sheet.line(plot.box.left, target_at, plot.box.right, target_at, "tg")
    paths = [
        [(x, plot.y(point.value)) for x, point in zip(plot.xs, one.points, strict=True) if point.value is not None]
        for one in series
    ]
    segments = [(*a, *b) for path in paths for a, b in pairwise(path)]
    if target_at is not None:
        segments.append((plot.box.left, target_at, plot.box.right, target_at))
    for n, one in enumerate(series, start=1):
        _line(sheet, plot, one, n, least)
    for n, one in enumerate(series, start=1):
        _say_values(sheet, plot, one, n, len(series) > 1, unit, places, segments)
    if target is not None and target_at is not None:
        _say_target(sheet, plot, target_at, target_label or _target_text(target, unit, places), segments[:-1])
    return sheet


def _target_text(target: float, unit: str, places: int) -> str:
    return _("target %(value)s") % {"value": with_unit(target, unit, places)}


def _plot(sheet: Sheet, series: Sequence[Series], ticks: list[float], unit: str) -> _Plot:
    tick_places = places_of(ticks)
    left = max(text_width(figures.decimal(tick, tick_places)) for tick in ticks) + 10
    points = series[0].points
    values = [point.value for one in series for point in one.points[-1:] if point.value is not None]
    said = max((text_width(with_unit(value, unit, 1), size=15, bold=True) for value in values), default=0)
    right = sheet.width - max(12.0, text_width(points[-1].label) / 2, said / 2 + 2)
    if len(series) > 1 and sheet.width > PHONE:  # room for the names at the line ends
        right -= max(text_width(one.name, bold=True) for one in series) + 4
    left = max(left, text_width(points[0].label) / 2)
    bottom = sheet.height - (42 if any(point.group for point in points) else 24)
    box = Box(left, 42.0 if len(series) > 1 and sheet.width <= PHONE else 24.0, right, bottom)
    first = left + 6
    if len(points) == 1:
        return _Plot(box, [(first + right) / 2], ticks)
    return _Plot(box, [first + n * (right - first) / (len(points) - 1) for n in range(len(points))], ticks)


def _axes(sheet: Sheet, plot: _Plot, points: Sequence[Point]) -> None:
    tick_places = places_of(plot.ticks)
    for tick in plot.ticks:
        y = plot.y(tick)
        sheet.line(plot.box.left, y, plot.box.right, y, "ax2" if tick == plot.ticks[0] else "ax")
        sheet.text(plot.box.left - 8, y + 4, figures.decimal(tick, tick_places), anchor="end")
    # Every one, every second, … counted from the last, so that the newest moment is always named.
    y = plot.box.bottom + 18
    moments = list(zip(plot.xs, points, strict=True))[::-1]
    for stride in range(1, len(moments) + 1):
        boxes = [label_box(x, y, point.label, anchor="middle") for x, point in moments[::stride]]
        if all(right.left - left.right >= 6 for right, left in pairwise(boxes)):
            break
    for x, point in moments[::stride]:
        sheet.text(x, y, point.label, anchor="middle")
    if plot.ticks[0] != 0:
        text = _("axis begins at %(value)s") % {"value": figures.decimal(plot.ticks[0], tick_places)}
        sheet.text(sheet.width - 2, plot.box.top - 13, text, kind="faint", anchor="end")
    indexed = list(zip(plot.xs, points, strict=True))
    for name, members in groupby(indexed, key=lambda pair: pair[1].group):
        xs = [x for x, _point in members]
        if name:
            middle = (xs[0] + xs[-1]) / 2
            half = text_width(name, bold=True) / 2
            middle = min(max(middle, half), sheet.width - half)
            if sheet.is_free(label_box(middle, y + 18, name, anchor="middle", bold=True)):
                sheet.text(middle, y + 18, name, kind="hi", anchor="middle")


def _line(sheet: Sheet, plot: _Plot, one: Series, n: int, least: int) -> None:
    kind = "" if n == 1 else f" l{n}"
    pairs = list(zip(plot.xs, one.points, strict=True))
    for known, run in groupby(pairs, key=lambda pair: pair[1].value is not None):
        xy = [(x, plot.y(point.value)) for x, point in run if point.value is not None]
        if known and len(xy) > 1:
            sheet.add("polyline", class_=f"ln{kind}", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in xy))
    shown = [(x, point) for x, point in pairs if point.value is not None]
    dots = shown if len(pairs) <= MOST_DOTS else shown[:1] + shown[-1:]
    for x, point in dots:
        assert point.value is not None
        sheet.add("circle", class_=f"dot{kind}", cx=x, cy=plot.y(point.value), r=4.5)
    for x, point in pairs:
        if point.value is None and point.suppressed:
            sheet.add("circle", class_="dot hid", cx=x, cy=plot.box.bottom - 8, r=4.5)
            label = f"<{least}"
            if sheet.is_free(label_box(x, plot.box.bottom - 18, label, anchor="middle")):
                sheet.text(x, plot.box.bottom - 18, label, kind="faint", anchor="middle")


def _say_values(
    sheet: Sheet,
    plot: _Plot,
    one: Series,
    n: int,
    named: bool,
    unit: str,
    places: int,
    segments: list[tuple[float, float, float, float]],
) -> None:
    shown = [(x, point) for x, point in zip(plot.xs, one.points, strict=True) if point.value is not None]
    if not shown:
        return
    last = shown[-1]
    said = [last, *([shown[0]] if len(shown) > 1 else []), *(pair for pair in shown[1:-1] if pair[1].said)]
    for x, point in said:
        assert point.value is not None
        is_last = (x, point) == last
        text = with_unit(point.value, unit, places) if is_last else figures.decimal(point.value, places)
        kind, size = (f"s{n} big", 15.0) if is_last else ("", 12.0)
        _place(sheet, plot, x, plot.y(point.value), text, kind, size, segments)
    if named and sheet.width > PHONE:
        x, y = last[0] + 10, plot.y(last[1].value or 0) + 4
        while not sheet.is_free(label_box(x, y, one.name, bold=True)) and y < plot.box.bottom:
            y += 4
        sheet.text(x, y, one.name, kind=f"s{n}")


def _say_names(sheet: Sheet, series: Sequence[Series]) -> None:
    """On a phone there is no room at the line ends: the names stand above, each in the ink of its line."""
    x = 0.0
    for n, one in enumerate(series, start=1):
        sheet.add("circle", class_="dot" if n == 1 else f"dot l{n}", cx=x + 5, cy=8, r=4.5)
        x = sheet.text(x + 14, 12, one.name, kind=f"s{n}").right + 16


def _place(
    sheet: Sheet,
    plot: _Plot,
    x: float,
    y: float,
    text: str,
    kind: str,
    size: float,
    segments: list[tuple[float, float, float, float]],
) -> None:
    """Beside its dot, at the first place where it touches neither a line nor another label; free of labels at least."""
    bold = kind.startswith("s")
    frame = Box(0, 0, sheet.width, plot.box.bottom)
    steps = [step for away in range(12, 90, 6) for step in (-away, away + size * 0.8)]
    places = [(x + dx, y + dy, anchor) for dy in steps for dx, anchor in ((0, "middle"), (8, "start"), (-8, "end"))]
    boxes = [(place, label_box(place[0], place[1], text, anchor=place[2], size=size, bold=bold)) for place in places]
    free = [(place, box) for place, box in boxes if box.inside(frame) and sheet.is_free(box.wider(3))]
    clear = [pair for pair in free if not any(pair[1].crossed_by(*segment) for segment in segments)]
    near = [pair for pair in clear if abs(pair[0][1] - y) < 40]
    for (at_x, at_y, anchor), _box in (near or free or boxes)[:1]:
        sheet.text(at_x, at_y, text, kind=kind, anchor=anchor, size=size)


def _say_target(
    sheet: Sheet, plot: _Plot, y: float, text: str, segments: list[tuple[float, float, float, float]]
) -> None:
    spots = [
        (x, baseline, anchor)
        for baseline in (y + 16, y - 6)
        for x, anchor in (
            (plot.box.left + 2, "start"),
            (plot.box.right - 2, "end"),
            ((plot.box.left + plot.box.right) / 2, "middle"),
        )
    ]
    frame = Box(0, 0, sheet.width, plot.box.bottom + 1)
    boxes = [(spot, label_box(spot[0], spot[1], text, anchor=spot[2], bold=True)) for spot in spots]
    free = [(spot, box) for spot, box in boxes if box.inside(frame) and sheet.is_free(box)]
    clear = [pair for pair in free if not any(pair[1].crossed_by(*segment) for segment in segments)]
    for (x, baseline, anchor), _box in (clear or free)[:1]:
        sheet.text(x, baseline, text, kind="tgt", anchor=anchor)
