"""Recommendations as tasks of the regency: handed down once, given to an agency, finished with what was done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import permissions
from guyub.apps.assessment.models import Assessment, FollowUp
from guyub.apps.assessment.operations.assessment import NoSuchAgency
from guyub.apps.assessment.queries import NoSuchAssessment
from guyub.errors import Refusal
from guyub.ledger import record


class NoSuchFollowUp(Refusal):
    code = "assessment.no-such-follow-up"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such follow-up here."), remedy=_("Look it up in the list of follow-ups."))


class OutcomeMissing(Refusal):
    code = "assessment.outcome-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("A follow-up is not finished without its outcome."), remedy=_("Write in one sentence what was done.")
        )


@transaction.atomic(durable=True)
def open_follow_up(
    *,
    area: str,
    key: str,
    text: str,
    source: str,
    code: str = "",
    assessment_id: int | None = None,
    agency_id: int | None = None,
    due_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Make a recommendation a task of the area; return its id. The same key again is the task that is there.

    code     of the part of the instrument that it is about; "": the whole
    source   the letter it stands in

    Without an agency it goes to the one that answers the item of that code. Raises NotPermitted, NoSuchAssessment.
    """
    permissions.require_manager(actor, area=area)
    standing = FollowUp.objects.filter(area_id=area, key=key).first()
    if standing is not None:
        return standing.pk
    assessment = Assessment.objects.filter(pk=assessment_id, area_id=area).first()
    if assessment_id is not None and assessment is None:
        raise NoSuchAssessment
    if agency_id is None and assessment is not None and code:
        item = assessment.items.filter(code__in=[code, f"{code}#1"]).first()
        agency_id = item.agency_id if item else None
    new = FollowUp.objects.create(
        area_id=area,
        assessment=assessment,
        code=code,
        text=text,
        source=source,
        key=key,
        agency_id=agency_id,
        due_on=due_on,
        opened_at=at,
    )
    record(
        "follow_up.opened",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.follow_up", new.pk),
        assessment=assessment_id,
        code=code,
        key=key,
        agency=agency_id,
        source=source,
    )
    return new.pk


@transaction.atomic(durable=True)
def give_follow_up(*, follow_up_id: int, agency_id: int | None, due_on: date | None, actor: Actor, at: datetime) -> int:
    """Say who does it by when; return its id. Raises NoSuchFollowUp, NotPermitted, NoSuchAgency."""
    follow_up = _find(follow_up_id, actor)
    permissions.require_manager(actor, area=follow_up.area_id)
    if agency_id is not None and not Agency.objects.filter(pk=agency_id, area_id=follow_up.area_id).exists():
        raise NoSuchAgency
    if (follow_up.agency_id, follow_up.due_on) == (agency_id, due_on):
        return follow_up.pk
    FollowUp.objects.filter(pk=follow_up.pk).update(agency_id=agency_id, due_on=due_on)
    record(
        "follow_up.given",
        actor=actor,
        at=at,
        area=follow_up.area_id,
        subject=("assessment.follow_up", follow_up.pk),
        agency=agency_id,
        due_on=None if due_on is None else due_on.isoformat(),
    )
    return follow_up.pk


@transaction.atomic(durable=True)
def finish_follow_up(*, follow_up_id: int, outcome: str, actor: Actor, at: datetime) -> int:
    """
    Say what was done; return its id. Finished is finished: the same again changes nothing.

    Raises NoSuchFollowUp, NotPermitted, OutcomeMissing.
    """
    follow_up = _find(follow_up_id, actor)
    permissions.require_answerer(actor, area=follow_up.area_id, agency_id=follow_up.agency_id)
    if follow_up.done_at is not None:
        return follow_up.pk
    if not outcome.strip():
        raise OutcomeMissing
    FollowUp.objects.filter(pk=follow_up.pk).update(done_at=at, done_office=actor.acting_as, outcome=outcome.strip())
    record(
        "follow_up.finished",
        actor=actor,
        at=at,
        area=follow_up.area_id,
        subject=("assessment.follow_up", follow_up.pk),
        key=follow_up.key,
        code=follow_up.code,
    )
    return follow_up.pk


def _find(follow_up_id: int, actor: Actor) -> FollowUp:
    found = FollowUp.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk=follow_up_id).first()
    if found is None:
        raise NoSuchFollowUp
    return found
