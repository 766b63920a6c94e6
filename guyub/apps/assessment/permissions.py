"""Who may answer, attach, verify, manage; who may read stands with the tables."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor, Right, may, require, scope

__all__ = ["Actor", "may_answer", "may_manage", "may_see", "may_verify", "require_answerer",
           "require_instrument_manager", "require_manager", "require_verifier"]  # fmt: skip


def may_see(actor: Actor, *, area: str) -> bool:
    """Read the assessments of an area: whoever works anywhere in the regency."""
    return scope(actor, Right.SEE_ASSESSMENTS).regencies.covers(area)


def require_instrument_manager(actor: Actor, *, area: str) -> None:
    require(actor, Right.MANAGE_INSTRUMENTS, area=area)


def require_manager(actor: Actor, *, area: str) -> None:
    """Open, share out, close an assessment; give a follow-up to an agency."""
    require(actor, Right.MANAGE_ASSESSMENTS, area=area)


def may_manage(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.MANAGE_ASSESSMENTS, area=area)


def require_answerer(actor: Actor, *, area: str, agency_id: int | None) -> None:
    """Answer an item of this agency and attach evidence; who answers for the whole area may answer any."""
    require(actor, Right.ANSWER_ITEMS, area=area, agency_id=agency_id)


def may_answer(actor: Actor, *, area: str, agency_id: int | None) -> bool:
    return may(actor, Right.ANSWER_ITEMS, area=area, agency_id=agency_id)


def require_verifier(actor: Actor, *, area: str) -> None:
    require(actor, Right.VERIFY_EVIDENCE, area=area)


def may_verify(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.VERIFY_EVIDENCE, area=area)
