"""The pages of surveys: who opens which, what they show, a phone's form, a sheet."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guyub.apps.surveys import queries, sheets
from guyub.apps.surveys.models import Quota, Response, Survey
from tests.support import make
from tests.surveys.test_surveys import filled, first_quota


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def office(client, secretariat):
    client.force_login(secretariat)
    return client


def test_without_a_survey_the_page_says_why_one_is_needed(office):
    page = text_of(office.get(reverse("surveys:surveys")))

    assert "Belum ada survei" in page and "Buka survei" in page


def test_a_survey_is_opened_with_one_programme_of_each_dimension(office, programmes):
    form = office.get(reverse("surveys:open"))
    by_dimension = sorted(programmes, key=lambda programme: programme.dimension)
    names = form.context["form"].programme_names
    fields = {name: str(programme.pk) for name, programme in zip(names, by_dimension, strict=True)}

    answer = office.post(
        reverse("surveys:open"),
        {"kind": "impact", "year": 2026, "title": "Survei manfaat", "respondents": 50, "smallest": 5, "seed": 7}
        | fields,
        follow=True,
    )

    assert answer.status_code == 200 and "0 dari 300 responden" in text_of(answer)
    assert Survey.objects.get().seed == 7


def test_a_form_without_anything_to_ask_about_says_so(office, programmes):
    answer = office.post(
        reverse("surveys:open"),
        {"kind": "impact", "year": 2026, "title": "X", "respondents": 50, "smallest": 5, "seed": 7},
    )

    assert answer.status_code == 422 and "Pilih sedikitnya satu hal" in text_of(answer)


def test_who_does_not_manage_finds_no_button_and_no_form(client, programmes):
    client.force_login(make.officer("bupati", role="regent"))

    assert reverse("surveys:open") not in client.get(reverse("surveys:surveys")).content.decode()
    assert client.get(reverse("surveys:open")).status_code == 403


def test_the_page_says_which_topics_lack_respondents_and_how_sure_it_is(office, open_impact, answer):
    survey_id = open_impact(respondents=5)
    answer(survey_id, order=0, times=5)

    page = text_of(office.get(reverse("surveys:survey", args=[survey_id])))

    assert "5 dari 30 responden" in page and "5 hal kurang responden" in page
    assert "poin" in page and "20261123" in page


def test_an_enumerator_records_on_a_phone_and_goes_on_with_the_next(client, open_impact):
    survey_id = open_impact()
    quota = first_quota(survey_id)
    client.force_login(make.officer("desa", role="village_operator", area_code=quota.village_id))
    address = reverse("surveys:record", args=[survey_id])
    form = client.get(f"{address}?tentang={quota.topic_id}&desa={quota.village_id}").context["form"]
    given = {"topic": quota.topic_id, "village": quota.village_id, "sex": "f", "age": "60+"}
    given |= {f"q{n}": 3 for n in range(1, 5)} | {"token": form["token"].value()}

    answer = client.post(address, given, follow=True)
    again = client.post(address, given, follow=True)

    assert f"Tercatat: 1 dari {quota.respondents}" in text_of(answer)
    assert f"tentang={quota.topic_id}" in answer.redirect_chain[0][0]
    assert again.status_code == 200 and Response.objects.count() == 1


def test_a_question_left_out_is_named_and_nothing_is_recorded(office, open_impact):
    survey_id = open_impact()
    quota = first_quota(survey_id)
    given = {"topic": quota.topic_id, "village": quota.village_id, "sex": "f", "age": "60+", "q1": 3, "token": "t"}

    answer = office.post(reverse("surveys:record", args=[survey_id]), given)

    assert answer.status_code == 422 and "Galat:" in text_of(answer) and not Response.objects.exists()


def test_a_village_that_was_not_drawn_has_nothing_to_record(client, open_impact):
    survey_id = open_impact()
    make.area("33.13.09.1001")
    client.force_login(make.officer("lalung", role="village_operator", area_code="33.13.09.1001"))

    assert client.get(reverse("surveys:survey", args=[survey_id])).status_code == 200
    assert client.get(reverse("surveys:record", args=[survey_id])).status_code == 403


def test_a_sheet_is_downloaded_filled_and_sent(office, open_impact, secretariat):
    survey_id = open_impact(respondents=10)
    blank = office.get(reverse("surveys:sheet", args=[survey_id])).content
    address = reverse("surveys:upload", args=[survey_id])

    def send(content):
        return office.post(address, {"file": SimpleUploadedFile("lembar.xlsx", content)}, follow=True)

    wrong = send(filled(blank, lines=1, sex="?"))
    assert wrong.status_code == 422 and "Baris 2" in text_of(wrong)
    good = send(filled(blank, lines=3))
    assert "3 wawancara tercatat" in text_of(good) and Response.objects.count() == 3


def test_closing_shows_the_result_and_takes_the_buttons_away(office, open_impact, answer):
    survey_id = open_impact()
    answer(survey_id, times=12)

    page = office.post(reverse("surveys:close", args=[survey_id]), follow=True)

    assert "Kata warga" in text_of(page) and "3,00" in text_of(page)
    assert reverse("surveys:record", args=[survey_id]) not in page.content.decode()
    assert office.get(reverse("surveys:record", args=[survey_id])).status_code == 409


def test_a_villages_office_sees_its_own_part_first(client, open_impact):
    survey_id = open_impact()
    quota = first_quota(survey_id)
    client.force_login(make.officer("desa", role="village_operator", area_code=quota.village_id))

    page = client.get(reverse("surveys:survey", args=[survey_id]))

    assert "Bagian Anda dalam rencana" in text_of(page)
    assert {line.village for line in page.context["page"].mine} == {quota.village_id}


def test_the_grade_of_satisfaction_is_the_title(office, open_services, answer):
    survey_id = open_services()
    answer(survey_id, times=12, answers=(4, 3, 4, 3, 4, 3, 4, 3, 4))

    page = text_of(office.post(reverse("surveys:close", args=[survey_id]), follow=True))

    assert "Kepuasan warga 88,89, mutu A (Sangat Baik)" in page


def test_an_empty_survey_is_not_closed_and_the_page_says_why(office, open_impact):
    survey_id = open_impact()

    page = office.post(reverse("surveys:close", args=[survey_id]), follow=True)

    assert "Belum ada yang menjawab" in text_of(page) and Survey.objects.get().closed_at is None


def test_another_regencys_survey_is_not_there(client, open_impact):
    survey_id = open_impact()
    client.force_login(make.officer("sukoharjo", role="smart_city_office", area_code="33.11"))

    for name in ("survey", "record", "upload", "sheet"):
        assert client.get(reverse(f"surveys:{name}", args=[survey_id])).status_code == 404
    assert client.post(reverse("surveys:close", args=[survey_id])).status_code == 404


def test_a_sheet_names_nobody(open_impact, secretariat):
    page = queries.get_survey(open_impact(respondents=10), actor=secretariat)

    heads = [*sheets.FIXED]

    assert not {"nama", "nik", "alamat"} & {head.lower() for head in heads}
    assert Quota.objects.count() == len(page.quotas)
