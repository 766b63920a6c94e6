"""Who may see the progress of regions, and who may take official scores in."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require
from guyub.apps.areas.rights import NATION

__all__ = ["NATION", "Actor", "NotPermitted", "may_publish", "may_see_all", "may_take_in", "require_keeper",
           "require_seer", "require_seer_of_all"]  # fmt: skip


def may_see_all(actor: Actor) -> bool:
    """The ministry's side: every region, computed and unpublished scores too."""
    return may(actor, Right.SEE_COMPARISON, area=NATION)


def require_seer_of_all(actor: Actor) -> None:
    require(actor, Right.SEE_COMPARISON, area=NATION)


def require_seer(actor: Actor, *, area: str) -> None:
    """Who works in a regency, wherever in it, may see how his regency stands."""
    if not actor.scope(Right.SEE_COMPARISON).regencies.covers(area):
        raise NotPermitted(Right.SEE_COMPARISON, area)


def may_publish(actor: Actor) -> bool:
    """Only the ministry's office publishes: what it takes in may be seen by other regions."""
    return may(actor, Right.RUN_EVALUATION, area=NATION)


def may_take_in(actor: Actor, *, area: str) -> bool:
    """The ministry's office takes in every region's past, a regency its own."""
    return may(actor, Right.RUN_EVALUATION, area=area) or may(actor, Right.MANAGE_ASSESSMENTS, area=area)


def require_keeper(actor: Actor, *, area: str) -> None:
    if not may_take_in(actor, area=area):
        raise NotPermitted(Right.RUN_EVALUATION, area)
