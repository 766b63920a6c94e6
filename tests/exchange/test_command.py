"""guyub receive: the same intake from the command line, for scripts and large files."""

from __future__ import annotations

import openpyxl
import pytest
from click.testing import CliRunner

from guyub.apps.accounts import operations as accounts
from guyub.apps.exchange.models import Release, Submission
from guyub.cli import main
from guyub.ledger.models import Event
from tests.exchange.conftest import GOOD, MESSY, file_of
from tests.support import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def receive(pupils, tmp_path):
    accounts.open_area(area="33.13", actor=None, at=make.AT)

    def receive(content: bytes, *options: str, name: str = "siswa.csv"):
        file = tmp_path / name
        file.write_bytes(content)
        return CliRunner().invoke(main, ["receive", str(file), "--dataset", "pupils", "--period", "2026-08", *options])

    return receive


def test_a_file_is_received_and_its_findings_are_told(receive):
    answer = receive(MESSY)

    assert answer.exit_code == 0, answer.output
    assert "11 baris masuk = 8 lolos + 3 ditahan" in answer.output
    assert "Tanggal lahir mustahil [LAHIR-01]" in answer.output
    assert Submission.objects.get().state == "checked"
    assert Release.objects.count() == 0


def test_strict_ends_with_one_when_rows_are_held(receive):
    assert receive(MESSY, "--strict").exit_code == 1
    assert receive(file_of(*GOOD), "--strict").exit_code == 0


def test_what_passed_is_released_on_demand(receive):
    answer = receive(MESSY, "--publish")

    assert (answer.exit_code, Release.objects.get().rows) == (0, 8)
    assert "Dirilis" in answer.output


def test_sending_the_file_again_releases_nothing_twice(receive):
    receive(MESSY, "--publish")
    again = receive(MESSY, "--publish")

    assert again.exit_code == 0
    assert "sudah dirilis" in again.output
    assert Event.objects.filter(name="release.published").count() == 1


def test_the_marked_file_is_written_where_it_is_asked_for(receive, tmp_path):
    receive(MESSY, "--marked", str(tmp_path / "bertanda.xlsx"))

    book = openpyxl.load_workbook(tmp_path / "bertanda.xlsx", read_only=True)
    assert len(book.sheetnames) >= 2
    book.close()


def test_an_unreadable_file_ends_with_two_and_says_what_to_do(receive):
    answer = receive(b"<html><table></table></html>", name="siswa.xls")

    assert answer.exit_code == 2
    assert "Simpan Sebagai" in answer.stderr


def test_a_refusal_ends_with_two(receive):
    answer = receive(MESSY, "--period", "2026-13")

    assert answer.exit_code == 2
    assert "2026-13" in answer.stderr


def test_an_officer_who_may_not_send_is_refused(receive, stranger):
    answer = receive(MESSY, "--as", stranger.username)

    assert answer.exit_code == 2
    assert Submission.objects.count() == 0


def test_an_officer_nobody_knows_is_named(receive):
    answer = receive(MESSY, "--as", "siapa")

    assert answer.exit_code == 1
    assert "siapa" in answer.stderr


def test_it_speaks_english_too(receive):
    assert "11 rows in = 8 accepted + 3 held" in receive(MESSY, "--language", "en").output
