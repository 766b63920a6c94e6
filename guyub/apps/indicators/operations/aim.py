"""Taking over what the masterplan promises, so that an indicator's page can show it without asking upward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import permissions
from guyub.apps.indicators.models import Aim
from guyub.ledger import record


@transaction.atomic(durable=True)
def adopt_aims(*, area: str, aims: Mapping[tuple[str, int], Decimal], actor: Actor, at: datetime) -> int:
    """
    Let exactly these aims be in force for an area; return how many changed.

    aims  (indicator code, year) -> value in the indicator's unit, all that the masterplan promises now
    """
    permissions.require_planner(actor, area=area)
    live = {(aim.code, aim.year): aim for aim in Aim.objects.live().select_for_update().filter(area_id=area)}
    gone = [aim.pk for key, aim in live.items() if aims.get(key) != aim.value]
    new = [(key, value) for key, value in sorted(aims.items()) if key not in live or live[key].value != value]
    if not gone and not new:
        return 0
    Aim.objects.filter(pk__in=gone).update(replaced_at=at)
    Aim.objects.bulk_create(
        Aim(area_id=area, code=code, year=year, value=value, adopted_at=at) for (code, year), value in new
    )
    record(
        "aims.adopted",
        actor=actor,
        at=at,
        area=area,
        subject=("areas.area", area),
        adopted=[[code, year, str(value)] for (code, year), value in new],
        withdrawn=len(gone),
    )
    return len(gone) + len(new)
