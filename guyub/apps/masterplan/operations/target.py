"""Promising a value of an indicator, and giving a promise up."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Officer
from guyub.apps.masterplan import measures
from guyub.apps.masterplan.models import Programme, Target
from guyub.apps.masterplan.permissions import require_planner
from guyub.apps.masterplan.queries import NoSuchProgramme
from guyub.errors import Refusal
from guyub.ledger import record


class NoSuchIndicator(Refusal):
    """A target is tied to an indicator in force, or it is no target."""

    code = "masterplan.no-such-indicator"
    status = 422

    def __init__(self, indicator: str) -> None:
        super().__init__(
            _("There is no indicator “%(indicator)s” in force.") % {"indicator": indicator},
            remedy=_("Choose one from the page of indicators: a target is measured, never typed."),
        )


class TargetNotPossible(Refusal):
    """The indicator has no better side, or the year lies outside the masterplan."""

    code = "masterplan.target-not-possible"
    status = 422


class NoSuchTarget(Refusal):
    """There is no such target."""

    code = "masterplan.no-such-target"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such target."), remedy=_("Open the programme and look at its targets."))


@transaction.atomic(durable=True)
def set_target(*, programme_id: int, indicator: str, year: int, value: Decimal, actor: Officer, at: datetime) -> int:
    """
    Promise that an indicator has this value in the masterplan's area by the end of a year; return the target's id.

    value  in the indicator's unit: 15 for 15 %

    An earlier promise for the same year is given up, never deleted; the same promise again is the one that stands.
    Raises NotPermitted, NoSuchIndicator, TargetNotPossible.
    """
    found = Programme.objects.select_for_update(of=("self",)).select_related("masterplan")
    programme = found.filter(pk=programme_id).first()
    if programme is None:
        raise NoSuchProgramme
    plan = programme.masterplan
    require_planner(actor, area=plan.area_id, agency_id=programme.lead_agency_id)
    direction = measures.find_direction(indicator, area=plan.area_id, actor=actor)
    if direction is None:
        raise NoSuchIndicator(indicator)
    _require_possible(direction, year, plan.year_start, plan.year_end)

    place = {"programme": programme, "indicator": indicator, "area_id": plan.area_id, "year": year}
    standing = Target.objects.live().filter(**place).first()
    if standing is not None and standing.value == value:
        return standing.pk
    # A clock that was put back must not stand in the way.
    Target.objects.live().filter(**place).update(withdrawn_at=Greatest("set_at", Value(at)))
    target = Target.objects.create(**place, value=value, direction=direction, set_at=at)
    record(
        "target.set",
        actor=actor,
        at=at,
        area=plan.area_id,
        subject=("masterplan.programme", programme.pk),
        target=target.pk,
        indicator=indicator,
        year=year,
        value=str(value),
        before=None if standing is None else str(standing.value.normalize()),
    )
    return target.pk


def _require_possible(direction: str, year: int, first: int, last: int) -> None:
    if direction == "neither":
        raise TargetNotPossible(
            _("This indicator only describes: neither more nor less of it is better."),
            remedy=_("Choose an indicator that has a direction."),
        )
    if not first <= year <= last:
        raise TargetNotPossible(
            _("%(year)d lies outside the masterplan, which runs from %(first)d to %(last)d.")
            % {"year": year, "first": first, "last": last},
            remedy=_("Choose a year of the masterplan."),
        )


@transaction.atomic(durable=True)
def withdraw_target(*, target_id: int, actor: Officer, at: datetime) -> int:
    """
    Give a promise up; return the id of its programme. That it was made stays written; giving it up again changes
    nothing.

    Raises NotPermitted, NoSuchTarget.
    """
    found = Target.objects.select_for_update(of=("self",)).select_related("programme__masterplan")
    target = found.filter(pk=target_id).first()
    if target is None:
        raise NoSuchTarget
    programme = target.programme
    require_planner(actor, area=programme.masterplan.area_id, agency_id=programme.lead_agency_id)
    if target.withdrawn_at is not None:
        return programme.pk
    Target.objects.filter(pk=target.pk).update(withdrawn_at=max(at, target.set_at))
    record(
        "target.withdrawn",
        actor=actor,
        at=at,
        area=programme.masterplan.area_id,
        subject=("masterplan.programme", programme.pk),
        target=target.pk,
        indicator=target.indicator,
        year=target.year,
    )
    return programme.pk
