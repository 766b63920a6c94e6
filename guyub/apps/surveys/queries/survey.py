"""Surveys, their topics, and how many of the wanted respondents have answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.surveys import permissions
from guyub.apps.surveys.models import Quota, Survey, Topic
from guyub.apps.surveys.population import source_in_words
from guyub.apps.surveys.questionnaires import Questionnaire, questionnaire
from guyub.apps.surveys.sampling import margin_of_error
from guyub.errors import Refusal


class NoSuchSurvey(Refusal):
    """There is none, or it is of another regency."""

    code = "surveys.no-such-survey"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such survey here."), remedy=_("Choose one from the list of surveys."))


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey: how many respondents it wants and has, and how many of its topics still lack some."""

    pk: int
    kind: str
    title: str
    year: int
    opened_at: datetime
    closed_at: datetime | None
    wanted: int
    responses: int
    topics: int
    topics_short: int

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def kind_name(self) -> str:
        return str(Survey.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One topic. margin: in percentage points, for a share near one half; None: nobody has answered yet."""

    pk: int
    title: str
    dimension: str
    agency: str
    programme_id: int | None
    wanted: int
    responses: int
    margin: float | None
    may_record: bool

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.responses)


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """What one village should give for one topic, and what it has given."""

    topic_id: int
    topic: str
    village: str
    name: str
    residents: int
    wanted: int
    responses: int
    may_record: bool

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.responses)


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One survey. quotas: by topic, then village; margin: of all respondents together; residents: 0 when not known."""

    line: SurveyLine
    area: str
    seed: int
    smallest: int
    population_source: str
    residents: int
    asked: Questionnaire
    topics: tuple[TopicLine, ...]
    quotas: tuple[QuotaLine, ...]
    margin: float | None
    margin_wanted: float | None
    may_manage: bool
    may_record: bool

    @property
    def villages(self) -> int:
        return len({quota.village for quota in self.quotas})

    @property
    def mine(self) -> tuple[QuotaLine, ...]:
        """What the reader may record."""
        return tuple(quota for quota in self.quotas if quota.may_record)

    @property
    def is_part(self) -> bool:
        """A village's office, an agency's operator: their own part of the plan stands first."""
        return 0 < len(self.mine) < len(self.quotas)

    @property
    def short(self) -> tuple[TopicLine, ...]:
        """The topics that still lack respondents, the emptiest first."""
        return tuple(sorted((each for each in self.topics if each.missing), key=lambda each: -each.missing))


def list_surveys(*, area: str, actor: Actor) -> list[SurveyLine]:
    """The surveys of an area, newest first; two database queries."""
    surveys = Survey.objects.visible_to(actor).filter(area_id=area).order_by("-year", "-opened_at", "-pk")
    rows = list(surveys.values_list("pk", "kind", "title", "year", "opened_at", "closed_at"))
    topics = Topic.objects.visible_to(actor).filter(survey_id__in=[row[0] for row in rows])
    counts: dict[int, list[tuple[int, int]]] = {}
    for survey_id, wanted, count in topics.annotate(n=Count("responses")).values_list("survey_id", "respondents", "n"):
        counts.setdefault(survey_id, []).append((wanted, count))
    return [_line(row, counts.get(row[0], [])) for row in rows]


def _line(row: tuple, counts: list[tuple[int, int]]) -> SurveyLine:
    return SurveyLine(
        *row,
        wanted=sum(wanted for wanted, _count in counts),
        responses=sum(count for _wanted, count in counts),
        topics=len(counts),
        topics_short=sum(count < wanted for wanted, count in counts),
    )


def get_survey(survey_id: int, *, actor: Actor) -> SurveyPage:
    """One survey with its topics and its plan by village; four database queries. Raises NoSuchSurvey."""
    survey = Survey.objects.visible_to(actor).filter(pk=survey_id).first()
    if survey is None:
        raise NoSuchSurvey
    topics = list(
        Topic.objects.filter(survey=survey)
        .annotate(n=Count("responses"))
        .order_by("order")
        .values_list(
            "pk", "title", "dimension", "agency__abbreviation", "agency_id", "programme_id", "respondents", "n"
        )
    )
    quotas = _quotas(survey.pk, {row[0]: (row[1], row[4]) for row in topics}, actor, is_open=survey.closed_at is None)
    residents, is_open = survey.residents, survey.closed_at is None
    recorded, wanted = sum(row[7] for row in topics), sum(row[6] for row in topics)
    row = (survey.pk, survey.kind, survey.title, survey.year, survey.opened_at, survey.closed_at)
    return SurveyPage(
        line=_line(row, [(each[6], each[7]) for each in topics]),
        area=survey.area_id,
        seed=survey.seed,
        smallest=survey.smallest,
        population_source=source_in_words(survey.population_source),
        residents=residents,
        asked=questionnaire(survey.kind),
        topics=tuple(
            TopicLine(
                pk=pk,
                title=title,
                dimension=dimension,
                agency=agency or "",
                programme_id=programme_id,
                wanted=wanted_here,
                responses=count,
                margin=margin_of_error(count, residents),
                may_record=is_open and permissions.may_record(actor, village=survey.area_id, agency_id=agency_id),
            )
            for pk, title, dimension, agency, agency_id, programme_id, wanted_here, count in topics
        ),
        quotas=quotas,
        margin=margin_of_error(recorded, residents),
        margin_wanted=margin_of_error(wanted, residents),
        may_manage=is_open and permissions.may_manage(actor, area=survey.area_id),
        may_record=any(quota.may_record for quota in quotas),
    )


def _quotas(
    survey_id: int, topics: dict[int, tuple[str, int | None]], actor: Actor, *, is_open: bool
) -> tuple[QuotaLine, ...]:
    answered = Count("topic__responses", filter=Q(topic__responses__village_id=F("village_id")))
    rows = (
        Quota.objects.filter(topic__survey_id=survey_id)
        .annotate(n=answered)
        .order_by("topic__order", "village_id")
        .values_list("topic_id", "village_id", "village__name", "residents", "respondents", "n")
    )
    return tuple(
        QuotaLine(
            topic_id=topic_id,
            topic=topics[topic_id][0],
            village=village,
            name=name,
            residents=residents,
            wanted=wanted,
            responses=count,
            may_record=is_open and permissions.may_record(actor, village=village, agency_id=topics[topic_id][1]),
        )
        for topic_id, village, name, residents, wanted, count in rows
    )
