"""A promise on its way: solid is now, the outlined band is the forecast, the line is the target."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.scales import round_step, with_unit
from guyub.web.charts.svg import Sheet, text_width

WIDTH, HEIGHT = 208, 40
TRACK = 200


def promise_bar(
    *,
    now: float | None,
    target: float,
    low: float | None = None,
    high: float | None = None,
    top: float | None = None,
    unit: str = "%",
    places: int = 1,
) -> SafeString:
    """
    A bar of 208 by 40 pixels; the table around it says the same in figures.

    low, high  the forecast for the end of the year (80 %), both or neither
    top        the value at the right end; None takes a round one above all others
    """
    largest = max(value for value in (now, target, low, high, 1e-9) if value is not None)
    end = top if top is not None else round_step(largest * 1.15)
    scale = TRACK / end
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.bar(0, 20, TRACK, 10, "fs")
    if now is not None:
        sheet.bar(0, 20, min(now * scale, TRACK), 10, "f1")
    if low is not None and high is not None:
        sheet.bar(low * scale, 16, max((high - low) * scale, 4), 18, "f6")
    x = target * scale
    sheet.line(x, 14, x, 36, "tg solid")
    # The label names a round target without decimals: "target 50", not "target 50,0".
    text = _("target %(value)s") % {"value": figures.decimal(target, 0 if float(target).is_integer() else places)}
    half = text_width(text, bold=True) / 2
    sheet.text(min(max(x, half), WIDTH - half), 11, text, kind="tgt", anchor="middle")
    return sheet.svg(sentence=_sentence(now, target, low, high, unit, places), fixed=True)


def _sentence(now: float | None, target: float, low: float | None, high: float | None, unit: str, places: int) -> str:
    words = {
        "now": with_unit(now, unit, places) if now is not None else _("no data yet"),
        "target": with_unit(target, unit, places),
    }
    if low is None or high is None:
        return _("now %(now)s, target %(target)s") % words
    words |= {"low": figures.decimal(low, places), "high": with_unit(high, unit, places)}
    return _("now %(now)s, forecast %(low)s to %(high)s, target %(target)s") % words
