"""Agencies begin, merge, split, take another name and end. The old one stays, with all that was delivered under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.areas.models import Agency, AgencyChange, Office
from guyub.apps.areas.permissions import require
from guyub.apps.areas.rights import Actor, Right
from guyub.errors import Refusal
from guyub.ledger import record
from guyub.web import figures


@dataclass(frozen=True, slots=True)
class NewAgency:
    """How an agency is called: in the regency, and in the national nomenclature."""

    name: str
    abbreviation: str
    code: str
    kind: str
    duty: str = ""
    district: str | None = None


class AbbreviationTaken(Refusal):
    code = "areas.abbreviation-taken"

    def __init__(self, abbreviation: str) -> None:
        super().__init__(
            _("An agency called %(abbreviation)s exists already.") % {"abbreviation": abbreviation},
            remedy=_("Choose another abbreviation, or end the other agency first."),
        )


class AgencyEnded(Refusal):
    code = "areas.agency-ended"

    def __init__(self, agencies: Sequence[Agency], on: date) -> None:
        names = ", ".join(agency.abbreviation for agency in agencies)
        problem = ngettext(
            "%(names)s does not exist on %(day)s.", "%(names)s do not exist on %(day)s.", max(1, len(agencies))
        )
        super().__init__(
            problem % {"names": names or "–", "day": figures.day(on)},
            remedy=_("Choose agencies of one area that exist on that day."),
        )


class TooFewAgencies(Refusal):
    code = "areas.too-few-agencies"

    def __init__(self) -> None:
        super().__init__(
            _("A merge or a split takes at least two agencies."),
            remedy=_("Name all of them, or rename the one agency."),
        )


@transaction.atomic(durable=True)
def register_agency(*, area: str, new: NewAgency, on: date, actor: Actor, at: datetime) -> int:
    """Enter an agency that exists from `on`; return its id. Raises AbbreviationTaken."""
    require(actor, Right.MANAGE_OFFICERS, area=area)
    agency = _create(area, new, on)
    record(
        "agency.registered",
        actor=actor,
        at=at,
        area=area,
        subject=("areas.agency", agency.pk),
        abbreviation=agency.abbreviation,
        code=agency.code,
        valid_from=on.isoformat(),
    )
    return agency.pk


@transaction.atomic(durable=True)
def merge_agencies(
    *, agency_ids: Sequence[int], into: NewAgency, on: date, legal_basis: str, actor: Actor, at: datetime
) -> int:
    """
    Several agencies become one on a day; return the id of the new one.

    Their offices, and with them what was promised, go along. Raises TooFewAgencies, AgencyEnded, AbbreviationTaken.
    """
    if len(set(agency_ids)) < 2:
        raise TooFewAgencies
    old = _living(agency_ids, on, actor)
    successors = _succeed(old, [into], AgencyChange.Kind.MERGE, on, legal_basis)
    record("agency.merged", actor=actor, at=at, **_change(old, successors, on, legal_basis))
    return successors[0].pk


@transaction.atomic(durable=True)
def split_agency(
    *, agency_id: int, into: Sequence[NewAgency], on: date, legal_basis: str, actor: Actor, at: datetime
) -> list[int]:
    """
    One agency becomes several on a day; return their ids in order.

    The first named carries the old one's work on, and its offices go there; open the others' offices anew.
    """
    if len(into) < 2:
        raise TooFewAgencies
    old = _living([agency_id], on, actor)
    successors = _succeed(old, into, AgencyChange.Kind.SPLIT, on, legal_basis)
    record("agency.split", actor=actor, at=at, **_change(old, successors, on, legal_basis))
    return [agency.pk for agency in successors]


@transaction.atomic(durable=True)
def rename_agency(*, agency_id: int, to: NewAgency, on: date, legal_basis: str, actor: Actor, at: datetime) -> int:
    """An agency goes on under another name or code from a day; return the id of the new one."""
    old = _living([agency_id], on, actor)
    successors = _succeed(old, [to], AgencyChange.Kind.RENAME, on, legal_basis)
    record("agency.renamed", actor=actor, at=at, **_change(old, successors, on, legal_basis))
    return successors[0].pk


@transaction.atomic(durable=True)
def retire_agency(*, agency_id: int, on: date, legal_basis: str, actor: Actor, at: datetime) -> None:
    """An agency is dissolved on a day, with its offices; nobody carries its work on. Raises AgencyEnded."""
    old = _living([agency_id], on, actor)
    AgencyChange.objects.create(
        predecessor=old[0], successor=None, kind=AgencyChange.Kind.RETIRE, on=on, legal_basis=legal_basis
    )
    Agency.objects.filter(pk=agency_id).update(valid_until=on)
    Office.objects.open().filter(agency=agency_id).update(closed_on=on)
    record("agency.retired", actor=actor, at=at, **_change(old, [], on, legal_basis))


def _living(agency_ids: Sequence[int], on: date, actor: Actor) -> list[Agency]:
    """The agencies, locked, if the actor may change them and all of them live on the day in one area."""
    agencies = list(Agency.objects.select_for_update().filter(pk__in=agency_ids).order_by("pk"))
    if len(agencies) != len(set(agency_ids)):
        raise Agency.DoesNotExist
    for agency in agencies:
        require(actor, Right.MANAGE_OFFICERS, area=agency.area_id)
    ended = [agency for agency in agencies if agency.valid_until is not None or agency.valid_from >= on]
    if ended or len({agency.area_id for agency in agencies}) != 1:
        raise AgencyEnded(ended or agencies, on)
    return agencies


def _succeed(
    old: Sequence[Agency], new: Sequence[NewAgency], kind: AgencyChange.Kind, on: date, legal_basis: str
) -> list[Agency]:
    ids = [agency.pk for agency in old]
    Agency.objects.filter(pk__in=ids).update(valid_until=on)
    successors = [_create(old[0].area_id, one, on) for one in new]
    first = successors[0]
    Agency.objects.filter(pk__in=ids).update(carried_on_by=first)
    Agency.objects.filter(carried_on_by__in=ids).update(carried_on_by=first)
    Office.objects.open().filter(agency__in=ids).update(agency=first)
    AgencyChange.objects.bulk_create(
        AgencyChange(predecessor=before, successor=after, kind=kind, on=on, legal_basis=legal_basis)
        for before in old
        for after in successors
    )
    return successors


def _create(area: str, new: NewAgency, on: date) -> Agency:
    if Agency.objects.filter(area=area, abbreviation=new.abbreviation, valid_until=None).exists():
        raise AbbreviationTaken(new.abbreviation)
    return Agency.objects.create(
        area_id=area,
        district_id=new.district,
        name=new.name,
        abbreviation=new.abbreviation,
        code=new.code,
        kind=new.kind,
        duty=new.duty,
        valid_from=on,
    )


def _change(old: Sequence[Agency], new: Sequence[Agency], on: date, legal_basis: str) -> dict[str, Any]:
    """What the ledger keeps of a change: the area, the agency it is found under, and both sides."""
    return {
        "area": old[0].area_id,
        "subject": ("areas.agency", (new or old)[0].pk),
        "predecessors": [agency.pk for agency in old],
        "successors": [agency.pk for agency in new],
        "on": on.isoformat(),
        "legal_basis": legal_basis,
    }
