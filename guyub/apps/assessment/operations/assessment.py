"""An assessment from opening to closing: shared out, its score kept as it changes, the official one beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import content, permissions, reckoning
from guyub.apps.assessment.models import Assessment, Instrument, Item, Score
from guyub.apps.assessment.queries import NoSuchAssessment, NoSuchInstrument, get_answers
from guyub.engines.scoring import score
from guyub.errors import Refusal
from guyub.ledger import record


class AssessmentExists(Refusal):
    """There is one of this instrument for this year."""

    code = "assessment.exists"

    def __init__(self, year: int) -> None:
        super().__init__(
            _("There is an assessment by this instrument for %(year)d already.") % {"year": year},
            remedy=_("Open it in the list, or choose another year."),
        )


class AssessmentClosed(Refusal):
    """Nothing of a closed assessment changes any more."""

    code = "assessment.closed"

    def __init__(self) -> None:
        super().__init__(
            _("This assessment is closed: nothing of it changes any more."),
            remedy=_("Look at the assessment of the current year."),
        )


class NoSuchAgency(Refusal):
    """Items and follow-ups are given to agencies of the same regency."""

    code = "assessment.no-such-agency"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("There is no such agency in this regency."), remedy=_("Choose one from the list."))


class ScoreNotPossible(Refusal):
    """An official score lies within the instrument's range and names its letter."""

    code = "assessment.score-not-possible"
    status = 422


@transaction.atomic(durable=True)
def open_assessment(
    *, area: str, instrument: str, year: int, due_on: date | None, actor: Actor, at: datetime, kind: str = "own"
) -> int:
    """
    Begin to assess an area by the instrument of this code that is in force there; return the assessment's id.

    Each leaf becomes an item; who answers it is said by share_items. The weights are those of the year.
    Raises NotPermitted, NoSuchInstrument, AssessmentExists.
    """
    permissions.require_manager(actor, area=area)
    adopted = Instrument.objects.live().filter(area_id=area, code=instrument).first()
    if adopted is None:
        raise NoSuchInstrument
    if Assessment.objects.filter(area_id=area, instrument__code=instrument, year=year, kind=kind).exists():
        raise AssessmentExists(year)
    parsed = content.parsed(adopted.text)
    weights = parsed.weight_set_of(year)
    new = Assessment.objects.create(
        area_id=area,
        instrument=adopted,
        year=year,
        kind=kind,
        weight_set=weights.code if weights else "",
        due_on=due_on,
        opened_at=at,
    )
    codes = reckoning.item_codes(parsed)
    Item.objects.bulk_create(Item(assessment=new, code=code, order=order) for order, code in enumerate(codes))
    record(
        "assessment.opened",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.assessment", new.pk),
        instrument=adopted.code,
        short=parsed.short,
        version=adopted.version,
        year=year,
        items=len(codes),
    )
    return new.pk


