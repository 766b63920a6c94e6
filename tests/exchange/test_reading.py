"""Queries: the same number of database queries for one row and twenty, and nothing for those it does not concern."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.exchange import queries
from guyub.apps.exchange.files import parse_contract
from guyub.apps.exchange.models import Contract, Finding, Release, Submission
from guyub.apps.exchange.showing import shown, shown_in_file, shown_proposal
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def custodian(pupils):
    return make.officer("walidata", role="data_custodian")


def cost(read) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def fill(dataset, count: int) -> None:
    for number in range(count):
        submission = make.submission(
            dataset, state="released", period=f"20{10 + number:02d}-01", received_by=make.officer(role=None)
        )
        Finding.objects.create(
            submission=submission, rule="LAHIR-01", column="birth_date", severity="hold", rows=2, cells=2
        )
        make.release(submission, period=submission.period)


READS = {
    "datasets": lambda actor: queries.list_datasets(area="33.13", actor=actor, at=make.AT),
    "submissions": lambda actor: queries.list_submissions(area="33.13", actor=actor),
    "releases": lambda actor: queries.list_releases(area="33.13", dataset="pupils", actor=actor),
    "live releases": lambda actor: queries.list_live_releases(area="33.13", actor=actor),
    "waiting": lambda actor: queries.count_waiting(area="33.13", actor=actor),
    "submission": lambda actor: queries.get_submission(Submission.objects.values_list("pk", flat=True)[0], actor=actor),
    "release": lambda actor: queries.get_release(Release.objects.values_list("pk", flat=True)[0], actor=actor),
}


@pytest.mark.parametrize("read", READS)
def test_twenty_rows_cost_what_one_costs(pupils, custodian, read):
    assert custodian.held_offices  # read once per request, whatever is asked
    fill(pupils, 1)
    for_one = cost(lambda: READS[read](custodian))
    Release.objects.all().delete()
    Submission.objects.all().delete()
    fill(pupils, 20)

    assert cost(lambda: READS[read](custodian)) == for_one <= 6


def test_another_agency_sees_no_submission(pupils, stranger):
    submission = make.submission(pupils, state="checked")

    assert queries.list_submissions(area="33.13", actor=stranger).lines == ()
    assert queries.count_waiting(area="33.13", actor=stranger).total == 0
    with pytest.raises(queries.NoSuchSubmission):
        queries.get_submission(submission.pk, actor=stranger)
    with pytest.raises(queries.NoSuchSubmission):
        queries.list_cells(submission_id=submission.pk, rule="KOSONG", column="nisn", actor=stranger)


def test_another_regency_sees_nothing_at_all(pupils):
    release = make.release(make.submission(pupils, state="released"))
    elsewhere = make.officer("sukoharjo", role="data_custodian", area_code="33.11")

    assert queries.list_datasets(area="33.13", actor=elsewhere, at=make.AT) == []
    assert queries.list_live_releases(area="33.13", actor=elsewhere) == []
    with pytest.raises(queries.NoSuchRelease):
        queries.get_release(release.pk, actor=elsewhere)
    with pytest.raises(queries.NoSuchDataset):
        queries.get_dataset(area="33.13", key="pupils", actor=elsewhere, at=make.AT)


def test_a_camat_knows_how_fresh_the_data_are_but_sees_no_row(pupils):
    release = make.release(make.submission(pupils, state="released"))
    camat = make.officer("camat", role="camat", area_code="33.13.01")

    assert len(queries.list_datasets(area="33.13", actor=camat, at=make.AT)) == 1
    assert not queries.get_release(release.pk, actor=camat).may_see_rows


@pytest.mark.parametrize(
    ("period", "day", "state", "due"),
    [
        ("2026-08", "2026-11-30", "fresh", "2026-11"),
        ("2026-08", "2026-12-01", "late", "2026-11"),
        ("2026-11", "2026-12-01", "fresh", "2027-02"),
    ],
)
def test_a_dataset_is_late_when_its_next_month_is_over(pupils, custodian, period, day, state, due):
    make.release(make.submission(pupils, state="released", period=period))
    at = make.AT + timedelta(days=(date.fromisoformat(day) - make.AT.date()).days)

    (line,) = queries.list_datasets(area="33.13", actor=custodian, at=at)

    assert (line.state, line.due_period) == (state, due)


def test_a_dataset_never_released_is_neither_fresh_nor_late(pupils, custodian):
    (line,) = queries.list_datasets(area="33.13", actor=custodian, at=make.AT)

    assert (line.state, line.release, line.age_days) == ("none", None, None)


def test_what_a_build_reads_is_the_newest_release_up_to_its_month(pupils, custodian):
    for period in ("2026-02", "2026-05", "2026-11"):
        make.release(make.submission(pupils, state="released", period=period))
    withdrawn = make.release(make.submission(pupils, state="released", period="2026-08"))
    Release.objects.filter(pk=withdrawn.pk).update(withdrawn_at=make.AT)

    def of(period):
        return [line.period for line in queries.list_live_releases(area="33.13", actor=custodian, period=period)]

    assert (of("2026-08"), of("2026-01"), of(None)) == (["2026-05"], [], ["2026-11"])


def test_a_withdrawn_release_is_found_as_of_its_days(pupils, custodian):
    release = make.release(make.submission(pupils, state="released"))
    Release.objects.filter(pk=release.pk).update(withdrawn_at=make.AT + timedelta(days=2))

    def at(days):
        found = queries.find_release_as_of(
            area="33.13", dataset="pupils", period="2026-11", at=make.AT + timedelta(days=days), actor=custodian
        )
        return None if found is None else found.pk

    assert (at(-1), at(1), at(2)) == (None, release.pk, None)


def test_what_waits_is_counted_by_what_it_waits_for(pupils, custodian):
    make.submission(pupils)
    make.submission(pupils, state="checked")
    make.submission(pupils, state="checked", rows_accepted=10, rows_held=0)
    make.submission(pupils, state="unreadable", problem_code="BERKAS-KOSONG")
    make.submission(pupils, state="released")

    assert queries.count_waiting(area="33.13", actor=custodian) == queries.Waiting(1, 1, 1, 1)


@pytest.fixture
def columns(pupils):
    return {column.name: column for column in parse_contract(Contract.objects.get().text).columns}


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("nik", "3313990103120001", "331399••••••0001"),
        ("family_card", "3313990103120001", "331399••••••0001"),
        ("name", "Siti Aminah", "S••• A•••••"),
        ("nisn", "3100000001", "31••••••01"),
        ("birth_date", date(2012, 3, 31), "••-••-2012"),
        ("village_code", "33.13.01.2001", "33.13.01.2001"),
        ("school_name", "SDN 02 Jatipuro", "SDN 02 Jatipuro"),
        ("school_name", "SDN 3313990103120001", "SDN 331399••••••0001"),
        ("grade", 5, "5"),
        ("grade", None, "–"),
    ],
)
def test_released_cells_are_masked_by_what_their_column_holds(columns, name, value, written):
    assert shown(columns[name], value) == written


def test_a_wrong_cell_stays_recognisable_without_naming_anyone(columns):
    assert shown_in_file(columns["nik"], "'3313 9901 0312 0001") == "'331399••••••0001"
    assert shown_in_file(columns["nik"], "3,31399E+15") == "3,31399E+15"
    assert shown_in_file(columns["name"], "Siti") == "S•••"
    assert shown_in_file(columns["birth_date"], "03-31-2012") == "03-31-2012"
    assert shown_proposal(columns["birth_date"], "2012-03-31") == "31-03-2012"
    assert shown_proposal(columns["nik"], None) == ""
