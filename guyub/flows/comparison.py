"""What follows from scores for the comparison: each region's year, computed and official beside each other."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas.rights import NATION, Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.comparison import operations
from guyub.apps.evaluation import queries as evaluation
from guyub.apps.packages import queries as packages
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


def note_package(event: EventLine, progress: Progress) -> None:
    """After package.handed_in and package.received: what a region's answers come to, computed here once more."""
    actor = _keeper(event.area)
    package = packages.get_package(int(event.subject_id), actor=actor)
    line = package.line
    if line.kind != "hand_in" or line.superseded_by is not None:
        return  # a result is an official score, and the package that took the place was noted itself
    found = packages.get_recomputed(line.pk, actor=actor)
    operations.keep_computed(
        area=line.area,
        instrument_code=line.instrument_code,
        instrument_version=line.instrument_version,
        year=line.year,
        weight_set=package.hand_in.answers.weight_set,
        score=found.computed,
        parts={part.code: part.computed for part in found.parts},
        source=f"Paket {line.digest[:12]}",
        actor=actor,
        at=progress.now(),
    )


def note_result(event: EventLine, progress: Progress) -> None:
    """After result.published: the official score, which other regions may see from now on."""
    actor = get_system_officer(NATION)
    line = evaluation.get_result(int(event.subject_id), actor=actor, on=progress.now().date())
    if line.successor is not None:
        return  # the result that took its place was noted itself
    weights = line.instrument.weight_set_of(line.year)
    operations.keep_official(
        area=line.area,
        instrument_code=line.instrument.code,
        instrument_version=line.instrument.version,
        year=line.year,
        weight_set=weights.code if weights else "",
        score=line.published,
        parts={part.code: part.value for part in line.parts},
        source=line.number,
        published_at=line.published_at,
        actor=actor,
        at=progress.now(),
    )


def _keeper(area: str) -> Actor:
    """The ministry's system officer where the ministry works here, else the region's."""
    try:
        return get_system_officer(NATION)
    except ObjectDoesNotExist:
        return get_system_officer(area)


def _assessment(event: EventLine) -> assessment.AssessmentLine | None:
    """The assessment that the event is about."""
    lines = assessment.list_assessments(area=event.area, actor=get_system_officer(event.area))
    return next((line for line in lines if line.pk == int(event.subject_id)), None)
