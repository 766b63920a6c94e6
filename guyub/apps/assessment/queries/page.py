"""The page of one assessment: its score and what it is made of, what is missing, what would lift it, its items."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, permissions, reckoning
from guyub.apps.assessment.models import Assessment, Score
from guyub.apps.assessment.queries._rows import AgencyRef, AssessmentRow, ItemRow, read_assessment, read_items
from guyub.apps.assessment.queries._standing import TAGS, ItemState, Standing, state_of
from guyub.apps.assessment.queries.answers import answers_of
from guyub.apps.assessment.queries.assessment import ScoreLine, list_scores
from guyub.engines.scoring import Answer, Asks, Instrument, Lever, Node, Scored, levers, score
from guyub.web import charts

MOST_LEVERS = 4
# Whoever verifies needs time after the last piece came in: three days, as the mock-up promises agencies.
DAYS_TO_LOOK = 3


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in the table."""

    pk: int
    code: str
    title: str
    part: str
    part_title: str
    agency: AgencyRef | None
    state: ItemState
    lowest: int | None
    highest: int | None
    number: Decimal | None
    unit: str
    is_yes_no: bool
    is_mine: bool

    @property
    def written(self) -> str:
        return reckoning.written(self.number)


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """
    One part right below the root.

    weight_percent, contribution   None where the root does not weigh
    before   its value in the assessment before this one
    other_weight_percent   by the other weight set, if there is one
    """

    code: str
    title: str
    weight_percent: Decimal | None
    other_weight_percent: Decimal | None
    value: Decimal | None
    contribution: Decimal | None
    before: Decimal | None

    @property
    def weight(self) -> str:
        """As it is written: a half percent is not rounded away."""
        return charts.written_percent(self.weight_percent)

    @property
    def other_weight(self) -> str:
        return charts.written_percent(self.other_weight_percent)


@dataclass(frozen=True, slots=True)
class Before:
    """The assessment of an earlier year by the same instrument: official if a letter says so, else computed."""

    year: int
    value: Decimal
    is_official: bool


@dataclass(frozen=True, slots=True)
class OtherWeights:
    """The same answers by another weight set."""

    title: str
    source: str
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class GapLine:
    """What is missing: how many items, and how many of them each agency answers, most first."""

    standing: Standing
    count: int
    agencies: tuple[tuple[AgencyRef, int], ...]
    unshared: int

    @property
    def tag(self) -> str:
        return TAGS[self.standing]


