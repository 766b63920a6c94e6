"""What can be read is read as its officer meant it; what cannot is refused with the reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from guyub.dataplane.checks import examine
from guyub.dataplane.compute.duckdb import connect
from guyub.dataplane.intake import Limits, Staged, Unreadable, stage
from tests.support.agency import HEADERS, REFERENCE, contract, people, write_csv, write_xlsx

ROWS = people(5)


def staged(source: Path, key: str = "population") -> Staged:
    return stage(source, contract=contract(key), target=source.parent)


def refusal(source: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        stage(source, contract=contract(), target=source.parent, limits=limits or Limits())
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BERKAS-KOSONG"),
        (b"\xef\xbb\xbf\r\n  \n", "BERKAS-KOSONG"),
        (b"<html><table><tr><td>NIK</td></tr></table></html>", "BERKAS-HTML"),
        (b"%PDF-1.7 ...", "BENTUK-ASING"),
        (b"\x89PNG\r\n\x1a\n....", "BENTUK-ASING"),
        (b"Kepada Yth.\nBapak Bupati\nPerihal: data\n", "JUDUL-TIADA"),
        (b"1;2;3\n4;5;6\n", "JUDUL-TIADA"),
        (b"NIK;NAMA;JK\n3313990101100001;Siti;P\n", "KOLOM-WAJIB"),
        (";".join(HEADERS).encode() + b"\n", "DATA-TIADA"),
        (b"NIK;No KTP;NAMA;JK;TGL LAHIR;KODE DESA\n1;2;3;4;5;6\n", "KOLOM-GANDA"),
        (b"PK\x03\x04 cut off", "BERKAS-RUSAK"),
        (b"PAR1 not really", "BERKAS-RUSAK"),
        (b'[{"NIK": "1", "NAMA": ', "BERKAS-RUSAK"),
        (b'{"message": "not found"}', "JUDUL-TIADA"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "BERKAS-SANDI"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str, tmp_path: Path) -> None:
    source = tmp_path / "data.xls"
    source.write_bytes(content)

    assert refusal(source) == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("photo.txt", "hello")

    assert refusal(source) == "BENTUK-ASING"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    source = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 2**20))

    assert refusal(source) == "BERKAS-BOM"


@pytest.mark.parametrize(
    ("far", "code"),
    [
        (b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>', "BERKAS-BOM"),
        (b'<row r="9"><c r="ZZZZZZ99999999999" t="n"><v>1</v></c></row>', "BERKAS-BOM"),
        (b'<row r="9"><c r=\'ZZZZZZ9\' t="n"><v>1</v></c></row>', "BERKAS-BOM"),
        (b'<row r="9"><c r="A99999999" t="n"><v>1</v></c></row>', "BERKAS-BOM"),
    ],
)
def test_a_stray_value_far_away_does_not_end_the_worker(far: bytes, code: str, tmp_path: Path) -> None:
    source = tmp_path / "siswa.xlsx"
    write_xlsx(source, people(3))
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            grown = content.replace(b"</sheetData>", far + b"</sheetData>") if "worksheets" in name else content
            archive.writestr(name, grown)

    assert refusal(source) == code


def test_a_few_columns_far_to_the_right_are_read(tmp_path: Path) -> None:
    source = tmp_path / "siswa.xlsx"
    write_xlsx(source, people(3))
    book = openpyxl.load_workbook(source)
    book.active["BZ2"] = "catatan"
    book.save(source)

    assert staged(source).rows == 3


@pytest.mark.parametrize("place", range(100, 1000, 60))
def test_a_parquet_file_with_flipped_bytes_is_refused_or_read(place: int, tmp_path: Path) -> None:
    source = tmp_path / "siswa.parquet"
    columns = ", ".join(f"'{number}' as \"{header}\"" for number, header in enumerate(HEADERS))
    with connect([tmp_path]) as connection:
        connection.execute(f"copy (select {columns} from range(50)) to '{source}' (format parquet)").fetchall()
    content = bytearray(source.read_bytes())
    content[place : place + 40] = bytes(byte ^ 0x55 for byte in content[place : place + 40])
    source.write_bytes(content)

    try:
        staged(source)
    except Unreadable as reason:
        assert str(tmp_path) not in str(reason)


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "big.csv", people(3000) * 5)

    assert refusal(source, Limits(file_mb=1)) == "BERKAS-BESAR"


def test_a_refusal_is_told_in_words(tmp_path: Path) -> None:
    source = tmp_path / "data.csv"
    source.write_text("NIK;NAMA;JK\n3313990101100001;Siti;P\n")
    with pytest.raises(Unreadable) as refused:
        staged(source)

    from tests.support.agency import content

    told = content().catalogue.refuse(refused.value.code, "id", **refused.value.params)
    assert told.title == "Kolom wajib tidak ada: Tanggal lahir, Kode desa"
    assert "NIK, NAMA, JK" in told.remedy


def test_headers_over_two_rows_with_numbers_beneath_are_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["DATA PENDUDUK"])
    page.append(["No", "Identitas", None, None, None, "Lahir", None, None, "Alamat", None, None])
    page.append([None, "NIK", "No KK", "Nama", "JK", "Tempat", "Tanggal", "SHDK", "Kode Desa", "RT", "RW"])
    page.merge_cells("B2:E2")
    page.merge_cells("F2:G2")
    page.append([f"({number})" for number in range(1, 12)])
    for number, row in enumerate(ROWS, start=1):
        cells = [row[name] for name in ("NIK", "NO_KK", "NAMA", "JK", "TEMPAT LAHIR", "TGL LAHIR", *HEADERS[6:])]
        page.append([number, *cells])
    book.save(tmp_path / "form.xlsx")

    outcome = examine(tmp_path / "form.xlsx", contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert (outcome.rows_in, outcome.rows_accepted, outcome.staged.header_line) == (5, 5, 4)
    assert outcome.staged.missing_columns == ("birth_place",) or outcome.staged.missing_columns == ()


def test_of_several_sheets_the_fitting_one_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "book.xlsx", ROWS, sheet="Data Siswa")
    book = openpyxl.load_workbook(source)
    book.create_sheet("Petunjuk", 0).append(["Isi sesuai petunjuk"])
    book.save(source)

    found = staged(source)

    assert (found.sheet, found.rows) == ("Data Siswa", 5)
    assert [note.params for note in found.notes if note.code == "LEMBAR-LAIN"] == [{"names": "Petunjuk"}]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ","), ("utf-8", "|")]
)
def test_encoding_and_separator_are_found_out(encoding: str, delimiter: str, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "file.csv", people(7), encoding=encoding, delimiter=delimiter)

    found = staged(source)

    assert (found.encoding, found.delimiter, found.rows) == (encoding, delimiter, 7)


def test_a_quote_never_closed_does_not_swallow_the_rest_of_the_file(tmp_path: Path) -> None:
    rows = people(300)
    source = write_csv(tmp_path / "file.csv", rows)
    lines = source.read_text().splitlines()
    lines[3] = lines[3].replace(rows[2]["NAMA"], '"' + rows[2]["NAMA"])
    source.write_text("\n".join(lines))

    outcome = examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert outcome.rows_in == 300


def test_a_surplus_cell_is_kept_and_said(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "file.csv", ROWS)
    source.write_text(source.read_text().replace(f";{ROWS[1]['NAMA']};", ";Nur; Aisyah;", 1))

    outcome = examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / "checks")

    assert [note.params for note in outcome.notes if note.code == "SEL-LEBIH"] == [{"count": 1}]
    assert (outcome.rows_in, outcome.rows_held) == (5, 1)


@pytest.mark.parametrize(
    ("delimiter", "name", "bare"),
    [
        (";", "Siti Aminah", True),
        (";", "Siti\tAminah", False),
        ("\t", "Siti Aminah", True),
        ("\t", '"Siti\tAminah"', False),
        (";", "Siti\x0bAminah", False),
        (";", "Siti\x7fAminah", False),
    ],
)
def test_it_is_known_whether_a_cell_may_hold_a_control_character(
    delimiter: str, name: str, bare: bool, tmp_path: Path
) -> None:
    cells = dict(people(1)[0]) | {"NAMA": name}
    rows = [delimiter.join(HEADERS), delimiter.join(cells[header] for header in HEADERS)]
    for ending in ("\n", "\r\n"):
        source = tmp_path / "file.csv"
        source.write_bytes(ending.join([*rows, ""]).encode())

        read = staged(source)

        assert (read.rows, read.bare) == (1, bare)
        checked = examine(source, contract=contract(), reference=REFERENCE, target=tmp_path / f"checks{len(ending)}")
        assert (checked.rows_in, checked.rows_held) == (1, 0)
