"""Accepting proposals: the same rows once more with the corrections, as a submission of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange import operations, queries
from guyub.apps.exchange.models import Finding, Submission
from guyub.ledger.models import Event
from tests.exchange.conftest import GOOD, file_of, pupil
from tests.support import make

pytestmark = pytest.mark.django_db
SWAPPED = [pupil(20, **{"TGL LAHIR": "03-31-2012"}), pupil(21, **{"TGL LAHIR": "03-30-2012"})]
FILE = file_of(*GOOD, *SWAPPED, pupil(22, KELAS="lima"))


def accept(submission, actor, *, rule="LAHIR-01", column="birth_date", lines=None):
    pk = operations.accept_proposals(
        submission_id=submission.pk, rule=rule, column=column, lines=lines, actor=actor, at=make.AT
    )
    operations.check_submission(submission_id=pk, actor=actor, at=make.AT)
    return Submission.objects.get(pk=pk)


def test_the_corrected_rows_are_a_submission_of_their_own(send, operator):
    first = send(FILE)

    mended = accept(first, operator)

    assert (first.rows_in, first.rows_held) == (11, 3)
    assert (mended.rows_in, mended.rows_held, mended.mends_id) == (11, 1, first.pk)
    assert not Finding.objects.filter(submission=mended, rule="LAHIR-01").exists()
    first.refresh_from_db()
    assert first.state == "checked"
    assert Event.objects.filter(name="submission.received").last().facts["mends"] == first.pk


def test_only_the_ticked_lines_are_corrected(send, operator):
    first = send(FILE)
    (line, *_) = [
        cell.line
        for cell in queries.list_cells(
            submission_id=first.pk, rule="LAHIR-01", column="birth_date", actor=operator
        ).cells
    ]

    mended = accept(first, operator, lines={line})

    assert Finding.objects.get(submission=mended, rule="LAHIR-01").rows == 1


def test_titles_and_totals_are_not_carried_along(send, operator):
    text = FILE.decode()
    odd = ("DATA SISWA;;;;;;;;;;;\n" + text + "JUMLAH;;;;;;;;;;;11\n").encode()

    mended = accept(send(odd), operator)

    assert (mended.rows_in, mended.rows_held) == (11, 1)


def test_an_irregular_file_is_read_as_it_was_for_the_check(send, operator):
    text = FILE.decode()
    odd = text.replace("Anak Rekaan 3", '"Anak\nRekaan 3"').replace(GOOD[4], f"{GOOD[4]};sel lebih")

    mended = accept(send(odd.encode()), operator)

    assert (mended.rows_in, mended.rows_held) == (11, 2)  # the surplus cell is still there


def test_accepting_twice_is_one_submission(send, operator):
    first = send(FILE)

    assert accept(first, operator).pk == accept(first, operator).pk


def test_the_corrected_file_takes_the_place_of_the_first_in_what_waits(send, operator):
    accept(send(FILE), operator)

    assert queries.count_waiting(area="33.13", actor=operator).total == 1


@pytest.mark.parametrize(
    "wrong", [{"rule": "ANGKA-01", "column": "grade"}, {"rule": "X"}, {"lines": {1}}, {"lines": set()}]
)
def test_without_a_proposal_there_is_nothing_to_accept(send, operator, wrong):
    submission = send(FILE)

    with pytest.raises(operations.NothingProposed):
        accept(submission, operator, **wrong)

    assert Submission.objects.count() == 1


def test_only_the_agency_accepts(send, stranger):
    submission = send(FILE)

    with pytest.raises(NotPermitted):
        accept(submission, stranger)


def test_the_page_accepts_what_is_ticked_without_a_script(client, send, head):
    submission = send(FILE)
    client.force_login(head)
    page = client.get(reverse("exchange:submission", args=[submission.pk])).content.decode()
    assert "Terima 2 usul" in page

    answer = client.post(
        reverse("exchange:accept", args=[submission.pk]),
        {"aturan": "LAHIR-01", "kolom": "birth_date", "baris": ["10", "11"]},
    )

    mended = Submission.objects.get(mends=submission)
    assert answer.url == reverse("exchange:submission", args=[mended.pk])
