"""The calendar of presentations: offered by the office, taken by regions or for them; nothing is booked twice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.selection import permissions
from guyub.apps.selection.models import Invitation, Slot
from guyub.apps.selection.operations._found import lock_invitation, lock_round
from guyub.errors import Refusal
from guyub.ledger import record


class SlotsWrong(Refusal):
    """Times that cannot be offered."""

    code = "selection.slots-wrong"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("These times can't be offered."),
            remedy=_("They must begin before they end, and lie between today and the last day of presentations."),
        )


class SlotTaken(Refusal):
    """Another region was faster, or the time is not to be had."""

    code = "selection.slot-taken"

    def __init__(self) -> None:
        super().__init__(_("This time is not free."), remedy=_("Choose another of the free times."))


@transaction.atomic(durable=True)
def offer_slots(
    *, round_id: int, times: Collection[tuple[datetime, datetime]], rooms: Collection[str], actor: Actor, at: datetime
) -> int:
    """
    Offer each of the times in each of the rooms; return the round's id. What is offered already stays.

    Raises NotPermitted, NoSuchRound, SlotsWrong.
    """
    permissions.require_office(actor)
    round_ = lock_round(round_id)
    named = [room.strip()[:120] for room in rooms if room.strip()]
    last = round_.presentations_until
    if not times or not named or any(s >= e or s < at or timezone.localdate(s) > last for s, e in times):
        raise SlotsWrong
    standing = set(Slot.objects.filter(round=round_).values_list("starts_at", "room"))
    new = [
        Slot(round=round_, starts_at=start, ends_at=end, room=room)
        for start, end in sorted(set(times))
        for room in dict.fromkeys(named)
        if (start, room) not in standing
    ]
    if not new:
        return round_.pk
    Slot.objects.bulk_create(new, batch_size=500)
    record(
        "selection.slots_offered",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        slots=len(new),
    )
    return round_.pk


@transaction.atomic(durable=True)
def take_slot(*, slot_id: int, invitation_id: int, actor: Actor, at: datetime) -> int:
    """
    Take a free time for a region, by the region or by the office; return the slot's id.

    A time that the region held before is free again. Raises NoSuchInvitation, NotPermitted, SlotTaken.
    """
    invitation = lock_invitation(invitation_id, actor=actor)
    _require_booker(actor, invitation)
    slot = Slot.objects.select_for_update().filter(pk=slot_id, round=invitation.round_id).first()
    if slot is not None and slot.invitation_id == invitation.pk:
        return slot.pk
    if slot is None or slot.invitation_id is not None or slot.starts_at <= at:
        raise SlotTaken
    before = Slot.objects.select_for_update().filter(invitation=invitation).first()
    Slot.objects.filter(invitation=invitation).update(invitation=None, taken_at=None, taken_office="")
    Slot.objects.filter(pk=slot.pk).update(invitation=invitation, taken_at=at, taken_office=actor.acting_as)
    record(
        "selection.slot_taken",
        actor=actor,
        at=at,
        area=invitation.area_id,
        subject=("selection.invitation", invitation.pk),
        slot=slot.pk,
        starts_at=slot.starts_at.isoformat(),
        room=slot.room,
        before=None if before is None else before.starts_at.isoformat(),
    )
    return slot.pk


@transaction.atomic(durable=True)
def free_slot(*, invitation_id: int, actor: Actor, at: datetime) -> int:
    """Give the region's time back; return the invitation's id. Raises NoSuchInvitation, NotPermitted."""
    invitation = lock_invitation(invitation_id, actor=actor)
    _require_booker(actor, invitation)
    slot = Slot.objects.select_for_update().filter(invitation=invitation).first()
    if slot is None:
        return invitation.pk
    Slot.objects.filter(pk=slot.pk).update(invitation=None, taken_at=None, taken_office="")
    record(
        "selection.slot_freed",
        actor=actor,
        at=at,
        area=invitation.area_id,
        subject=("selection.invitation", invitation.pk),
        slot=slot.pk,
        starts_at=slot.starts_at.isoformat(),
    )
    return invitation.pk


def _require_booker(actor: Actor, invitation: Invitation) -> None:
    if not permissions.may_run(actor):
        permissions.require_answerer(actor, area=invitation.area_id)
