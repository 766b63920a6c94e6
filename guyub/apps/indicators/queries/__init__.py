"""Reading the indicators: the list, one indicator with its thread, its rule, and the rows behind it."""

from guyub.apps.indicators.queries._moments import IndicatorLine
from guyub.apps.indicators.queries.line import find_newest_period, get_value, list_indicators, list_series, list_valued
from guyub.apps.indicators.queries.page import AreaValue, IndicatorPage, NoSuchIndicator, PublishedLine, get_indicator
from guyub.apps.indicators.queries.place import list_places, public_list_indicators, public_list_published
from guyub.apps.indicators.queries.row import Row, RowPage, list_rows, list_sample
from guyub.apps.indicators.queries.rule import ColumnLine, RulePage, VersionLine, get_rule

__all__ = [
    "AreaValue",
    "ColumnLine",
    "IndicatorLine",
    "IndicatorPage",
    "NoSuchIndicator",
    "PublishedLine",
    "Row",
    "RowPage",
    "RulePage",
    "VersionLine",
    "find_newest_period",
    "get_indicator",
    "get_rule",
    "get_value",
    "list_indicators",
    "list_places",
    "list_rows",
    "list_sample",
    "list_series",
    "list_valued",
    "public_list_indicators",
    "public_list_published",
]
