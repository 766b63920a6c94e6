"""What a closed survey came to, and the values that assessments take from it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.surveys.models import Response, Survey, Topic
from guyub.apps.surveys.queries.survey import NoSuchSurvey
from guyub.apps.surveys.questionnaires import Questionnaire, questionnaire
from guyub.apps.surveys.reckoning import LEAST, Outcome, Sums, add_up, instrument_of, outcome_of
from guyub.engines.scoring import rounded
from guyub.errors import Refusal

RESPONDENTS = "survey-impact-respondents"


class NotClosed(Refusal):
    """Half a survey is no result."""

    code = "surveys.not-closed"

    def __init__(self) -> None:
        super().__init__(
            _("This survey is still open."), remedy=_("Close it first: results before the end sway who is asked.")
        )


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """What a measure of content/instruments came to: numerator over denominator, or (denominator None) a number."""

    measure: str
    numerator: Decimal
    denominator: Decimal | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """
    One group of respondents.

    value   None: fewer than ten, or hidden so that those fewer than ten can't be computed from the rest
    means   of each question, where shown
    """

    title: str
    dimension: str
    respondents: int
    value: Decimal | None
    grade: str
    means: tuple[Decimal, ...]

    @property
    def few(self) -> bool:
        return 0 < self.respondents < LEAST

    def covered(self) -> GroupLine:
        """The same group with only its number of respondents."""
        return replace(self, value=None, grade="", means=())


@dataclass(frozen=True, slots=True)
class Result:
    """
    A closed survey.

    whole       all respondents together
    questions   as they were asked, in the order of every group's means
    measures    what assessments take over
    """

    pk: int
    area: str
    kind: str
    title: str
    year: int
    closed_at: datetime
    questions: tuple[str, ...]
    high: int
    whole: GroupLine
    topics: tuple[GroupLine, ...]
    by_sex: tuple[GroupLine, ...]
    by_age: tuple[GroupLine, ...]
    measures: tuple[MeasureValue, ...]

    @property
    def source(self) -> str:
        """As it stands beside every value that is taken from it."""
        return _("%(title)s, %(n)d respondents") % {"title": self.title, "n": self.whole.respondents}


_Answers = Sequence[tuple[int, str, str, list[int]]]  # topic, sex, age, answers


def get_result(survey_id: int, *, actor: Actor) -> Result:
    """Means, indices and measures of a closed survey; at most four database queries. Raises NoSuchSurvey, NotClosed."""
    survey = Survey.objects.visible_to(actor).filter(pk=survey_id).first()
    if survey is None:
        raise NoSuchSurvey
    if survey.closed_at is None:
        raise NotClosed
    asked = questionnaire(survey.kind)
    instrument = instrument_of(asked, area=survey.area_id, actor=actor)
    topics = Topic.objects.filter(survey=survey).order_by("order").values_list("pk", "title", "dimension")
    titles = {pk: (title, dimension) for pk, title, dimension in topics}
    rows = list(Response.objects.filter(topic__survey=survey).values_list("topic_id", "sex", "age", "answers"))

    def line(title: str, dimension: str, sums: Sums) -> GroupLine:
        return _group(title, dimension, sums, asked, outcome_of(sums, asked, instrument))

    def groups(key: Callable[[tuple[int, str, str, list[int]]], Hashable], names: Mapping[Hashable, tuple[str, str]]):  # type: ignore[no-untyped-def]
        sums = _split(rows, key, list(names), len(asked.questions))
        return tuple(line(*names[each], sums[each]) for each in names)

    whole = line(survey.title, "", add_up((row[3] for row in rows), questions=len(asked.questions)))
    by_topic = groups(lambda row: row[0], titles)
    by_sex = _guarded(groups(lambda row: row[1], {each: (str(label), "") for each, label in Response.Sex.choices}))
    by_age = _guarded(groups(lambda row: row[2], {each: (str(label), "") for each, label in Response.Age.choices}))
    if asked.instrument:
        by_topic = _guarded(by_topic)
    elif any(each.few for each in by_topic):
        # Each programme's mean becomes a measure, so what all say together would give away the few of one programme.
        whole = whole.covered()
        by_sex, by_age = (tuple(each.covered() for each in lines) for lines in (by_sex, by_age))
    return Result(
        pk=survey.pk,
        area=survey.area_id,
        kind=survey.kind,
        title=survey.title,
        year=survey.year,
        closed_at=survey.closed_at,
        questions=tuple(question.text for question in asked.questions),
        high=100 if asked.instrument else asked.high,
        whole=whole,
        topics=by_topic,
        by_sex=by_sex,
        by_age=by_age,
        measures=_measures(rows, titles, asked),
    )


def _guarded(lines: tuple[GroupLine, ...]) -> tuple[GroupLine, ...]:
    """If fewer than ten are hidden in all, the smallest shown group too: else the rest of the whole gives them away."""
    hidden = sum(each.respondents for each in lines if each.few)
    shown = [each for each in lines if each.value is not None]
    if not 0 < hidden < LEAST or not shown:
        return lines
    smallest = min(shown, key=lambda each: each.respondents)
    return tuple(each.covered() if each is smallest else each for each in lines)


def _split(rows: _Answers, key: Callable, names: Sequence[Hashable], questions: int) -> dict[Hashable, Sums]:
    return {name: add_up((row[3] for row in rows if key(row) == name), questions=questions) for name in names}


def _group(title: str, dimension: str, sums: Sums, asked: Questionnaire, outcome: Outcome) -> GroupLine:
    shown = () if sums.hidden else tuple(rounded(sums.mean(n), 2) for n in range(len(asked.questions)))
    return GroupLine(title, dimension, sums.respondents, outcome.value, outcome.grade, shown)


def _measures(rows: _Answers, titles: Mapping[int, tuple[str, str]], asked: Questionnaire) -> tuple[MeasureValue, ...]:
    """By question where the questionnaire says so; else by the dimension of the topics. Small groups give nothing."""
    number = len(asked.questions)
    if asked.instrument:
        sums = add_up((row[3] for row in rows), questions=number)
        named = ((question.measure, sums.totals[n]) for n, question in enumerate(asked.questions))
        return (
            ()
            if sums.hidden
            else tuple(MeasureValue(measure, Decimal(total), Decimal(sums.respondents)) for measure, total in named)
        )
    values = [MeasureValue(RESPONDENTS, Decimal(len(rows)), None)]
    for dimension in sorted({dimension for _title, dimension in titles.values() if dimension}):
        sums = add_up((row[3] for row in rows if titles[row[0]][1] == dimension), questions=number)
        if not sums.hidden:
            asked_in_all = Decimal(sums.respondents * number)
            values.append(MeasureValue(f"survey-impact-{dimension.lower()}", Decimal(sum(sums.totals)), asked_in_all))
    return tuple(values)
