"""What the plan promises of each indicator, for the indicators' own pages."""

from __future__ import annotations

from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.masterplan.models import Target


def list_aims(*, area: str, actor: Actor) -> dict[tuple[str, int], Decimal]:
    """(indicator, year) -> the value promised; where programmes differ, the farthest-reaching one. One query."""
    targets = Target.objects.live().visible_to(actor).filter(area_id=area).order_by("pk")
    aims: dict[tuple[str, int], Decimal] = {}
    for indicator, year, value, direction in targets.values_list("indicator", "year", "value", "direction"):
        known = aims.get((indicator, year))
        farther = max if direction == Target.Direction.HIGHER else min
        aims[indicator, year] = value if known is None else farther(known, value)
    return aims
