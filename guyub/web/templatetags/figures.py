"""`{% load figures %}`: guyub.web.figures as template filters, one for each way a value is written."""

from django import template

from guyub.web import figures

register = template.Library()

for written in (
    figures.number, figures.decimal, figures.signed, figures.percent, figures.share, figures.rupiah,
    figures.rupiah_short, figures.size, figures.day, figures.day_short, figures.day_long, figures.clock, figures.instant, figures.period,
    figures.period_short, figures.mask_nik, figures.mask_name,
):  # fmt: skip
    register.filter(written.__name__, written)
