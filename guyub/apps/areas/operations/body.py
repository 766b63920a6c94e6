"""Setting up the bodies of the programme: council, teams, coordinators, forum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.areas.models import Body, BodyMember, Office
from guyub.apps.areas.permissions import require
from guyub.apps.areas.rights import Actor, Right
from guyub.errors import Refusal
from guyub.ledger import record


@dataclass(frozen=True, slots=True)
class NewMember:
    """A seat for an office, or for a party outside government; exactly one of the two."""

    seat: str = BodyMember.Seat.MEMBER
    office_id: int | None = None
    party: str = ""
    dimension: str = ""


class NobodyInIt(Refusal):
    code = "areas.body-without-members"

    def __init__(self) -> None:
        super().__init__(_("A body needs at least one member."), remedy=_("Name its offices or parties."))


class OfficeOrParty(Refusal):
    code = "areas.office-or-party"

    def __init__(self) -> None:
        super().__init__(
            _("A member is either an office of the area or a party outside government."),
            remedy=_("Choose an open office of this area, or write the party's name, not both."),
        )


class TwoChairs(Refusal):
    code = "areas.two-chairs"

    def __init__(self) -> None:
        super().__init__(_("A body has one chair."), remedy=_("Make the others deputies."))


@transaction.atomic(durable=True)
def set_up_body(
    *,
    area: str,
    kind: str,
    name: str,
    legal_basis: str,
    on: date,
    members: Sequence[NewMember],
    actor: Actor,
    at: datetime,
) -> int:
    """
    Set up a body by a decree, with its members; return its id.

    A body of the same kind that stands is dissolved by the new decree, never deleted: its minutes name it.
    """
    require(actor, Right.MANAGE_OFFICERS, area=area)
    if not members:
        raise NobodyInIt
    if sum(member.seat == BodyMember.Seat.CHAIR for member in members) > 1:
        raise TwoChairs
    offices = {member.office_id for member in members if member.office_id is not None}
    mixed = any((member.office_id is None) == (member.party == "") for member in members)
    if mixed or Office.objects.open().filter(pk__in=offices, area__code__startswith=area).count() != len(offices):
        raise OfficeOrParty

    Body.objects.filter(area=area, kind=kind, dissolved_on=None).update(dissolved_on=on)
    body = Body.objects.create(area_id=area, kind=kind, name=name, legal_basis=legal_basis, set_up_on=on)
    BodyMember.objects.bulk_create(
        BodyMember(
            body=body, seat=member.seat, office_id=member.office_id, party=member.party, dimension=member.dimension
        )
        for member in members
    )
    record(
        "body.set_up",
        actor=actor,
        at=at,
        area=area,
        subject=("areas.body", body.pk),
        kind=kind,
        legal_basis=legal_basis,
        offices=sorted(offices),
        parties=sum(bool(member.party) for member in members),
    )
    return body.pk
