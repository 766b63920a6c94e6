"""Ways to a target that were computed, and what pieces of evidence take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement.content import effort_guide, said
from guyub.apps.improvement.models import ImprovementPlan
from guyub.apps.improvement.queries._frame import Frame, find_efforts, frame_of, scored, title_of
from guyub.apps.improvement.queries.lift import PieceLine, list_pieces
from guyub.apps.improvement.reckoning import above, costs_of, leaf_of
from guyub.engines.scoring import Instrument
from guyub.errors import Refusal


class NoSuchPlan(Refusal):
    """There is none, or it belongs to a regency that the reader may not see."""

    code = "improvement.no-such-plan"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such improvement plan here."), remedy=_("Look at the plans of the assessment."))


@dataclass(frozen=True, slots=True)
class GradeChoice:
    code: str
    title: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One way to a target in a list. grade: the predicate that was asked for, in words, or ""."""

    pk: int
    target: Decimal
    grade: str
    total: Decimal | None
    best_total: Decimal | None
    days: int
    bound: int
    pieces: int
    is_reachable: bool
    is_proven: bool
    sought_at: datetime
    sought_office: str


@dataclass(frozen=True, slots=True)
class StepPiece:
    text: str
    level: int | None
    kind: str
    days: int
    work: str
    given: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One leaf of a way, in the order to do it. total: where the score stands after this step."""

    number: int
    code: str
    title: str
    part: str
    agency: str
    level_now: int
    level_then: int
    bottom: int
    top: int
    pieces: tuple[StepPiece, ...]
    days: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class PlanPage:
    """
    One way with its proof.

    is_dated   answers or evidence have changed since: the plan is of that day
    by_agency  (agency, steps, days), most days first
    """

    frame: Frame
    line: PlanLine
    on: date
    total_before: Decimal | None
    steps: tuple[StepLine, ...]
    by_agency: tuple[tuple[str, int, int], ...]
    guessed: int
    effort_source: str
    is_dated: bool
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Ways:
    """The page on which a target is chosen: the predicates, and what was sought before, newest first."""

    frame: Frame
    grades: tuple[GradeChoice, ...]
    plans: tuple[PlanLine, ...]
    pieces: int
    guessed: int

    @property
    def next_grade(self) -> str:
        """The lowest predicate above where the score stands; "" above the highest."""
        higher = [each for each in self.grades if self.frame.total is None or each.at_least > self.frame.total]
        return min(higher, key=lambda each: each.at_least).code if higher else ""


@dataclass(frozen=True, slots=True)
class Efforts:
    """What every missing piece takes, with who said so."""

    frame: Frame
    pieces: tuple[PieceLine, ...]
    source: str
    shown_all: bool
    total: int


_LINE = (
    "pk", "target", "grade", "total", "best_total", "days", "bound", "steps", "is_reachable", "is_proven",
    "sought_at", "sought_office",
)  # fmt: skip


def get_ways(assessment_id: int, *, actor: Actor, on: date) -> Ways:
    """Five database queries. Raises NoSuchAssessment."""
    of = assessment.get_answers(assessment_id, actor=actor, on=on)
    costs = costs_of(of, find_efforts(of.pk, actor=actor), effort_guide())
    rows = ImprovementPlan.objects.visible_to(actor).filter(assessment_id=of.pk).order_by("-sought_at", "-pk")[:30]
    return Ways(
        frame=frame_of(of, scored(of), actor=actor, on=on),
        grades=tuple(
            GradeChoice(each.code, said(each.title), Decimal(each.at_least.numerator) / each.at_least.denominator)
            for each in of.instrument.grades
        ),
        plans=tuple(_line(row, of.instrument) for row in rows.values(*_LINE)),
        pieces=len(costs),
        guessed=sum(1 for cost in costs.values() if not cost.given),
    )


def get_plan(plan_id: int, *, actor: Actor, on: date) -> PlanPage:
    """Four database queries. Raises NoSuchPlan."""
    row = ImprovementPlan.objects.visible_to(actor).filter(pk=plan_id).values().first()
    if row is None:
        raise NoSuchPlan
    of = assessment.get_answers(row["assessment_id"], actor=actor, on=on)
    given = {(code, each): said_so for code, each, _days, _work, said_so in row["inputs"]["costs"]}
    steps = tuple(_step(number, each, of, given) for number, each in enumerate(row["steps"], start=1))
    return PlanPage(
        frame=frame_of(of, scored(of), actor=actor, on=on),
        line=_line({**row, "pk": row["id"]}, of.instrument),
        on=date.fromisoformat(row["inputs"]["on"]),
        total_before=row["total_before"],
        steps=steps,
        by_agency=_by_agency(steps),
        guessed=sum(1 for step in steps for piece in step.pieces if not piece.given),
        effort_source=said(effort_guide().source),
        is_dated=_accepted(row["inputs"]["answers"]) != {
            code: sorted(answer.accepted) for code, answer in of.answers.items() if answer.accepted
        },
        computed_at=row["computed_at"],
    )  # fmt: skip


def find_unproven(plan_id: int, *, actor: Actor) -> int | None:
    """The plan's id if its search is still to go on."""
    found = ImprovementPlan.objects.visible_to(actor).filter(pk=plan_id, is_proven=False, is_reachable=True)
    return found.values_list("pk", flat=True).first()


