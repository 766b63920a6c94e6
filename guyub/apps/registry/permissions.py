"""Who may have the registry built, and who may open a person."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, Right, may, require, scope


def require_builder(actor: Actor, *, area: str) -> None:
    """Whoever may release data of the whole area, whatever the agency: the data custodian, and the system."""
    require(actor, Right.PUBLISH_RELEASE, area=area)


def require_opener(actor: Actor, *, area: str) -> None:
    """`area` is where the person lives: a village officer opens the people of the own village only."""
    require(actor, Right.OPEN_PERSON, area=area)


def may_open(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.OPEN_PERSON, area=area)


def may_see_masked(actor: Actor, *, area: str) -> bool:
    """Masked people are for offices that see rows, open people or watch over them, where the person lives."""
    rights = (Right.OPEN_PERSON, Right.OPEN_LIST, Right.SEE_RELEASE_ROWS, Right.READ_LEDGER)
    # One agency's right to rows is enough: which agencies tell of a person is known only once he is found.
    return any(grant.covers(area, grant.agency_id) for right in rights for grant in scope(actor, right).grants)


def may_open_somebody(actor: Actor) -> bool:
    return bool(scope(actor, Right.OPEN_PERSON))


def may_see_lookers(actor: Actor, *, area: str) -> bool:
    """Who looked at whom is for those who watch over the data, and for those who look themselves."""
    return may(actor, Right.READ_LEDGER, area=area) or may(actor, Right.OPEN_PERSON, area=area)
