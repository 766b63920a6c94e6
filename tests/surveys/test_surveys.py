"""Opening, recording, closing, and what comes out: the change, the refusal, the ledger line, what is hidden."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.masterplan.queries import NoSuchProgramme
from guyub.apps.surveys import operations, queries, sheets
from guyub.apps.surveys.asking import Asked, Given
from guyub.apps.surveys.models import Quota, Response, Survey, Topic
from guyub.ledger.models import Event
from tests.support import make
from tests.surveys.conftest import SEED, VILLAGES, count_people

GOOD = (4, 3, 4, 3, 4, 3, 4, 3, 4)


def last_event():
    return Event.objects.order_by("-pk").first()


def first_quota(survey_id, order=0):
    return Quota.objects.filter(topic__survey_id=survey_id, topic__order=order).order_by("village_id").first()


def given_for(survey_id, **fields):
    quota = first_quota(survey_id)
    defaults = {"topic_id": quota.topic_id, "village": quota.village_id, "sex": "f", "age": "30-44"}
    return Given(**{**defaults, "answers": (1, 2, 3, 4), "token": "t1", **fields})


def test_a_survey_asks_six_programmes_with_fifty_respondents_each(open_impact, secretariat):
    page = queries.get_survey(open_impact(), actor=secretariat)

    assert (page.line.wanted, page.line.responses, len(page.topics)) == (300, 0, 6)
    assert [topic.wanted for topic in page.topics] == [50] * 6
    assert all(sum(quota.wanted for quota in page.quotas if quota.topic_id == topic.pk) == 50 for topic in page.topics)
    assert last_event().name == "survey.opened" and last_event().facts["respondents"] == 300


def test_the_same_residents_and_number_draw_the_same_villages(open_impact, secretariat):
    first = open_impact(respondents=20)
    plan = sorted(Quota.objects.filter(topic__survey_id=first).values_list("topic__order", "village_id", "respondents"))
    Survey.objects.filter(pk=first).update(closed_at=make.AT)
    second = open_impact(respondents=20)

    assert plan == sorted(
        Quota.objects.filter(topic__survey_id=second).values_list("topic__order", "village_id", "respondents")
    )
    assert queries.get_survey(second, actor=secretariat).seed == SEED


def test_villages_are_weighed_by_their_registered_residents(open_impact, secretariat):
    count_people({code: (5000 if code == VILLAGES[3] else 100) for code in VILLAGES[:9]})

    page = queries.get_survey(open_impact(respondents=20), actor=secretariat)

    assert page.residents == 5000 + 8 * 100 + 100, "a village without a count is taken as the middle one"
    assert "November 2026" in page.population_source or "Nov" in page.population_source
    assert {quota.topic_id for quota in page.quotas if quota.village == VILLAGES[3]} == {t.pk for t in page.topics}


def test_without_population_data_the_page_says_that_every_village_counts_the_same(open_impact, secretariat):
    page = queries.get_survey(open_impact(), actor=secretariat)

    assert page.residents == 0 and page.population_source
    assert round(page.margin_wanted, 1) == 5.7


def test_only_one_survey_of_a_kind_is_open_in_a_year(open_impact):
    open_impact()

    with pytest.raises(operations.SurveyExists):
        open_impact()
    open_impact(year=2027)


@pytest.mark.parametrize(
    "asked",
    [[], [Asked("Loket", None, 50)], [Asked("", None, 50)]],
    ids=["nothing", "a service where a programme is asked for", "no name"],
)
def test_a_survey_of_impact_needs_programmes(programmes, secretariat, asked):
    with pytest.raises(operations.SurveyNotPossible):
        operations.open_survey(
            area="33.13", kind="impact", year=2026, title="X", asked=asked, smallest=5, seed=1,
            actor=secretariat, at=make.AT,
        )  # fmt: skip


def test_a_programme_of_nowhere_is_refused(programmes, secretariat):
    asked = [Asked("", 987654, 50)]

    with pytest.raises(NoSuchProgramme):
        operations.open_survey(
            area="33.13", kind="impact", year=2026, title="X", asked=asked, smallest=5, seed=1,
            actor=secretariat, at=make.AT,
        )  # fmt: skip


@pytest.mark.parametrize("role", ["regent", "opd_operator", "village_operator", "inspector", "mentor"])
def test_who_does_not_manage_assessments_opens_and_closes_nothing(open_impact, role):
    agency = make.agency("Dinsos") if role == "opd_operator" else None
    other = make.officer(role, role=role, agency=agency, area_code=VILLAGES[0] if "village" in role else "33.13")

    with pytest.raises(NotPermitted):
        open_impact(actor=other)
    survey_id = open_impact()
    with pytest.raises(NotPermitted):
        operations.close_survey(survey_id=survey_id, actor=other, at=make.AT)


def test_nothing_of_a_response_says_whose_it_is():
    names = {field.name for field in Response._meta.get_fields()}

    assert names == {
        "id", "topic", "village", "sex", "age", "answers", "token", "recorded_at", "recorded_office",
    }  # fmt: skip
    assert {field.name for field in fields(Given)} == {
        "topic_id", "village", "sex", "age", "answers", "token",
    }  # fmt: skip


def test_an_interview_is_recorded_once_however_often_it_is_sent(open_impact, secretariat):
    survey_id = open_impact()
    given = given_for(survey_id)

    first = operations.record_response(given=given, actor=secretariat, at=make.AT)
    events = Event.objects.count()

    assert operations.record_response(given=given, actor=secretariat, at=make.AT) == first
    assert (Response.objects.count(), Event.objects.count()) == (1, events)
    assert last_event().name == "survey.answered"
    assert "answers" not in last_event().facts and "sex" not in last_event().facts


def test_a_villages_office_records_in_its_own_village_only(open_impact):
    survey_id = open_impact()
    quota = first_quota(survey_id)
    other = next(code for code in VILLAGES if code != quota.village_id)
    operator = make.officer("desa", role="village_operator", area_code=quota.village_id)

    operations.record_response(given=given_for(survey_id), actor=operator, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.record_response(given=given_for(survey_id, village=other, token="t2"), actor=operator, at=make.AT)


def test_an_agencys_operator_records_for_its_own_programmes_only(open_impact, programmes):
    survey_id = open_impact()
    operator = make.officer("dinsos", role="opd_operator", agency=make.agency("Dinsos"))
    own = first_quota(survey_id, order=3)

    operations.record_response(
        given=given_for(survey_id, topic_id=own.topic_id, village=own.village_id), actor=operator, at=make.AT
    )
    with pytest.raises(NotPermitted):
        operations.record_response(given=given_for(survey_id), actor=operator, at=make.AT)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"answers": (1, 2, 3)}, operations.AnswersIncomplete),
        ({"answers": (1, 2, 3, 5)}, operations.AnswersIncomplete),
        ({"sex": "x"}, operations.NotOfThisSurvey),
        ({"age": "12"}, operations.NotOfThisSurvey),
        ({"village": "33.13.01.9999"}, operations.NotOfThisSurvey),
        ({"village": "33.13.01"}, operations.NotOfThisSurvey),
        ({"topic_id": 987654}, operations.NoSuchTopic),
    ],
)
def test_what_is_wrong_is_not_recorded(open_impact, secretariat, wrong, refusal):
    survey_id = open_impact()

    with pytest.raises(refusal):
        operations.record_response(given=given_for(survey_id, **wrong), actor=secretariat, at=make.AT)
    assert not Response.objects.exists()


def test_a_closed_survey_takes_nothing_any_more_and_an_empty_one_is_not_closed(open_impact, secretariat):
    survey_id = open_impact()
    with pytest.raises(operations.NobodyAnswered):
        operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)
    operations.record_response(given=given_for(survey_id), actor=secretariat, at=make.AT)

    operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)
    events = Event.objects.count()
    operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)

    assert Event.objects.count() == events and last_event().facts["wanted"] == 300
    with pytest.raises(operations.SurveyClosed):
        operations.record_response(given=given_for(survey_id, token="t2"), actor=secretariat, at=make.AT)


def test_results_wait_for_the_end(open_impact, secretariat):
    with pytest.raises(queries.NotClosed):
        queries.get_result(open_impact(), actor=secretariat)


def test_the_mean_of_a_programme_is_a_measure_and_small_groups_are_hidden(open_impact, answer, secretariat):
    survey_id = open_impact()
    answer(survey_id, order=0, times=10, answers=(4, 3, 3, 4))
    answer(survey_id, order=0, times=2, answers=(2, 2, 2, 2), sex="m")
    answer(survey_id, order=1, times=9, answers=(1, 1, 1, 1))
    operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)

    result = queries.get_result(survey_id, actor=secretariat)

    governance, branding, *_rest = result.topics
    assert (governance.respondents, governance.value) == (12, Decimal("3.25"))
    assert (branding.value, branding.means) == (None, ())
    assert result.whole.value is None, "the whole less the programmes' means would give the nine away"
    assert {each.value for each in (*result.by_sex, *result.by_age)} == {None}
    assert {each.measure: each for each in result.measures}.keys() == {
        "survey-impact-respondents",
        "survey-impact-sg",
    }
    assert result.measures[0].numerator == 21 and result.measures[1].numerator / result.measures[1].denominator == 3.25


def test_satisfaction_becomes_the_index_with_its_grade(open_services, answer, secretariat):
    survey_id = open_services("Loket desa", "Puskesmas")
    answer(survey_id, order=0, times=12, answers=GOOD)
    answer(survey_id, order=1, times=9, answers=(1,) * 9)
    operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)

    result = queries.get_result(survey_id, actor=secretariat)

    assert [each.value for each in result.topics] == [None, None], "nine of 21 would follow from the other twelve"
    # 12 people gave 32 points, 9 gave 9: 465 / 21 / 9 * 25
    assert (result.whole.value, result.whole.grade[0]) == (Decimal("61.51"), "D")
    assert result.whole.respondents == 21 and len(result.measures) == 9
    assert result.measures[0] == queries.MeasureValue("skm-u1", Decimal(12 * 4 + 9), Decimal(21))


def test_what_is_hidden_cant_be_computed_from_the_rest(open_services, answer, secretariat):
    survey_id = open_services("Loket desa", "Puskesmas", "Pustu")
    answer(survey_id, order=0, times=12, answers=GOOD)
    answer(survey_id, order=1, times=9, answers=(1,) * 9, sex="m")
    answer(survey_id, order=2, times=14, answers=(2,) * 9)
    operations.close_survey(survey_id=survey_id, actor=secretariat, at=make.AT)

    result = queries.get_result(survey_id, actor=secretariat)

    assert [each.value is None for each in result.topics] == [True, True, False]
    assert [each.value for each in result.by_sex] == [None, None]
    assert result.whole.value is not None
    assert [each.few for each in result.topics] == [False, True, False]


def test_another_regency_sees_nothing(open_impact):
    survey_id = open_impact()
    stranger = make.officer("sukoharjo", role="smart_city_office", area_code="33.11")

    assert queries.list_surveys(area="33.13", actor=stranger) == []
    with pytest.raises(queries.NoSuchSurvey):
        queries.get_survey(survey_id, actor=stranger)
    with pytest.raises(operations.NoSuchTopic):
        operations.record_response(given=given_for(survey_id), actor=stranger, at=make.AT)
    with pytest.raises(queries.NoSuchSurvey):
        operations.close_survey(survey_id=survey_id, actor=stranger, at=make.AT)


def test_one_interview_and_many_cost_the_same_number_of_queries(open_impact, answer, secretariat):
    survey_id = open_impact(respondents=20)
    answer(survey_id)
    with CaptureQueriesContext(connection) as one:
        queries.get_survey(survey_id, actor=secretariat)
        queries.list_surveys(area="33.13", actor=secretariat)
    for order in range(6):
        answer(survey_id, order=order, times=5, sex="m")
    open_impact(year=2027)
    with CaptureQueriesContext(connection) as many:
        queries.get_survey(survey_id, actor=secretariat)
        queries.list_surveys(area="33.13", actor=secretariat)

    assert len(one.captured_queries) == len(many.captured_queries) <= 6


def filled(content, *, lines, sex="Perempuan", age="30-44", answers=(3, 3, 3, 3)):
    """The sheet with its first lines filled in, as an enumerator would."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in range(2, 2 + lines):
        for column, value in enumerate((sex, age, *answers), 5):
            sheet.cell(row=row, column=column, value=value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_sheet_of_interviews_is_recorded_once_and_its_new_lines_later(open_impact, secretariat):
    survey_id = open_impact(respondents=10)
    page = queries.get_survey(survey_id, actor=secretariat)
    blank = sheets.write_sheet(page)

    def send(content):
        read = sheets.read_sheet(content, page=page)
        return read, operations.import_responses(
            survey_id=survey_id, given=read.given, digest=read.digest, actor=secretariat, at=make.AT
        )

    read, new = send(filled(blank, lines=12))
    assert (len(read.given), read.blank, new) == (12, 48, 12)
    assert last_event().name == "survey.imported"
    events = Event.objects.count()
    assert send(filled(blank, lines=12))[1] == 0 and Event.objects.count() == events
    assert send(filled(blank, lines=15))[1] == 3
    assert Response.objects.filter(topic=Topic.objects.get(survey_id=survey_id, order=0)).count() == 10


def test_a_sheet_with_a_wrong_line_records_nothing_and_names_the_line(open_impact, secretariat):
    page = queries.get_survey(open_impact(respondents=10), actor=secretariat)
    content = filled(sheets.write_sheet(page), lines=2, answers=(3, 3, 9, 3))

    with pytest.raises(sheets.SheetWrong) as refused:
        sheets.read_sheet(content, page=page)

    assert len(refused.value.lines) == 2 and "2" in refused.value.lines[0]


@pytest.mark.parametrize("content", [b"", b"nama;nik", b"PK\x03\x04broken"])
def test_what_is_no_sheet_of_this_survey_is_refused(open_impact, secretariat, content):
    page = queries.get_survey(open_impact(respondents=10), actor=secretariat)

    with pytest.raises(sheets.SheetWrong):
        sheets.read_sheet(content, page=page)


def test_a_village_gets_a_sheet_with_its_own_lines_only(open_impact):
    survey_id = open_impact()
    quota = first_quota(survey_id)
    operator = make.officer("desa", role="village_operator", area_code=quota.village_id)
    page = queries.get_survey(survey_id, actor=operator)

    read = sheets.read_sheet(filled(sheets.write_sheet(page), lines=3), page=page)

    assert {each.village for each in read.given} == {quota.village_id}


def test_a_result_costs_the_same_for_few_and_for_many(open_services, answer, secretariat):
    survey_id = open_services("Loket desa", "Puskesmas", "Pustu")
    answer(survey_id, answers=GOOD)
    Survey.objects.filter(pk=survey_id).update(closed_at=make.AT)
    with CaptureQueriesContext(connection) as few:
        queries.get_result(survey_id, actor=secretariat)
    Survey.objects.filter(pk=survey_id).update(closed_at=None)
    for order in range(3):
        answer(survey_id, order=order, times=12, answers=GOOD, sex="m")
    Survey.objects.filter(pk=survey_id).update(closed_at=make.AT)
    with CaptureQueriesContext(connection) as many:
        queries.get_result(survey_id, actor=secretariat)

    assert len(few.captured_queries) == len(many.captured_queries) <= 4