@transaction.atomic(durable=True)
def share_items(*, assessment_id: int, agencies: Mapping[str, int | None], actor: Actor, at: datetime) -> int:
    """
    Say which agency answers which items; return how many changed hands.

    agencies  the item's code -> the agency's id, None: nobody yet; items that are not named stay where they are

    Raises NotPermitted, NoSuchAssessment, AssessmentClosed, NoSuchAgency.
    """
    assessment = open_for_change(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    wanted = {agency for agency in agencies.values() if agency is not None}
    if Agency.objects.filter(pk__in=wanted, area_id=assessment.area_id).count() != len(wanted):
        raise NoSuchAgency
    moved = [
        item
        for item in Item.objects.filter(assessment=assessment, code__in=agencies)
        if item.agency_id != agencies[item.code]
    ]
    if not moved:
        return 0
    for item in moved:
        item.agency_id = agencies[item.code]
    Item.objects.bulk_update(moved, ["agency"])
    record(
        "assessment.shared_out",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        items={item.code: item.agency_id for item in moved},
    )
    return len(moved)


@transaction.atomic(durable=True)
def record_official_score(*, assessment_id: int, score: Decimal, source: str, actor: Actor, at: datetime) -> int:
    """
    Write down what the ministry said of the same year, with its letter; return the assessment's id.

    It stands beside the computed score and changes nothing of it; also when the assessment is closed.
    Raises NotPermitted, NoSuchAssessment, ScoreNotPossible.
    """
    assessment = _find(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    parsed, source = content.parsed(assessment.instrument.text), source.strip()
    if not source:
        raise ScoreNotPossible(
            _("An official score without its letter can't be shown."),
            remedy=_("Write the letter's number and date."),
        )
    if (parsed.low is not None and score < parsed.low) or (parsed.high is not None and score > parsed.high):
        raise ScoreNotPossible(
            _("The score lies outside what this instrument can give."),
            remedy=_("Compare it with the letter: %(low)s to %(high)s.") % {"low": parsed.low, "high": parsed.high},
        )
    before = assessment.official_score
    if (before, assessment.official_source) == (score, source):
        return assessment.pk
    Assessment.objects.filter(pk=assessment.pk).update(
        official_score=score, official_source=source[:300], official_at=at
    )
    record(
        "assessment.official_score_recorded",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        short=parsed.short,
        year=assessment.year,
        score=str(score),
        before=None if before is None else str(before.normalize()),
        source=source[:300],
    )
    return assessment.pk


@transaction.atomic(durable=True)
def close_assessment(*, assessment_id: int, actor: Actor, at: datetime) -> int:
    """
    End an assessment: nothing of it changes any more, also when its evidence expires; return its id.

    Closing it again changes nothing. Raises NotPermitted, NoSuchAssessment.
    """
    assessment = _find(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    if assessment.closed_at is not None:
        return assessment.pk
    # A clock that was put back must not stand in the way.
    Assessment.objects.filter(pk=assessment.pk).update(closed_at=max(at, assessment.opened_at))
    record(
        "assessment.closed",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        short=content.parsed(assessment.instrument.text).short,
        year=assessment.year,
    )
    return assessment.pk


@transaction.atomic(durable=True)
def keep_score(*, assessment_id: int, actor: Actor, at: datetime) -> int | None:
    """
    Compute an assessment on this day and write the score down if it changed; return its id, None when it did not.

    Raises NotPermitted, NoSuchAssessment.
    """
    assessment = _find(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    found = get_answers(assessment_id, actor=actor, on=timezone.localdate(at))
    scored = score(found.instrument, found.answers, weights=found.weight_set)
    fields = {
        "total": reckoning.decimal(scored.total),
        "grade": scored.grade.code if scored.grade else "",
        "parts": reckoning.kept_parts(found.instrument, scored),
        "answered": len(found.answers),
        "items": len(found.agencies),
    }
    last = Score.objects.filter(assessment=assessment).order_by("-computed_at", "-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in fields.items()):
        return None
    kept = Score.objects.create(assessment=assessment, computed_at=at, **fields)
    record(
        "score.kept",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        short=found.instrument.short,
        year=assessment.year,
        total=None if kept.total is None else str(kept.total),
        before=None if last is None or last.total is None else str(last.total),
        answered=kept.answered,
        items=kept.items,
    )
    return kept.pk


def open_for_change(assessment_id: int, actor: Actor) -> Assessment:
    """The assessment, locked. Raises NoSuchAssessment, AssessmentClosed."""
    found = _find(assessment_id, actor)
    if found.closed_at is not None:
        raise AssessmentClosed
    return found


def _find(assessment_id: int, actor: Actor) -> Assessment:
    found = Assessment.objects.select_for_update(of=("self",)).select_related("instrument").visible_to(actor)
    assessment = found.filter(pk=assessment_id).first()
    if assessment is None:
        raise NoSuchAssessment
    return assessment
