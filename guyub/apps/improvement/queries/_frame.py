"""What every page about one assessment begins with: which one it is, and where its score stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement import permissions
from guyub.apps.improvement.content import said
from guyub.apps.improvement.models import Effort
from guyub.apps.improvement.reckoning import Piece, shown
from guyub.engines.scoring import Instrument, Scored, score


@dataclass(frozen=True, slots=True)
class Frame:
    """
    One assessment, as the head of a page names it.

    total       on the day asked for, rounded for showing
    may_manage  the reader may seek ways and open rating rounds
    """

    pk: int
    area: str
    year: int
    instrument: str
    title: str
    short: str
    unit: str
    decimals: int
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    grade: str
    official_score: Decimal | None
    closed_at: datetime | None
    answered: int
    leaves: int
    on: date
    may_manage: bool


def frame_of(of: AnswersOf, scored: Scored, *, actor: Actor, on: date) -> Frame:
    instrument = of.instrument
    return Frame(
        pk=of.pk,
        area=of.area,
        year=of.year,
        instrument=instrument.code,
        title=said(instrument.title),
        short=instrument.short,
        unit=instrument.unit,
        decimals=instrument.decimals,
        low=shown(instrument.low, 0),
        high=shown(instrument.high, 0),
        total=shown(scored.total, instrument.decimals),
        grade=said(scored.grade.title) if scored.grade else "",
        official_score=of.official_score,
        closed_at=of.closed_at,
        answered=scored.answered,
        leaves=scored.leaves,
        on=on,
        may_manage=permissions.may_manage(actor, area=of.area),
    )


def scored(of: AnswersOf) -> Scored:
    return score(of.instrument, of.answers, weights=of.weight_set)


def total_of(found: Scored) -> Fraction:
    return found.total or Fraction(0)


def find_efforts(assessment_id: int, *, actor: Actor) -> Mapping[Piece, tuple[int, str]]:
    """What officers said that pieces take: (item, requirement) -> (days, work). One database query."""
    rows = Effort.objects.visible_to(actor).filter(assessment_id=assessment_id)
    fields = rows.values_list("code", "requirement", "days", "work")
    return {(code, requirement): (days, work) for code, requirement, days, work in fields}


def title_of(instrument: Instrument, code: str) -> str:
    """The leaf's title, with the number of the thing in a repeated part."""
    leaf, _mark, thing = code.partition("#")
    title = said(instrument.nodes[leaf].title)
    return f"{title} ({thing})" if thing else title
