"""Entries as the ministry's side reads them: the board of a cycle, an assessor's desk, one region."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.queries import AreaLine
from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.calendar import STATE_NAMES, Acts, State, state_of, state_tag
from guyub.apps.evaluation.models import (
    Correction,
    Entry,
    Exclusion,
    Objection,
    PanelMember,
    Result,
    Review,
    Settlement,
)
from guyub.errors import Refusal


class NoSuchEntry(Refusal):
    """There is none, or it is not the reader's to see: the answer is the same, so that nothing shows."""

    code = "evaluation.no-such-entry"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("There is no such region in an evaluation of yours."), remedy=_("Open it from your own list.")
        )


@dataclass(frozen=True, slots=True)
class SheetLine:
    """How far one assessor's sheet is: never what stands in it. `counts` False: set aside since an exclusion."""

    officer_pk: int
    number: int
    scored: int
    submitted_at: datetime | None
    counts: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """
    One region in one cycle.

    seats     members of its panel who may look at it today
    items     to be scored; 0 before the review starts
    settled   items settled
    total     of the published result
    """

    pk: int
    cycle_pk: int
    cycle: str
    area: str
    region: str
    panel_pk: int | None
    panel: str
    state: State
    handed_in_at: datetime | None
    days_late: int
    correction_until: date | None
    review_started_at: datetime | None
    scores_opened_at: datetime | None
    desk_review_until: date
    items: int
    settled: int
    asked_back: int
    open_objections: int
    sheets: tuple[SheetLine, ...]
    seats: int
    result_pk: int | None
    total: Decimal | None
    grade: str

    @property
    def word(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def tag(self) -> str:
        return state_tag(self.state)

    @property
    def counting(self) -> tuple[SheetLine, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.counts)

    @property
    def submitted(self) -> int:
        return sum(sheet.submitted_at is not None for sheet in self.counting)

    @property
    def share_scored(self) -> float:
        """How much of all sheets is filled in, 0 to 1."""
        whole = self.items * len(self.counting)
        return sum(sheet.scored for sheet in self.counting) / whole if whole else 0.0

    def own(self, actor: Actor) -> SheetLine | None:
        return next((sheet for sheet in self.counting if sheet.officer_pk == actor.pk), None)


@dataclass(frozen=True, slots=True)
class Board:
    """A cycle's regions, and how many are in each state; `late` came after the last day of the hand-in."""

    lines: tuple[EntryLine, ...]
    states: tuple[tuple[State, str, int], ...]
    late: int
    without_panel: int


def list_entries(*, cycle_id: int, actor: Actor, on: date) -> Board:
    """Every region of a cycle, for its office; the same few queries for one region and for all. Raises NotPermitted."""
    permissions.require_office(actor, area=NATION)
    lines = read_entries(Entry.objects.run_by(actor).filter(cycle=cycle_id), on=on)
    counts = Counter(line.state for line in lines)
    return Board(
        lines=tuple(lines),
        states=tuple((state, str(STATE_NAMES[state]), counts[state]) for state in State if counts[state]),
        late=sum(line.days_late > 0 and line.handed_in_at is not None for line in lines),
        without_panel=sum(line.panel_pk is None for line in lines),
    )


def list_desk(*, actor: Actor, on: date) -> list[EntryLine]:
    """What lies on an assessor's desk: the regions of his panels in open cycles, his unfinished sheets first."""
    if not permissions.may_assess(actor):
        return []
    lines = read_entries(Entry.objects.assessed_by(actor).filter(cycle__closed_at=None), on=on)

    def waits(line: EntryLine) -> tuple[int, date, str]:
        own = line.own(actor)
        rank = 0 if own and own.submitted_at is None else 1 if line.state is State.DISCUSSION else 2
        return (rank, line.desk_review_until, line.region)

    return sorted(lines, key=waits)


def count_desk(*, actor: Actor) -> int:
    """How many sheets wait for this assessor."""
    if not permissions.may_assess(actor):
        return 0
    entries = Entry.objects.assessed_by(actor).filter(cycle__closed_at=None, scores_opened_at=None)
    return Review.objects.filter(entry__in=entries, officer=actor.pk, submitted_at=None, set_aside_at=None).count()


def get_entry(entry_id: int, *, actor: Actor, on: date) -> EntryLine:
    """For the office and the unexcluded members of its panel. Raises NoSuchEntry."""
    found = read_entries(Entry.objects.visible_to(actor).filter(pk=entry_id), on=on)
    if not found:
        raise NoSuchEntry
    return found[0]


_FIELDS = (
    "pk", "cycle_id", "cycle__title", "cycle__hand_in_until", "cycle__desk_review_until", "area_id", "area__name",
    "area__kind", "panel_id", "panel__title", "handed_in_at", "review_started_at", "scores_opened_at", "settled_at",
    "correction_until", "items",
)  # fmt: skip


def read_entries(entries: QuerySet[Entry], *, on: date) -> list[EntryLine]:
    """Eight queries, whatever the number of entries: by region's code."""
    rows = list(entries.order_by("cycle", "area").values(*_FIELDS))
    wanted = entries.values("pk")
    sheets = _sheets(wanted)
    seats = _seats(rows)
    settled = _count(Settlement.objects.filter(replaced_at=None, entry__in=wanted))
    asked = _count(Correction.objects.filter(answered_at=None, entry__in=wanted))
    results = {
        row[0]: row[1:]
        for row in Result.objects.filter(entry__in=wanted, replaced_at=None).values_list(
            "entry_id", "pk", "total", "grade", "published_at"
        )
    }
    objections = dict(
        Objection.objects.filter(result__entry__in=wanted, result__replaced_at=None, answer="")
        .values_list("result__entry")
        .annotate(n=Count("pk"))
    )
    found = []
    for row in rows:
        pk = row["pk"]
        result = results.get(pk, (None, None, "", None))
        acts = Acts(
            handed_in_at=row["handed_in_at"],
            review_started_at=row["review_started_at"],
            scores_opened_at=row["scores_opened_at"],
            settled_at=row["settled_at"],
            correction_until=row["correction_until"],
            asked_back=asked.get(pk, 0),
            published_at=result[3],
            open_objections=objections.get(pk, 0),
        )
        found.append(_line(row, acts, sheets[pk], seats.get(pk, 0), settled.get(pk, 0), result, on))
    return found


def _line(
    row: dict, acts: Acts, sheets: list[SheetLine], seats: int, settled: int, result: tuple, on: date
) -> EntryLine:
    came = acts.handed_in_at.date() if acts.handed_in_at else on
    return EntryLine(
        pk=row["pk"],
        cycle_pk=row["cycle_id"],
        cycle=row["cycle__title"],
        area=row["area_id"],
        region=AreaLine(row["area_id"], row["area__name"], row["area__kind"], "regency", None).full_name,
        panel_pk=row["panel_id"],
        panel=row["panel__title"] or "",
        state=state_of(acts, hand_in_until=row["cycle__hand_in_until"], on=on),
        handed_in_at=acts.handed_in_at,
        days_late=max(0, (came - row["cycle__hand_in_until"]).days),
        correction_until=acts.correction_until,
        review_started_at=acts.review_started_at,
        scores_opened_at=acts.scores_opened_at,
        desk_review_until=row["cycle__desk_review_until"],
        items=len(row["items"]),
        settled=settled,
        asked_back=acts.asked_back,
        open_objections=acts.open_objections,
        sheets=tuple(sheets),
        seats=seats,
        result_pk=result[0],
        total=result[1],
        grade=result[2],
    )


def _sheets(wanted: QuerySet) -> defaultdict[int, list[SheetLine]]:
    found: defaultdict[int, list[SheetLine]] = defaultdict(list)
    rows = Review.objects.filter(entry__in=wanted).annotate(scored=Count("scores")).order_by("number")
    fields = ("entry_id", "officer_id", "number", "scored", "submitted_at", "set_aside_at")
    for entry, officer, number, scored, submitted, set_aside in rows.values_list(*fields):
        found[entry].append(SheetLine(officer, number, scored, submitted, counts=set_aside is None))
    return found


def _seats(rows: list[dict]) -> dict[int, int]:
    """How many members of the panel may look at each: the excluded are not counted."""
    seats: dict[int, set[int]] = defaultdict(set)
    panels = {row["panel_id"] for row in rows if row["panel_id"]}
    for panel, officer in PanelMember.objects.filter(panel__in=panels, removed_at=None).values_list("panel", "officer"):
        seats[panel].add(officer)
    conflicts: dict[str, set[int]] = defaultdict(set)
    for area, officer in Exclusion.objects.live().values_list("area_id", "officer_id"):
        conflicts[area].add(officer)
    return {row["pk"]: len(seats[row["panel_id"]] - conflicts[row["area_id"]]) for row in rows if row["panel_id"]}


def _count(rows: QuerySet) -> dict[int, int]:
    return dict(rows.values_list("entry_id").annotate(n=Count("pk")))


def list_waiting(*, cycle_id: int, actor: Actor) -> list[tuple[int, str]]:
    """The entries of a cycle that have handed in and whose review could start, for the office: id and region."""
    if not permissions.may_run(actor):
        return []
    ready = Q(package__isnull=False, panel__isnull=False, review_started_at=None)
    return list(Entry.objects.run_by(actor).filter(ready, cycle=cycle_id).values_list("pk", "area__name"))