@dataclass(frozen=True, slots=True)
class LeverLine:
    """One item that would lift the score; `missing` are the texts of the pieces that are not accepted yet."""

    item_id: int | None
    title: str
    agency: str
    gain: Decimal
    level_now: int
    level_then: int
    missing: tuple[str, ...]
    part: str
    part_now: Decimal | None
    part_then: Decimal | None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The score on another day: kept then, if it is past; if nothing is renewed until then, if it is to come."""

    day: date
    total: Decimal | None
    is_past: bool


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """
    total      as computed for today (or the day of closing) from the items as they are now, not as last kept
    together   what the levers come to together; None without levers
    counts     how many items stand where
    """

    pk: int
    area: str
    year: int
    kind_name: str
    is_earlier: bool
    title: str
    short: str
    standing: str
    is_official_instrument: bool
    instrument_id: int
    version: int
    unit: str
    low: Decimal | None
    high: Decimal | None
    decimals: int
    weights_title: str
    due_on: date | None
    closed_at: datetime | None
    day: date
    total: Decimal | None
    grade: str
    official_score: Decimal | None
    official_source: str
    official_at: datetime | None
    before: Before | None
    other: OtherWeights | None
    components: tuple[ComponentLine, ...]
    gaps: tuple[GapLine, ...]
    evidence_due_on: date | None
    levers: tuple[LeverLine, ...]
    together: Decimal | None
    items: tuple[ItemLine, ...]
    counts: Mapping[Standing, int]
    scores: tuple[ScoreLine, ...]
    as_of: AsOf | None
    repeatable: tuple[tuple[str, str], ...]
    unanswered_counts: str
    may_manage: bool
    sendable: tuple[int, ...]

    @property
    def change(self) -> Decimal | None:
        """Against the year before; in points of the instrument."""
        return None if self.total is None or self.before is None else self.total - self.before.value

    @property
    def change_size(self) -> Decimal | None:
        return None if self.change is None else abs(self.change)

    @property
    def has_empty_items(self) -> bool:
        return self.counts.get(Standing.UNANSWERED, 0) > 0

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


def get_assessment(assessment_id: int, *, actor: Actor, on: date, as_of: date | None = None) -> AssessmentPage:
    """One assessment as its page shows it; five database queries whatever its size. Raises NoSuchAssessment."""
    row = read_assessment(assessment_id, actor=actor, on=on)
    rows, parsed = read_items(row), row.instrument
    answers = answers_of(rows)
    scored = score(parsed, answers, weights=row.weight_set)
    items = tuple(_item(item, scored, row, actor) for item in rows)
    found, parts_before = _before(row, actor)
    other = _other_set(parsed, row.weight_set)
    lines, together = _levers(row, rows, answers)
    scores = tuple(list_scores(row.pk, actor=actor))
    weights = next((each for each in parsed.weight_sets if each.code == row.weight_set), None)
    is_closed = row.closed_at is not None
    return AssessmentPage(
        pk=row.pk,
        area=row.area,
        year=row.year,
        kind_name=str(Assessment.Kind(row.kind).label),
        is_earlier=row.kind == Assessment.Kind.EARLIER,
        title=content.said(parsed.title),
        short=parsed.short,
        standing=content.said(parsed.standing),
        is_official_instrument=parsed.official,
        instrument_id=row.instrument_id,
        version=parsed.version,
        unit=parsed.unit,
        low=reckoning.decimal(parsed.low),
        high=reckoning.decimal(parsed.high),
        decimals=parsed.decimals,
        weights_title=content.said(weights.title) if weights else "",
        due_on=row.due_on,
        closed_at=row.closed_at,
        day=row.day,
        total=reckoning.decimal(scored.total),
        grade=content.said(scored.grade.title) if scored.grade else "",
        official_score=row.official_score,
        official_source=row.official_source,
        official_at=row.official_at,
        before=found,
        other=None if other is None else _other(parsed, answers, other),
        components=_components(parsed, scored.parts, row.weight_set, other, parts_before),
        gaps=_gaps(items),
        evidence_due_on=row.due_on - timedelta(days=DAYS_TO_LOOK) if row.due_on else None,
        levers=lines,
        together=together,
        items=items,
        counts=Counter(item.state.standing for item in items),
        scores=scores,
        as_of=_as_of(as_of, on, row, actor, scores) if as_of else None,
        repeatable=tuple(
            (n.code, content.said(n.title)) for n in parsed.nodes.values() if n.repeat_at_least is not None
        ),
        unanswered_counts=parsed.unanswered.value,
        may_manage=permissions.may_manage(actor, area=row.area),
        sendable=() if is_closed else tuple(_sendable(rows, row.area, actor)),
    )


def _sendable(rows: tuple[ItemRow, ...], area: str, actor: Actor) -> list[int]:
    return [
        line.pk
        for item in rows
        if permissions.may_answer(actor, area=area, agency_id=item.agency.pk if item.agency else None)
        for line in item.attachments
        if line.state == "draft"
    ]


def _item(item: ItemRow, scored: Scored, row: AssessmentRow, actor: Actor) -> ItemLine:
    parsed = row.instrument
    leaf, part = reckoning.leaf_of(parsed, item.code), _component_of(parsed, item.leaf_code)
    return ItemLine(
        pk=item.pk,
        code=item.code,
        title=content.said(parsed.nodes[item.leaf_code].title),
        part=part.code,
        part_title=content.said(part.title),
        agency=item.agency,
        state=state_of(item, leaf, value=reckoning.value_of(scored, item.code)),
        lowest=leaf.levels[0].level if leaf.levels else None,
        highest=leaf.levels[-1].level if leaf.levels else None,
        number=item.number,
        unit=leaf.unit,
        is_yes_no=leaf.asks is Asks.YES_NO,
        is_mine=permissions.may_answer(actor, area=row.area, agency_id=item.agency.pk if item.agency else None),
    )


def _component_of(parsed: Instrument, code: str) -> Node:
    """The part right below the root in which a leaf lies; the leaf itself if it lies there."""
    above = parsed.parents.get(code)
    while above is not None and above != parsed.root.code:
        code, above = above, parsed.parents.get(above)
    return parsed.nodes[code]


def _before(row: AssessmentRow, actor: Actor) -> tuple[Before | None, Mapping[str, str]]:
    """The newest earlier year by the same instrument, whatever its version; one database query."""
    newest = Score.objects.filter(assessment=OuterRef("pk")).order_by("-computed_at", "-pk")
    earlier = (
        Assessment.objects.visible_to(actor)
        .filter(area_id=row.area, instrument__code=row.instrument.code, year__lt=row.year)
        .annotate(total=Subquery(newest.values("total")[:1]), parts=Subquery(newest.values("parts")[:1]))
        .order_by("-year", "-kind", "-pk")
        .values_list("year", "official_score", "total", "parts")
        .first()
    )
    if earlier is None:
        return None, {}
    year, official, total, parts = earlier
    value = official if official is not None else total
    return (None if value is None else Before(year, value, official is not None)), parts or {}


def _weight_of(parsed: Instrument, node: Node, weight_set: str) -> Fraction | None:
    chosen = next((each.weights for each in parsed.weight_sets if each.code == weight_set), {})
    return chosen.get(node.code, node.weight)


def _percents(parsed: Instrument, weight_set: str) -> dict[str, Fraction]:
    weights = {node.code: _weight_of(parsed, node, weight_set) for node in parsed.root.children}
    known = {code: weight for code, weight in weights.items() if weight is not None}
    whole = sum(known.values(), Fraction(0))
    return {code: weight * 100 / whole for code, weight in known.items()} if whole else {}


def _components(
    parsed: Instrument, parts: Mapping[str, object], weight_set: str, other: str | None, before: Mapping[str, str]
) -> tuple[ComponentLine, ...]:
    percents = _percents(parsed, weight_set)
    others = _percents(parsed, other) if other is not None else {}
    lines = []
    for node in parsed.root.children:
        part = parts.get(node.code)
        lines.append(
            ComponentLine(
                code=node.code,
                title=content.said(node.title),
                weight_percent=reckoning.decimal(percents.get(node.code)),
                other_weight_percent=reckoning.decimal(others.get(node.code)),
                value=reckoning.decimal(getattr(part, "value", None)),
                contribution=reckoning.decimal(getattr(part, "contribution", None)),
                before=Decimal(before[node.code]) if node.code in before else None,
            )
        )
    return tuple(lines)


def _other_set(parsed: Instrument, weight_set: str) -> str | None:
    """The newest other weight set that differs; "" is the tree's own weights; None: there is no other."""
    sets = sorted(parsed.weight_sets, key=lambda each: max(each.years, default=0), reverse=True)
    now = _percents(parsed, weight_set)
    known = [*(each.code for each in sets), ""]
    return next((code for code in known if code != weight_set and _percents(parsed, code) not in ({}, now)), None)


