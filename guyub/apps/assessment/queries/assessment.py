"""The assessments of an area: a list, and the scores of one over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content
from guyub.apps.assessment.models import Assessment, Instrument, Score
from guyub.apps.assessment.reckoning import decimal
from guyub.engines.scoring import Instrument as Parsed


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """
    One assessment in a list.

    total, grade     what Guyub last computed, unrounded, and the code of its predicate; None and "" before that
    official_score   what the ministry said of the same year: another figure with another source, never merged
    """

    pk: int
    area: str
    instrument_code: str
    version: int
    title: str
    short: str
    unit: str
    decimals: int
    high: Decimal | None
    year: int
    kind: str
    weight_set: str
    opened_at: datetime
    closed_at: datetime | None
    due_on: date | None
    total: Decimal | None
    computed_at: datetime | None
    grade: str
    grade_title: str
    official_score: Decimal | None
    official_source: str
    answered: int
    items: int

    @property
    def kind_name(self) -> str:
        return str(Assessment.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What an assessment came to from this moment on."""

    computed_at: datetime
    total: Decimal | None
    grade: str
    parts: dict[str, str]
    answered: int
    items: int


def list_assessments(*, area: str, actor: Actor) -> list[AssessmentLine]:
    """The assessments of an area, open before closed, newest year first; two database queries."""
    newest = Score.objects.filter(assessment=OuterRef("pk")).order_by("-computed_at", "-pk")
    found = (
        Assessment.objects.visible_to(actor)
        .filter(area_id=area)
        .annotate(
            total=Subquery(newest.values("total")[:1]),
            grade=Subquery(newest.values("grade")[:1]),
            computed_at=Subquery(newest.values("computed_at")[:1]),
            all_items=Count("items"),
            answered=Count("items", filter=Q(items__answered_at__isnull=False)),
        )
        .values()
    )
    # First the assessments, then their instruments: one that is opened meanwhile is in neither.
    rows = list(found)
    texts = dict(Instrument.objects.filter(pk__in={row["instrument_id"] for row in rows}).values_list("pk", "text"))
    lines = [_line(row, content.parsed(texts[row["instrument_id"]])) for row in rows]
    return sorted(lines, key=lambda line: (line.closed_at is not None, -line.year, line.title, line.pk))


def _line(row: Mapping[str, Any], instrument: Parsed) -> AssessmentLine:
    grade = next((each for each in instrument.grades if each.code == row["grade"]), None)
    return AssessmentLine(
        pk=row["id"], area=row["area_id"], instrument_code=instrument.code, version=instrument.version,
        title=content.said(instrument.title), short=instrument.short, unit=instrument.unit,
        decimals=instrument.decimals, high=decimal(instrument.high), year=row["year"], kind=row["kind"],
        weight_set=row["weight_set"], opened_at=row["opened_at"], closed_at=row["closed_at"], due_on=row["due_on"],
        total=row["total"], computed_at=row["computed_at"], grade=row["grade"] or "",
        grade_title=content.said(grade.title) if grade else "", official_score=row["official_score"],
        official_source=row["official_source"], answered=row["answered"], items=row["all_items"],
    )  # fmt: skip


def list_scores(assessment_id: int, *, actor: Actor) -> list[ScoreLine]:
    """What an assessment came to each time it changed, oldest first; one database query."""
    visible = Assessment.objects.visible_to(actor).filter(pk=assessment_id)
    rows = Score.objects.filter(assessment__in=visible).order_by("computed_at", "pk")
    return [ScoreLine(*row) for row in rows.values_list("computed_at", "total", "grade", "parts", "answered", "items")]


def public_list_assessed_areas() -> list[str]:
    """The areas with an open assessment, by code: for what the clock brings; it names no officer and no answer."""
    return sorted(set(Assessment.objects.open().values_list("area_id", flat=True)))
