"""Figures that others have published: shown beside the computed ones under their publisher's name, never merged."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure. `period` is a year or a month, as its publisher gives it."""

    area: str
    area_name: str
    name: str
    period: str
    value: Decimal
    unit: str
    publisher: str
    source: str


_COLUMNS = ["code", "regency", "indicator", "year", "value", "unit", "publisher", "source"]


def parse_published(text: str, *, file: str) -> tuple[Published, ...]:
    """Read the table of published figures (CSV, comma). Raises ContentError."""
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames != _COLUMNS:
        raise ContentError(file, "line 1", "the columns are not the expected ones", f"Write: {','.join(_COLUMNS)}")
    return tuple(_figure(row, f"line {number}", file) for number, row in enumerate(reader, 2))


def _figure(row: dict[str, str], place: str, file: str) -> Published:
    if any(row.get(name) in (None, "") for name in _COLUMNS):
        raise ContentError(file, place, "a cell is empty", "Fill in every column, the publisher too")
    try:
        value = Decimal(row["value"])
    except InvalidOperation as error:
        raise ContentError(
            file, place, f"“{row['value']}” is no number", "Write digits, with a point for decimals"
        ) from error
    return Published(
        row["code"], row["regency"], row["indicator"], row["year"], value, row["unit"], row["publisher"], row["source"]
    )
