"""Saying which programme closes a gap, and that it does not after all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.improvement import permissions
from guyub.apps.improvement.models import GapLink
from guyub.apps.masterplan import queries as masterplan
from guyub.errors import Refusal
from guyub.ledger import record


class GapNotPossible(Refusal):
    """The instrument has no such part, or the programme is of another regency."""

    code = "improvement.gap-not-possible"
    status = 422


class NoSuchLink(Refusal):
    """There is none, or it belongs to a regency that the reader may not see."""

    code = "improvement.no-such-link"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such link here."), remedy=_("Look at the page of gaps and programmes."))


@transaction.atomic(durable=True)
def link_programme(
    *, assessment_id: int, code: str, programme_id: int, note: str = "", actor: Actor, at: datetime
) -> int:
    """
    Say that a programme closes the gap of one leaf of the assessment's instrument; return the link's id. The same link
    again is the one that stands, with the newer note.

    Raises NoSuchAssessment, NoSuchProgramme, NotPermitted, GapNotPossible.
    """
    today = timezone.localdate(at)
    of = assessment.get_answers(assessment_id, actor=actor, on=today)
    leaf = next((node for node in of.instrument.leaves if node.code == code), None)
    programme = _programme(programme_id, today, actor)
    if leaf is None or programme.area != of.area:
        raise GapNotPossible(
            _("This part or this programme does not belong to the assessment."),
            remedy=_("Choose both on the page of gaps and programmes."),
        )
    permissions.require_linker(actor, area=of.area, agency_id=programme.agency_pk)
    place = {"area_id": of.area, "instrument": of.instrument.code, "code": code, "programme_id": programme_id}
    standing = GapLink.objects.live().select_for_update().filter(**place).first()
    if standing is not None and standing.note == note:
        return standing.pk
    if standing is not None:
        GapLink.objects.filter(pk=standing.pk).update(withdrawn_at=Greatest(F("linked_at"), Value(at)))
    link = GapLink.objects.create(
        **place, name=programme.line.name, note=note, linked_at=at, linked_office=actor.acting_as
    )
    record(
        "gap.linked",
        actor=actor,
        at=at,
        area=of.area,
        subject=("improvement.gap_link", link.pk),
        instrument=of.instrument.short,
        part=code,
        programme=programme_id,
        title=programme.line.name,
    )
    return link.pk


def _programme(programme_id: int, today: date, actor: Actor) -> masterplan.ProgrammeDetail:
    return masterplan.get_programme(programme_id=programme_id, today=today, actor=actor)


@transaction.atomic(durable=True)
def unlink_programme(*, link_id: int, actor: Actor, at: datetime) -> int:
    """
    Say that a programme does not close a gap after all; return the link's id. That it was linked stays written.

    Raises NoSuchLink, NotPermitted.
    """
    found = GapLink.objects.visible_to(actor).select_for_update(of=("self",)).select_related("programme")
    link = found.filter(pk=link_id).first()
    if link is None:
        raise NoSuchLink
    permissions.require_linker(actor, area=link.area_id, agency_id=link.programme.lead_agency_id)
    if link.withdrawn_at is not None:
        return link.pk
    GapLink.objects.filter(pk=link.pk).update(withdrawn_at=max(at, link.linked_at))
    record(
        "gap.unlinked",
        actor=actor,
        at=at,
        area=link.area_id,
        subject=("improvement.gap_link", link.pk),
        instrument=link.instrument,
        part=link.code,
        programme=link.programme_id,
        title=link.name,
    )
    return link.pk
