"""The drawings of an indicator's page: its way over time, its districts, its villages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.apps.indicators.content import district_places
from guyub.apps.indicators.queries import AreaValue, IndicatorPage
from guyub.web import charts, figures

WORST = 3


def over_time(page: IndicatorPage) -> SafeString | None:
    line = page.line
    if not line.series:
        return None
    points = tuple(
        charts.Point(
            figures.period_short(period).split(figures.NBSP)[0],
            None if value is None else float(value),
            group=period[:4],
            suppressed=period in page.suppressed_periods,
            said=True,
        )
        for period, value in line.series
    )
    aim = None if line.aim is None else float(line.aim)
    return charts.line_chart(
        [charts.Series(_("Computed by Guyub"), points)],
        sentence=sentence(page),
        unit=line.unit,
        places=line.decimals,
        target=aim,
        target_label="" if aim is None else _aim_label(page),
        least=line.smallest_cell,
    )


def _aim_label(page: IndicatorPage) -> str:
    values = {"year": (page.line.period or "")[:4], "value": written(page.line.aim, page)}
    return _("target %(year)s: %(value)s") % values


def written(value: Decimal | None, page: IndicatorPage) -> str:
    """A value of this indicator with its unit, as it is read."""
    if page.line.unit == "%":
        return figures.percent(value, page.line.decimals)
    return figures.decimal(value, page.line.decimals)


def sentence(page: IndicatorPage) -> str:
    """What the line shows, for who does not see it."""
    shown = [(period, value) for period, value in page.line.series if value is not None]
    if not shown:
        return _("%(title)s: no value to draw yet") % {"title": page.line.title}
    (first, begin), (last, end) = shown[0], shown[-1]
    words = {
        "title": page.line.title,
        "begin": written(begin, page),
        "end": written(end, page),
        "first": figures.period(first),
        "last": figures.period(last),
    }
    if len(shown) == 1:
        return _("%(title)s: %(end)s in %(last)s") % words
    return _("%(title)s: from %(begin)s in %(first)s to %(end)s in %(last)s") % words


def worst(values: Sequence[AreaValue], direction: str) -> frozenset[str]:
    """The areas furthest behind; none where neither more nor less is better, or where all are few."""
    shown = [value for value in values if value.value is not None]
    if direction == "neither" or len(shown) <= WORST:
        return frozenset()
    ordered = sorted(shown, key=lambda value: (value.value, value.area), reverse=direction == "lower")
    return frozenset(value.area for value in ordered[:WORST])


def districts(page: IndicatorPage) -> SafeString | None:
    """One bar a district; within a district, one bar a village."""
    values = page.districts or page.villages
    if not values:
        return None
    behind = worst(values, page.line.direction)
    bars = [
        charts.Bar(
            value.name,
            None if value.value is None else float(value.value),
            count=value.numerator,
            highlight=value.area in behind,
            suppressed=value.suppressed,
        )
        for value in values
    ]
    aim = None if page.line.aim is None or page.level != "regency" else float(page.line.aim)
    return charts.district_bars(
        bars,
        sentence=_("%(title)s, one bar a place, largest first") % {"title": page.line.title},
        unit=page.line.unit,
        places=page.line.decimals,
        target=aim,
        target_label="" if aim is None else _("target %(value)s") % {"value": figures.decimal(aim, page.line.decimals)},
        count_label=page.line.counted,
        least=page.line.smallest_cell,
    )


def villages(page: IndicatorPage) -> SafeString | None:
    """One tile a village, the districts as they lie; a tile leads to the village's own figure."""
    if not page.districts:
        return None
    groups = {district.area: _group(page, district) for district in page.districts}
    places = [code for code in district_places(page.area) if code == "" or code in groups] or list(groups)
    laid = [groups.get(code) for code in places]
    laid += [group for code, group in groups.items() if code not in places]
    return charts.tile_map(laid, unit=page.line.unit, places=page.line.decimals, least=page.line.smallest_cell)


def _group(page: IndicatorPage, district: AreaValue) -> charts.TileGroup:
    inside = (village for village in page.villages if village.area.startswith(f"{district.area}."))
    figure = f"<{page.line.smallest_cell}" if district.suppressed else written(district.value, page)
    tiles = tuple(
        charts.Tile(
            village.name,
            None if village.value is None else float(village.value),
            href=address(page, village.area),
            detail=_counts(village, page),
            suppressed=village.suppressed,
        )
        for village in inside
    )
    return charts.TileGroup(district.name, figure, tiles, href=address(page, district.area))


def _counts(value: AreaValue, page: IndicatorPage) -> str:
    if value.value is None:
        return ""
    words = {
        "part": figures.number(value.numerator),
        "whole": figures.number(value.denominator),
        "counted": page.line.counted,
    }
    return _("%(part)s of %(whole)s %(counted)s") % words


def address(page: IndicatorPage, area: str) -> str:
    return f"{reverse('indicators:indicator', args=[page.line.code])}?wilayah={area}&periode={page.line.period}"
