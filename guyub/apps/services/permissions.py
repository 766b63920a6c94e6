"""Who may open which part of a list: the agencies it is meant for all of it, each village its own part."""

from __future__ import annotations

from collections.abc import Collection

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may, require, scope


def require_proposer(actor: Actor, *, area: str) -> None:
    require(actor, Right.PUBLISH_RELEASE, area=area)


def areas_to_open(actor: Actor, *, area: str, agency_ids: Collection[int]) -> list[str]:
    """
    The largest areas whose part of a list the actor may open: the regency for an officer of an entitled agency, the own
    village for a village's officer; empty for everybody else.
    """
    grants = {
        grant.area
        for grant in scope(actor, Right.OPEN_LIST).grants
        if grant.agency_id is None or grant.agency_id in agency_ids
    }
    inside = {area if area.startswith(f"{code}.") else code for code in grants if _touches(code, area)}
    return sorted(code for code in inside if not any(code.startswith(f"{other}.") for other in inside))


def _touches(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def require_opener(actor: Actor, *, area: str, list_area: str, agency_ids: Collection[int]) -> None:
    allowed = areas_to_open(actor, area=list_area, agency_ids=agency_ids)
    if not any(area == code or area.startswith(f"{code}.") for code in allowed):
        raise NotPermitted(Right.OPEN_LIST, area)


def may_see_lookers(actor: Actor, *, area: str) -> bool:
    return may(actor, Right.READ_LEDGER, area=area)
