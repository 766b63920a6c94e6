"""Opening and closing a cycle, and adding regions to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import queries as assessment
from guyub.apps.evaluation import content, permissions
from guyub.apps.evaluation.calendar import Calendar
from guyub.apps.evaluation.models import Cycle, Entry
from guyub.apps.evaluation.operations._entry import lock_cycle
from guyub.errors import Refusal
from guyub.ledger import record


class NoSuchInstrumentHere(Refusal):
    """The ministry has not adopted it."""

    code = "evaluation.no-such-instrument"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This instrument is not in force for the ministry."),
            remedy=_("Adopt it first, on the page of instruments."),
        )


class CycleExists(Refusal):
    """There is one for this instrument, year and stage."""

    code = "evaluation.cycle-exists"

    def __init__(self) -> None:
        super().__init__(
            _("There is already a cycle for this instrument, year and stage."),
            remedy=_("Open it from the list of cycles, or choose the other stage."),
        )


class CalendarBackwards(Refusal):
    """A stretch ends before the one that comes ahead of it."""

    code = "evaluation.calendar-backwards"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The days of the calendar do not run forward."),
            remedy=_("Write each day so that it is not before the one above it."),
        )


@transaction.atomic(durable=True)
def open_cycle(
    *,
    title: str,
    instrument_code: str,
    year: int,
    stage: int,
    opens_on: date,
    hand_in_until: date,
    desk_review_until: date,
    interviews_until: date,
    visits_until: date,
    correction_until: date,
    results_on: date,
    regions: Sequence[str] | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Open an evaluation of many regions by an instrument that the ministry adopted; return the cycle's id.

    regions  codes of those expected; None: every regency and city

    Raises NotPermitted, NoSuchInstrumentHere, CycleExists, CalendarBackwards.
    """
    permissions.require_office(actor, area=NATION)
    instrument = assessment.find_instrument(area=NATION, code=instrument_code, actor=actor)
    if instrument is None:
        raise NoSuchInstrumentHere
    days = (opens_on, hand_in_until, desk_review_until, interviews_until, visits_until, correction_until, results_on)
    if list(days) != sorted(days):
        raise CalendarBackwards
    place = {"area_id": NATION, "instrument_code": instrument.code, "year": year, "stage": stage}
    if Cycle.objects.filter(**place).exists():
        raise CycleExists
    weights = instrument.parsed.weight_set_of(year)
    calendar = Calendar(*days, objection_days=content.rules().objection_days)
    cycle = Cycle.objects.create(
        **place,
        title=title,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        instrument_text=instrument.text,
        weight_set=weights.code if weights else "",
        opened_at=at,
        **{name: getattr(calendar, name) for name in Calendar.__dataclass_fields__},
    )
    expected = _add(cycle, regions, at)
    record(
        "cycle.opened",
        actor=actor,
        at=at,
        area=NATION,
        subject=("evaluation.cycle", cycle.pk),
        title=title,
        instrument=instrument.code,
        version=instrument.version,
        digest=instrument.digest,
        year=year,
        stage=stage,
        regions=expected,
    )
    return cycle.pk


@transaction.atomic(durable=True)
def add_regions(*, cycle_id: int, regions: Sequence[str], actor: Actor, at: datetime) -> int:
    """Expect further regions in a cycle; return how many are new. Raises NoSuchCycle, NotPermitted."""
    cycle = lock_cycle(cycle_id, actor=actor)
    added = _add(cycle, regions, at)
    if added:
        record(
            "cycle.regions_added",
            actor=actor,
            at=at,
            area=cycle.area_id,
            subject=("evaluation.cycle", cycle.pk),
            title=cycle.title,
            regions=added,
        )
    return added


@transaction.atomic(durable=True)
def close_cycle(*, cycle_id: int, actor: Actor, at: datetime) -> int:
    """Close a cycle: nothing of it is handed in or published any more. Raises NoSuchCycle, NotPermitted."""
    cycle = lock_cycle(cycle_id, actor=actor)
    if cycle.closed_at is None:
        Cycle.objects.filter(pk=cycle.pk).update(closed_at=at)
        record(
            "cycle.closed",
            actor=actor,
            at=at,
            area=cycle.area_id,
            subject=("evaluation.cycle", cycle.pk),
            title=cycle.title,
        )
    return cycle.pk


def _add(cycle: Cycle, regions: Sequence[str] | None, at: datetime) -> int:
    wanted = Area.objects.filter(level=Area.Level.REGENCY, dropped_in=None)
    if regions is not None:
        wanted = wanted.filter(pk__in=regions)
    known = set(Entry.objects.filter(cycle=cycle).values_list("area_id", flat=True))
    new = [code for code in wanted.order_by("code").values_list("code", flat=True) if code not in known]
    Entry.objects.bulk_create(Entry(cycle=cycle, area_id=code, expected_at=at) for code in new)
    return len(new)
