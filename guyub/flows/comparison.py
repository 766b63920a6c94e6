"""What follows from scores for the comparison: each region's year, computed and official beside each other."""

from __future__ import annotations

from decimal import Decimal

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.assessment import queries as assessment
from guyub.apps.comparison import operations
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def note_official_score(event: EventLine, progress: Progress) -> None:
    """After assessment.official_score_recorded: what a regency wrote down itself, not published to others."""
    line = _assessment(event)
    if line is None or line.official_score is None:
        return
    operations.keep_official(
        area=line.area,
        instrument_code=line.instrument_code,
        instrument_version=line.version,
        year=line.year,
        weight_set=line.weight_set,
        score=line.official_score,
        parts={},
        source=line.official_source,
        published_at=None,
        actor=get_system_officer(event.area),
        at=progress.now(),
    )


def note_computed_score(event: EventLine, progress: Progress) -> None:
    """After score.kept: what a closed self-assessment came to."""
    line = _assessment(event)
    if line is None or line.closed_at is None or line.total is None:
        return
    actor = get_system_officer(event.area)
    newest = assessment.list_scores(line.pk, actor=actor)[-1]
    operations.keep_computed(
        area=line.area,
        instrument_code=line.instrument_code,
        instrument_version=line.version,
        year=line.year,
        weight_set=line.weight_set,
        score=line.total,
        parts={code: Decimal(value) for code, value in newest.parts.items()},
        source=f"{line.short} {line.year}",
        actor=actor,
        at=progress.now(),
    )


def _assessment(event: EventLine) -> assessment.AssessmentLine | None:
    """The assessment that the event is about."""
    lines = assessment.list_assessments(area=event.area, actor=get_system_officer(event.area))
    return next((line for line in lines if line.pk == int(event.subject_id)), None)
