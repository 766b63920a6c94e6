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
) -> SafeString:
    """
    The scale and the map, five districts a line; None leaves a place blank, so that neighbours lie near each other.

    cuts  where the classes begin; None takes rounded quantiles of the values shown
    """
    tiles = [tile for group in groups if group for tile in group.tiles]
    bounds = tuple(cuts) if cuts is not None else quantile_cuts(tile.value for tile in tiles)
    sections = format_html_join("", "{}", ((_section(group, bounds, unit, places, least),) for group in groups))
    return format_html('{}<div class="tiles">{}</div>', _scale(tiles, bounds, least), sections)


def _section(group: TileGroup | None, cuts: Sequence[float], unit: str, places: int, least: int) -> SafeString:
    if group is None:
        return mark_safe('<div class="blank"></div>')
    worst_first = sorted(group.tiles, key=lambda tile: (tile.value is None, -(tile.value or 0), tile.name))
    body = format_html_join("", "{}", ((_tile(tile, cuts, unit, places, least),) for tile in worst_first))
    title = format_html('<a href="{}">{}</a>', group.href, group.title) if group.href else group.title
    return format_html(
        '<section><h3>{} <span>{}</span></h3><div class="tl">{}</div></section>', title, group.figure, body
    )


def _tile(tile: Tile, cuts: Sequence[float], unit: str, places: int, least: int) -> SafeString:
    if tile.value is not None:
        kind, shown, value = shade(tile.value, cuts), figures.number(tile.value), with_unit(tile.value, unit, places)
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
