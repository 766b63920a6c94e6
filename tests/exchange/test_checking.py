"""Checking a file: rows in = rows accepted + rows held, once, and again after a crash."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from guyub.apps.exchange import operations
from guyub.apps.exchange.files import area_store, parse_contract, reference
from guyub.apps.exchange.models import Contract, Finding, Submission
from guyub.dataplane import checks
from guyub.dataplane.incoming import find_file
from guyub.ledger.models import Event
from tests.exchange.conftest import GOOD, file_of, pupil
from tests.support import make

pytestmark = pytest.mark.django_db


def test_every_row_is_accepted_or_held_with_a_finding(send):
    submission = send()

    assert submission.state == "checked"
    assert (submission.rows_in, submission.rows_accepted, submission.rows_held) == (11, 8, 3)
    held = set(Finding.objects.filter(submission=submission, severity="hold").values_list("rule", "column", "rows"))
    assert {("LAHIR-01", "birth_date", 1), ("ANGKA-01", "grade", 1), ("PILIHAN-01", "level", 1)} <= held


def test_the_check_is_told_to_the_ledger_without_personal_data(send):
    submission = send()

    event = Event.objects.get(name="submission.checked")
    assert event.facts["rows_in"] == event.facts["accepted"] + event.facts["held"] == submission.rows_in
    assert "331399" not in str(event.facts)


def test_checking_twice_changes_nothing(send, operator):
    submission = send()

    operations.check_submission(submission_id=submission.pk, actor=operator, at=make.AT)

    assert Event.objects.filter(name="submission.checked").count() == 1
    assert Finding.objects.filter(submission=submission).count() == Finding.objects.count()


def test_a_worker_killed_between_files_and_commit_leaves_a_submission_that_can_be_checked(send, operator, data_dir):
    submission = send(check=False)
    store = area_store("33.13")
    checks.examine(  # the files stand, but nothing was written to the database
        find_file(store, submission.sha256),
        contract=parse_contract(Contract.objects.get().text),
        reference=reference("33.13", on=make.AT.date()),
        target=store.checks(submission.pk),
    )

    operations.check_submission(submission_id=submission.pk, actor=operator, at=make.AT)

    submission.refresh_from_db()
    assert (submission.state, submission.rows_in) == ("checked", 11)
    assert Event.objects.filter(name="submission.checked").count() == 1


def test_stopping_a_check_leaves_it_to_be_done_again(send, operator, data_dir):
    submission = send(check=False)

    def stop(share, note=""):
        if share >= 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        operations.check_submission(submission_id=submission.pk, actor=operator, at=make.AT, progress=stop)

    submission.refresh_from_db()
    assert submission.state == "received"
    assert list((data_dir / "areas/33.13/checks").iterdir()) == []


def test_progress_never_goes_back(send, operator):
    submission = send(check=False)
    shares = []

    operations.check_submission(
        submission_id=submission.pk, actor=operator, at=make.AT, progress=lambda share, note="": shares.append(share)
    )

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "siswa.csv", "BERKAS-KOSONG"),
        (b"<html><table><tr><td>NISN</td></tr></table></html>", "siswa.xls", "BERKAS-HTML"),
        (b"PK\x03\x04 broken", "siswa.xlsx", "BERKAS-RUSAK"),
        (b"nama;kelas\nA;1\n", "siswa.csv", "KOLOM-WAJIB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(send, content, name, code):
    submission = send(content, file_name=name)

    assert (submission.state, submission.problem_code) == ("unreadable", code)
    assert Event.objects.filter(name="submission.unreadable").count() == 1


def test_a_submission_given_up_during_its_check_stays_given_up(send, operator):
    submission = send(check=False)

    def meanwhile(share, note=""):
        if share == 1.0:
            operations.discard_submission(submission_id=submission.pk, reason="salah", actor=operator, at=make.AT)

    operations.check_submission(submission_id=submission.pk, actor=operator, at=make.AT, progress=meanwhile)

    submission.refresh_from_db()
    assert (submission.state, Finding.objects.count()) == ("discarded", 0)


def test_the_database_refuses_a_row_that_is_neither_accepted_nor_held(pupils):
    with pytest.raises(IntegrityError):
        make.submission(state="checked", rows_in=11)


def test_the_database_refuses_a_half_counted_submission(pupils):
    with pytest.raises(IntegrityError):
        make.submission(state="checked", rows_held=None)


BAD_CELLS = st.sampled_from([
    {}, {"KELAS": "lima"}, {"KELAS": "99"}, {"TGL LAHIR": "2012"}, {"NIK": "3,31E+15"}, {"NISN": ""}, {"NAMA": ""},
    {"KODE DESA": "33.13.01.2051"}, {"JK": "?"}, {"NISN": "3100000001"},
])  # fmt: skip


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BAD_CELLS, min_size=1, max_size=12))
def test_rows_in_are_rows_accepted_and_held_whatever_is_wrong_with_them(send, faults):
    lines = [pupil(number, **cells) for number, cells in enumerate(faults, 1)]

    submission = send(file_of(*lines))

    assert submission.state == "checked"
    assert submission.rows_in == len(lines) == submission.rows_accepted + submission.rows_held
    Submission.objects.all().delete()


def test_a_file_without_fault_has_nothing_held(send):
    submission = send(file_of(*GOOD))

    assert (submission.rows_accepted, submission.rows_held) == (8, 0)
    assert not Finding.objects.filter(severity="hold").exists()
