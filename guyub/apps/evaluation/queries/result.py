"""Published results: for the region, the office, the panel, and for whoever compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.areas.queries import AreaLine
from guyub.apps.assessment.content import parsed, said
from guyub.apps.evaluation import items
from guyub.apps.evaluation.calendar import objections_until
from guyub.apps.evaluation.models import Cycle, Entry, Objection, Remark, Result
from guyub.apps.evaluation.queries.review import dossier_of, title_of
from guyub.engines.scoring import Grade, Instrument
from guyub.errors import Refusal


class NoSuchResult(Refusal):
    """There is none, or it is another region's."""

    code = "evaluation.no-such-result"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such result here."), remedy=_("Open it from the region's page."))


@dataclass(frozen=True, slots=True)
class PartLine:
    """One component of the total. share: where its value lies from lowest to highest, 0 to 1, for the bar."""

    code: str
    title: str
    weight: Fraction | None
    value: Decimal | None
    contribution: Decimal | None
    share: float


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One sentence of the letter; `part` is the title of what it is about."""

    key: int
    kind: str
    code: str
    part: str
    text: str
    due_on: date | None

    @property
    def kind_name(self) -> str:
        return str(Remark.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class SettledItem:
    """What the region claimed and what was settled: never who gave what."""

    code: str
    title: str
    claimed: str
    settled: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    pk: int
    code: str
    title: str
    reason: str
    filed_at: datetime
    filed_office: str
    answer: str
    answer_reason: str
    answered_at: datetime | None

    @property
    def answer_name(self) -> str:
        return str(Objection.Answer(self.answer).label) if self.answer else ""


@dataclass(frozen=True)
class ResultPage:
    """
    A published result with everything its letter says.

    earlier     last year's score and its source; None: none is known
    successor   the result that took its place
    may_object  the reader may object for the region, and it is not too late
    """

    pk: int
    entry_pk: int
    package_pk: int
    area: str
    region: str
    cycle: str
    year: int
    stage_name: str
    instrument: Instrument
    number: str
    dated_on: date
    signatory: str
    published_at: datetime
    total: Decimal
    grade: Grade | None
    parts: tuple[PartLine, ...]
    weights_title: str
    earlier: Decimal | None
    earlier_source: str
    remarks: tuple[RemarkLine, ...]
    items: tuple[SettledItem, ...]
    objections: tuple[ObjectionLine, ...]
    objections_until: date
    is_final: bool
    replaces: tuple[int, str, date] | None
    successor: int | None
    digest: str
    assessors: int
    assesses: bool
    runs: bool
    may_object: bool

    def rounded(self, value: Decimal) -> Decimal:
        """As a letter prints it: half up, to the instrument's decimals."""
        return value.quantize(Decimal(1).scaleb(-self.instrument.decimals), rounding=ROUND_HALF_UP)

    @property
    def published(self) -> Decimal:
        """The number of the letter."""
        return self.rounded(self.total)

    @property
    def improvement(self) -> Decimal | None:
        """Of the published numbers: 3,31 after 3,06 is 0,25."""
        return None if self.earlier is None else self.published - self.rounded(self.earlier)

    def said_by(self, kind: str) -> tuple[RemarkLine, ...]:
        return tuple(remark for remark in self.remarks if remark.kind == kind)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """
    A result for comparing regions.

    computed  by Guyub from what was settled, unrounded; official  as published in the letter; the same but for rounding
    parts     code -> value, of the root and the parts below it
    """

    pk: int
    area: str
    instrument_code: str
    year: int
    stage: int
    computed: Decimal
    official: Decimal
    source: str
    grade: str
    parts: Mapping[str, Decimal]
    published_at: datetime


def list_results(*, area: str | None = None, actor: Actor) -> list[ResultLine]:
    """
    The results in force that the actor may compare, of one region or of all, by region and year; one query.

    Where a year has two stages both are there, the second last.
    """
    seen = scope(actor, Right.SEE_COMPARISON).where(area="entry__area__code")
    results = Result.objects.filter(seen, replaced_at=None)
    if area is not None:
        results = results.filter(entry__area=area)
    order = ("entry__area", "entry__cycle__instrument_code", "entry__cycle__year", "entry__cycle__stage")
    fields = ("pk", *order, "total", "number", "grade", "parts", "published_at")
    return [
        ResultLine(
            pk=pk,
            area=where,
            instrument_code=code,
            year=year,
            stage=stage,
            computed=total,
            official=total,
            source=number,
            grade=grade,
            parts={part: Decimal(value) for part, value in parts.items()},
            published_at=published,
        )
        for pk, where, code, year, stage, total, number, grade, parts, published in results.order_by(
            *order
        ).values_list(*fields)
    ]


