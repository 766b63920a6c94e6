"""Who may plan improvements, link programmes and rate; who may read stands with the tables."""

from __future__ import annotations

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require
from guyub.apps.areas.models import Role

__all__ = [
    "Actor",
    "headed_agencies",
    "may_link",
    "may_manage",
    "may_plan_any",
    "require_head",
    "require_linker",
    "require_manager",
]


def require_manager(actor: Actor, *, area: str) -> None:
    """Seek a way to a target, say what a piece of evidence takes, open and close a rating round."""
    require(actor, Right.MANAGE_ASSESSMENTS, area=area)


def may_manage(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.MANAGE_ASSESSMENTS, area=area)


def may_link(actor: Actor, *, area: str, agency_id: int | None) -> bool:
    """Link a programme to a gap: who plans the programme, or who manages the assessments."""
    return may_manage(actor, area=area) or may(actor, Right.PLAN_PROGRAMMES, area=area, agency_id=agency_id)


def may_plan_any(actor: Actor, *, area: str) -> bool:
    """Whether there is any programme of the area that the actor may link, of one agency or of all."""
    if may_manage(actor, area=area):
        return True
    grants = actor.scope(Right.PLAN_PROGRAMMES).grants
    return any(grant.covers(area, grant.agency_id) for grant in grants)


def require_linker(actor: Actor, *, area: str, agency_id: int | None) -> None:
    if not may_link(actor, area=area, agency_id=agency_id):
        raise NotPermitted(Right.PLAN_PROGRAMMES, area)


def headed_agencies(actor: Officer, *, area: str) -> frozenset[int]:
    """The agencies of the area that the officer heads today, and the ended ones they carry on."""
    heads = (office for office in actor.held_offices if office.role == Role.OPD_HEAD)
    grants = (grant for office in heads for grant in office.grants(Right.ANSWER_ITEMS))
    return frozenset(grant.agency_id for grant in grants if grant.agency_id and grant.covers(area, grant.agency_id))


def require_head(actor: Officer, *, area: str) -> frozenset[int]:
    agencies = headed_agencies(actor, area=area)
    if not agencies:
        raise NotPermitted(Right.ANSWER_ITEMS, area)
    return agencies
