"""Cycles, with where each stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment.content import parsed, said
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.calendar import Calendar
from guyub.apps.evaluation.models import Cycle
from guyub.engines.scoring import Instrument
from guyub.errors import Refusal


class NoSuchCycle(Refusal):
    """There is none, or it is none of the reader's."""

    code = "evaluation.no-such-cycle"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such cycle here."), remedy=_("Look it up in the list of cycles."))


@dataclass(frozen=True)
class CycleLine:
    """One cycle. expected, handed_in, published: regions; None for readers who don't run it."""

    pk: int
    title: str
    instrument_code: str
    instrument_title: str
    instrument: Instrument
    weight_set: str
    year: int
    stage: int
    calendar: Calendar
    opened_at: datetime
    closed_at: datetime | None
    expected: int | None
    handed_in: int | None
    published: int | None

    @property
    def stage_name(self) -> str:
        return str(Cycle.Stage(self.stage).label)

    @property
    def weights_title(self) -> str:
        found = next((each for each in self.instrument.weight_sets if each.code == self.weight_set), None)
        return said(found.title) if found else ""


def list_cycles(*, actor: Actor) -> list[CycleLine]:
    """The cycles that concern the reader, newest first; one query."""
    return _lines(Cycle.objects.visible_to(actor), counted=permissions.may_run(actor))


def get_cycle(cycle_id: int, *, actor: Actor) -> CycleLine:
    """Raises NoSuchCycle."""
    found = _lines(Cycle.objects.visible_to(actor).filter(pk=cycle_id), counted=permissions.may_run(actor))
    if not found:
        raise NoSuchCycle
    return found[0]


def get_office_cycle(cycle_id: int, *, actor: Actor) -> CycleLine:
    """As get_cycle, for the office alone. Raises NoSuchCycle, NotPermitted."""
    permissions.require_office(actor, area=NATION)
    return get_cycle(cycle_id, actor=actor)


def _lines(cycles: QuerySet[Cycle], *, counted: bool) -> list[CycleLine]:
    found = cycles.order_by("-year", "-stage", "-pk")
    if counted:
        published = Q(entries__results__isnull=False, entries__results__replaced_at=None)
        found = found.annotate(
            expected=Count("entries", distinct=True),
            handed_in=Count("entries", filter=Q(entries__handed_in_at__isnull=False), distinct=True),
            published=Count("entries", filter=published, distinct=True),
        )  # fmt: skip
    return [_line(cycle) for cycle in found]


def _line(cycle: Cycle) -> CycleLine:
    instrument = parsed(cycle.instrument_text)
    return CycleLine(
        pk=cycle.pk,
        title=cycle.title,
        instrument_code=cycle.instrument_code,
        instrument_title=said(instrument.title),
        instrument=instrument,
        weight_set=cycle.weight_set,
        year=cycle.year,
        stage=cycle.stage,
        calendar=Calendar(**{name: getattr(cycle, name) for name in Calendar.__dataclass_fields__}),
        opened_at=cycle.opened_at,
        closed_at=cycle.closed_at,
        expected=getattr(cycle, "expected", None),
        handed_in=getattr(cycle, "handed_in", None),
        published=getattr(cycle, "published", None),
    )
