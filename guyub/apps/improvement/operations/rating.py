"""Opening a rating round, rating in it, closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Officer
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import queries as assessment
from guyub.apps.improvement import permissions
from guyub.apps.improvement.models import Rating, RatingRound
from guyub.apps.improvement.queries import NoSuchRound, public_find_scale
from guyub.errors import Refusal
from guyub.ledger import record

LEAST_PARTS, MOST_PARTS = 2, 30


class RoundNotPossible(Refusal):
    """Too few or too many parts, parts that the instrument does not have, or an end before the beginning."""

    code = "improvement.round-not-possible"
    status = 422


class RoundOver(Refusal):
    """The round is over: nobody rates after the results are known."""

    code = "improvement.round-over"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("This round is over."), remedy=_("Ask the planning office to open another round if it is needed.")
        )


class RatingNotPossible(Refusal):
    """A part is missing or a value lies off the scale."""

    code = "improvement.rating-not-possible"
    status = 422


@transaction.atomic(durable=True)
def open_round(
    *,
    assessment_id: int,
    title: str,
    parts: Sequence[str],
    closes_at: datetime,
    actor: Officer,
    at: datetime,
) -> int:
    """
    Ask the heads of the agencies how they see parts of an assessment; return the round's id.

    Raises NoSuchAssessment, NotPermitted, RoundNotPossible.
    """
    of = assessment.get_answers(assessment_id, actor=actor, on=timezone.localdate(at))
    permissions.require_manager(actor, area=of.area)
    chosen = list(dict.fromkeys(parts))
    if not LEAST_PARTS <= len(chosen) <= MOST_PARTS or any(code not in of.instrument.nodes for code in chosen):
        raise RoundNotPossible(
            _("A round asks about %(least)d to %(most)d parts of the instrument.")
            % {"least": LEAST_PARTS, "most": MOST_PARTS},
            remedy=_("Choose the parts that the meeting is to talk about."),
        )
    if closes_at <= at:
        raise RoundNotPossible(_("The round would end before it begins."), remedy=_("Choose a later day."))
    low, high = public_find_scale(of.instrument)
    new = RatingRound.objects.create(
        area_id=of.area,
        assessment_id=of.pk,
        title=title.strip(),
        parts=chosen,
        low=low,
        high=high,
        opened_at=at,
        opened_office=actor.acting_as,
        closes_at=closes_at,
    )
    record(
        "rating.round_opened",
        actor=actor,
        at=at,
        area=of.area,
        subject=("improvement.rating_round", new.pk),
        title=new.title,
        instrument=of.instrument.short,
        parts=len(chosen),
        closes_at=closes_at.isoformat(),
    )
    return new.pk


@transaction.atomic(durable=True)
def rate_parts(*, round_id: int, ratings: Mapping[str, int], actor: Officer, at: datetime) -> int:
    """
    Say how an agency sees every part that the round asks for; return how many ratings it is.

    Until the round is over the head may say otherwise: what was said before is replaced. The ledger tells that an
    agency rated, never what.

    Raises NoSuchRound, NotPermitted, RoundOver, RatingNotPossible.
    """
    found = RatingRound.objects.visible_to(actor).select_for_update().filter(pk=round_id)
    asked = found.first()
    if asked is None:
        raise NoSuchRound
    area = asked.area_id
    heads = permissions.require_head(actor, area=area)
    if asked.is_over(at):
        raise RoundOver
    if set(ratings) != set(asked.parts) or any(not asked.low <= each <= asked.high for each in ratings.values()):
        raise RatingNotPossible(
            _("Every part needs a rating from %(low)d to %(high)d.") % {"low": asked.low, "high": asked.high},
            remedy=_("Go through the parts once more; none may stay empty."),
        )
    agency = Agency.objects.filter(pk__in=heads, area_id=area, valid_until=None).order_by("pk").first()
    if agency is None:
        raise NoSuchRound
    Rating.objects.bulk_create(
        [Rating(round=asked, agency=agency, part=code, value=ratings[code], rated_at=at) for code in asked.parts],
        update_conflicts=True,
        unique_fields=["round", "agency", "part"],
        update_fields=["value", "rated_at"],
    )
    record(
        "rating.given",
        actor=actor,
        at=at,
        area=area,
        subject=("improvement.rating_round", asked.pk),
        title=asked.title,
        agency=agency.pk,
        parts=len(ratings),
    )
    return len(ratings)


@transaction.atomic(durable=True)
def close_round(*, round_id: int, actor: Officer, at: datetime) -> int:
    """
    End a round before its time: all ratings are shown from now on. Return its id; closing again changes nothing.

    Raises NoSuchRound, NotPermitted.
    """
    found = RatingRound.objects.visible_to(actor).select_for_update().filter(pk=round_id)
    asked = found.first()
    if asked is None:
        raise NoSuchRound
    permissions.require_manager(actor, area=asked.area_id)
    if asked.closed_at is not None or asked.is_over(at):
        return asked.pk
    RatingRound.objects.filter(pk=asked.pk).update(closed_at=max(at, asked.opened_at))
    record(
        "rating.round_closed",
        actor=actor,
        at=at,
        area=asked.area_id,
        subject=("improvement.rating_round", asked.pk),
        title=asked.title,
        agencies=Rating.objects.filter(round=asked).values("agency").distinct().count(),
    )
    return asked.pk
