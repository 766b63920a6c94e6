"""What follows from a closed survey: its numbers answer an assessment, once, and its result is kept as evidence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from guyub.apps.accounts.operations import open_area
from guyub.apps.assessment import operations as assessment
from guyub.apps.assessment.models import Evidence, Item, MeasuredValue
from guyub.apps.surveys import operations
from guyub.flows import assessing_surveys
from guyub.flows.table import FLOW
from guyub.jobs.worker import run_until_idle
from guyub.ledger.models import Event
from guyub.ledger.queries import get_event, list_events
from tests.support import assessing, make


@pytest.fixture(autouse=True)
def opened(regency):
    open_area(area="33.13", actor=None, at=make.AT)


def values():
    return dict(MeasuredValue.objects.live().values_list("measure", "value"))


def close(survey_id, actor):
    operations.close_survey(survey_id=survey_id, actor=actor, at=make.AT)
    run_until_idle(FLOW)


def again(number=0):
    """Both steps once more, for the newest survey.closed but `number`."""
    events = list_events(areas=["33.13"], names=["survey.closed"])
    event, progress = get_event(events[number].sequence), SimpleNamespace(now=lambda: make.AT)
    assessing_surveys.record_survey_values(event, progress)
    assessing_surveys.register_survey_evidence(event, progress)


def test_the_measures_take_the_result_over_once_and_the_result_is_evidence(open_impact, answer, secretariat):
    survey_id = open_impact()
    answer(survey_id, order=0, times=11, answers=(4, 3, 3, 4))

    close(survey_id, secretariat)
    events = Event.objects.count()
    again()

    assert values() == {"survey-impact-respondents": Decimal(11), "survey-impact-sg": Decimal("3.5")}
    assert "11" in MeasuredValue.objects.first().source
    assert Event.objects.count() == events
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.number) == ("survey", f"survei-{survey_id}")


def test_an_open_assessment_is_answered_by_the_survey_and_nobody_types(open_impact, answer, secretariat):
    text = (Path(settings.CONTENT_DIR) / "instruments" / "kominfo-eval-2.yaml").read_text("utf-8")
    assessing.instrument(text=text)
    pk = assessment.open_assessment(
        area="33.13", instrument="kominfo-eval-2", year=2026, due_on=None, actor=secretariat, at=make.AT
    )
    survey_id = open_impact()
    answer(survey_id, order=0, times=50, answers=(3, 3, 3, 3))

    close(survey_id, secretariat)

    numbers = dict(Item.objects.filter(assessment_id=pk).exclude(number=None).values_list("code", "number"))
    assert numbers == {"4.1": Decimal(3), "4.2": Decimal(50)}


def test_a_later_survey_of_the_year_counts_and_an_older_event_changes_nothing(open_impact, answer, secretariat):
    for each in (1, 3):
        survey_id = open_impact()
        answer(survey_id, times=10, answers=(each,) * 4)
        close(survey_id, secretariat)

    again(number=1)

    assert values()["survey-impact-sg"] == 3
    assert Evidence.objects.count() == 2


def test_satisfaction_answers_the_nine_elements(open_services, answer, secretariat):
    survey_id = open_services()
    answer(survey_id, times=10, answers=(3, 3, 3, 4, 3, 3, 3, 3, 3))

    close(survey_id, secretariat)

    assert values() == {f"skm-u{n}": Decimal(4 if n == 4 else 3) for n in range(1, 10)}
