"""The front page: every figure real, by role, empty and full, and what it costs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.monitoring import queries
from guyub.jobs.models import Job
from tests.masterplan.conftest import HIGHER, LOWER, compute
from tests.monitoring.conftest import VILLAGES
from tests.support import make

FRONT = "monitoring:front"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " "))


@pytest.fixture
def regent(regency):
    return make.officer("bupati", role="regent")


@pytest.fixture
def as_regent(client, regent):
    client.force_login(regent)
    return client


@pytest.fixture
def released(regency):
    """Pupils released for May; nothing else ever came."""
    pupils = make.dataset("pupils")
    return make.release(make.submission(pupils, state="released", period="2026-05"))


def front(actor, at=make.AT):
    return queries.get_front(actor=actor, area="33.13", at=at)


def test_before_any_release_the_page_says_what_to_do_first(as_regent):
    page = text_of(as_regent.get(reverse(FRONT)))

    assert "Yang dilakukan lebih dulu" in page
    assert "Data siswa" in page and "Disdikbud belum mengirim" in page
    assert "Indikator pilihan" not in page


def test_before_any_dataset_is_agreed_the_page_says_who_begins(client, db):
    client.force_login(make.officer("bupati", role="regent"))

    assert "Walidata menetapkan kontraknya dulu" in text_of(client.get(reverse(FRONT)))


def test_an_agency_that_may_send_is_led_to_its_first_file(client, regency):
    client.force_login(make.officer(role="data_producer", agency=make.agency("Disdikbud")))

    assert reverse("exchange:submit", args=["pupils"]) in client.get(reverse(FRONT)).content.decode()


def test_a_late_dataset_is_named_with_who_waits_for_it(regent, released, promises):
    found = front(regent)  # November: pupils for August should have come by 31 August

    (wait,) = found.waits
    assert (wait.who, wait.whom, wait.days) == ("Dinsos", "Disdikbud", 84)
    assert "Data siswa" in wait.consequence
    task = next(task for task in found.tasks if "Data siswa" in task.title)
    assert (task.is_late, task.days_late, task.mine) == (True, 84, False)


def test_a_dataset_that_never_came_is_a_task(regent, released, values):
    assert any("Data penduduk belum pernah datang" in task.title for task in front(regent).tasks)


@pytest.mark.parametrize(
    ("fields", "title", "days"),
    [
        ({"state": "checked", "rows_held": 0, "rows_accepted": 10}, "siap dirilis", 5),
        ({"state": "checked"}, "2 baris Data siswa", 10),
        ({"state": "unreadable", "problem_code": "HTML"}, "tidak terbaca", 10),
    ],
)
def test_a_submission_that_waits_is_a_task_with_its_promised_day(regent, released, fields, title, days):
    received = make.AT - timedelta(days=days + 3)
    make.submission(make.dataset("pupils"), period="2026-08", received_at=received, **fields)

    task = next(task for task in front(regent).tasks if title in task.title)

    assert (task.days_late, task.deadline, task.place[0]) == (3, "Lewat 3 hari", "submission")


def test_what_is_only_being_checked_is_nobodys_task(regent, released):
    make.submission(make.dataset("pupils"), period="2026-08", state="received")

    assert not any(task.place[0] == "submission" for task in front(regent).tasks)


def test_a_failed_step_is_a_task_in_words(regent, released):
    Job.objects.create(
        step="indicators.compute_period", area="33.13", subject_type="registry.build", subject_id="1", state="failed",
        run_after=make.AT, created_at=make.AT, problem="Cakram penuh.", remedy="Kosongkan ruang.",
    )  # fmt: skip

    task = next(task for task in front(regent).tasks if "Langkah terhenti" in task.title)

    assert task.text == "Cakram penuh. Kosongkan ruang." and "menghitung indikator" in task.title


def test_an_agencys_own_tasks_come_first_and_other_agencies_submissions_are_not_seen(released, values):
    make.submission(make.dataset("pupils"), period="2026-08", state="checked")
    own = make.officer(role="opd_head", agency=make.agency("Disdikbud"))
    other = make.officer(role="opd_head", agency=make.agency("Dinkes"))

    assert front(own).tasks[0].mine
    assert not any(task.place[0] == "submission" for task in front(other).tasks)


def test_what_moved_says_which_way_is_good(regent, values):
    changes = {change.code: change for change in front(regent).changes}

    assert (changes[LOWER].tone, changes[LOWER].rose, changes[LOWER].before_period) == ("ok", False, "2026-02")
    assert (changes[HIGHER].tone, changes[HIGHER].rose) == ("bad", False)
    assert front(regent).changes[0].code == LOWER, "the one that moved most comes first"


def test_a_move_that_rounding_hides_is_no_change(regent, regency):
    compute("2026-02", {LOWER: 21.41})
    compute("2026-05", {LOWER: 21.44})

    found = front(regent)

    assert found.changes == ()
    assert next(row for row in found.chosen if row.line.code == LOWER).state == "same"


def test_the_promises_of_the_year_stand_with_their_computed_values(as_regent, promises):
    page = text_of(as_regent.get(reverse(FRONT)))

    assert "2 dari 2 janji" in page or "1 dari 2 janji" in page
    assert "Tuntas Bantuan Sekolah" in page and "21,4" in page


def test_every_figure_has_its_source_and_its_thread(as_regent, promises, released):
    content = as_regent.get(reverse(FRONT)).content.decode()

    for code in (LOWER, HIGHER):
        assert reverse("indicators:indicator", args=[code]) in content
    assert content.count("Hitungan Guyub") >= 4
    assert reverse("exchange:release", args=[released.pk]) in content


def test_published_figures_stand_beside_under_their_publishers_name(regent, values):
    names = {line.name: line for line in front(regent).published}

    assert names["hdi"].publisher == "BPS"
    assert not set(names) & {row.line.code for row in front(regent).chosen}


def test_the_map_shows_every_village_hidden_ones_without_their_number(as_regent, values):
    answer = as_regent.get(reverse(FRONT))

    lead = answer.context["front"].lead
    assert (lead.with_value, lead.total) == (1, 2)
    content = answer.content.decode()
    assert f"?wilayah={VILLAGES[0]}" in content and f"?wilayah={VILLAGES[1]}" in content
    assert "disembunyikan" in content


def test_a_village_operator_sees_the_own_village(client, promises):
    client.force_login(make.officer(role="village_operator", area_code=VILLAGES[0]))
    answer = client.get(reverse(FRONT))

    found = answer.context["front"]
    assert (found.place, found.lead, found.promises) == (VILLAGES[0], None, ())
    assert "Desa Jatipuro" in text_of(answer)
    assert f"?wilayah={VILLAGES[0]}" in answer.content.decode()


def test_a_district_head_sees_the_own_district_and_its_villages(values):
    found = front(make.officer(role="camat", area_code="33.13.01"))

    assert found.place == "33.13.01"
    assert found.lead is not None and found.lead.total == 2


def test_another_regency_sees_nothing(values, released):
    make.area("33.11")
    found = queries.get_front(actor=make.officer(role="regent", area_code="33.11"), area="33.11", at=make.AT)

    assert (found.datasets, found.tasks, found.chosen, found.lead) == ((), (), (), None)


def test_the_page_costs_twelve_queries_whatever_it_shows(as_regent, promises, released):
    with CaptureQueriesContext(connection) as few:
        as_regent.get(reverse(FRONT))
    for number in range(20):
        make.submission(make.dataset("pupils"), period="2026-08", state="checked", sha256=f"{number:064d}")
    compute("2026-08", {LOWER: 20.0, HIGHER: 96.0})
    with CaptureQueriesContext(connection) as many:
        as_regent.get(reverse(FRONT))

    assert len(few.captured_queries) == len(many.captured_queries) <= 12


def test_the_page_speaks_english_too(as_regent, promises, released):
    as_regent.cookies["guyub_language"] = "en"

    page = text_of(as_regent.get(reverse(FRONT)))

    assert "What changed" in page and "Promises in danger" in page and "Yang berubah" not in page


def test_nobody_sees_it_without_signing_in(client, db):
    assert client.get(reverse(FRONT)).status_code == 302
