"""`{% load marks %}`: icons by name, and the drawings of guyub.web.charts as tags."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guyub.web import charts

register = template.Library()
SPRITE = Path(__file__).parent.parent / "static/web/vendor/icons.svg"


@cache
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """An icon of the sprite; it never stands alone, so screen readers skip it. `tone` is ok, warn, bad or info."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"no icon {name!r}: add it to ICON_NAMES in tools/vendor.py and fetch")
    classes = f"ico t-{tone}" if tone else "ico"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static("web/vendor/icons.svg"), name
    )


for drawing in (
    charts.line_chart,
    charts.district_bars,
    charts.sparkline,
    charts.promise_bar,
    charts.money_and_result,
    charts.balance_bar,
    charts.tile_map,
    charts.spread_rows,
    charts.spread_years,
):
    register.simple_tag(drawing)
