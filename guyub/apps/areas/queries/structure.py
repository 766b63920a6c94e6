"""Agencies with their history, offices, bodies: what an officer may know of the structure of a regency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guyub.apps.areas.models import Agency, AgencyChange, Body, BodyMember, Office
from guyub.apps.areas.rights import Actor
from guyub.web import figures


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of an agency, seen from one side: `others` are the agencies on the other side."""

    kind: str
    on: date
    legal_basis: str
    others: tuple[str, ...]
    is_earlier: bool

    @property
    def words(self) -> str:
        """The change in a sentence: "Merged into Disperdagkop on 2 January 2024"."""
        sentence = _SENTENCES[self.kind, self.is_earlier]
        return sentence % {"others": ", ".join(self.others), "day": figures.day(self.on)}


# (kind, seen from the later agency?)
_SENTENCES = {
    ("merge", False): _("Merged into %(others)s on %(day)s"),
    ("merge", True): _("Made of %(others)s on %(day)s"),
    ("split", False): _("Split into %(others)s on %(day)s"),
    ("split", True): _("Split off from %(others)s on %(day)s"),
    ("rename", False): _("Goes on as %(others)s since %(day)s"),
    ("rename", True): _("Was called %(others)s until %(day)s"),
    ("retire", False): _("Dissolved on %(day)s"),
}


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency; `came_from` and `became` tell its history, nearest change only."""

    pk: int
    area: str
    district: str | None
    name: str
    abbreviation: str
    code: str
    functions: tuple[str, ...]
    kind: str
    duty: str
    valid_from: date
    valid_until: date | None
    came_from: ChangeLine | None
    became: ChangeLine | None

    @property
    def kind_name(self) -> str:
        return str(Agency.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One open office."""

    pk: int
    title: str
    role: str
    area: str
    agency_id: int | None
    agency: str
    seats: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One seat of a body; `holder` is the title of the office or the name of the party."""

    seat: str
    holder: str
    is_office: bool
    dimension: str

    @property
    def seat_name(self) -> str:
        return str(BodyMember.Seat(self.seat).label)


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One standing body with its members: chair, deputies, secretary, members."""

    pk: int
    kind: str
    name: str
    legal_basis: str
    set_up_on: date
    members: tuple[MemberLine, ...]

    @property
    def has_dimensions(self) -> bool:
        return any(member.dimension for member in self.members)

    @property
    def kind_name(self) -> str:
        return str(Body.Kind(self.kind).label)


def list_agencies(*, actor: Actor, area: str, on: date | None = None) -> list[AgencyLine]:
    """
    The agencies of an area by national code: those that existed on a day, or (on=None) all there ever were.

    Two queries whatever their number.
    """
    agencies = Agency.objects.visible_to(actor).filter(area=area)
    if on is not None:
        agencies = agencies.valid_on(on)
    return _lines(list(agencies.order_by("code", "abbreviation", "valid_from")), area)


def get_agency(agency_id: int, *, actor: Actor) -> AgencyLine:
    """One agency with its history; raises Agency.DoesNotExist, also for one that the actor may not see."""
    agency = Agency.objects.visible_to(actor).get(pk=agency_id)
    return _lines([agency], agency.area_id)[0]


def list_agencies_at(agency_id: int, *, on: date, actor: Actor) -> list[AgencyLine]:
    """Who did this agency's work on a day: itself, those it came from, or those it became; [] if nobody did."""
    start = Agency.objects.visible_to(actor).get(pk=agency_id)
    everyone = {line.pk: line for line in list_agencies(actor=actor, area=start.area_id)}
    changes = AgencyChange.objects.filter(predecessor__area=start.area_id, successor__isnull=False)
    before, after = defaultdict(list), defaultdict(list)
    for predecessor, successor in changes.order_by("pk").values_list("predecessor_id", "successor_id"):
        after[predecessor].append(successor)
        before[successor].append(predecessor)

    found: dict[int, AgencyLine] = {}
    waiting, seen = [start.pk], set()
    while waiting:
        line = everyone[waiting.pop(0)]
        if line.pk in seen:
            continue
        seen.add(line.pk)
        if on < line.valid_from:
            waiting += before[line.pk]
        elif line.valid_until is not None and on >= line.valid_until:
            waiting += after[line.pk]
        else:
            found[line.pk] = line
    return list(found.values())


def list_offices(*, actor: Actor, area: str) -> list[OfficeLine]:
    """The open offices of an area and below it, those of the larger area first."""
    offices = Office.objects.visible_to(actor).open().filter(area__code__startswith=area).exclude(role="system")
    rows = offices.order_by("area", "agency__code", "pk").values_list(
        "pk", "title", "role", "area_id", "agency_id", "agency__abbreviation", "seats"
    )
    return [OfficeLine(*row[:5], agency=row[5] or "", seats=row[6]) for row in rows]


def list_bodies(*, actor: Actor, area: str) -> list[BodyLine]:
    """The standing bodies of an area with their members, in two queries."""
    order = {kind: place for place, kind in enumerate(Body.Kind.values)}
    seats = {seat: place for place, seat in enumerate(BodyMember.Seat.values)}
    bodies = list(Body.objects.visible_to(actor).filter(area=area, dissolved_on=None))
    members: dict[int, list[MemberLine]] = defaultdict(list)
    rows = BodyMember.objects.filter(body__in=bodies).order_by("pk")
    for body_id, seat, title, party, dimension in rows.values_list(
        "body_id", "seat", "office__title", "party", "dimension"
    ):
        members[body_id].append(MemberLine(seat, title or party, title is not None, dimension))
    return [
        BodyLine(
            body.pk,
            body.kind,
            body.name,
            body.legal_basis,
            body.set_up_on,
            tuple(sorted(members[body.pk], key=lambda member: seats[member.seat])),
        )
        for body in sorted(bodies, key=lambda body: order[body.kind])
    ]


def _lines(agencies: list[Agency], area: str) -> list[AgencyLine]:
    came: dict[int, list[tuple[str, date, str, str]]] = defaultdict(list)
    became: dict[int, list[tuple[str, date, str, str]]] = defaultdict(list)
    rows = (
        AgencyChange.objects.filter(predecessor__area=area)
        .order_by("pk")
        .values_list(
            "predecessor_id",
            "predecessor__abbreviation",
            "successor_id",
            "successor__abbreviation",
            "kind",
            "on",
            "legal_basis",
        )
    )
    for old_id, old, new_id, new, kind, on, legal_basis in rows:
        became[old_id].append((kind, on, legal_basis, new or ""))
        if new_id is not None:
            came[new_id].append((kind, on, legal_basis, old))
    return [
        AgencyLine(
            agency.pk,
            agency.area_id,
            agency.district_id,
            agency.name,
            agency.abbreviation,
            agency.code,
            agency.functions,
            agency.kind,
            agency.duty,
            agency.valid_from,
            agency.valid_until,
            _change(came[agency.pk], is_earlier=True),
            _change(became[agency.pk], is_earlier=False),
        )
        for agency in agencies
    ]


def _change(rows: list[tuple[str, date, str, str]], *, is_earlier: bool) -> ChangeLine | None:
    if not rows:
        return None
    kind, on, legal_basis, _other = rows[0]
    return ChangeLine(kind, on, legal_basis, tuple(other for *_rest, other in rows if other), is_earlier)
