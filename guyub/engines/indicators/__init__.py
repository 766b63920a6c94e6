"""Indicators: formula to SQL, numerator and denominator, small groups hidden, lineage. Pure; content in, values out."""

from guyub.engines.indicators.counting import Cell, Counting, cells, compile_counts, condition_of_numerator
from guyub.engines.indicators.definition import (
    DIMENSIONS,
    Column,
    Definition,
    Direction,
    Form,
    Standard,
    Tables,
    parse_definition,
)
from guyub.engines.indicators.expression import (
    Among,
    Both,
    Compare,
    Either,
    Every,
    Expression,
    ExpressionError,
    Flag,
    Kind,
    Missing,
    Not,
    columns_of,
    parse,
    to_sql,
)
from guyub.engines.indicators.proactive import ListDefinition, Purpose, parse_lists
from guyub.engines.indicators.published import Published, parse_published
from guyub.engines.indicators.suppression import Count, Table, Threshold, hidden_areas, hidden_together
from guyub.engines.values import Words

__all__ = [
    "DIMENSIONS",
    "Among",
    "Both",
    "Cell",
    "Column",
    "Compare",
    "Count",
    "Counting",
    "Definition",
    "Direction",
    "Either",
    "Every",
    "Expression",
    "ExpressionError",
    "Flag",
    "Form",
    "Kind",
    "ListDefinition",
    "Missing",
    "Not",
    "Published",
    "Purpose",
    "Standard",
    "Table",
    "Tables",
    "Threshold",
    "Words",
    "cells",
    "columns_of",
    "compile_counts",
    "condition_of_numerator",
    "hidden_areas",
    "hidden_together",
    "parse",
    "parse_definition",
    "parse_lists",
    "parse_published",
    "to_sql",
]
