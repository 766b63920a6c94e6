"""Who may open and close a survey, and who may record what residents answer."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, Right, may, require, scope

__all__ = ["Actor", "may_manage", "may_record", "may_record_somewhere", "require_manager", "require_recorder"]


def require_manager(actor: Actor, *, area: str) -> None:
    require(actor, Right.MANAGE_ASSESSMENTS, area=area)


def may_manage(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.MANAGE_ASSESSMENTS, area=area)


def require_recorder(actor: Actor, *, village: str, agency_id: int | None) -> None:
    """A village's office in its own village; an agency's operator for its own programmes, in every village."""
    require(actor, Right.RECORD_SURVEY, area=village, agency_id=agency_id)


def may_record(actor: Actor, *, village: str, agency_id: int | None) -> bool:
    return may(actor, Right.RECORD_SURVEY, area=village, agency_id=agency_id)


def may_record_somewhere(actor: Actor, *, area: str) -> bool:
    return scope(actor, Right.RECORD_SURVEY).regencies.covers(area)
