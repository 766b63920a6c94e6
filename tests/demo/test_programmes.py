"""The programme spreadsheet: real programmes with their source, examples that say so."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml

from guyub.demo.programmes import CONTENT, read_programmes, write_programmes


@pytest.fixture(scope="module")
def rows():
    return read_programmes()


def test_real_programmes_name_their_source_and_examples_say_example(rows):
    real = [row for row in rows if row["Sumber"] != "Contoh"]

    assert [row["Nama program"] for row in real] == [
        "SAPAMAS",
        "Matur Bupati",
        "Layang Mas",
        "SIC Samber Nyawa",
        "Gerakan Masyarakat Sadar Adminduk",
        "Sapalo (Desa Karanglo)",
    ]
    assert all(row["Sumber"] for row in real)
    assert not any(row.get("Target") or row.get("Pagu 2026 APBD") for row in real)
    assert len(rows) - len(real) >= 20


def test_examples_cover_all_six_dimensions_and_have_codes_of_their_own(rows):
    assert {row["Dimensi"] for row in rows} == {"SG", "SB", "SE", "SL", "SS", "SV"}
    assert len({row["Kode"] for row in rows}) == len(rows)
    assert all(row["Subdimensi"].startswith(row["Dimensi"]) for row in rows if row.get("Subdimensi"))


def test_every_target_is_tied_to_an_indicator_that_exists(rows):
    known = {yaml.safe_load(path.read_text())["code"] for path in (CONTENT / "indicators").glob("*.yaml")}
    targets = [row for row in rows if row.get("Indikator")]

    assert len(targets) >= 8
    assert {row["Indikator"] for row in targets} <= known
    assert all(row["Target"] and row["Tahun target"] for row in targets)


def test_the_spreadsheet_is_written_whole_and_the_same_each_time(rows, tmp_path: Path):
    one, two = write_programmes(tmp_path / "a"), write_programmes(tmp_path / "b")
    lines = list(openpyxl.load_workbook(one).active.iter_rows(min_row=4, values_only=True))

    assert one.read_bytes() == two.read_bytes()
    assert lines[0][:2] == ("Kode", "Nama program")
    assert [line[0] for line in lines[1:]] == [row["Kode"] for row in rows]
