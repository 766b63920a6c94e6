"""What a region sees of its evaluation: the calendar, what is asked back, results; never assessors or their scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.queries import AreaLine
from guyub.apps.assessment.content import parsed, said
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.calendar import STATE_NAMES, Acts, Calendar, State, state_of, state_tag
from guyub.apps.evaluation.models import Correction, Entry, Objection, Result
from guyub.apps.evaluation.queries.entry import NoSuchEntry
from guyub.apps.evaluation.queries.review import title_of
from guyub.engines.scoring import Instrument

# Whether the panel is still at its sheets or already talks is not the region's to know.
_INSIDE = {State.DISCUSSION: State.IN_REVIEW, State.SETTLED: State.IN_REVIEW}


@dataclass(frozen=True)
class RegionLine:
    """One evaluation of the reader's region. asked_back: items that it may mend until `correction_until`."""

    pk: int
    area: str
    region: str
    cycle: str
    year: int
    instrument: Instrument
    calendar: Calendar
    state: State
    handed_in_at: datetime | None
    days_late: int
    correction_until: date | None
    asked_back: int
    result_pk: int | None
    total: Decimal | None
    open_objections: int

    @property
    def word(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def tag(self) -> str:
        return state_tag(self.state)

    @property
    def instrument_title(self) -> str:
        return said(self.instrument.title)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One item asked back: what is to be mended, and whether the later package answered it."""

    code: str
    title: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublishedLine:
    pk: int
    number: str
    dated_on: date
    total: Decimal
    grade: str
    in_force: bool


@dataclass(frozen=True)
class RegionPage:
    """One evaluation of the reader's region, whole."""

    line: RegionLine
    asked: tuple[AskedLine, ...]
    results: tuple[PublishedLine, ...]
    may_hand_in: bool


def list_own_entries(*, actor: Actor, on: date) -> list[RegionLine]:
    """The evaluations of the regions that the reader works in, newest first; four queries."""
    return _lines(Entry.objects.of_region(actor), on) if permissions.may_read_own(actor) else []


def get_own_entry(entry_id: int, *, actor: Actor, on: date) -> RegionPage:
    """Raises NoSuchEntry."""
    found = _lines(Entry.objects.of_region(actor).filter(pk=entry_id), on)
    if not found:
        raise NoSuchEntry
    line = found[0]
    rows = Correction.objects.filter(entry=entry_id).order_by("pk")
    asked = [
        AskedLine(code, title_of(line.instrument, code), *row)
        for code, *row in rows.values_list("code", "reason", "asked_at", "answered_at")
    ]
    grades = {grade.code: said(grade.title) for grade in line.instrument.grades}
    fields = ("pk", "number", "dated_on", "total", "grade", "replaced_at")
    results = [
        PublishedLine(pk, number, day, total, grades.get(grade, ""), replaced is None)
        for pk, number, day, total, grade, replaced in Result.objects.filter(entry=entry_id)
        .order_by("-published_at", "-pk")
        .values_list(*fields)
    ]
    return RegionPage(line, tuple(asked), tuple(results), permissions.may_object(actor, area=line.area))


def _lines(entries: QuerySet[Entry], on: date) -> list[RegionLine]:
    found = list(entries.select_related("cycle", "area").order_by("-cycle__year", "-cycle__stage", "area"))
    asked: dict[int, int] = {}
    for (entry,) in Correction.objects.filter(entry__in=found, answered_at=None).values_list("entry_id"):
        asked[entry] = asked.get(entry, 0) + 1
    live = Result.objects.filter(entry__in=found, replaced_at=None)
    results = {row[0]: row[1:] for row in live.values_list("entry_id", "pk", "total", "published_at")}
    open_objections: dict[int, int] = {}
    for (entry,) in Objection.objects.filter(result__entry__in=found, result__replaced_at=None, answer="").values_list(
        "result__entry"
    ):
        open_objections[entry] = open_objections.get(entry, 0) + 1
    return [
        _line(entry, asked.get(entry.pk, 0), results.get(entry.pk), open_objections.get(entry.pk, 0), on)
        for entry in found
    ]


def _line(entry: Entry, asked: int, result: tuple | None, objections: int, on: date) -> RegionLine:
    cycle = entry.cycle
    calendar = Calendar(**{name: getattr(cycle, name) for name in Calendar.__dataclass_fields__})
    acts = Acts(
        handed_in_at=entry.handed_in_at,
        review_started_at=entry.review_started_at,
        scores_opened_at=entry.scores_opened_at,
        settled_at=entry.settled_at,
        correction_until=entry.correction_until,
        asked_back=asked,
        published_at=result[2] if result else None,
        open_objections=objections,
    )
    state = state_of(acts, hand_in_until=cycle.hand_in_until, on=on)
    came = entry.handed_in_at.date() if entry.handed_in_at else on
    return RegionLine(
        pk=entry.pk,
        area=entry.area_id,
        region=AreaLine(entry.area_id, entry.area.name, entry.area.kind, "regency", None).full_name,
        cycle=cycle.title,
        year=cycle.year,
        instrument=parsed(cycle.instrument_text),
        calendar=calendar,
        state=_INSIDE.get(state, state),
        handed_in_at=entry.handed_in_at,
        days_late=max(0, (came - cycle.hand_in_until).days),
        correction_until=entry.correction_until,
        asked_back=asked,
        result_pk=result[0] if result else None,
        total=result[1] if result else None,
        open_objections=objections,
    )