def get_result(result_id: int, *, actor: Actor, on: date) -> ResultPage:
    """A published result, in force or replaced. Raises NoSuchResult."""
    found = Result.objects.visible_to(actor).select_related("entry__cycle", "entry__area", "replaces")
    result = found.filter(pk=result_id).first()
    if result is None:
        raise NoSuchResult
    return _page(result, actor, on)


def _page(result: Result, actor: Actor, on: date) -> ResultPage:
    entry, cycle = result.entry, result.entry.cycle
    instrument = parsed(cycle.instrument_text)
    earlier = result.letter["earlier"]
    until = objections_until(timezone.localdate(result.published_at), cycle.objection_days)
    final = result.replaces_id is not None
    running = result.replaced_at is None and not final and on <= until
    return ResultPage(
        pk=result.pk,
        entry_pk=entry.pk,
        package_pk=entry.corrected_package_id or entry.package_id,
        area=entry.area_id,
        region=AreaLine(entry.area_id, entry.area.name, entry.area.kind, "regency", None).full_name,
        cycle=cycle.title,
        year=cycle.year,
        stage_name=str(Cycle.Stage(cycle.stage).label),
        instrument=instrument,
        number=result.number,
        dated_on=result.dated_on,
        signatory=result.signatory,
        published_at=result.published_at,
        total=result.total,
        grade=next((grade for grade in instrument.grades if grade.code == result.grade), None),
        parts=_parts(instrument, result, cycle.weight_set),
        weights_title=next((said(each.title) for each in instrument.weight_sets if each.code == cycle.weight_set), ""),
        earlier=Decimal(earlier["total"]) if earlier else None,
        earlier_source=earlier["source"] if earlier else "",
        remarks=_remarks(instrument, result.letter["remarks"]),
        items=_items(instrument, entry, result.settled),
        objections=tuple(read_objections(instrument, result)),
        objections_until=until,
        is_final=final,
        replaces=(result.replaces.pk, result.replaces.number, result.replaces.dated_on) if result.replaces else None,
        successor=Result.objects.filter(replaces=result).values_list("pk", flat=True).first(),
        digest=_digest(result),
        assessors=result.letter["assessors"],
        assesses=Entry.objects.assessed_by(actor).filter(pk=entry.pk).exists(),
        runs=bool(scope(actor, Right.RUN_EVALUATION)),
        may_object=running and scope(actor, Right.HAND_IN).covers(entry.area_id),
    )


def _parts(instrument: Instrument, result: Result, weight_set: str) -> tuple[PartLine, ...]:
    chosen = next((each.weights for each in instrument.weight_sets if each.code == weight_set), {})
    contributions = result.letter["contributions"]
    return tuple(
        PartLine(
            code=node.code,
            title=said(node.title),
            weight=chosen.get(node.code, node.weight),
            value=_decimal(result.parts.get(node.code)),
            contribution=_decimal(contributions.get(node.code)),
            share=_share(_decimal(result.parts.get(node.code)), instrument),
        )
        for node in instrument.root.children
    )


def _share(value: Decimal | None, instrument: Instrument) -> float:
    if value is None or instrument.low is None or instrument.high is None:
        return 0.0
    return min(1.0, max(0.0, float((Fraction(value) - instrument.low) / (instrument.high - instrument.low))))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _remarks(instrument: Instrument, written: Mapping[str, list[dict]]) -> tuple[RemarkLine, ...]:
    return tuple(
        RemarkLine(
            key=each["key"],
            kind=kind,
            code=each["code"],
            part=title_of(instrument, each["code"]),
            text=each["text"],
            due_on=date.fromisoformat(each["due_on"]) if each["due_on"] else None,
        )
        for kind, remarks in written.items()
        for each in remarks
    )


def _items(instrument: Instrument, entry: Entry, settled: Mapping[str, str]) -> tuple[SettledItem, ...]:
    claims = dossier_of(entry).claims
    lines = []
    for code in entry.items:
        claim = claims.get(code)
        leaf = items.node_of(instrument, code).leaf
        value = Decimal(settled[code])
        given = (int(value), None) if leaf is not None and leaf.levels else (None, value)
        claimed = (claim.level, claim.number) if claim else (None, None)
        lines.append(
            SettledItem(
                code=code,
                title=title_of(instrument, code),
                claimed=items.written(instrument, code, claimed),
                settled=items.written(instrument, code, given),
                differs=claimed != given,
            )
        )
    return tuple(lines)


def read_objections(instrument: Instrument, result: Result) -> list[ObjectionLine]:
    fields = ("pk", "code", "reason", "filed_at", "filed_office", "answer", "answer_reason", "answered_at")
    rows = Objection.objects.filter(result=result).order_by("filed_at", "pk").values_list(*fields)
    return [ObjectionLine(pk, code, title_of(instrument, code), *row) for pk, code, *row in rows]


def _digest(result: Result) -> str:
    content = {"total": str(result.total), "parts": result.parts, "settled": result.settled, "letter": result.letter}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
