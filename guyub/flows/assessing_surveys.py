"""What follows from a closed survey: its numbers answer the items that ask for them, and its result proves them."""

from __future__ import annotations

import io
from decimal import Decimal

from django.utils import timezone

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.assessment import operations as assessment
from guyub.apps.assessment import queries as assessed
from guyub.apps.assessment.content import Measured
from guyub.apps.assessment.files import About, Proof
from guyub.apps.surveys import queries as surveys
from guyub.apps.surveys.sheets import write_result
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine

SURVEY = "survey"


def record_survey_values(event: EventLine, progress: Progress) -> None:
    """
    After survey.closed: every measure that the survey answers, with the survey as its source.

    Where a later survey of the same kind and year is closed too, that one counts.
    """
    actor = get_system_officer(event.area)
    survey_id = int(event.subject_id)
    if not _is_newest(survey_id, event.area):
        return
    result = surveys.get_result(survey_id, actor=actor)
    for each in result.measures:
        line = assessed.find_measure(each.measure, area=result.area, year=result.year, actor=actor)
        if line is None or (line.value is not None and _same(line.value, each, result.source)):
            continue
        assessment.record_value(
            area=result.area,
            measure=each.measure,
            year=result.year,
            measured=_measured(each),
            agency_id=None,
            source=result.source,
            actor=actor,
            at=progress.now(),
        )


def _is_newest(survey_id: int, area: str) -> bool:
    lines = surveys.list_surveys(area=area, actor=get_system_officer(area))
    this = next(line for line in lines if line.pk == survey_id)
    rivals = [line for line in lines if (line.kind, line.year) == (this.kind, this.year) and line.closed_at]
    return max(rivals, key=lambda line: (line.closed_at, line.pk)).pk == survey_id


def _measured(each: surveys.MeasureValue) -> Measured:
    if each.denominator is None:
        return Measured(value=each.numerator)
    return Measured(numerator=each.numerator, denominator=each.denominator)


def _same(standing: assessed.ValueLine, each: surveys.MeasureValue, source: str) -> bool:
    value = each.numerator if each.denominator is None else each.numerator / each.denominator
    return standing.source == source and standing.value == value.quantize(Decimal("0.000001"))


def register_survey_evidence(event: EventLine, progress: Progress) -> None:
    """After survey.closed: the result, without any single answer, as evidence that items can be proved with."""
    actor = get_system_officer(event.area)
    result = surveys.get_result(int(event.subject_id), actor=actor)
    number = f"survei-{result.pk}"
    day = timezone.localdate(result.closed_at)
    wanted = assessed.EvidenceWanted(text=number)
    known = assessed.list_evidence(area=event.area, wanted=wanted, on=day, actor=actor).lines
    if any(line.number == number for line in known):
        return
    assessment.register_evidence(
        area=event.area,
        agency_id=None,
        kind=SURVEY,
        about=About(title=result.title, dated_on=day, number=number),
        proof=Proof(stream=io.BytesIO(write_result(result)), file_name=f"{number}.csv"),
        actor=actor,
        at=progress.now(),
    )