def _other(parsed: Instrument, answers: Mapping[str, Answer], code: str) -> OtherWeights:
    found = next((each for each in parsed.weight_sets if each.code == code), None)
    return OtherWeights(
        title=content.said(found.title) if found else content.said(parsed.title),
        source=content.said(found.source) if found else content.said(parsed.source),
        total=reckoning.decimal(score(parsed, answers, weights=code).total),
    )


def _gaps(items: tuple[ItemLine, ...]) -> tuple[GapLine, ...]:
    counts: dict[Standing, Counter[AgencyRef | None]] = defaultdict(Counter)
    for item in items:
        counts[item.state.standing][item.agency] += 1
    return tuple(
        GapLine(
            standing=standing,
            count=counts[standing].total(),
            agencies=tuple((agency, n) for agency, n in counts[standing].most_common() if agency is not None),
            unshared=counts[standing][None],
        )
        for standing in (Standing.LACKING, Standing.UNANSWERED)
        if counts[standing]
    )


def _levers(
    row: AssessmentRow, rows: tuple[ItemRow, ...], answers: Mapping[str, Answer]
) -> tuple[tuple[LeverLine, ...], Decimal | None]:
    """The best step of each item, most gain for a piece of evidence first, and what those shown come to together."""
    if row.closed_at is not None:
        return (), None
    steps = [lever for lever in levers(row.instrument, answers, weights=row.weight_set) if lever.gain > 0]
    steps.sort(key=lambda lever: (-lever.gain / max(len(lever.requirements), 1), -lever.gain))
    best: dict[str, Lever] = {}
    for lever in steps:
        best.setdefault(lever.leaf, lever)
    chosen = list(best.values())[:MOST_LEVERS]
    if not chosen:
        return (), None
    by_code = {item.code: item for item in rows}
    chosen.sort(key=lambda lever: -lever.gain)
    now = score(row.instrument, answers, weights=row.weight_set)
    lines = tuple(_lever(lever, row, by_code.get(lever.leaf), answers, now) for lever in chosen)
    lifted = {**answers, **{lever.leaf: _lifted(answers.get(lever.leaf), lever) for lever in chosen}}
    return lines, reckoning.decimal(score(row.instrument, lifted, weights=row.weight_set).total)


