"""
Charts drawn on the server as SVG: pure functions from values to markup.

They print, need no library, and carry classes only, so light, dark and paper come from the sheet. What has more than a
glance to it is drawn twice, for a desktop and anew for a phone (12-pixel letters stay 12 pixels); CSS shows one.
"""

from guyub.web.charts.balance import balance_bar, is_widened
from guyub.web.charts.bars import Bar, Pair, district_bars, money_and_result
from guyub.web.charts.components import Component, component_bars, written_percent
from guyub.web.charts.dots import DotRow, dot_rows
from guyub.web.charts.lines import Point, Series, line_chart
from guyub.web.charts.promises import promise_bar
from guyub.web.charts.scales import quantile_cuts, shade
from guyub.web.charts.sparklines import sparkline
from guyub.web.charts.spreads import Range, spread_rows, spread_years
from guyub.web.charts.svg import HALF, SIDE, WIDE
from guyub.web.charts.tiles import Tile, TileGroup, tile_map

__all__ = [
    "HALF",
    "SIDE",
    "WIDE",
    "Bar",
    "Component",
    "DotRow",
    "Pair",
    "Point",
    "Range",
    "Series",
    "Tile",
    "TileGroup",
    "balance_bar",
    "component_bars",
    "district_bars",
    "dot_rows",
    "is_widened",
    "line_chart",
    "money_and_result",
    "promise_bar",
    "quantile_cuts",
    "shade",
    "sparkline",
    "spread_rows",
    "spread_years",
    "tile_map",
    "written_percent",
]
