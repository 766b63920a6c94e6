"""What stands beside an indicator's own page: its places for a map, published figures, and what everybody may read."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import content
from guyub.apps.indicators.models import Definition, Value
from guyub.apps.indicators.queries._moments import MOMENT, IndicatorLine, Moment, line_of
from guyub.apps.indicators.queries.page import AreaValue, PublishedLine


def list_places(*, actor: Actor, code: str, area: str, period: str) -> list[AreaValue]:
    """An indicator in the districts and villages of an area for one period, by code; one database query."""
    values = (
        Value.objects.visible_to(actor)
        .live()
        .filter(definition__code=code, computation__period=period, area__code__startswith=f"{area}.")
    )
    fields = ("area_id", "area__name", "level", "numerator", "denominator", "value", "suppressed")
    return [AreaValue(*row) for row in values.order_by("area_id").values_list(*fields)]


def public_list_published(*, area: str) -> list[PublishedLine]:
    """What others have published of an area and pages have a name for, newest first; it was public before."""
    return [
        PublishedLine(
            figure.name,
            str(content.PUBLISHED_TITLES[figure.name]),
            figure.period,
            figure.value,
            content.published_unit(figure.unit),
            figure.publisher,
        )
        for figure in content.published(area)
        if figure.name in content.PUBLISHED_TITLES
    ]


def public_list_indicators(*, area: str) -> list[IndicatorLine]:
    """
    The indicators of a whole regency for everybody, by dimension and title: only values of the regency itself, only
    those that are not hidden. Two database queries.
    """
    texts = dict(Definition.objects.live().filter(area_id=area).values_list("code", "text"))
    moments: dict[str, list[Moment]] = {}
    values = Value.objects.live().filter(area_id=area, level="regency", suppressed=False, value__isnull=False)
    for row in values.order_by("computation__period").values_list(*MOMENT):
        moment = Moment(*row)
        moments.setdefault(moment.code, []).append(moment)
    lines = [line_of(text, moments[code], {}) for code, text in texts.items() if code in moments]
    return sorted(lines, key=lambda line: (line.dimension, line.title))
