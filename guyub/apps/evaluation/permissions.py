"""Who runs an evaluation, who assesses, who speaks for a region. Who may read an entry stands with the tables."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, Right, may, require, scope

__all__ = [
    "Actor",
    "may_assess",
    "may_object",
    "may_read_own",
    "may_run",
    "require_assessor",
    "require_office",
    "require_region",
]


def require_office(actor: Actor, *, area: str) -> None:
    """Open a cycle, form panels, start and close reviews, publish."""
    require(actor, Right.RUN_EVALUATION, area=area)


def may_run(actor: Actor) -> bool:
    return bool(scope(actor, Right.RUN_EVALUATION))


def require_assessor(actor: Actor, *, area: str) -> None:
    """Have a desk at all; which regions lie on it is said by the panels."""
    require(actor, Right.ASSESS, area=area)


def may_assess(actor: Actor) -> bool:
    return bool(scope(actor, Right.ASSESS))


def may_read_own(actor: Actor) -> bool:
    """Read what the ministry asks of one's own region, and what comes back."""
    return bool(scope(actor, Right.SEE_ASSESSMENTS))


def require_region(actor: Actor, *, area: str) -> None:
    """Object in the name of the region: the offices that hand in."""
    require(actor, Right.HAND_IN, area=area)


def may_object(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.HAND_IN, area=area)
