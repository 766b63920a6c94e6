"""Recording what residents answered: one by one at the door, or a sheet of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.surveys import permissions
from guyub.apps.surveys.asking import Given
from guyub.apps.surveys.models import Response, Survey, Topic
from guyub.apps.surveys.operations.survey import SurveyClosed
from guyub.apps.surveys.queries import NoSuchSurvey
from guyub.apps.surveys.questionnaires import questionnaire
from guyub.errors import Refusal
from guyub.ledger import record


class NoSuchTopic(Refusal):
    """There is no such topic here."""

    code = "surveys.no-such-topic"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This survey does not ask about that."), remedy=_("Choose one of its topics."))


class AnswersIncomplete(Refusal):
    """A question without an answer, or an answer that is none of its choices."""

    code = "surveys.answers-incomplete"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Not every question has one of its answers."), remedy=_("Choose one answer for each question.")
        )


class NotOfThisSurvey(Refusal):
    code = "surveys.not-of-this-survey"
    status = 422


@transaction.atomic(durable=True)
def record_response(*, given: Given, actor: Actor, at: datetime) -> int:
    """
    Record one resident's answers about one topic; return the response's id. The same token again records nothing.

    Raises NoSuchTopic, NotPermitted, SurveyClosed, AnswersIncomplete, NotOfThisSurvey.
    """
    topic = Topic.objects.visible_to(actor).select_related("survey").filter(pk=given.topic_id).first()
    if topic is None:
        raise NoSuchTopic
    survey = Survey.objects.select_for_update().get(pk=topic.survey_id)
    made = _made(given, {topic.pk: topic}, survey, _villages([given], survey), actor, at)
    known = Response.objects.filter(topic=topic, token=given.token).values_list("pk", flat=True).first()
    if known is not None:
        return known
    made.save()
    record(
        "survey.answered",
        actor=actor,
        at=at,
        area=survey.area_id,
        subject=("surveys.survey", survey.pk),
        topic=topic.pk,
        title=topic.title,
        village=given.village,
        response=made.pk,
    )
    return made.pk


@transaction.atomic(durable=True)
def import_responses(*, survey_id: int, given: Sequence[Given], digest: str, actor: Actor, at: datetime) -> int:
    """
    Record the answers of a sheet, all of them or none; return how many are new. The same sheet again records nothing.

    digest  SHA-256 of the file

    Raises NoSuchSurvey, NotPermitted, SurveyClosed, NoSuchTopic, AnswersIncomplete, NotOfThisSurvey.
    """
    survey = Survey.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk=survey_id).first()
    if survey is None:
        raise NoSuchSurvey
    topics = {topic.pk: topic for topic in Topic.objects.filter(survey=survey)}
    villages = _villages(given, survey)
    made = [_made(each, topics, survey, villages, actor, at) for each in given]
    known = set(Response.objects.filter(topic__survey=survey).values_list("topic_id", "token"))
    new = [each for each in made if (each.topic_id, each.token) not in known]
    if not new:
        return 0
    Response.objects.bulk_create(new, batch_size=500)
    record(
        "survey.imported",
        actor=actor,
        at=at,
        area=survey.area_id,
        subject=("surveys.survey", survey.pk),
        title=survey.title,
        responses=len(new),
        digest=digest,
    )
    return len(new)


def _villages(given: Sequence[Given], survey: Survey) -> set[str]:
    """Which of the named villages are villages of the survey's area."""
    found = Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=f"{survey.area_id}.")
    return set(found.filter(code__in={each.village for each in given}).values_list("code", flat=True))


def _made(
    given: Given, topics: dict[int, Topic], survey: Survey, villages: set[str], actor: Actor, at: datetime
) -> Response:
    """The row for one response, once everything about it is right."""
    topic = topics.get(given.topic_id)
    if topic is None:
        raise NoSuchTopic
    permissions.require_recorder(actor, village=given.village, agency_id=topic.agency_id)
    if survey.closed_at is not None:
        raise SurveyClosed
    known = given.village in villages and given.sex in Response.Sex.values and given.age in Response.Age.values
    if not known:
        raise NotOfThisSurvey(_("Village, sex or age is none of the choices."), remedy=_("Choose each from its list."))
    if not questionnaire(survey.kind).accepts(given.answers):
        raise AnswersIncomplete
    return Response(
        topic=topic,
        village_id=given.village,
        sex=given.sex,
        age=given.age,
        answers=list(given.answers),
        token=given.token[:64],
        recorded_at=at,
        recorded_office=actor.acting_as[:200],
    )
