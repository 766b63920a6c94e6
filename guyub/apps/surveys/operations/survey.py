"""Opening a survey with its sample, and closing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.masterplan import queries as masterplan
from guyub.apps.surveys import permissions
from guyub.apps.surveys.asking import Asked
from guyub.apps.surveys.models import Quota, Response, Survey, Topic
from guyub.apps.surveys.population import count_residents
from guyub.apps.surveys.queries import NoSuchSurvey
from guyub.apps.surveys.questionnaires import CODES, questionnaire
from guyub.apps.surveys.sampling import draw_sample
from guyub.errors import Refusal
from guyub.ledger import record

MOST_PROGRAMMES = 500
MOST_RESPONDENTS = 5000


class SurveyExists(Refusal):
    """There is one of this kind and year already, still open."""

    code = "surveys.survey-exists"

    def __init__(self) -> None:
        super().__init__(
            _("A survey of this kind is open for this year already."),
            remedy=_("Record in that one, or close it first."),
        )


class SurveyNotPossible(Refusal):
    code = "surveys.survey-not-possible"
    status = 422


class SurveyClosed(Refusal):
    """What a closed survey says does not change."""

    code = "surveys.survey-closed"

    def __init__(self) -> None:
        super().__init__(_("This survey is closed."), remedy=_("Open a new one to ask again."))


class NobodyAnswered(Refusal):
    code = "surveys.nobody-answered"

    def __init__(self) -> None:
        super().__init__(_("Nobody has answered yet."), remedy=_("Record answers first; an empty survey says nothing."))


@transaction.atomic(durable=True)
def open_survey(
    *,
    area: str,
    kind: str,
    year: int,
    title: str,
    asked: Sequence[Asked],
    smallest: int,
    seed: int,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Draw the villages and say how many residents to ask in each about what; return the survey's id.

    smallest  respondents in a village that is drawn, at least
    seed      with the same residents it draws the same villages again

    Raises NotPermitted, SurveyExists, SurveyNotPossible.
    """
    permissions.require_manager(actor, area=area)
    topics = _topics(area, kind, asked, actor)
    if Survey.objects.open().select_for_update().filter(area_id=area, kind=kind, year=year).exists():
        raise SurveyExists
    population = count_residents(area=area, actor=actor)
    if not population.residents:
        raise SurveyNotPossible(_("This area has no villages."), remedy=_("Import the list of areas first."))
    survey = Survey.objects.create(
        area_id=area,
        kind=kind,
        year=year,
        title=title.strip()[:200],
        seed=seed,
        smallest=smallest,
        residents=population.total,
        population_source=population.source[:300],
        opened_at=at,
    )
    for topic in topics:
        topic.survey = survey
    Topic.objects.bulk_create(topics)
    quotas = [quota for topic in topics for quota in _quotas(topic, population.residents, smallest, seed)]
    Quota.objects.bulk_create(quotas, batch_size=500)
    record(
        "survey.opened",
        actor=actor,
        at=at,
        area=area,
        subject=("surveys.survey", survey.pk),
        kind=kind,
        year=year,
        title=survey.title,
        seed=seed,
        smallest=smallest,
        population=population.source,
        topics=[topic.title for topic in topics],
        respondents=sum(topic.respondents for topic in topics),
        villages=len({quota.village_id for quota in quotas}),
    )
    return survey.pk


def _quotas(topic: Topic, residents: dict[str, int], smallest: int, seed: int) -> list[Quota]:
    """Each topic has a draw of its own, so that six programmes reach more villages than one."""
    drawn = draw_sample(residents, respondents=topic.respondents, smallest=smallest, seed=seed + topic.order)
    return [
        Quota(topic=topic, village_id=code, residents=residents[code], respondents=number)
        for code, number in drawn.items()
    ]


def _topics(area: str, kind: str, asked: Sequence[Asked], actor: Actor) -> list[Topic]:
    if kind not in CODES:
        raise SurveyNotPossible(_("There is no questionnaire of this kind."), remedy=_("Choose one from the list."))
    most = questionnaire(kind).topics
    if not 1 <= len(asked) <= most:
        problem = _("A survey asks about one to %(most)d things.") % {"most": most}
        raise SurveyNotPossible(problem, remedy=_("Choose what matters most."))
    if any(not 1 <= each.respondents <= MOST_RESPONDENTS for each in asked):
        raise SurveyNotPossible(
            _("The number of respondents is not possible."),
            remedy=_("Write a number from 1 to %(most)s.") % {"most": MOST_RESPONDENTS},
        )
    wanted = masterplan.Wanted()
    found = masterplan.list_programmes(area=area, wanted=wanted, year=0, actor=actor, limit=MOST_PROGRAMMES)
    programmes = {line.pk: line for line in found.lines}
    agencies = dict(Agency.objects.filter(area_id=area, valid_until=None).values_list("abbreviation", "pk"))
    chosen = [each.programme_id or each.title.strip().lower() for each in asked]
    if len(set(chosen)) < len(chosen):
        raise SurveyNotPossible(_("The same thing is asked about twice."), remedy=_("Choose different ones."))
    return [_topic(order, each, programmes, agencies, kind) for order, each in enumerate(asked)]


def _topic(
    order: int, asked: Asked, programmes: dict[int, masterplan.ProgrammeLine], agencies: dict[str, int], kind: str
) -> Topic:
    if asked.programme_id is None:
        if kind == Survey.Kind.IMPACT or not asked.title.strip():
            raise SurveyNotPossible(
                _("Something to ask about is missing."), remedy=_("Choose a programme, or write the service's name.")
            )
        return Topic(order=order, title=asked.title.strip()[:200], respondents=asked.respondents)
    line = programmes.get(asked.programme_id)
    if line is None:
        raise masterplan.NoSuchProgramme
    return Topic(
        order=order,
        title=line.name,
        programme_id=line.pk,
        dimension=line.dimension,
        agency_id=agencies.get(line.agency),
        respondents=asked.respondents,
    )


@transaction.atomic(durable=True)
def close_survey(*, survey_id: int, actor: Actor, at: datetime) -> int:
    """
    End the asking: from now the result is read, and nothing is recorded any more; return the survey's id.

    Closed again, nothing changes. Raises NotPermitted, NoSuchSurvey, NobodyAnswered.
    """
    survey = Survey.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk=survey_id).first()
    if survey is None:
        raise NoSuchSurvey
    permissions.require_manager(actor, area=survey.area_id)
    if survey.closed_at is not None:
        return survey.pk
    responses = Response.objects.filter(topic__survey=survey).count()
    if not responses:
        raise NobodyAnswered
    survey.closed_at = max(at, survey.opened_at)
    survey.save(update_fields=["closed_at"])
    wanted = sum(Topic.objects.filter(survey=survey).values_list("respondents", flat=True))
    record(
        "survey.closed",
        actor=actor,
        at=at,
        area=survey.area_id,
        subject=("surveys.survey", survey.pk),
        kind=survey.kind,
        year=survey.year,
        title=survey.title,
        responses=responses,
        wanted=wanted,
    )
    return survey.pk
