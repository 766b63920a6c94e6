"""Opening an office: a seat in the structure that officers may then be appointed to."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.areas.models import Agency, Office, Role
from guyub.apps.areas.permissions import require
from guyub.apps.areas.rights import Actor, Right
from guyub.errors import Refusal
from guyub.ledger import record


class OfficeExists(Refusal):
    code = "areas.office-exists"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("The office “%(title)s” is open already.") % {"title": title},
            remedy=_("Appoint someone to it, or choose a title that tells the two apart."),
        )


class AgencyElsewhere(Refusal):
    code = "areas.agency-elsewhere"

    def __init__(self) -> None:
        super().__init__(
            _("The agency does not belong to this area, or has ended."),
            remedy=_("Choose an agency of the same regency that exists today."),
        )


class NotForPeople(Refusal):
    code = "areas.not-for-people"

    def __init__(self) -> None:
        super().__init__(
            _("This office is Guyub's own and no person can hold it."), remedy=_("Choose an office of the regency.")
        )


@transaction.atomic(durable=True)
def open_office(
    *,
    area: str,
    title: str,
    role: str,
    on: date,
    actor: Actor,
    at: datetime,
    agency_id: int | None = None,
    seats: int = 1,
) -> int:
    """
    Open an office of an area (regency, district or village), in an agency or in none; return its id.

    Raises OfficeExists, AgencyElsewhere, NotForPeople.
    """
    require(actor, Right.MANAGE_OFFICERS, area=area)
    if Role(role) is Role.SYSTEM:
        raise NotForPeople
    if Office.objects.open().filter(area=area, title=title).exists():
        raise OfficeExists(title)
    if agency_id is not None:
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        if agency.valid_until is not None or not (area == agency.area_id or area.startswith(f"{agency.area_id}.")):
            raise AgencyElsewhere
    office = Office.objects.create(area_id=area, title=title, role=role, agency_id=agency_id, seats=seats, opened_on=on)
    record(
        "office.opened",
        actor=actor,
        at=at,
        area=area,
        subject=("areas.office", office.pk),
        role=role,
        agency=agency_id,
        title=title,
    )
    return office.pk
