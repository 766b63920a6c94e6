"""What a single cell says: a year, an amount of money, a number. None means that it cannot be read."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from guyub.apps.masterplan.sheet.reading import Cell

_YEAR = re.compile(r"(20[0-9]{2}|19[89][0-9])(?:-[0-9]{2}-[0-9]{2})?")
_AMOUNT = re.compile(
    r"(?:rp|idr)?\.?([0-9][0-9.,]*?)(?:,-)?(ribu|rb|juta|jt|miliar|milyar|milliar|m|triliun|t)?(?:rupiah)?"
)
_TIMES = {
    None: 1, "ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "milliar": 10**9,
    "m": 10**9, "triliun": 10**12, "t": 10**12,
}  # fmt: skip
MAX_RUPIAH = 10**15  # a thousand trillion: more than the whole state budget is a slip of the finger


def year(cell: Cell) -> int | None:
    """2026, "2026", "TA 2026" or a date in that year."""
    match = _YEAR.fullmatch(re.sub(r"^(ta|tahun|th)\.?\s*", "", str(cell).strip().lower()))
    return int(match[1]) if match else None


def number(cell: Cell) -> Decimal | None:
    """
    A number as written in Indonesia: 1.234,5 · 12,5 % · "< 15". A number cell of a workbook keeps its value.

    >>> number("1.234,5"), number("12.5"), number("1.250")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('1250'))
    """
    if isinstance(cell, Decimal):
        return cell
    text = re.sub(r"[\s%<>=≤≥]|persen", "", cell.lower())
    if not re.fullmatch(r"[-−]?[0-9][0-9.,]*", text):
        return None
    text = text.replace("−", "-")
    if "," in text:
        whole, _, part = text.rpartition(",")
        text = f"{whole.replace('.', '')}.{part}"
    elif re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", text):
        text = text.replace(".", "")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def rupiah(cell: Cell) -> int | None:
    """750000000, "Rp 750.000.000,00", "750 juta" or "1,2 miliar"; never negative, in whole rupiah."""
    if isinstance(cell, Decimal):
        amount: Decimal | None = cell
    else:
        match = _AMOUNT.fullmatch(re.sub(r"\s", "", cell.lower()))
        if not match:
            return None
        amount = number(match[1])
        amount = None if amount is None else amount * _TIMES[match[2]]
    if amount is None or not 0 <= amount <= MAX_RUPIAH or amount != amount.to_integral_value():
        return None
    return int(amount)
