"""Receiving a file: whole or not at all, once, and only from those who may send."""

from __future__ import annotations

import io

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange import operations
from guyub.apps.exchange.models import Submission
from guyub.apps.exchange.operations.submission import _safe_file_name
from guyub.ledger.models import Event
from tests.exchange.conftest import MESSY
from tests.support import make

pytestmark = pytest.mark.django_db


def incoming(data_dir):
    return sorted((data_dir / "areas" / "33.13" / "incoming").iterdir())


def test_a_file_is_kept_as_it_came_and_told_to_the_ledger(send, data_dir):
    submission = send(check=False)

    (folder,) = incoming(data_dir)
    assert (folder / "source.csv").read_bytes() == MESSY
    assert (submission.state, submission.size_bytes, submission.sha256) == ("received", len(MESSY), folder.name)
    event = Event.objects.get()
    assert (event.name, event.subject_id) == ("submission.received", str(submission.pk))
    assert event.facts["sha256"] == submission.sha256


def test_the_same_file_for_the_same_month_is_the_same_submission(send):
    first, again = send(check=False), send(check=False, file_name="nama lain.csv")

    assert first.pk == again.pk
    assert Event.objects.count() == 1


def test_the_same_file_for_another_month_is_another_submission(send):
    assert send(check=False).pk != send(check=False, period="2026-08").pk


def test_a_file_given_up_may_be_sent_again(send, operator):
    first = send(check=False)
    operations.discard_submission(submission_id=first.pk, reason="salah bulan", actor=operator, at=make.AT)

    assert send(check=False).pk != first.pk


class Broken(io.BytesIO):
    """A connection that breaks halfway."""

    def read(self, size=-1, /):
        if self.tell() > 0:
            raise ConnectionResetError
        return super().read(10)


def test_an_upload_that_breaks_leaves_nothing_behind(operator, data_dir):
    with pytest.raises(ConnectionResetError):
        operations.receive_file(
            area="33.13",
            dataset="pupils",
            period="2026-11",
            file_name="a.csv",
            stream=Broken(MESSY),
            actor=operator,
            at=make.AT,
        )

    assert incoming(data_dir) == []
    assert Submission.objects.count() == Event.objects.count() == 0


def test_a_file_over_the_limit_is_refused_and_not_kept(send, settings, data_dir):
    settings.UPLOAD_LIMIT_BYTES = 100

    with pytest.raises(operations.FileTooLarge) as refusal:
        send()

    assert refusal.value.status == 413
    assert incoming(data_dir) == []


@pytest.mark.parametrize("for_whom", ["the custodian", "his own agency"])
def test_another_agencys_officer_cannot_send_this_dataset(send, stranger, pupils, for_whom):
    agencies = {"the custodian": pupils.custodian_id, "his own agency": make.agency("Dinkes").pk}

    with pytest.raises(NotPermitted):
        send(actor=stranger, agency_id=agencies[for_whom])

    assert Submission.objects.count() == 0


def test_the_data_custodian_may_enter_another_agencys_part(send, officer):
    submission = send(actor=officer, agency_id=make.agency("Disperkim").pk, check=False)

    assert submission.agency.abbreviation == "Disperkim"


@pytest.mark.parametrize("period", ["2026-13", "November", "2026-12", "1999-01", ""])
def test_a_month_that_is_none_or_lies_ahead_is_refused(send, period):
    with pytest.raises(operations.PeriodNotPossible):
        send(period=period)


def test_an_unknown_dataset_names_the_known_ones(operator):
    with pytest.raises(operations.NoSuchDataset, match="pupil") as refusal:
        operations.receive_file(
            area="33.13",
            dataset="pupil",
            period="2026-11",
            file_name="a.csv",
            stream=io.BytesIO(),
            actor=operator,
            at=make.AT,
        )

    assert "pupils" in refusal.value.remedy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("siswa 2026.xlsx", "siswa 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\siswa.xlsx", "siswa.xlsx"),
        ("data 3313990101100001.csv", "data ….csv"),
        ("data_3313 9901 0110 0001.csv", "data_….csv"),
        ("a\r\nb\x00.csv", "ab.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "berkas"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_a_file_name_carries_no_path_no_control_sign_and_no_nik(given, kept):
    assert _safe_file_name(given) == kept
