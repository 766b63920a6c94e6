"""Saying what evidence takes, and seeking the cheapest way to a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement import permissions
from guyub.apps.improvement.content import effort_guide
from guyub.apps.improvement.models import Effort, ImprovementPlan
from guyub.apps.improvement.queries import NoSuchPlan, find_efforts
from guyub.apps.improvement.reckoning import Cost, Piece, costs_of, leaf_of, shown, steps_of
from guyub.engines.scoring import Answer, Instrument, Way, cheapest_way, score
from guyub.errors import Refusal
from guyub.ledger import record

SECONDS_AT_ONCE = 1.5  # while the officer waits; a longer search goes on as a job
SECONDS_AS_JOB = 60.0
KEPT_DIGITS = 6
MOST_DAYS = 400


class EffortNotPossible(Refusal):
    """There is no such piece of evidence, or nobody works on one for so long."""

    code = "improvement.effort-not-possible"
    status = 422


class TargetNotPossible(Refusal):
    """The target is no score of this instrument."""

    code = "improvement.target-not-possible"
    status = 422


@transaction.atomic(durable=True)
def estimate_efforts(
    *, assessment_id: int, efforts: Mapping[Piece, tuple[int, str]], actor: Actor, at: datetime
) -> int:
    """
    Say what missing pieces of evidence take: (item, requirement) -> (working days, name of the work or ""); return how
    many changed. What was said before of other pieces stays.

    Raises NoSuchAssessment, NotPermitted, EffortNotPossible.
    """
    of = assessment.get_answers(assessment_id, actor=actor, on=timezone.localdate(at))
    permissions.require_manager(actor, area=of.area)
    for piece, (days, _work) in efforts.items():
        _require_possible(of, piece, days)
    known = find_efforts(of.pk, actor=actor)
    changed = {piece: effort for piece, effort in efforts.items() if known.get(piece) != effort}
    if not changed:
        return 0
    Effort.objects.bulk_create(
        [
            Effort(area_id=of.area, assessment_id=of.pk, code=code, requirement=requirement, days=days, work=work)
            for (code, requirement), (days, work) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "code", "requirement"],
        update_fields=["days", "work"],
    )
    record(
        "gap.efforts_estimated",
        actor=actor,
        at=at,
        area=of.area,
        subject=("assessment.assessment", of.pk),
        instrument=of.instrument.short,
        year=of.year,
        pieces=len(changed),
    )
    return len(changed)


def _require_possible(of: AnswersOf, piece: Piece, days: int) -> None:
    code, requirement = piece
    known = code in of.agencies and requirement in {
        "",
        *(each.code for each in leaf_of(of.instrument, code).requirements),
    }
    if not known:
        raise EffortNotPossible(
            _("This assessment asks for no such evidence."), remedy=_("Choose a piece from the page of efforts.")
        )
    if not 1 <= days <= MOST_DAYS:
        raise EffortNotPossible(
            _("A piece of evidence takes from 1 to %(most)d working days.") % {"most": MOST_DAYS},
            remedy=_("Write a whole number of working days."),
        )


def seek_way(
    *,
    assessment_id: int,
    target: Decimal | None,
    grade: str = "",
    actor: Actor,
    at: datetime,
    seconds: float = SECONDS_AT_ONCE,
) -> int:
    """
    Compute the cheapest set of evidence that lifts an assessment to a target, and keep it with all it was made from;
    return the plan's id. What could not be proven in so many seconds is searched on by a step.

    target  a score; None: that of `grade`, a predicate of the instrument

    Raises NoSuchAssessment, NotPermitted, TargetNotPossible.
    """
    of = assessment.get_answers(assessment_id, actor=actor, on=timezone.localdate(at))
    permissions.require_manager(actor, area=of.area)
    aim = _aim(of.instrument, target, grade)
    guide = effort_guide()
    costs = costs_of(of, find_efforts(of.pk, actor=actor), guide)
    way = _way(of, aim, costs, seconds)
    inputs = {
        "instrument": of.instrument.digest,
        "on": timezone.localdate(at).isoformat(),
        "aim": str(aim),
        "answers": {code: _packed(answer) for code, answer in sorted(of.answers.items())},
        "costs": [[*piece, cost.days, cost.work, cost.given] for piece, cost in sorted(costs.items())],
        "effort": guide.version,
    }
    return _keep(of=of, aim=aim, grade=grade, way=way, costs=costs, inputs=inputs, actor=actor, at=at)


def _aim(instrument: Instrument, target: Decimal | None, grade: str) -> Fraction:
    if target is None:
        found = next((each for each in instrument.grades if each.code == grade), None)
        if found is None:
            raise TargetNotPossible(
                _("The instrument has no such predicate."), remedy=_("Choose a predicate from the list, or a score.")
            )
        # A grade that compares the rounded value begins half a digit lower.
        lower = Fraction(0) if instrument.grade_decimals is None else Fraction(1, 2 * 10**instrument.grade_decimals)
        return found.at_least - lower
    low, high = instrument.low, instrument.high
    if (low is not None and target < low) or (high is not None and target > high):
        raise TargetNotPossible(
            _("The score of this instrument lies between %(low)s and %(high)s.")
            % {"low": shown(low, 0), "high": shown(high, 0)},
            remedy=_("Choose a target in between."),
        )
    return Fraction(target)


def _way(of: AnswersOf, aim: Fraction, costs: Mapping[Piece, Cost], seconds: float) -> Way:
    return cheapest_way(
        of.instrument,
        of.answers,
        target=aim,
        costs={piece: cost.days for piece, cost in costs.items()},
        works={piece: cost.work for piece, cost in costs.items() if cost.work},
        weights=of.weight_set,
        seconds=seconds,
    )


@transaction.atomic(durable=True)
def _keep(
    *,
    of: AnswersOf,
    aim: Fraction,
    grade: str,
    way: Way,
    costs: Mapping[Piece, Cost],
    inputs: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> int:
    plan = ImprovementPlan.objects.create(
        area_id=of.area,
        assessment_id=of.pk,
        target=shown(aim, 4),
        grade=grade,
        weight_set=of.weight_set,
        inputs=inputs,
        sought_at=at,
        sought_office=actor.acting_as,
        computed_at=at,
        **_outcome(of, way, costs),
    )
    record(
        "gap.way_sought",
        actor=actor,
        at=at,
        area=of.area,
        subject=("improvement.plan", plan.pk),
        instrument=of.instrument.short,
        year=of.year,
        target=str(plan.target.normalize()),
        reachable=plan.is_reachable,
        proven=plan.is_proven,
        days=plan.days,
        pieces=len(way.pieces),
    )
    return plan.pk


def prove_way(*, plan_id: int, actor: Actor, at: datetime, seconds: float = SECONDS_AS_JOB) -> int:
    """
    Search on from the inputs of the day it was sought; a plan that is proven stays as it is. Return the plan's id.

    Raises NoSuchPlan, NotPermitted.
    """
    plan = ImprovementPlan.objects.visible_to(actor).filter(pk=plan_id).first()
    if plan is None:
        raise NoSuchPlan
    if plan.is_proven:
        return plan.pk
    now = assessment.get_answers(plan.assessment_id, actor=actor, on=timezone.localdate(at))
    permissions.require_manager(actor, area=now.area)
    answers = {code: _unpacked(each) for code, each in plan.inputs["answers"].items()}
    of = replace(now, answers=answers, weight_set=plan.weight_set)
    costs = {(code, each): Cost(days, work, given) for code, each, days, work, given in plan.inputs["costs"]}
    way = _way(of, Fraction(plan.inputs["aim"]), costs, seconds)
    return _prove(plan_id=plan.pk, of=of, way=way, costs=costs, actor=actor, at=at)


@transaction.atomic(durable=True)
def _prove(*, plan_id: int, of: AnswersOf, way: Way, costs: Mapping[Piece, Cost], actor: Actor, at: datetime) -> int:
    plan = ImprovementPlan.objects.select_for_update().get(pk=plan_id)
    if plan.is_proven or (not way.proven and way.cost >= plan.days and way.bound <= plan.bound):
        return plan.pk
    ImprovementPlan.objects.filter(pk=plan.pk).update(computed_at=max(at, plan.sought_at), **_outcome(of, way, costs))
    record(
        "gap.way_proven",
        actor=actor,
        at=at,
        area=of.area,
        subject=("improvement.plan", plan.pk),
        instrument=of.instrument.short,
        year=of.year,
        proven=way.proven,
        days=way.cost,
        before=plan.days,
    )
    return plan.pk


def _outcome(of: AnswersOf, way: Way, costs: Mapping[Piece, Cost]) -> dict[str, Any]:
    steps = steps_of(of, way, costs)
    return {
        "is_reachable": way.reachable,
        "is_proven": way.proven,
        "total_before": shown(score(of.instrument, of.answers, weights=of.weight_set).total, KEPT_DIGITS),
        "total": shown(way.total, KEPT_DIGITS),
        "best_total": shown(way.best_total, KEPT_DIGITS),
        "days": way.cost,
        "bound": way.bound,
        "steps": [
            {
                "code": step.code,
                "level_now": step.level_now,
                "level_then": step.level_then,
                "pieces": [[each, costs[step.code, each].days, costs[step.code, each].work] for each in step.pieces],
                "days": step.days,
                "total": str(shown(step.total, KEPT_DIGITS)),
            }
            for step in steps
        ],
    }


def _packed(answer: Answer) -> dict[str, Any]:
    return {
        "level": answer.level,
        "number": None if answer.number is None else str(answer.number),
        "given": None if answer.given is None else str(answer.given),
        "accepted": sorted(answer.accepted),
    }


def _unpacked(packed: Mapping[str, Any]) -> Answer:
    number, given = packed["number"], packed["given"]
    return Answer(
        level=packed["level"],
        number=None if number is None else Fraction(number),
        accepted=frozenset(packed["accepted"]),
        given=None if given is None else Fraction(given),
    )
