"""`{% load figures %}`: guyub.web.figures as template filters, one for each way a value is written."""

from django import template

from guyub.web import figures

register = template.Library()

NAMES = (
    *("number", "decimal", "exact", "signed", "percent", "share", "rupiah", "rupiah_short", "size", "said"),
    *("day", "day_short", "day_long", "clock", "instant", "period", "period_short", "mask_nik", "mask_name"),
)
for name in NAMES:
    register.filter(name, getattr(figures, name))
