"""The tile map: one tile a village with its figure, districts roughly where they lie; no boundary file is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guyub.web import figures
from guyub.web.charts.scales import places_of, quantile_cuts, shade, with_unit


@dataclass(frozen=True)
class Tile:
    """A village. `detail` is read with the value: "135 dari 314 siswa"."""

    name: str
    value: float | None
    href: str = ""
    detail: str = ""
    suppressed: bool = False


@dataclass(frozen=True)
class TileGroup:
    """A district: its name, its own figure as written, its villages."""

    title: str
    figure: str
    tiles: tuple[Tile, ...]
    href: str = ""


def tile_map(
    groups: Sequence[TileGroup | None],
    *,
    unit: str = "%",
    places: int = 1,
    cuts: Sequence[float] | None = None,
    least: int = 10,
    shown_places: int = 0,
    lowest_first: bool = False,
) -> SafeString:
    """
    The scale and the map, five districts a line; None leaves a place blank, so that neighbours lie near each other.

    cuts          where the classes begin; None takes rounded quantiles of the values shown
    shown_places  decimals of the figure in a tile: 0 for percent, 1 for an index of 0 to 5
    lowest_first  where little is what needs a look; else the highest value of a district stands first
    """
    tiles = [tile for group in groups if group for tile in group.tiles]
    bounds = tuple(cuts) if cuts is not None else quantile_cuts(tile.value for tile in tiles)
    sign = 1 if lowest_first else -1
    sections = format_html_join(
        "", "{}", ((_section(group, sign, bounds, unit, places, least, shown_places),) for group in groups)
    )
    return format_html('{}<div class="tiles">{}</div>', _scale(tiles, bounds, least), sections)


def _section(
    group: TileGroup | None, sign: int, cuts: Sequence[float], unit: str, places: int, least: int, shown_places: int
) -> SafeString:
    if group is None:
        return mark_safe('<div class="blank"></div>')
    worst_first = sorted(group.tiles, key=lambda tile: (tile.value is None, sign * (tile.value or 0), tile.name))
    body = format_html_join("", "{}", ((_tile(tile, cuts, unit, places, least, shown_places),) for tile in worst_first))
    title = format_html('<a href="{}">{}</a>', group.href, group.title) if group.href else group.title
    return format_html(
        '<section><h3>{} <span>{}</span></h3><div class="tl">{}</div></section>', title, group.figure, body
    )


def _tile(tile: Tile, cuts: Sequence[float], unit: str, places: int, least: int, shown_places: int) -> SafeString:
    if tile.value is not None:
        kind, shown = shade(tile.value, cuts), figures.decimal(tile.value, shown_places)
        value = with_unit(tile.value, unit, places)
    elif tile.suppressed:
        kind, shown, value = "qs", f"<{least}", _("hidden, too few people")
    else:
        kind, shown, value = "qx", "–", _("no data yet")
    title = f"{tile.name}: {value} ({tile.detail})" if tile.detail else f"{tile.name}: {value}"
    if tile.href:
        spoken = f"{tile.name} {shown}" if tile.value is not None else f"{tile.name} {shown}, {value}"
        return format_html(
            '<a href="{}" class="{}" title="{}" aria-label="{}">{}</a>', tile.href, kind, title, spoken, shown
        )
    return format_html(
        '<span class="t {}" title="{}"><span class="sr">{} </span>{}</span>', kind, title, tile.name, shown
    )


def _scale(tiles: Sequence[Tile], cuts: Sequence[float], least: int) -> SafeString:
    written = [figures.decimal(cut, places_of([cut])) for cut in cuts]
    words = []
    if written:
        words.append(("q0", _("below %(value)s") % {"value": written[0]}))
        words += [(f"q{n}", f"{low}–{high}") for n, (low, high) in enumerate(pairwise(written), start=1)]
        words.append((f"q{len(written)}", _("%(value)s and above") % {"value": written[-1]}))
    if any(tile.value is None and tile.suppressed for tile in tiles):
        words.append(("qs", f"<{least}: {_('hidden, too few people')}"))
    if any(tile.value is None and not tile.suppressed for tile in tiles):
        words.append(("qx", _("no data yet")))
    return format_html('<p class="scale">{}</p>', format_html_join("", '<span class="{}">{}</span>', words))
