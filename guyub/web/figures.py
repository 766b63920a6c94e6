"""
How a number, an amount, a date and a person's name are written for a reader, in the language that is active.

Indonesian: 1.234,5 · 21,4 % · Rp 18,6 miliar · 23 Nov 2026 · 09.14. English: 1,234.5 · 21.4% · Rp 18.6 billion · 09:14.
A missing value is "–", never 0, and a minus sign is "−". Numbers and their units are held together by no-break spaces.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

MISSING = "–"
NBSP = "\u00a0"
MINUS = "\u2212"

_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_MONTHS_SHORT = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_AMOUNTS = {"id": ("juta", "miliar", "triliun"), "en": ("million", "billion", "trillion")}
_BYTES = ("B", "KB", "MB", "GB", "TB")


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def decimal(value: Any, places: int = 1) -> str:
    """`21,4`: a number with so many decimals, always written out; halves go to the even neighbour."""
    if value is None or value == "":
        return MISSING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    text = f"{abs(exact):,f}"
    if _language() == "id":
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{MINUS}{text}" if exact < 0 else text


def exact(value: Any) -> str:
    """`2,75`: an exact number with just the decimals it has; `100/3` where they don't end."""
    if value is None or value == "":
        return MISSING
    whole = Fraction(value)
    for places in range(7):
        if (whole * 10**places).denominator == 1:
            return decimal(Decimal((whole * 10**places).numerator).scaleb(-places), places)
    return f"{whole.numerator}/{whole.denominator}"


def said(words: Any) -> str:
    """A text of the content (`id`, `en`) in the language that is active."""
    return str(words.in_language(get_language() or "id")) if words else ""


def number(value: Any) -> str:
    """`143.472`: a whole number of people, rows or things."""
    return decimal(value, 0)


def signed(value: Any, places: int = 1) -> str:
    """`+0,14`, `−2,2` or `0,0`: a difference."""
    if value is None or value == "":
        return MISSING
    text = decimal(value, places)
    return text if text.startswith(MINUS) or not text.strip("0,.") else f"+{text}"


def percent(value: Any, places: int = 1) -> str:
    """`21,4 %` of a value from 0 to 100."""
    if value is None or value == "":
        return MISSING
    return decimal(value, places) + (f"{NBSP}%" if _language() == "id" else "%")


def share(value: Any, places: int = 1) -> str:
    """`21,4 %` of a value from 0 to 1."""
    return MISSING if value is None or value == "" else percent(Decimal(str(value)) * 100, places)


def rupiah(value: Any) -> str:
    """`Rp 750.000`, written out."""
    if value is None or value == "":
        return MISSING
    text = number(value)
    return f"{MINUS}Rp{NBSP}{text[1:]}" if text.startswith(MINUS) else f"Rp{NBSP}{text}"


def rupiah_short(value: Any) -> str:
    """`Rp 18,6 miliar`: a large amount as it is spoken; below a million it is written out."""
    if value is None or value == "":
        return MISSING
    exact = Decimal(str(value))
    for word, size in zip(reversed(_AMOUNTS[_language()]), (12, 9, 6), strict=True):
        # A step is taken by what is shown: 999.960.000 is read as "1,0 miliar", not as "1.000,0 juta".
        if abs(exact.scaleb(-size)).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN) >= 1:
            text = decimal(exact.scaleb(-size), 1)
            sign, text = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
            return f"{sign}Rp{NBSP}{text}{NBSP}{word}"
    return rupiah(exact)


def size(value: Any) -> str:
    """`12,4 MB`: how large a file is."""
    if value is None or value == "":
        return MISSING
    amount, step = float(value), 0
    while amount >= 1000 and step < len(_BYTES) - 1:
        amount, step = amount / 1000, step + 1
    return f"{decimal(amount, 0 if step == 0 or amount >= 100 else 1)}{NBSP}{_BYTES[step]}"


def day(value: Any) -> str:
    """`23 November 2026`."""
    at = _local(value)
    return MISSING if at is None else f"{at.day} {_MONTHS[_language()][at.month - 1]} {at.year}"


def day_short(value: Any) -> str:
    """`23 Nov 2026`."""
    at = _local(value)
    return MISSING if at is None else f"{at.day}{NBSP}{_MONTHS_SHORT[_language()][at.month - 1]}{NBSP}{at.year}"


def day_long(value: Any) -> str:
    """`Senin, 23 November 2026`."""
    at = _local(value)
    return MISSING if at is None else f"{_WEEKDAYS[_language()][at.weekday()]}, {day(at)}"


def clock(value: Any) -> str:
    """`09.14`."""
    at = _local(value)
    if at is None:
        return MISSING
    return f"{at.hour:02d}{'.' if _language() == 'id' else ':'}{at.minute:02d}"


def instant(value: Any) -> str:
    """`23 Nov 2026, 09.14`, in the regency's time."""
    return MISSING if value is None or value == "" else f"{day_short(value)}, {clock(value)}"


def period(value: Any) -> str:
    """`November 2026` of "2026-11", `2026` of "2026"; anything else is shown as it is written."""
    return _period(value, _MONTHS)


def period_short(value: Any) -> str:
    """`Nov 2026` of "2026-11"."""
    return _period(value, _MONTHS_SHORT)


def mask_nik(value: Any) -> str:
    """`331399••••••0001`: enough to tell two rows apart, too little to be somebody."""
    text = "".join(sign for sign in str(value or "") if not sign.isspace())
    if not text:
        return MISSING
    if len(text) <= 10:  # a broken number: show no more than a third of it
        return text[: len(text) // 3] + "•" * (len(text) - len(text) // 3)
    return text[:6] + "•" * (len(text) - 10) + text[-4:]


def mask_name(value: Any) -> str:
    """`B••••• W••••••••`: the first letter of each word."""
    words = str(value or "").split()
    return " ".join(word[0] + "•" * (len(word) - 1) for word in words) or MISSING


def _period(value: Any, months: dict[str, list[str]]) -> str:
    if value is None or value == "":
        return MISSING
    year, _, month = str(value).partition("-")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{months[_language()][int(month) - 1]}{NBSP}{year}"
    return str(value)


def _local(value: Any) -> Any:
    """A date as it is, an instant in the regency's time, an ISO text as what it says."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise TypeError(f"{value!r} is neither a day nor an instant")
