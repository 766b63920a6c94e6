"""A check names every wrong cell with line, column, rule and value, and loses no row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from guyub.dataplane.checked import Checked, FindingGroup
from guyub.dataplane.checks import examine
from guyub.dataplane.findings import count_cells, list_cells
from tests.support.agency import REFERENCE, Row, contract, people, person, write_csv, write_xlsx

GOOD = people(20)


def checked(folder: Path, rows: list[Row], key: str = "population") -> Checked:
    source = write_csv(folder / "file.csv", rows)
    return examine(source, contract=contract(key), reference=REFERENCE, target=folder / "checks")


def the_finding(outcome: Checked, code: str) -> FindingGroup:
    found = [group for group in outcome.findings if group.code == code]
    assert len(found) == 1, outcome.findings
    return found[0]


@pytest.mark.parametrize(
    ("code", "change", "proposal"),
    [
        ("KOSONG", {"NIK": ""}, None),
        ("NIK-16", {"NIK": "3,31399E+15"}, None),
        ("NIK-16", {"NIK": "33139901011000"}, None),
        ("NIK-16", {"NIK": "331399O1O1100001"}, "3313990101100001"),
        ("NIK-SUSUNAN", {"NIK": "3313993213100001"}, None),
        ("NIK-SUSUNAN", {"NIK": "3313990101100000"}, None),
        ("LAHIR-01", {"TGL LAHIR": "2010-31-12"}, "2010-12-31"),
        ("LAHIR-01", {"TGL LAHIR": "12/31/2010"}, "2010-12-31"),
        ("LAHIR-01", {"TGL LAHIR": "31-02-2010"}, None),
        ("LAHIR-02", {"TGL LAHIR": "01-01-2031"}, None),
        ("LAHIR-02", {"TGL LAHIR": "01-01-1870"}, None),
        ("PILIHAN-01", {"JK": "X"}, None),
        ("DESA-LAMA", {"KODE DESA": "3313012999"}, "33.13.01.2001"),
        ("DESA-01", {"KODE DESA": "33.13.99.2001"}, None),
        ("DESA-01", {"KODE DESA": "Gondangrejo"}, None),
    ],
)
def test_a_wrong_cell_holds_its_row_and_says_what_is_meant(
    code: str, change: dict[str, str], proposal: str | None, tmp_path: Path
) -> None:
    outcome = checked(tmp_path, [*GOOD, person(21, **change)])

    cell = next(example for group in outcome.findings if group.code == code for example in group.examples)
    assert (outcome.rows_in, outcome.rows_accepted, outcome.rows_held) == (21, 20, 1)
    assert (cell.line, cell.severity, cell.held, cell.proposal) == (22, "hold", True, proposal)
    assert (cell.value or "") == next(iter(change.values()))


@pytest.mark.parametrize(
    ("code", "change", "column", "value"),
    [
        ("KK-16", {"NO_KK": "331399"}, "family_card", None),
        ("ANGKA-01", {"RT": "tiga"}, "rt", None),
        ("ANGKA-02", {"RW": "7000"}, "rw", None),
        ("NIK-LAHIR", {"TGL LAHIR": "01-01-1990"}, "birth_date", "1990-01-01"),
        ("NIK-KELAMIN", {"JK": "P"}, "sex", "P"),
    ],
)
def test_a_warning_lets_the_row_in_with_the_cell_kept_or_emptied(
    code: str, change: dict[str, str], column: str, value: str | None, tmp_path: Path
) -> None:
    outcome = checked(tmp_path, [*GOOD, person(21, **change)])

    group = the_finding(outcome, code)
    accepted = tmp_path / "checks" / "accepted.parquet"
    with duckdb.connect() as connection:
        query = f"SELECT {column}::VARCHAR FROM '{accepted}' WHERE nik = ?"
        found = connection.execute(query, [person(21)["NIK"]]).fetchall()
    assert (group.severity, group.rows, outcome.rows_held) == ("warn", 1, 0)
    assert found == [(value,)]


def test_the_same_row_twice_is_used_once_and_its_copy_held(tmp_path: Path) -> None:
    outcome = checked(tmp_path, [*GOOD, GOOD[3], GOOD[3]])

    group = the_finding(outcome, "BARIS-GANDA")
    assert (outcome.rows_accepted, outcome.rows_held) == (20, 2)
    assert [cell.line for cell in group.examples] == [22, 23]
    assert [group.code for group in outcome.findings] == ["BARIS-GANDA"]


def test_one_nik_for_two_people_holds_both(tmp_path: Path) -> None:
    other = person(3, NAMA="Orang Lain")

    outcome = checked(tmp_path, [*GOOD, other])

    assert [cell.line for cell in the_finding(outcome, "NIK-GANDA").examples] == [4, 22]
    assert (outcome.rows_accepted, outcome.rows_held) == (19, 2)


def test_held_rows_wait_as_they_were_written_with_the_reasons(tmp_path: Path) -> None:
    checked(tmp_path, [*GOOD, person(21, **{"TGL LAHIR": "31-02-2010", "JK": "??"})])

    quarantine = tmp_path / "checks" / "quarantine.parquet"
    with duckdb.connect() as connection:
        query = f"SELECT _line, _reasons, birth_date, sex, rt FROM '{quarantine}'"
        rows = connection.execute(query).fetchall()
    assert rows == [(22, ["LAHIR-01", "PILIHAN-01"], "31-02-2010", "??", person(21)["RT"])]


def test_blank_total_and_repeated_header_rows_are_counted_not_judged(tmp_path: Path) -> None:
    blank = dict.fromkeys(GOOD[0], "")
    header = {name: name for name in GOOD[0]}
    total = blank | {"NAMA": "JUMLAH", "RT": "", "RW": "20"}

    outcome = checked(tmp_path, [*GOOD[:10], blank, header, *GOOD[10:], total])

    notes = {note.code: note.params.get("count") for note in outcome.notes}
    assert notes == {"BARIS-KOSONG": 1, "BARIS-JUMLAH": 1, "JUDUL-ULANG": 1}
    assert (outcome.rows_in, outcome.rows_accepted, outcome.findings) == (20, 20, ())


def test_a_person_named_total_is_a_person(tmp_path: Path) -> None:
    outcome = checked(tmp_path, [*GOOD, person(21, NAMA="Total Wijaya", NIK="")])

    assert (outcome.rows_in, outcome.rows_held) == (21, 1)


def test_an_unknown_column_and_a_missing_optional_one_are_noted(tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in row.items() if name != "RW"} | {"catatan_wali": "x"} for row in GOOD]

    outcome = checked(tmp_path, rows)

    notes = {(note.code, note.params["column"]) for note in outcome.notes}
    assert notes == {("KOLOM-ASING", "catatan_wali"), ("KOLOM-TIADA", "RW")}
    assert outcome.rows_accepted == 20


def test_cells_are_read_a_page_at_a_time_with_what_tells_the_row(tmp_path: Path) -> None:
    rows = [person(number, JK="?") for number in range(1, 8)]
    checked(tmp_path, rows)
    folder = tmp_path / "checks"

    page = list_cells(folder, contract=contract(), code="PILIHAN-01", column="sex", offset=5, limit=5)

    assert count_cells(folder, code="PILIHAN-01") == 7
    assert [cell.line for cell in page] == [7, 8]
    assert page[0].about == {
        "name": rows[5]["NAMA"],
        "birth_date": rows[5]["TGL LAHIR"],
        "village_code": rows[5]["KODE DESA"],
    }


def test_what_was_found_is_read_back_as_it_was(tmp_path: Path) -> None:
    outcome = checked(tmp_path, [*GOOD, person(21, JK="?")])

    assert Checked.read(tmp_path / "checks") == outcome


def test_checking_again_answers_from_what_stands(tmp_path: Path) -> None:
    first = checked(tmp_path, GOOD)
    (tmp_path / "file.csv").unlink()

    again = examine(tmp_path / "file.csv", contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert again == first


def test_a_cancelled_check_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "file.csv", GOOD)

    def cancel(stage: str, share: float) -> None:
        if stage == "check":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / "x" / "checks", progress=cancel)
    assert list((tmp_path / "x").iterdir()) == []


def test_lines_are_those_the_officer_sees_in_his_sheet(tmp_path: Path) -> None:
    rows = [*GOOD[:5], person(40, JK="?")]
    source = write_xlsx(tmp_path / "file.xlsx", rows, above=["Data Penduduk", "Kabupaten Karanganyar", ""], shift=1)

    outcome = examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert the_finding(outcome, "PILIHAN-01").examples[0].line == 10


def test_lines_count_on_through_blank_ragged_and_broken_lines(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "file.csv", [GOOD[0], GOOD[1], person(40, JK="?")])
    lines = source.read_text().splitlines()
    broken = f"{lines[1].rsplit(';', 7)[0]}"
    source.write_text("\n".join([lines[0], "", lines[1], broken, '"3313";"a\nb";;;;;;;;', lines[2], lines[3], ""]))

    outcome = examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert the_finding(outcome, "PILIHAN-01").examples[0].line in (4, 8)
    assert {cell.line for group in outcome.findings for cell in group.examples} == {3, 4, 5, 8} - (
        set() if outcome.rows_held == 4 else {3}
    )
    assert outcome.rows_in == 5


@pytest.mark.parametrize("key", ["welfare", "pupils", "health_insurance", "aid"])
def test_a_missing_nik_is_a_warning_outside_the_population_register(key: str, tmp_path: Path) -> None:
    cells = {
        "welfare": {"ID Data": "W1", "Desil": "3", "Periode Desil": "2026-08", "Penghasilan": "Rp 1.500.000,00"},
        "pupils": {"NISN": "0101234567", "Jenjang": "SMP/MTs", "Kelas": "7", "NPSN": "20312345"},
        "health_insurance": {"No Kartu": "0001234567890", "Segmen": "Mandiri", "Aktif": "Y"},
        "aid": {"ID Bantuan": "B1", "Program": "PIP", "Jenis": "Pendidikan", "Nominal": "450.000", "Tahun": "2026"},
    }[key]
    row = {name: cell for name, cell in person(1).items() if name in ("NAMA", "JK", "TGL LAHIR", "KODE DESA")}

    outcome = checked(tmp_path, [row | {"NIK": "-"} | cells], key)

    assert (outcome.rows_accepted, [group.code for group in outcome.findings]) == (1, ["KOSONG"])
