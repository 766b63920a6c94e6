"""An agency that sends pupils, and the files it sends."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from guyub.apps.exchange import operations
from guyub.apps.exchange.models import Dataset, Submission
from tests.support import make

HEADER = "NISN;NIK;NO KK;NAMA;JK;TGL LAHIR;NAMA IBU;KODE DESA;NPSN;NAMA SEKOLAH;JENJANG;KELAS"


def pupil(number: int, **cells: str) -> str:
    """One good line of a pupil file; `cells` writes over some of it, by heading."""
    line = {
        "NISN": f"{3_100_000_000 + number}",
        "NIK": f"331399{1 + number % 28:02d}0312{number:04d}",
        "NO KK": f"331399{1 + number % 28:02d}0115{number:04d}",
        "NAMA": f"Anak Rekaan {number}",
        "JK": "L",
        "TGL LAHIR": f"{1 + number % 28:02d}-03-2012",
        "NAMA IBU": "Ibu Rekaan",
        "KODE DESA": "33.13.01.2001",
        "NPSN": "20312345",
        "NAMA SEKOLAH": "SDN 02 Jatipuro",
        "JENJANG": "SD",
        "KELAS": "5",
    }
    return ";".join((line | cells)[heading] for heading in HEADER.split(";"))


def file_of(*lines: str) -> bytes:
    return "\n".join((HEADER, *lines, "")).encode()


GOOD = [pupil(number) for number in range(1, 9)]
# A swapped day and month, and a NISN that stands twice: two rows (with the first of the pair, three) are held.
MESSY = file_of(*GOOD, pupil(20, **{"TGL LAHIR": "03-31-2012"}), pupil(21, KELAS="lima"), pupil(22, JENJANG="TK"))


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def pupils(db, data_dir) -> Dataset:
    make.area("33.13.01.2001")
    return make.dataset("pupils")


@pytest.fixture
def operator(pupils):
    """The officer of Disdikbud who sends its data; may not publish."""
    return make.officer("disdikbud.operator", role="opd_operator", agency=pupils.custodian)


@pytest.fixture
def head(pupils):
    """The head of Disdikbud, who may publish its data."""
    return make.officer("disdikbud.kepala", role="opd_head", agency=pupils.custodian)


@pytest.fixture
def stranger(pupils):
    """The head of another agency."""
    return make.officer("dinkes.kepala", role="opd_head", agency=make.agency("Dinkes"))


@pytest.fixture
def send(operator) -> Callable[..., Submission]:
    """Send a file as the operator; `check` it too unless told otherwise."""

    def send(content: bytes = MESSY, *, check: bool = True, **words: Any) -> Submission:
        words = {"file_name": "siswa.csv", "period": "2026-11", "actor": operator, **words}
        pk = operations.receive_file(area="33.13", dataset="pupils", stream=io.BytesIO(content), at=make.AT, **words)
        if check:
            operations.check_submission(submission_id=pk, actor=operator, at=make.AT)
        return Submission.objects.get(pk=pk)

    return send
