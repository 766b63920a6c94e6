"""What several people said of several things on a scale of whole numbers: a dot each, the mean as a tick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.svg import PHONE, WIDE, Sheet, shortened, text_width, twice

ROW, TOP, STEP, RADIUS = 80, 34, 9, 4.5


@dataclass(frozen=True)
class DotRow:
    """
    One thing and what was said of it.

    other      a figure from elsewhere to hold it against, on the same scale; None: there is none
    low_names, high_names   who stands at the ends, where they lie apart
    """

    label: str
    values: tuple[int, ...]
    mean: float
    other: float | None = None
    low_names: str = ""
    high_names: str = ""


def dot_rows(
    rows: Sequence[DotRow], *, low: int, high: int, sentence: str, other_label: str = "", width: int = WIDE
) -> SafeString:
    """One row a thing over one axis from `low` to `high`; equal ratings are stacked."""
    drawings = [
        _sheet(rows, size, low, high, other_label).svg(kind, sentence)
        for size, kind in ((width, f"wide w{width}"), (PHONE, "narrow"))
    ]
    return twice(*drawings)


def _sheet(rows: Sequence[DotRow], width: int, low: int, high: int, other_label: str) -> Sheet:
    tallest = max((max(Counter(row.values).values(), default=0) for row in rows), default=1)
    rise = max(tallest - 3, 0) * STEP  # beyond three equal ratings a row grows
    height = ROW + rise
    sheet = Sheet(width, TOP + height * len(rows) + 22)
    left, right = 12.0, width - 12.0
    scale = (right - left) / (high - low)
    bottom = sheet.height - 22
    for value in range(low, high + 1):
        x = left + (value - low) * scale
        sheet.line(x, TOP, x, bottom, "ax")
        sheet.text(x, sheet.height - 6, figures.number(value), anchor="middle")
    _legend(sheet, any(row.other is not None for row in rows) and other_label)
    for number, row in enumerate(rows):
        _row(sheet, row, TOP + height * number, height, left, scale, low)
    return sheet


def _legend(sheet: Sheet, other_label: str | bool) -> None:
    """What a dot, a tick and a diamond are, in words."""
    marks = [("dot", _("an agency")), ("tick", _("mean"))]
    if other_label:
        marks.append(("other", str(other_label)))
    x = 6.0
    for kind, text in marks:
        if kind == "dot":
            sheet.add("circle", class_="dot", cx=x, cy=10, r=RADIUS)
        elif kind == "tick":
            sheet.line(x, 3, x, 17, "tg solid ink")
        else:
            _diamond(sheet, x, 10)
        sheet.text(x + 9, 14, text)
        x += text_width(text) + 30


def _row(sheet: Sheet, row: DotRow, top: float, height: float, left: float, scale: float, low: int) -> None:
    sheet.line(0, top, sheet.width, top, "ax2")
    sheet.text(0, top + 16, shortened(row.label, sheet.width - 4, bold=True), kind="hi")
    if row.low_names and row.high_names:
        ends = _("lowest %(low)s, highest %(high)s") % {"low": row.low_names, "high": row.high_names}
        sheet.text(0, top + 31, shortened(ends, sheet.width - 4))
    base = top + height - 14
    seen: Counter[int] = Counter()
    for value in row.values:
        x, y = left + (value - low) * scale, base - seen[value] * STEP
        seen[value] += 1
        sheet.add("circle", class_="dot", cx=x, cy=y, r=RADIUS)
    x = left + (row.mean - low) * scale
    sheet.line(x, base - 14, x, base + 8, "tg solid ink")
    if row.other is not None:
        _diamond(sheet, left + (row.other - low) * scale, base)


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    corners = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    sheet.add("polygon", class_="dot l2", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners))
