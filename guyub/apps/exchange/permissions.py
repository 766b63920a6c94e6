"""May this officer send, publish or withdraw this agency's data?"""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, Right, may, require


def require_submitter(actor: Actor, *, area: str, agency_id: int | None) -> None:
    """agency_id None: for whichever agency of the area."""
    require(actor, Right.SUBMIT_DATA, area=area, agency_id=agency_id)


def may_submit(actor: Actor, *, area: str, agency_id: int) -> bool:
    return may(actor, Right.SUBMIT_DATA, area=area, agency_id=agency_id)


def require_publisher(actor: Actor, *, area: str, agency_id: int) -> None:
    require(actor, Right.PUBLISH_RELEASE, area=area, agency_id=agency_id)


def may_publish(actor: Actor, *, area: str, agency_id: int) -> bool:
    return may(actor, Right.PUBLISH_RELEASE, area=area, agency_id=agency_id)


def require_withdrawer(actor: Actor, *, area: str, agency_id: int) -> None:
    require(actor, Right.WITHDRAW_RELEASE, area=area, agency_id=agency_id)


def may_withdraw(actor: Actor, *, area: str, agency_id: int) -> bool:
    return may(actor, Right.WITHDRAW_RELEASE, area=area, agency_id=agency_id)


def may_see_rows(actor: Actor, *, area: str, agency_id: int) -> bool:
    return may(actor, Right.SEE_RELEASE_ROWS, area=area, agency_id=agency_id)


def require_rows(actor: Actor, *, area: str, agency_id: int) -> None:
    require(actor, Right.SEE_RELEASE_ROWS, area=area, agency_id=agency_id)


def require_content_manager(actor: Actor, *, area: str) -> None:
    require(actor, Right.MANAGE_CONTENT, area=area)
