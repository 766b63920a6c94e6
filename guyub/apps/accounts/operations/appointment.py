"""Appointing to an office, ending it, handing it over. What was promised in an office stays with the office."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Appointment, Officer
from guyub.apps.accounts.permissions import Right, require
from guyub.apps.areas.models import Office, Role
from guyub.apps.areas.rights import Actor
from guyub.errors import Refusal
from guyub.ledger import record
from guyub.web import figures


class OfficeTaken(Refusal):
    code = "accounts.office-taken"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("Someone else holds the office “%(title)s” on that day.") % {"title": title},
            remedy=_("Hand the office over, or begin on the day on which it becomes free."),
        )


class OfficeClosed(Refusal):
    code = "accounts.office-closed"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("The office “%(title)s” cannot be held: it was closed, or it is Guyub's own.") % {"title": title},
            remedy=_("Choose an open office of the regency."),
        )


class AlreadyHeld(Refusal):
    code = "accounts.already-held"

    def __init__(self, title: str) -> None:
        super().__init__(
            _("This officer holds the office “%(title)s” already.") % {"title": title},
            remedy=_("Choose another officer or another office."),
        )


class EndsBeforeItBegins(Refusal):
    code = "accounts.ends-before-it-begins"

    def __init__(self, start_on: date) -> None:
        super().__init__(
            _("An office cannot end before it was taken up, on %(day)s.") % {"day": figures.day(start_on)},
            remedy=_("Choose that day or a later one."),
        )


class AlreadyEnded(Refusal):
    code = "accounts.already-ended"

    def __init__(self, end_on: date) -> None:
        super().__init__(
            _("This appointment ends on %(day)s already.") % {"day": figures.day(end_on)},
            remedy=_("Appoint the officer anew if the office is to be held longer."),
        )


class NobodyToAppoint(Refusal):
    code = "accounts.nobody-to-appoint"

    def __init__(self) -> None:
        super().__init__(
            _("This officer's account is closed or belongs to Guyub itself."),
            remedy=_("Choose an officer who can sign in."),
        )


@transaction.atomic(durable=True)
def appoint(*, officer_id: int, office_id: int, start_on: date, actor: Actor, at: datetime, decree: str = "") -> int:
    """
    Appoint an officer to an office from a day on; return the appointment's id.

    Raises OfficeTaken when all seats are held on that day or later, OfficeClosed, AlreadyHeld, NobodyToAppoint.
    """
    office = _office(office_id, actor)
    appointment = _seat(office, officer_id, start_on, decree)
    record(
        "officer.appointed",
        actor=actor,
        at=at,
        area=office.area_id,
        subject=("accounts.appointment", appointment.pk),
        officer=officer_id,
        office=office_id,
        start_on=start_on.isoformat(),
    )
    return appointment.pk


@transaction.atomic(durable=True)
def dismiss(*, appointment_id: int, end_on: date, actor: Actor, at: datetime) -> None:
    """
    End an appointment: from `end_on` on the office is no longer held, and its rights are gone.

    A planned end may be brought forward. Raises EndsBeforeItBegins, AlreadyEnded.
    """
    appointment = Appointment.objects.select_for_update().select_related("office").get(pk=appointment_id)
    require(actor, Right.MANAGE_OFFICERS, area=appointment.office.area_id)
    _end(appointment, end_on)
    record(
        "officer.dismissed",
        actor=actor,
        at=at,
        area=appointment.office.area_id,
        subject=("accounts.appointment", appointment.pk),
        officer=appointment.officer_id,
        office=appointment.office_id,
        end_on=end_on.isoformat(),
    )


@transaction.atomic(durable=True)
def hand_over(
    *, appointment_id: int, to_officer_id: int, on: date, actor: Actor, at: datetime, decree: str = ""
) -> int:
    """
    One officer leaves an office and another takes it up on the same day; return the new appointment's id.

    Commitments, programmes and open matters belong to the office and so change hands with it.
    """
    leaving = Appointment.objects.select_for_update().get(pk=appointment_id)
    office = _office(leaving.office_id, actor)
    if leaving.officer_id == to_officer_id:
        raise AlreadyHeld(office.title)
    _end(leaving, on)
    arriving = _seat(office, to_officer_id, on, decree)
    record(
        "officer.handed_over",
        actor=actor,
        at=at,
        area=office.area_id,
        subject=("accounts.appointment", arriving.pk),
        office=office.pk,
        from_officer=leaving.officer_id,
        to_officer=to_officer_id,
        on=on.isoformat(),
    )
    return arriving.pk


def _office(office_id: int, actor: Actor) -> Office:
    """The office, locked: two appointments to it at once must see each other."""
    office = Office.objects.select_for_update().get(pk=office_id)
    require(actor, Right.MANAGE_OFFICERS, area=office.area_id)
    if office.closed_on is not None or office.role == Role.SYSTEM:
        raise OfficeClosed(office.title)
    return office


def _seat(office: Office, officer_id: int, start_on: date, decree: str) -> Appointment:
    officer = Officer.objects.get(pk=officer_id)
    if not officer.is_active or officer.appointments.filter(office__role=Role.SYSTEM).exists():
        raise NobodyToAppoint
    held = Appointment.objects.filter(office=office).exclude(end_on__lte=start_on)
    taken = dict(held.values_list("seat", "officer_id"))
    if officer_id in taken.values():
        raise AlreadyHeld(office.title)
    free = next((seat for seat in range(1, office.seats + 1) if seat not in taken), None)
    if free is None:
        raise OfficeTaken(office.title)
    return Appointment.objects.create(
        officer=officer, office=office, seat=free, start_on=start_on, decree=decree.strip()
    )


def _end(appointment: Appointment, end_on: date) -> None:
    if end_on < appointment.start_on:
        raise EndsBeforeItBegins(appointment.start_on)
    if appointment.end_on is not None and appointment.end_on < end_on:
        # It ended earlier: stretching it would give back rights that were lost, so appoint anew instead.
        raise AlreadyEnded(appointment.end_on)
    appointment.end_on = end_on
    appointment.save(update_fields=["end_on"])
