"""Who may write which programmes. Who may read the plan stands with the tables."""

from __future__ import annotations

from dataclasses import dataclass

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require

__all__ = ["Actor", "PlanningScope", "planning_scope", "require_planner"]


@dataclass(frozen=True, slots=True)
class PlanningScope:
    """Whose programmes an officer may write. agencies None: those of every agency, and those that have none yet."""

    agencies: frozenset[int] | None

    def covers(self, agency_id: int | None) -> bool:
        return self.agencies is None or agency_id in self.agencies


def planning_scope(actor: Actor, *, area: str) -> PlanningScope:
    """How far the actor may plan in this area. Raises NotPermitted when not at all."""
    if may(actor, Right.PLAN_PROGRAMMES, area=area):
        return PlanningScope(None)
    grants = actor.scope(Right.PLAN_PROGRAMMES).grants
    agencies = frozenset(grant.agency_id for grant in grants if grant.agency_id and grant.covers(area, grant.agency_id))
    if not agencies:
        raise NotPermitted(Right.PLAN_PROGRAMMES, area)
    return PlanningScope(agencies)


def require_planner(actor: Actor, *, area: str, agency_id: int | None) -> None:
    require(actor, Right.PLAN_PROGRAMMES, area=area, agency_id=agency_id)
