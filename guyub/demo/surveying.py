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
    """Every survey as far as it is not there yet."""
    secretariat = officers.get_officer("walidata")
    known = {(line.kind, line.year) for line in queries.list_surveys(area=area, actor=secretariat)}
    for year, mood in MOODS.items():
        if ("impact", year) not in known:
            _ask_about_programmes(area, year, mood, secretariat)
    if ("satisfaction", 2026) not in known:
        _ask_about_a_service(area, secretariat)


def _ask_about_programmes(area: str, year: int, mood: float, actor: Officer) -> None:
    at = datetime(year, 9, 14, 2, tzinfo=UTC)
    asked = []
    for code in DIMENSIONS:
        wanted = masterplan.Wanted(dimension=code)
        lines = masterplan.list_programmes(area=area, wanted=wanted, year=year, actor=actor).lines
        asked += [Asked(line.name, line.pk, 50) for line in lines[:1]]
    survey = operations.open_survey(
        area=area, kind="impact", year=year, title=TITLE.format(year=year), asked=asked, smallest=5, seed=year,
        actor=actor, at=at,
    )  # fmt: skip
    _record(survey, Random(year), mood, 1.0, actor, at + timedelta(days=20))
    operations.close_survey(survey_id=survey, actor=actor, at=at + timedelta(days=22))


def _ask_about_a_service(area: str, actor: Officer) -> None:
    at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    survey = operations.open_survey(
        area=area, kind="satisfaction", year=2026, title="Survei kepuasan loket desa", smallest=5, seed=7,
        asked=[Asked(SERVICE, None, 150)], actor=actor, at=at,
    )  # fmt: skip
    _record(survey, Random(7), 3.2, 0.45, actor, at + timedelta(days=12))


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
