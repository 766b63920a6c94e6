"""What follows from answers, evidence and measured values: the score of every open assessment, as it is now."""

from __future__ import annotations

from datetime import datetime

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.assessment import operations, queries
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def keep_scores(event: EventLine, progress: Progress) -> None:
    """After an answer, a decision on evidence or its withdrawal: each open assessment of the area."""
    _keep_scores(event.area, progress.now())


def keep_last_score(event: EventLine, progress: Progress) -> None:
    """After assessment.closed: the score it is closed with."""
    actor = get_system_officer(event.area)
    operations.keep_score(assessment_id=int(event.subject_id), actor=actor, at=progress.now())


def take_in_indicators(event: EventLine, progress: Progress) -> None:
    """After values.computed, a measure or a new assessment: what data can answer is answered."""
    actor = get_system_officer(event.area)
    for assessment_id in _open_ones(event.area):
        operations.take_in_indicators(assessment_id=assessment_id, actor=actor, at=progress.now())


def keep_all_scores(at: datetime, progress: Progress) -> None:
    """Every night: evidence that expired the day before counts no more."""
    for area in queries.public_list_assessed_areas():
        _keep_scores(area, at)


def _keep_scores(area: str, at: datetime) -> None:
    actor = get_system_officer(area)
    for assessment_id in _open_ones(area):
        operations.keep_score(assessment_id=assessment_id, actor=actor, at=at)


def _open_ones(area: str) -> list[int]:
    lines = queries.list_assessments(area=area, actor=get_system_officer(area))
    return [line.pk for line in lines if line.closed_at is None]