def _lifted(answer: Answer | None, lever: Lever) -> Answer:
    known = answer or Answer()
    if not lever.requirements:
        return replace(known, number=Fraction(1))
    return replace(known, accepted=known.accepted | set(lever.requirements))


def _lever(
    lever: Lever, row: AssessmentRow, item: ItemRow | None, answers: Mapping[str, Answer], now: Scored
) -> LeverLine:
    parsed, code = row.instrument, lever.leaf.partition("#")[0]
    part = _component_of(parsed, code)
    texts = {each.code: content.said(each.text) for each in reckoning.leaf_of(parsed, code).requirements}
    then = score(parsed, {**answers, lever.leaf: _lifted(answers.get(lever.leaf), lever)}, weights=row.weight_set)
    return LeverLine(
        item_id=item.pk if item else None,
        title=content.said(parsed.nodes[code].title),
        agency=item.agency.abbreviation if item and item.agency else "",
        gain=reckoning.decimal(lever.gain) or Decimal(0),
        level_now=lever.level_now,
        level_then=lever.level_then,
        missing=tuple(texts[each] for each in lever.requirements if each in texts),
        part=content.said(part.title),
        part_now=reckoning.decimal(now.parts[part.code].value),
        part_then=reckoning.decimal(then.parts[part.code].value),
    )


def _as_of(day: date, today: date, row: AssessmentRow, actor: Actor, scores: tuple[ScoreLine, ...]) -> AsOf:
    if day < today:
        days = [timezone.localdate(line.computed_at) for line in scores]
        known = bisect_right(days, day)
        return AsOf(day, scores[known - 1].total if known else None, is_past=True)
    then = replace(row, day=day if row.closed_at is None else row.day)
    total = score(row.instrument, answers_of(read_items(then)), weights=row.weight_set).total
    return AsOf(day, reckoning.decimal(total), is_past=False)
