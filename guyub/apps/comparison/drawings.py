"""The drawings of progress: one's own line, groups beside each other, the nation's years and its regions as tiles."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub.apps.comparison.queries import GroupLine, Nation, Progress
from guyub.apps.comparison.spread import Spread
from guyub.web import charts, figures


def over_years(progress: Progress) -> SafeString | None:
    """Official and computed as two lines, and a third where the years are scored again by one weight set."""
    decimals = progress.yardstick.decimals if progress.yardstick else 2
    lines = [
        (_("Official score"), [line.official for line in progress.years]),
        (_("Computed by Guyub"), [line.computed for line in progress.years]),
        (_("Scored again"), [line.rescored for line in progress.years]),
    ]
    series = [
        charts.Series(
            name,
            tuple(
                charts.Point(str(line.year), None if value is None else float(value), said=number in (0, last))
                for number, (line, value) in enumerate(zip(progress.years, values, strict=True))
            ),
        )
        for name, values in lines
        if any(value is not None for value in values)
        for last in (len(values) - 1,)
    ]
    if not series:
        return None
    return charts.line_chart(series, sentence=sentence(progress), unit="", places=decimals)


def sentence(progress: Progress) -> str:
    """What the line shows, for who does not see it."""
    decimals = progress.yardstick.decimals if progress.yardstick else 2
    known = [(line.year, line.official) for line in progress.years if line.official is not None]
    known = known or [(line.year, line.computed) for line in progress.years if line.computed is not None]
    if not known:
        return _("No score is known yet")
    (first, begin), (last, end) = known[0], known[-1]
    words = {"first": first, "last": last} | {
        name: figures.decimal(value, decimals) for name, value in (("begin", begin), ("end", end))
    }
    if len(known) == 1:
        return _("%(end)s in %(last)s") % words
    return _("From %(begin)s in %(first)s to %(end)s in %(last)s") % words


def beside_others(groups: Sequence[GroupLine], decimals: int) -> SafeString | None:
    drawn = [group for group in groups if group.spread is not None]
    if not drawn:
        return None
    ranges = [_range(group.title, group.spread, group.value) for group in drawn]
    words = _("Four groups of regions: the middle half as a box, the median as a line, the own score dashed")
    return charts.spread_rows(ranges, sentence=words, places=decimals, own_label=_("own score"))


def _range(label: str, spread: Spread | None, own: float | None = None) -> charts.Range:
    found = spread or Spread(0, None, None, None, None, None)
    return charts.Range(label, found.low, found.q1, found.median, found.q3, found.high, own)


def nation_over_years(nation: Nation) -> SafeString | None:
    if not nation.years or all(spread.median is None for spread in nation.spreads):
        return None
    ranges = [_range(str(year), spread) for year, spread in zip(nation.years, nation.spreads, strict=True)]
    words = _("The spread of regions in each year: all as a line, the middle half as a box, the median as a stroke")
    return charts.spread_years(
        ranges,
        sentence=words,
        places=nation.yardstick.decimals if nation.yardstick else 2,
        highlight=str(nation.wanted.year),
    )


def regions(nation: Nation) -> SafeString | None:
    """One tile a region in the year asked for, a province each group."""
    if not nation.lines or nation.yardstick is None:
        return None
    decimals = nation.yardstick.decimals
    address = reverse("comparison:region", args=["CODE"]) + f"?instrumen={nation.yardstick.code}"
    medians = {group.code: group.spread.median for group in nation.provinces}
    groups: dict[str, list[charts.Tile]] = {}
    names: dict[str, str] = {}
    for line in nation.lines:
        names[line.province] = line.province_name
        tile = charts.Tile(line.name, line.value, href=address.replace("CODE", line.area))
        groups.setdefault(line.province, []).append(tile)
    laid = [
        charts.TileGroup(
            names[code],
            ""
            if medians.get(code) is None
            else _("median %(value)s") % {"value": figures.decimal(medians[code], decimals)},
            tuple(tiles),
        )
        for code, tiles in sorted(groups.items())
    ]
    return charts.tile_map(laid, unit="", places=decimals, shown_places=_short(nation), lowest_first=True)


def _short(nation: Nation) -> int:
    """How many decimals a tile has room for: an index of 0 to 5 needs one, points of 0 to 100 none."""
    high = nation.yardstick.high if nation.yardstick else None
    return 1 if high is not None and high < 10 else 0


def course(values: Sequence[Decimal | float | None]) -> SafeString:
    """The way over the years for a table's cell; silent, the figures stand beside it."""
    return charts.sparkline([None if value is None else float(value) for value in values])
