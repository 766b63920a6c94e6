"""One line per indicator: what it came to in an area, now and before."""

from __future__ import annotations

from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators.models import Computation, Definition
from guyub.apps.indicators.queries._moments import IndicatorLine, Moment, line_of, read_aims, read_moments, regency_of


def list_indicators(*, actor: Actor, area: str, period: str | None = None) -> list[IndicatorLine]:
    """
    The indicators in force, by dimension and title, with their values in an area up to `period`; three queries.

    One whose data have not been released has a line without a value.
    """
    live = Definition.objects.visible_to(actor).live().filter(area_id=regency_of(area))
    texts = dict(live.values_list("code", "text"))
    moments: dict[str, list[Moment]] = {code: [] for code in texts}
    for moment in read_moments(area=area, actor=actor, until=period):
        if moment.code in moments:
            moments[moment.code].append(moment)
    aims = read_aims(area=regency_of(area), actor=actor)
    lines = [line_of(text, moments[code], aims) for code, text in texts.items()]
    return sorted(lines, key=lambda line: (line.dimension, line.title))


def list_valued(*, actor: Actor, area: str) -> list[IndicatorLine]:
    """Like list_indicators, without aims and only those with a value, shown or hidden; one query for a front page."""
    moments: dict[str, list[Moment]] = {}
    for moment in read_moments(area=area, actor=actor):
        moments.setdefault(moment.code, []).append(moment)
    lines = [line_of(found[-1].text, found, {}) for found in moments.values()]
    return sorted(lines, key=lambda line: (line.dimension, line.title))


def get_value(*, actor: Actor, code: str, area: str, period: str | None = None) -> IndicatorLine | None:
    """One indicator's line; None when no such indicator is in force."""
    return next((line for line in list_indicators(actor=actor, area=area, period=period) if line.code == code), None)


def list_series(*, actor: Actor, code: str, area: str) -> list[tuple[str, Decimal | None]]:
    """(period, value) of one indicator in an area, oldest first; None where hidden or empty."""
    return [(moment.period, moment.value) for moment in read_moments(area=area, actor=actor, code=code)]


def find_newest_period(*, area: str, actor: Actor) -> str | None:
    live = Computation.objects.visible_to(actor).live().filter(area_id=regency_of(area))
    return max(live.values_list("period", flat=True), default=None)