def get_efforts(assessment_id: int, *, actor: Actor, on: date, everything: bool = False) -> Efforts:
    """
    The missing pieces: of each leaf the next level's, or all. Four database queries. Raises NoSuchAssessment.
    """
    of = assessment.get_dossier(assessment_id, actor=actor, on=on)
    guide = effort_guide()
    pieces = list_pieces(of, costs_of(of, find_efforts(of.pk, actor=actor), guide))
    nearest: dict[str, int] = {}
    for piece in pieces:
        nearest[piece.code] = min(piece.level, nearest.get(piece.code, piece.level))
    kept = [piece for piece in pieces if everything or piece.level == nearest[piece.code]]
    return Efforts(
        frame=frame_of(of, scored(of), actor=actor, on=on),
        pieces=tuple(kept),
        source=said(guide.source),
        shown_all=everything,
        total=len(pieces),
    )


def _accepted(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    return {code: each["accepted"] for code, each in answers.items() if each["accepted"]}


def _line(row: Mapping[str, Any], instrument: Instrument) -> PlanLine:
    grade = next((each for each in instrument.grades if each.code == row["grade"]), None)
    return PlanLine(
        pk=row["pk"], target=row["target"], grade=said(grade.title) if grade else "", total=row["total"],
        best_total=row["best_total"], days=row["days"], bound=row["bound"],
        pieces=sum(len(step["pieces"]) for step in row["steps"]), is_reachable=row["is_reachable"],
        is_proven=row["is_proven"], sought_at=row["sought_at"], sought_office=row["sought_office"],
    )  # fmt: skip


def _step(number: int, step: Mapping[str, Any], of: AnswersOf, given: Mapping[tuple[str, str], bool]) -> StepLine:
    code = step["code"]
    leaf, agency = leaf_of(of.instrument, code), of.agencies.get(code)
    texts = {each.code: (said(each.text), each.level, each.kind) for each in leaf.requirements}
    pieces = []
    for requirement, days, work in step["pieces"]:
        text, level, kind = texts.get(requirement, (title_of(of.instrument, code), None, ""))
        pieces.append(StepPiece(text, level, kind, days, work, given.get((code, requirement), False)))
    return StepLine(
        number=number, code=code, title=title_of(of.instrument, code), part=said(above(of.instrument, code).title),
        agency=agency.abbreviation if agency else "", level_now=step["level_now"], level_then=step["level_then"],
        bottom=leaf.levels[0].level if leaf.levels else 0, top=leaf.levels[-1].level if leaf.levels else 1,
        pieces=tuple(pieces), days=step["days"],
        total=Decimal(step["total"]),
    )  # fmt: skip


def _by_agency(steps: tuple[StepLine, ...]) -> tuple[tuple[str, int, int], ...]:
    found: dict[str, list[int]] = {}
    for step in steps:
        found.setdefault(step.agency, []).append(step.days)
    lines = [(agency, len(days), sum(days)) for agency, days in found.items()]
    return tuple(sorted(lines, key=lambda line: (-line[2], line[0])))
