"""Who runs a round, who answers for a region, who hands in, who assesses."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require
from guyub.apps.areas.rights import NATION

__all__ = ["NATION", "Actor", "NotPermitted", "may_answer", "may_assess", "may_hand_in", "may_run", "require_answerer",
           "require_office", "require_signer"]  # fmt: skip


def may_run(actor: Actor) -> bool:
    return may(actor, Right.RUN_EVALUATION, area=NATION)


def require_office(actor: Actor) -> None:
    """Open a round, invite, assign, choose, announce."""
    require(actor, Right.RUN_EVALUATION, area=NATION)


def may_answer(actor: Actor, *, area: str) -> bool:
    """Prepare the questionnaire: who manages the region's assessments, or its head."""
    return may(actor, Right.MANAGE_ASSESSMENTS, area=area) or may(actor, Right.HAND_IN, area=area)


def require_answerer(actor: Actor, *, area: str) -> None:
    if not may_answer(actor, area=area):
        raise NotPermitted(Right.MANAGE_ASSESSMENTS, area)


def may_hand_in(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.HAND_IN, area=area)


def require_signer(actor: Actor, *, area: str) -> None:
    """Hand the questionnaire in with the commitment: the head of region or who signs for him."""
    require(actor, Right.HAND_IN, area=area)


def may_assess(actor: Actor) -> bool:
    """By the office only; which regions is said by who was given them."""
    return bool(actor.scope(Right.ASSESS))
