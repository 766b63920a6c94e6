"""Before the hand-in: what is not answered, not accepted, expired, stale or missing, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.content import said
from guyub.apps.indicators import queries as indicators
from guyub.apps.packages import permissions
from guyub.apps.packages.collecting import Gathered, gather
from guyub.apps.packages.queries.package import PackageLine, find_newest
from guyub.engines import packages as engine


class Hurdle(StrEnum):
    """What may stand in the way. The first three stop a hand-in; the others are told and confirmed."""

    NOT_OWN = "not_own"
    NOTHING_ANSWERED = "nothing_answered"
    PERSONAL = "personal"
    UNANSWERED = "unanswered"
    EXPIRED = "expired"
    NOT_ACCEPTED = "not_accepted"
    UNPROVEN = "unproven"
    STALE = "stale"
    NO_PLAN = "no_plan"


STOPPING = frozenset({Hurdle.NOT_OWN, Hurdle.NOTHING_ANSWERED, Hurdle.PERSONAL})


@dataclass(frozen=True, slots=True)
class Place:
    """One item that a hurdle is about. note: which evidence, which value."""

    item_id: int | None
    code: str
    title: str
    agency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HurdleLine:
    hurdle: Hurdle
    places: tuple[Place, ...]

    @property
    def stops(self) -> bool:
        return self.hurdle in STOPPING


@dataclass(frozen=True, slots=True)
class Check:
    """
    The state of a hand-in before it is made.

    total, grade   what would be sealed
    earlier        the package that the new one would supersede
    may_hand_in    the reader's office may
    """

    assessment_id: int
    area: str
    area_name: str
    instrument: str
    year: int
    stage: int
    due_on: date | None
    closed_at: datetime | None
    total: Decimal | None
    decimals: int
    answered: int
    leaves: int
    evidence: int
    accepted: int
    values: int
    plan_title: str
    hurdles: tuple[HurdleLine, ...]
    earlier: PackageLine | None
    may_hand_in: bool

    @property
    def stops(self) -> bool:
        return any(line.stops for line in self.hurdles)


def get_check(assessment_id: int, *, stage: int = 1, actor: Actor, at: datetime) -> Check:
    """Everything the package would hold, looked through. Raises NoSuchAssessment."""
    gathered = gather(assessment_id, actor=actor, at=at)
    dossier, content = gathered.dossier, gathered.content
    lines = content.evidence.items
    return Check(
        assessment_id=assessment_id,
        area=dossier.area,
        area_name=gathered.about.area.title,
        instrument=gathered.about.instrument.title,
        year=dossier.year,
        stage=stage,
        due_on=dossier.due_on,
        closed_at=dossier.closed_at,
        total=content.score.total,
        decimals=dossier.instrument.decimals,
        answered=content.score.answered,
        leaves=content.score.leaves,
        evidence=len(lines),
        accepted=sum(line.status == "accepted" for line in lines),
        values=len(content.values.indicators) + len(content.values.measures),
        plan_title=content.plan.title if content.plan else "",
        hurdles=list_hurdles(gathered, actor=actor, on=timezone.localdate(at)),
        earlier=find_newest(
            area=dossier.area, instrument_code=dossier.instrument.code, year=dossier.year, stage=stage, actor=actor
        ),
        may_hand_in=permissions.may_hand_in(actor, area=dossier.area),
    )


def list_hurdles(gathered: Gathered, *, actor: Actor, on: date) -> tuple[HurdleLine, ...]:
    """What stands in the way, worst first; one query for the newest values of the indicators and no other."""
    found = {
        Hurdle.NOT_OWN: [] if gathered.dossier.kind == "own" else [Place(None, "", "", "")],
        Hurdle.NOTHING_ANSWERED: [] if gathered.content.score.answered else [Place(None, "", "", "")],
        Hurdle.PERSONAL: list(_personal(gathered)),
        Hurdle.UNANSWERED: list(_unanswered(gathered)),
        Hurdle.EXPIRED: list(_evidence(gathered, "expired", "withdrawn")),
        Hurdle.NOT_ACCEPTED: list(_evidence(gathered, "draft", "in_progress", "revise", "renewed")),
        Hurdle.UNPROVEN: list(_unproven(gathered)),
        Hurdle.STALE: list(_stale(gathered, actor)),
        Hurdle.NO_PLAN: [] if gathered.content.plan else [Place(None, "", "", "")],
    }
    return tuple(HurdleLine(hurdle, tuple(places)) for hurdle, places in found.items() if places)


def _place(gathered: Gathered, item: assessment.DossierItem, note: str = "") -> Place:
    node = gathered.dossier.instrument.nodes.get(item.code.partition("#")[0])
    agency = gathered.dossier.agencies.get(item.code)
    return Place(item.pk, item.code, said(node.title) if node else "", agency.abbreviation if agency else "", note)


def _personal(gathered: Gathered) -> Iterator[Place]:
    """Which items hold something that looks like a person's; what stands elsewhere is told by its place."""
    content = gathered.content
    for item, line in zip(gathered.dossier.items, content.answers.items, strict=True):
        if engine.list_personal(engine.to_value(line)):
            yield _place(gathered, item)
    by_code = {item.code: item for item in gathered.dossier.items}
    for line in content.evidence.items:
        if engine.list_personal(engine.to_value(line)):
            yield _place(gathered, by_code[line.item], line.number or line.kind)
    for part in (content.values, content.plan):
        for place in engine.list_personal(engine.to_value(part)):
            yield Place(None, "", place, "")


def _unanswered(gathered: Gathered) -> Iterator[Place]:
    for item in gathered.dossier.items:
        if item.code not in gathered.dossier.answers:
            yield _place(gathered, item)


def _evidence(gathered: Gathered, *states: str) -> Iterator[Place]:
    for item in gathered.dossier.items:
        for line in item.attachments:
            if line.state in states:
                yield _place(gathered, item, line.title)


def _unproven(gathered: Gathered) -> Iterator[Place]:
    """Levels that were claimed and for which nothing at all is attached, though they ask for something."""
    for item in gathered.dossier.items:
        leaf = gathered.dossier.instrument.nodes[item.code.partition("#")[0]].leaf
        if leaf is None or item.claimed_level is None or item.attachments:
            continue
        if any(level.evidence for level in leaf.levels if level.level <= item.claimed_level):
            yield _place(gathered, item)


def _stale(gathered: Gathered, actor: Actor) -> Iterator[Place]:
    """Values taken in from an indicator that has a newer one by now."""
    answered = [item for item in gathered.dossier.items if item.indicator is not None and item.indicator.code]
    if not answered:
        return
    year = f"{gathered.dossier.year}-12"
    lines = indicators.list_indicators(actor=actor, area=gathered.dossier.area, period=year)
    newest = {line.code: line for line in lines}
    for item in answered:
        line = newest.get(item.indicator.code) if item.indicator else None
        if line is None or line.period is None or item.indicator is None or line.value is None:
            continue
        same = item.indicator.value is not None and abs(item.indicator.value - line.value) < Decimal("0.000001")
        if line.period > item.indicator.period or not same:
            yield _place(gathered, item, line.period)
