"""Everything on the front page, read once: what waits, what is promised, what moved, and where in the villages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, Right
from guyub.apps.areas.queries import public_get_area
from guyub.apps.exchange import queries as exchange
from guyub.apps.exchange.queries import DatasetLine
from guyub.apps.indicators import queries as indicators
from guyub.apps.indicators.queries import AreaValue, IndicatorLine, PublishedLine
from guyub.apps.masterplan import queries as masterplan
from guyub.apps.masterplan.queries import Promise
from guyub.apps.monitoring import choices
from guyub.apps.monitoring.queries.tasks import Task, Wait, tasks_of, waits_of
from guyub.jobs.queries import list_jobs
from guyub.web import figures

MOST_CHANGES = 4
NEW_FOR_DAYS = 14


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator that moved. tone: ok the right way, bad the wrong way, "" when it only describes."""

    code: str
    title: str
    rose: bool
    now: str
    before: str
    before_period: str
    tone: str
    period: str
    computed_at: datetime | None

    @property
    def icon(self) -> str:
        return "arrow-up-right" if self.rose else "arrow-down-right"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A dataset whose newest release is only days old."""

    title: str
    agency: str
    period: str
    rows: int
    held: int
    release_pk: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """One chosen indicator. state: better, worse, same, moved (only describes) or early (fewer than two values)."""

    line: IndicatorLine
    target: Decimal | None
    state: str

    @property
    def values(self) -> list[float | None]:
        return [None if value is None else float(value) for _period, value in self.line.series]

    @property
    def target_value(self) -> float | None:
        return None if self.target is None else float(self.target)

    @property
    def word(self) -> str:
        return {
            "better": _("Improving"),
            "worse": _("Getting worse"),
            "same": _("Unchanged"),
            "moved": _("Moving"),
            "early": _("Not enough data yet"),
        }[self.state]

    @property
    def tag(self) -> str:
        return {"better": "ok", "worse": "warn"}.get(self.state, "none")


@dataclass(frozen=True, slots=True)
class LeadMap:
    """The lead indicator in every village, districts as they lie; None: a blank place."""

    line: IndicatorLine
    districts: tuple[AreaValue | None, ...]
    villages: Mapping[str, tuple[AreaValue, ...]]  # district -> its villages

    @property
    def with_value(self) -> int:
        return sum(place.value is not None for places in self.villages.values() for place in places)

    @property
    def total(self) -> int:
        return sum(len(places) for places in self.villages.values())


@dataclass(frozen=True, slots=True)
class Front:
    """The front page of one officer. place: the area whose numbers are shown: a regency, a district or a village."""

    area: str
    place: str
    place_name: str  # "" for the whole regency
    today: date
    datasets: tuple[DatasetLine, ...]
    under_way: frozenset[str]  # datasets of which a file is being worked on
    tasks: tuple[Task, ...]
    waits: tuple[Wait, ...]
    promises: tuple[Promise, ...]
    changes: tuple[Change, ...]
    arrivals: tuple[Arrival, ...]
    chosen: tuple[ChosenLine, ...]
    indicators: int
    moved: int
    published: tuple[PublishedLine, ...]
    lead: LeadMap | None
    sees_submissions: bool

    @property
    def is_empty(self) -> bool:
        """Nothing has been released yet, so there is nothing to look at but what to do first."""
        return not any(line.release for line in self.datasets) and not any(row.line.series for row in self.chosen)

    @property
    def is_whole_regency(self) -> bool:
        return self.place == self.area

    @property
    def mine(self) -> int:
        return sum(task.mine for task in self.tasks)

    @property
    def late(self) -> int:
        return sum(task.is_late for task in self.tasks)

    @property
    def threatened(self) -> tuple[Promise, ...]:
        return tuple(promise for promise in self.promises if promise.is_threatened)

    @property
    def kept(self) -> int:
        return sum(promise.tag == "ok" for promise in self.promises)

    @property
    def released(self) -> int:
        return sum(line.release is not None for line in self.datasets)


def get_front(*, actor: Actor, area: str, at: datetime) -> Front:
    """The front page of an officer registered in this regency."""
    today = timezone.localdate(at)
    chosen = choices.load()
    place = _place(actor, area)
    datasets = exchange.list_datasets(area=area, actor=actor, at=at, count_open=False)
    waiting = exchange.list_open_submissions(area=area, actor=actor)
    sees_submissions = bool(actor.scope(Right.SEE_SUBMISSIONS))
    jobs = list_jobs(areas=[area], states=("failed",), limit=5) if sees_submissions else []
    known = {line.code: line for line in indicators.list_valued(actor=actor, area=place)}
    promises = masterplan.list_promises(area=area, year=today.year, today=today, actor=actor, known=known)
    changes = _changes(list(known.values()))
    return Front(
        area=area,
        place=place,
        place_name="" if place == area else public_get_area(place).full_name,
        under_way=frozenset(line.dataset for line in waiting),
        today=today,
        datasets=tuple(datasets),
        tasks=tuple(tasks_of(submissions=waiting, datasets=datasets, jobs=jobs, choices=chosen, today=today)),
        waits=tuple(waits_of(datasets=datasets, indicators=known, promises=promises, today=today)),
        promises=tuple(promises) if place == area else (),
        changes=tuple(changes[:MOST_CHANGES]),
        arrivals=_arrivals(datasets, today),
        chosen=_chosen(known, promises if place == area else [], chosen.chosen_indicators),
        indicators=len(known),
        moved=len(changes),
        published=_published(area, chosen.published_figures),
        lead=_lead(known.get(chosen.lead_indicator), place, chosen, actor),
        sees_submissions=sees_submissions,
    )


def _place(actor: Actor, area: str) -> str:
    """The whole regency for those whose office reaches over it; a district or a village for those of that place."""
    reach = actor.scope(Right.SEE_INDICATORS)
    inside = sorted(code for code in reach.areas if code.startswith(f"{area}."))
    return area if reach.covers(area) or not inside else inside[0]


def _changes(lines: Sequence[IndicatorLine]) -> list[Change]:
    """What moved by more than what rounding hides, most moved first."""
    moved = []
    for line in lines:
        if line.value is None or line.previous is None or not _differs(line):
            continue
        size = abs(line.value - line.previous) / max(abs(line.previous), Decimal(1))
        moved.append((size, _change(line)))
    return [change for _size, change in sorted(moved, key=lambda pair: -pair[0])]


def _differs(line: IndicatorLine) -> bool:
    assert line.value is not None and line.previous is not None
    return figures.decimal(line.value, line.decimals) != figures.decimal(line.previous, line.decimals)


def _change(line: IndicatorLine) -> Change:
    assert line.value is not None and line.previous is not None
    rose = line.value > line.previous
    return Change(
        code=line.code,
        title=line.title,
        rose=rose,
        now=_written(line.value, line),
        before=_written(line.previous, line),
        before_period=line.previous_period or "",
        tone=_tone(line, rose),
        period=line.period or "",
        computed_at=line.computed_at,
    )


def _tone(line: IndicatorLine, rose: bool) -> str:
    if line.direction == "neither":
        return ""
    return "ok" if rose == (line.direction == "higher") else "bad"


def _written(value: Decimal, line: IndicatorLine) -> str:
    return figures.percent(value, line.decimals) if line.unit == "%" else figures.decimal(value, line.decimals)


def _arrivals(datasets: Sequence[DatasetLine], today: date) -> tuple[Arrival, ...]:
    first = today - timedelta(days=NEW_FOR_DAYS)
    new = [
        Arrival(
            title=line.title,
            agency=line.agency,
            period=line.release.period,
            rows=line.release.rows,
            held=line.release.held,
            release_pk=line.release.pk,
            published_at=line.release.published_at,
        )
        for line in datasets
        if line.release and timezone.localdate(line.release.published_at) >= first
    ]
    return tuple(sorted(new, key=lambda arrival: arrival.published_at, reverse=True)[:2])


def _chosen(
    known: Mapping[str, IndicatorLine], promises: Sequence[Promise], codes: Sequence[str]
) -> tuple[ChosenLine, ...]:
    targets = {promise.indicator: promise.target for promise in reversed(promises)}
    return tuple(ChosenLine(known[code], targets.get(code), _state(known[code])) for code in codes if code in known)


def _state(line: IndicatorLine) -> str:
    if line.value is None or line.previous is None:
        return "early"
    if not _differs(line):
        return "same"
    if line.direction == "neither":
        return "moved"
    return "better" if (line.value > line.previous) == (line.direction == "higher") else "worse"


def _published(area: str, names: Sequence[str]) -> tuple[PublishedLine, ...]:
    """Of each figure the newest: a publisher's number stands beside the computed ones, never among them."""
    newest: dict[str, PublishedLine] = {}
    for line in indicators.public_list_published(area=area):
        if line.name in names and (line.name not in newest or line.period >= newest[line.name].period):
            newest[line.name] = line
    return tuple(newest[name] for name in names if name in newest)


def _lead(line: IndicatorLine | None, place: str, chosen: choices.FrontPageChoices, actor: Actor) -> LeadMap | None:
    if line is None or not line.period or place.count(".") == 3:
        return None
    places = indicators.list_places(actor=actor, code=line.code, area=place, period=line.period)
    villages: dict[str, list[AreaValue]] = {}
    for each in places:
        if each.level == "village":
            villages.setdefault(each.area.rpartition(".")[0], []).append(each)
    districts = {each.area: each for each in places if each.level == "district"}
    return LeadMap(
        line=line,
        districts=_as_they_lie(districts, chosen.district_places),
        villages={district: tuple(inside) for district, inside in villages.items()},
    )


def _as_they_lie(districts: Mapping[str, AreaValue], rows: Sequence[Sequence[str]]) -> tuple[AreaValue | None, ...]:
    """The districts in their places, blanks between; those that the content does not place follow in their order."""
    placed = [code for row in rows for code in row]
    if not set(districts) & set(placed) or len(districts) == 1:
        return tuple(districts.values())
    laid = [districts.get(code) for code in placed]
    rest = [place for code, place in districts.items() if code not in placed]
    return (*laid, *rest)
