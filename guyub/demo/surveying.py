"""What residents of the demo say of the programmes: two years asked and closed, a satisfaction survey on its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.models import Officer
from guyub.apps.masterplan import queries as masterplan
from guyub.apps.surveys import operations, queries
from guyub.apps.surveys.asking import Asked, Given

# year -> how content residents are on the whole, 0 to 4
MOODS = {2025: 2.5, 2026: 2.85}
DIMENSIONS = ("SG", "SB", "SE", "SL", "SS", "SV")
AGES = ("17-29", "30-44", "45-59", "60+")
TITLE = "Survei manfaat program {year}"
SERVICE = "Loket desa tanpa formulir"


def seed_surveys(area: str) -> None:
    """Every survey as far as it is not there yet: opened, answered, closed."""
    secretariat = officers.get_officer("walidata")
    for year, mood in MOODS.items():
        at = datetime(year, 9, 14, 2, tzinfo=UTC)
        survey = _find(area, "impact", year, secretariat) or _ask_about_programmes(area, year, secretariat, at)
        line = queries.get_survey(survey, actor=secretariat).line
        if not line.responses:
            _record(survey, Random(year), mood, 1.0, secretariat, at + timedelta(days=20))
        if line.closed_at is None:
            operations.close_survey(survey_id=survey, actor=secretariat, at=at + timedelta(days=22))
    at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    survey = _find(area, "satisfaction", 2026, secretariat) or _ask_about_a_service(area, secretariat, at)
    if not queries.get_survey(survey, actor=secretariat).line.responses:
        _record(survey, Random(7), 3.2, 0.45, secretariat, at + timedelta(days=12))


def _find(area: str, kind: str, year: int, actor: Officer) -> int | None:
    lines = queries.list_surveys(area=area, actor=actor)
    return next((line.pk for line in lines if (line.kind, line.year) == (kind, year)), None)


def _ask_about_programmes(area: str, year: int, actor: Officer, at: datetime) -> int:
    asked = []
    for code in DIMENSIONS:
        wanted = masterplan.Wanted(dimension=code)
        lines = masterplan.list_programmes(area=area, wanted=wanted, year=year, actor=actor).lines
        asked += [Asked(line.name, line.pk, 50) for line in lines[:1]]
    return operations.open_survey(
        area=area, kind="impact", year=year, title=TITLE.format(year=year), asked=asked, smallest=5, seed=year,
        actor=actor, at=at,
    )  # fmt: skip


def _ask_about_a_service(area: str, actor: Officer, at: datetime) -> int:
    return operations.open_survey(
        area=area, kind="satisfaction", year=2026, title="Survei kepuasan loket desa", smallest=5, seed=7,
        asked=[Asked(SERVICE, None, 150)], actor=actor, at=at,
    )  # fmt: skip


def _record(survey: int, chance: Random, mood: float, share: float, actor: Officer, at: datetime) -> None:
    page = queries.get_survey(survey, actor=actor)
    given = list(_answers(page, chance, mood, share))
    operations.import_responses(survey_id=survey, given=given, digest="0" * 64, actor=actor, at=at)


def _answers(page: queries.SurveyPage, chance: Random, mood: float, share: float) -> Iterator[Given]:
    moods = {topic.pk: chance.gauss(mood, 0.25) for topic in page.topics}
    for quota in page.quotas:
        for number in range(round(quota.wanted * share)):
            yield Given(
                topic_id=quota.topic_id,
                village=quota.village,
                sex=chance.choice(("f", "m")),
                age=chance.choice(AGES),
                answers=tuple(
                    min(page.asked.high, max(page.asked.low, round(chance.gauss(moods[quota.topic_id], 0.9))))
                    for _question in page.asked.questions
                ),
                token=f"{page.line.pk}-{quota.topic_id}-{quota.village}-{number}",
            )
