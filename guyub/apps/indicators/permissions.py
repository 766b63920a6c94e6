"""Who may adopt rules, have them computed, and see the rows behind a number."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require, scope


def require_content_manager(actor: Actor, *, area: str) -> None:
    require(actor, Right.MANAGE_CONTENT, area=area)


def require_planner(actor: Actor, *, area: str) -> None:
    require(actor, Right.PLAN_PROGRAMMES, area=area)


def require_computer(actor: Actor, *, area: str) -> None:
    """Whoever may release data of the whole area: the data custodian, and the system."""
    require(actor, Right.PUBLISH_RELEASE, area=area)


def may_see_rows(actor: Actor, *, area: str) -> bool:
    """The rows join what several agencies deliver, so one agency's right to its own rows is not enough."""
    return may(actor, Right.SEE_RELEASE_ROWS, area=area) or may(actor, Right.OPEN_PERSON, area=area)


def require_rows(actor: Actor, *, area: str) -> None:
    if not may_see_rows(actor, area=area):
        raise NotPermitted(Right.SEE_RELEASE_ROWS, area)


def may_open_lists(actor: Actor) -> bool:
    """Whether a list of the people behind a number may be for the actor's office; the list itself decides."""
    return bool(scope(actor, Right.OPEN_LIST))


def may_open(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.OPEN_PERSON, area=area)
