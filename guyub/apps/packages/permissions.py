"""Who may hand in, seal a result, take a package in, and say which key is whose."""

from __future__ import annotations

from django.conf import settings

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require
from guyub.apps.areas.rights import NATION

__all__ = [
    "Actor",
    "may_hand_in",
    "may_manage_own_key",
    "may_receive",
    "may_trust",
    "require_hand_in",
    "require_key_keeper",
    "require_ministry",
    "require_receiver",
    "require_truster",
]


def require_hand_in(actor: Actor, *, area: str) -> None:
    require(actor, Right.HAND_IN, area=area)


def may_hand_in(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.HAND_IN, area=area)


def require_ministry(actor: Actor) -> None:
    """Seal results in the nation's name."""
    require(actor, Right.RUN_EVALUATION, area=NATION)


def may_manage_own_key(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.RUN_EVALUATION if area == NATION else Right.HAND_IN, area=area)


def require_key_keeper(actor: Actor, *, area: str) -> None:
    """Replace the key of an area: whoever may seal with it."""
    if not may_manage_own_key(actor, area=area):
        raise NotPermitted(Right.HAND_IN, area)


def may_trust(actor: Actor, *, area: str) -> bool:
    """
    Say that a key is this area's. A region's: the ministry. The ministry's: who hands in for the installation's own
    area, since everybody here would believe it.
    """
    if area == NATION:
        return may(actor, Right.HAND_IN, area=settings.HOME_AREA) or may(actor, Right.RUN_EVALUATION, area=NATION)
    return may(actor, Right.RUN_EVALUATION, area=area)


def require_truster(actor: Actor, *, area: str) -> None:
    if not may_trust(actor, area=area):
        raise NotPermitted(Right.RUN_EVALUATION, area)


def may_receive(actor: Actor, *, kind: str, area: str) -> bool:
    """Hand-ins are taken in by the ministry, results by the region that they are about."""
    if kind == "hand_in":
        return may(actor, Right.RUN_EVALUATION, area=area)
    return may(actor, Right.HAND_IN, area=area) or may(actor, Right.MANAGE_ASSESSMENTS, area=area)


def require_receiver(actor: Actor, *, kind: str, area: str) -> None:
    if not may_receive(actor, kind=kind, area=area):
        raise NotPermitted(Right.RUN_EVALUATION if kind == "hand_in" else Right.HAND_IN, area)
