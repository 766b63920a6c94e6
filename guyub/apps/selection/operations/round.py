"""Opening a round and inviting regions, many at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.assessment import queries as assessment
from guyub.apps.selection import content, permissions
from guyub.apps.selection.models import Invitation, Round
from guyub.apps.selection.operations._found import lock_round
from guyub.errors import Refusal
from guyub.ledger import record


class InstrumentMissing(Refusal):
    """The nation has not adopted the readiness instrument."""

    code = "selection.instrument-missing"

    def __init__(self, code: str) -> None:
        super().__init__(
            _("The instrument “%(code)s” is not in force.") % {"code": code},
            remedy=_("Adopt it on the page of instruments, then open the round."),
        )


class CalendarWrong(Refusal):
    """The days of a round follow each other."""

    code = "selection.calendar-wrong"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The days of the round don't follow each other."),
            remedy=_("Questionnaires first, then presentations, then the decision."),
        )


class RoundStands(Refusal):
    """A round of this title was opened for the year."""

    code = "selection.round-stands"

    def __init__(self) -> None:
        super().__init__(
            _("A round of this title stands already in this year."),
            remedy=_("Open it, or give the new one another title."),
        )


class UnknownRegions(Refusal):
    """Codes that are no regency or city in force; nobody was invited. `codes` names each."""

    code = "selection.unknown-regions"
    status = 422

    def __init__(self, codes: Collection[str]) -> None:
        named = ", ".join(sorted(codes)[:20])
        problem = ngettext(
            "%(count)d code is no regency or city: %(codes)s.",
            "%(count)d codes are no regency or city: %(codes)s.",
            len(codes),
        )
        super().__init__(
            problem % {"count": len(codes), "codes": named},
            remedy=_("Mend them and invite again; nobody was invited yet."),
        )
        self.codes = tuple(sorted(codes))


@transaction.atomic(durable=True)
def open_round(
    *,
    title: str,
    year: int,
    capacity: int,
    answers_until: date,
    presentations_until: date,
    decision_on: date,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Open a round for the nation by the instrument and criteria of content; return its id.

    Raises NotPermitted, CalendarWrong, RoundStands, InstrumentMissing.
    """
    permissions.require_office(actor)
    setup = content.setup()
    if not answers_until <= presentations_until <= decision_on:
        raise CalendarWrong
    if Round.objects.filter(area=permissions.NATION, year=year, title=title.strip()).exists():
        raise RoundStands
    line = assessment.find_instrument(area=permissions.NATION, code=setup.instrument, actor=actor)
    if line is None:
        raise InstrumentMissing(setup.instrument)
    round_ = Round.objects.create(
        area_id=permissions.NATION,
        instrument_code=line.code,
        instrument_version=line.version,
        instrument_text=line.text,
        title=title.strip(),
        year=year,
        capacity=capacity,
        assessors=setup.assessors,
        criteria=[{"id": each.id, "en": each.en} for each in setup.criteria],
        answers_until=answers_until,
        presentations_until=presentations_until,
        decision_on=decision_on,
        opened_at=at,
    )
    record(
        "selection.opened",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        year=year,
        capacity=capacity,
    )
    return round_.pk


@transaction.atomic(durable=True)
def invite_regions(*, round_id: int, areas: Collection[str], actor: Actor, at: datetime) -> int:
    """
    Invite regions by their codes; return the round's id. Who is invited already stays as he is.

    All or nobody: raises UnknownRegions with every code that is no regency or city in force. Raises NotPermitted,
    NoSuchRound.
    """
    permissions.require_office(actor)
    round_ = lock_round(round_id)
    wanted = set(areas)
    regencies = Area.objects.filter(level=Area.Level.REGENCY, dropped_in=None)
    unknown = wanted - set(regencies.values_list("code", flat=True))
    if unknown:
        raise UnknownRegions(unknown)
    known = set(Invitation.objects.filter(round=round_).values_list("area_id", flat=True))
    new = sorted(wanted - known)
    if not new:
        return round_.pk
    Invitation.objects.bulk_create(
        (Invitation(round=round_, area_id=code, invited_at=at) for code in new), batch_size=500
    )
    record(
        "selection.regions_invited",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        regions=new,
    )
    return round_.pk
