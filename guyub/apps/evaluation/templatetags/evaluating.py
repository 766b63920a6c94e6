"""`{% load evaluating %}`: exact numbers as letters print them, and as attributes of HTML."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django import template

from guyub.web import figures

register = template.Library()


@register.filter
def rounded(value: Fraction | Decimal | None, places: int) -> str:
    """Half up, as people round and as letters print it."""
    if value is None:
        return figures.MISSING
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return figures.decimal(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), places)


@register.filter
def attribute(value: float) -> str:
    """With a point and no thousands."""
    return f"{float(value):.4f}"
