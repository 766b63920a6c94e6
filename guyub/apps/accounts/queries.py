"""Who holds which office, and who may what: read for pages, and for steps that act without a person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from guyub.apps.accounts.matrix import MATRIX, Reach
from guyub.apps.accounts.models import Appointment, Officer, system_username
from guyub.apps.areas.models import Office, Role
from guyub.apps.areas.permissions import NotPermitted
from guyub.apps.areas.rights import Actor, Right


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer, with the titles of the offices held on the day asked for."""

    pk: int
    username: str
    name: str
    is_active: bool
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One appointment, now or earlier."""

    appointment_id: int
    officer_id: int
    name: str
    start_on: date
    end_on: date | None
    decree: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One open office with those who hold it on the day, those who will, and those who held it."""

    office_id: int
    title: str
    role: str
    area: str
    agency: str
    seats: int
    now: tuple[HolderLine, ...]
    later: tuple[HolderLine, ...]
    earlier: tuple[HolderLine, ...]

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @property
    def history(self) -> tuple[HolderLine, ...]:
        """Newest first."""
        return (*self.later, *self.now, *self.earlier)

    @property
    def is_vacant(self) -> bool:
        return len(self.now) < self.seats


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One kind of office and, for each right in order, how far it reaches (None: not at all)."""

    role: str
    role_name: str
    reaches: tuple[Reach | None, ...]


def get_system_officer(area: str) -> Officer:
    """The officer as whom steps without a person act; raises Officer.DoesNotExist before `open_area`."""
    return Officer.objects.get(username=system_username(area))


def get_officer(username: str) -> Officer:
    """For commands and steps that act in a named officer's stead; raises Officer.DoesNotExist."""
    return Officer.objects.get(username=username)


def list_officers(*, actor: Actor, area: str, on: date) -> list[OfficerLine]:
    """The officers registered in an area whom the actor may see, by name, in two queries."""
    officers = Officer.objects.visible_to(actor).filter(area=area).exclude(username=system_username(area))
    rows = list(officers.order_by("name", "pk").values_list("pk", "username", "name", "is_active"))
    titles: dict[int, list[str]] = defaultdict(list)
    held = Appointment.objects.held_on(on).filter(officer__in=[row[0] for row in rows])
    for officer_id, title in held.order_by("start_on", "pk").values_list("officer_id", "office__title"):
        titles[officer_id].append(title)
    return [OfficerLine(*row, offices=tuple(titles[row[0]])) for row in rows]


def list_seats(*, actor: Actor, area: str, on: date) -> list[SeatLine]:
    """The open offices of an area and below it, with those who hold, will hold and held them; two queries."""
    offices = Office.objects.visible_to(actor).open().filter(area__code__startswith=area)
    return _seats(offices, actor, on)


def find_seat(office_id: int, *, actor: Actor, on: date) -> SeatLine | None:
    """One open office with its holders; None if it is closed or not the actor's to see."""
    return next(iter(_seats(Office.objects.visible_to(actor).open().filter(pk=office_id), actor, on)), None)


def find_office_of(appointment_id: int, *, actor: Actor) -> int | None:
    """The office of an appointment that the actor may see."""
    return Appointment.objects.visible_to(actor).filter(pk=appointment_id).values_list("office_id", flat=True).first()


def list_matrix(*, actor: Actor, area: str) -> list[MatrixLine]:
    """The permission matrix, roles by rights, for those who manage officers or read the ledger."""
    if not any(actor.scope(right).covers(area) for right in (Right.MANAGE_OFFICERS, Right.READ_LEDGER)):
        raise NotPermitted(Right.MANAGE_OFFICERS, area)
    return [
        MatrixLine(role, str(role.label), tuple(MATRIX[role].get(right) for right in Right))
        for role in Role
        if role is not Role.SYSTEM
    ]


def _seats(offices: QuerySet[Office], actor: Actor, on: date) -> list[SeatLine]:
    rows = list(
        offices.exclude(role=Role.SYSTEM)
        .order_by("area", "agency__code", "pk")
        .values_list("pk", "title", "role", "area_id", "agency__abbreviation", "seats")
    )
    appointments = Appointment.objects.visible_to(actor).filter(office__in=[row[0] for row in rows])
    holders: dict[int, list[HolderLine]] = defaultdict(list)
    fields = ("office_id", "pk", "officer_id", "officer__name", "start_on", "end_on", "decree")
    for office_id, *row in appointments.order_by("-start_on", "-pk").values_list(*fields):
        holders[office_id].append(HolderLine(*row))
    return [
        SeatLine(
            pk,
            title,
            role,
            code,
            agency or "",
            seats,
            now=tuple(one for one in holders[pk] if one.start_on <= on and (one.end_on is None or one.end_on > on)),
            later=tuple(one for one in holders[pk] if one.start_on > on),
            earlier=tuple(one for one in holders[pk] if one.end_on is not None and one.end_on <= on),
        )
        for pk, title, role, code, agency, seats in rows
    ]
