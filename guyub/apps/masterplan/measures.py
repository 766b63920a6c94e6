"""What the masterplan asks of the indicators: which there are, and what they have come to. Nobody types a value."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import queries as indicators
from guyub.apps.masterplan.sheet import squeeze

LANGUAGES = ("id", "en")


def list_measures(*, area: str, actor: Actor) -> Mapping[str, indicators.IndicatorLine]:
    """The indicators in force by code, each with its newest values in the area."""
    return {line.code: line for line in indicators.list_indicators(actor=actor, area=area)}


def names(*, area: str, actor: Actor) -> Mapping[str, tuple[str, str]]:
    """What an indicator may be called in a spreadsheet, squeezed: its code and its title in both languages."""
    known: dict[str, tuple[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for line in indicators.list_indicators(actor=actor, area=area):
                known[squeeze(line.code)] = known[squeeze(line.title)] = (line.code, str(line.direction))
    return known


def find_direction(code: str, *, area: str, actor: Actor) -> str | None:
    """higher, lower or neither; None when no indicator of this code is in force."""
    line = list_measures(area=area, actor=actor).get(code)
    return None if line is None else str(line.direction)
