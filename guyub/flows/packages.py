"""What follows from a result that came in: the official score beside one's own, and tasks for those who answer."""

from __future__ import annotations

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas.rights import Actor
from guyub.apps.assessment import operations as assessment
from guyub.apps.assessment import queries as assessments
from guyub.apps.packages import queries
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine
from guyub.web import figures


def record_official_score(event: EventLine, progress: Progress) -> None:
    """After package.received: what the ministry said of the same instrument and year, if it was assessed here."""
    if (found := _find_result(event)) is None:
        return
    actor, package = found
    assessment_id = _assessment(package, actor)
    if assessment_id is not None:
        assessment.record_official_score(
            assessment_id=assessment_id,
            score=package.result.score,
            source=_source(package),
            actor=actor,
            at=progress.now(),
        )


def open_follow_ups(event: EventLine, progress: Progress) -> None:
    """After package.received: each recommendation as one task, by its key, however often the step runs."""
    if (found := _find_result(event)) is None:
        return
    actor, package = found
    assessment_id = _assessment(package, actor)
    for each in package.result.recommendations:
        assessment.open_follow_up(
            area=package.area,
            key=each.key,
            text=each.text,
            code=each.code,
            source=_source(package),
            assessment_id=assessment_id,
            due_on=each.due_on,
            actor=actor,
            at=progress.now(),
        )


def _find_result(event: EventLine) -> tuple[Actor, queries.PackagePage] | None:
    """As whom to act, and the result; None for a hand-in, which is for the ministry."""
    if event.facts.get("kind") != "result":
        return None
    actor = get_system_officer(event.area)
    return actor, queries.get_package(int(event.subject_id), actor=actor)


def _assessment(package: queries.PackagePage, actor: Actor) -> int | None:
    for line in assessments.list_assessments(area=package.area, actor=actor):
        if (line.instrument_code, line.year, line.kind) == (package.instrument_code, package.year, "own"):
            return line.pk
    return None


def _source(package: queries.PackagePage) -> str:
    result = package.result
    return f"{result.letter_number}, {figures.day(result.letter_on)}"[:300]
