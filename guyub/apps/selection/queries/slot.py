"""The calendar of presentations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.selection import permissions
from guyub.apps.selection.models import Invitation, Slot


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One time in one room. region: who took it; "" when it is free, or when it is no business of the reader's."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    room: str
    is_free: bool
    invitation: int | None
    region: str


def list_slots(
    round_id: int, *, free_only: bool = False, after: datetime | None = None, actor: Actor
) -> list[SlotLine]:
    """
    The times of a round in order; two queries. A region sees that a time is taken, and by whom only when it is its own.
    """
    slots = Slot.objects.visible_to(actor).filter(round=round_id)
    if free_only:
        slots = slots.filter(invitation=None)
    if after is not None:
        slots = slots.filter(starts_at__gt=after)
    fields = ("pk", "starts_at", "ends_at", "room", "invitation_id")
    place = ("invitation__area_id", "invitation__area__name", "invitation__area__kind")
    known = None if permissions.may_run(actor) else _known(round_id, actor)
    lines = []
    for pk, starts, ends, room, invitation, code, name, kind in slots.order_by("starts_at", "room").values_list(
        *fields, *place
    ):
        seen = invitation is not None and (known is None or invitation in known)
        region = areas.AreaLine(code, name, kind, "regency", None).full_name if seen else ""
        lines.append(SlotLine(pk, starts, ends, room, invitation is None, invitation if seen else None, region))
    return lines


def _known(round_id: int, actor: Actor) -> set[int]:
    return set(Invitation.objects.visible_to(actor).filter(round=round_id).values_list("pk", flat=True))
