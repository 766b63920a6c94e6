"""What follows from hand-ins and results: the entry of a region; its official score, its tasks, the sealed answer."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas.rights import NATION, Actor
from guyub.apps.assessment import operations as assessment
from guyub.apps.assessment import queries as assessments
from guyub.apps.evaluation import operations, queries
from guyub.apps.packages import operations as packages
from guyub.engines.packages import Recommendation
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine
from guyub.web import figures


def register_hand_in(event: EventLine, progress: Progress) -> None:
    """After package.handed_in and package.received: the region's entry in the cycle that it is for."""
    ministry = _system(NATION)
    if ministry is not None:  # a regency's own installation runs no evaluation
        operations.register_hand_in(package_id=int(event.subject_id), actor=ministry, at=progress.now())


def record_official_score(event: EventLine, progress: Progress) -> None:
    """After result.published: the official score beside the region's own, where it was assessed here."""
    page = _result(event, progress)
    region = _system(page.area)
    found = None if region is None else _assessment(page, region)
    if region is not None and found is not None:
        assessment.record_official_score(
            assessment_id=found,
            score=page.published,
            source=_source(page),
            actor=region,
            at=progress.now(),
        )


def open_follow_ups(event: EventLine, progress: Progress) -> None:
    """After result.published: each recommendation as one task of the region, however often it is published."""
    page = _result(event, progress)
    region = _system(page.area)
    if region is None or not assessments.list_assessments(area=page.area, actor=region):
        return  # the region works in an installation of its own: the sealed result brings it its tasks
    for remark in page.said_by("recommendation"):
        assessment.open_follow_up(
            area=page.area,
            key=_key(page, remark),
            text=remark.text,
            source=_source(page),
            code=remark.code,
            assessment_id=_assessment(page, region),
            due_on=remark.due_on,
            actor=region,
            at=progress.now(),
        )


def seal_result(event: EventLine, progress: Progress) -> None:
    """After result.published: the sealed answer, for a region in another installation."""
    page = _result(event, progress)
    packages.seal_result(
        hand_in_id=page.package_pk,
        letter_number=page.number,
        letter_title=page.cycle,
        letter_on=page.dated_on,
        score=page.published,
        grade=page.grade.code if page.grade else "",
        parts={part.code: part.value for part in page.parts if part.value is not None},
        recommendations=[
            Recommendation(_key(page, remark), remark.code, remark.text, remark.due_on)
            for remark in page.said_by("recommendation")
        ],
        office=page.signatory,
        actor=get_system_officer(NATION),
        at=page.published_at,
    )


def _system(area: str) -> Actor | None:
    try:
        return get_system_officer(area)
    except ObjectDoesNotExist:
        return None


def _result(event: EventLine, progress: Progress) -> queries.ResultPage:
    return queries.get_result(int(event.subject_id), actor=get_system_officer(NATION), on=progress.now().date())


def _assessment(page: queries.ResultPage, actor: Actor) -> int | None:
    for line in assessments.list_assessments(area=page.area, actor=actor):
        if (line.instrument_code, line.year, line.kind) == (page.instrument.code, page.year, "own"):
            return line.pk
    return None


def _key(page: queries.ResultPage, remark: queries.RemarkLine) -> str:
    return f"evaluation/{page.entry_pk}/{remark.key}"


def _source(page: queries.ResultPage) -> str:
    return f"{page.number}, {figures.day(page.dated_on)}"[:300]
