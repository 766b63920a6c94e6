"""A regency with ten villages, a masterplan of six programmes, and those who ask."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guyub.apps.indicators.models import Computation, Definition, Value
from guyub.apps.masterplan.models import Masterplan, Programme
from guyub.apps.registry.models import Build
from guyub.apps.surveys import operations
from guyub.apps.surveys.asking import Asked, Given
from guyub.apps.surveys.models import Quota, Topic
from tests.support import make

VILLAGES = tuple(f"33.13.{district:02d}.{2001 + number}" for district in (1, 2) for number in range(5))
DIMENSIONS = ("SG", "SB", "SE", "SL", "SS", "SV")
SEED = 20261123


@pytest.fixture
def regency(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for code in VILLAGES:
        make.area(code)
    return make.area("33.13")


@pytest.fixture
def programmes(regency):
    plan = Masterplan.objects.create(
        area=regency, framework="kominfo-2017", title="Rencana", year_start=2025, year_end=2029, opened_at=make.AT
    )
    agency = make.agency("Dinsos")
    return [
        Programme.objects.create(
            masterplan=plan,
            code=f"{code}-1",
            name=f"Program {code}",
            dimension=code,
            lead_agency=agency if code == "SL" else None,
            status="running",
            source_kind="example",
        )
        for code in DIMENSIONS
    ]


@pytest.fixture
def secretariat(regency):
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def open_impact(programmes, secretariat):
    """Opens the survey of six programmes; gives its id."""

    def open_it(*, respondents=50, smallest=5, seed=SEED, actor=secretariat, year=2026, at=make.AT):
        asked = [Asked("", programme.pk, respondents) for programme in programmes]
        return operations.open_survey(
            area="33.13",
            kind="impact",
            year=year,
            title="Survei manfaat 2026",
            asked=asked,
            smallest=smallest,
            seed=seed,
            actor=actor,
            at=at,
        )

    return open_it


@pytest.fixture
def open_services(secretariat):
    def open_it(*titles, respondents=20):
        asked = [Asked(title, None, respondents) for title in titles or ("Loket desa",)]
        return operations.open_survey(
            area="33.13", kind="satisfaction", year=2026, title="Kepuasan 2026", asked=asked, smallest=5, seed=1,
            actor=secretariat, at=make.AT,
        )  # fmt: skip

    return open_it


@pytest.fixture
def answer(secretariat):
    """Records interviews about one topic of a survey, the same answers in each."""

    def record(survey_id, *, order=0, times=1, answers=(3, 3, 3, 3), sex="f", age="30-44", actor=secretariat):
        topic = Topic.objects.get(survey_id=survey_id, order=order)
        village = Quota.objects.filter(topic=topic).order_by("village_id").first().village_id
        for number in range(times):
            token = f"{order}-{sex}-{age}-{sum(answers)}-{number}"
            given = Given(topic.pk, village, sex, age, tuple(answers), token)
            operations.record_response(given=given, actor=actor, at=make.AT)

    return record


def count_people(residents: dict[str, int]) -> None:
    """Registered residents by village, as the indicators count them."""
    text = "unused"
    definition = Definition.objects.create(
        area=make.area("33.13"),
        code="health-insurance-active",
        version=1,
        digest="0" * 64,
        text=text,
        adopted_at=make.AT,
    )
    build = Build.objects.create(
        area_id="33.13", period="2026-11", digest="0" * 16, rules="1", persons=10, persons_in_register=10,
        households=3, adopted_at=make.AT,
    )  # fmt: skip
    computation = Computation.objects.create(
        area_id="33.13", period="2026-11", build=build, rules_digest="0" * 64, computed_at=make.AT
    )
    for code, number in residents.items():
        Value.objects.create(
            computation=computation,
            definition=definition,
            area_id=code,
            level="village",
            numerator=number,
            denominator=number,
            value=Decimal(100),
            suppressed=False,
        )
