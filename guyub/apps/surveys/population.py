"""How many residents live in which village: the base of a sample."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.indicators import queries as indicators
from guyub.web import figures

# Indicators whose denominator is every registered resident, the one that is seldom hidden first.
COUNTED_BY = ("health-insurance-active", "under-five-share")


@dataclass(frozen=True, slots=True)
class Population:
    """residents by village code; total: of all, 0 when nobody has counted; source: "registry 2026-11", or ""."""

    residents: dict[str, int]
    total: int
    source: str


def count_residents(*, area: str, actor: Actor) -> Population:
    """
    Registered residents by village, from the newest build; without any, every village counts the same.

    A village whose number is hidden or missing counts as the middle one: it must not fall out of the sample.
    """
    villages = Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=f"{area}.", dropped_in=None)
    codes = list(villages.order_by("code").values_list("code", flat=True))
    period = indicators.find_newest_period(area=area, actor=actor)
    for code in COUNTED_BY if period else ():
        places = indicators.list_places(actor=actor, code=code, area=area, period=period)
        known = {place.area: place.denominator for place in places if place.level == "village" and place.denominator}
        if known:
            middle = median_low(sorted(known.values()))
            residents = {each: known.get(each, middle) for each in codes}
            return Population(residents, sum(residents.values()), f"registry {period}")
    return Population(dict.fromkeys(codes, 1), 0, "")


def source_in_words(source: str) -> str:
    """As the plan's page says it, in the reader's language."""
    kind, _space, period = source.partition(" ")
    if kind == "registry" and period:
        return _("Registered residents in Guyub, %(period)s") % {"period": figures.period(period)}
    return source or _("No population data yet: every village counts the same")
