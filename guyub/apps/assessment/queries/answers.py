"""What a regency says of itself, for whoever scores, compares or hands it in: answers alone, or the whole dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import reckoning
from guyub.apps.assessment.queries._rows import (
    AgencyRef,
    AssessmentRow,
    AttachmentLine,
    ItemRow,
    read_assessment,
    read_items,
)
from guyub.engines.scoring import Answer, Instrument


@dataclass(frozen=True)
class AnswersOf:
    """
    An assessment as the engine of scoring takes it, on one day.

    answers    by the item's code; who has neither answered nor proved anything is not in it
    agencies   by the item's code: who answers it
    """

    pk: int
    area: str
    year: int
    kind: str
    weight_set: str
    due_on: date | None
    closed_at: datetime | None
    official_score: Decimal | None
    instrument: Instrument
    answers: Mapping[str, Answer]
    agencies: Mapping[str, AgencyRef | None]


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """The indicator that answers an item, so that nobody types it."""

    code: str
    period: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class DossierItem:
    """One item with all that is said and proved of it; names offices, never persons."""

    pk: int
    code: str
    claimed_level: int | None
    number: Decimal | None
    explanation: str
    office: str
    answered_at: datetime | None
    indicator: IndicatorRef | None
    attachments: tuple[AttachmentLine, ...]


@dataclass(frozen=True)
class Dossier(AnswersOf):
    """The answers with everything that stands behind them: what a package carries."""

    items: tuple[DossierItem, ...]


def get_answers(assessment_id: int, *, actor: Actor, on: date) -> AnswersOf:
    """
    Expired or withdrawn evidence isn't accepted on that day; three database queries. Raises NoSuchAssessment.

    A closed assessment stays as it was on the day of its closing.
    """
    row = read_assessment(assessment_id, actor=actor, on=on)
    return AnswersOf(**_fields(row, read_items(row)))


def get_dossier(assessment_id: int, *, actor: Actor, on: date) -> Dossier:
    """As get_answers, with each item's claim, explanation, indicator and evidence; three database queries."""
    row = read_assessment(assessment_id, actor=actor, on=on)
    items = read_items(row)
    return Dossier(**_fields(row, items), items=tuple(_dossier_item(row.instrument, item) for item in items))


def _fields(row: AssessmentRow, items: tuple[ItemRow, ...]) -> dict[str, object]:
    return {
        "pk": row.pk,
        "area": row.area,
        "year": row.year,
        "kind": row.kind,
        "weight_set": row.weight_set,
        "due_on": row.due_on,
        "closed_at": row.closed_at,
        "official_score": row.official_score,
        "instrument": row.instrument,
        "answers": answers_of(items),
        "agencies": {item.code: item.agency for item in items},
    }


def answers_of(items: tuple[ItemRow, ...]) -> dict[str, Answer]:
    return {item.code: answer for item in items if (answer := item.answer) is not None}


def _dossier_item(instrument: Instrument, item: ItemRow) -> DossierItem:
    code = reckoning.leaf_of(instrument, item.code).indicator
    return DossierItem(
        pk=item.pk,
        code=item.code,
        claimed_level=item.claimed_level,
        number=item.number,
        explanation=item.explanation,
        office=item.answered_office,
        answered_at=item.answered_at,
        indicator=IndicatorRef(code, item.indicator_period, item.number) if item.indicator_period else None,
        attachments=item.attachments,
    )
