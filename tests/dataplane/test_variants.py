"""However an agency lays its file out, what it says is the same release; and no row is ever lost on the way."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guyub.dataplane.checks import examine
from guyub.dataplane.releases import freeze, open_release, verify
from guyub.dataplane.store import AreaStore
from tests.support.agency import (
    HEADERS,
    REFERENCE,
    Row,
    contract,
    people,
    write_csv,
    write_json,
    write_parquet,
    write_xlsx,
)

ROWS = people(60)
ALIASES = {
    "NIK": ["nik", "No. NIK", "Nomor Induk Kependudukan"],
    "NO_KK": ["No KK", "Nomor Kartu Keluarga", "nomor_kk"],
    "NAMA": ["Nama Lengkap", "nama", "NAMA  LENGKAP"],
    "JK": ["Jenis Kelamin", "L/P", "jenis_kelamin"],
    "TGL LAHIR": ["Tanggal Lahir", "tgl_lahir", "Tgl. Lahir"],
    "SHDK": ["Hubungan Keluarga", "Hubungan"],
    "KODE DESA": ["Kode Wilayah", "kode.desa"],
}
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def _date(text: str, form: str) -> str:
    day = datetime.strptime(text, "%d-%m-%Y").date()
    if form == "named":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if form == "serial":
        return str((day - datetime(1899, 12, 30).date()).days)
    return day.strftime(form)


NOTATIONS: dict[str, list[Callable[[str], str]]] = {
    "TGL LAHIR": [
        lambda text, form=form: _date(text, form)
        for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d 00:00:00", "named", "serial", "%Y%m%d")
    ],
    "NIK": [
        lambda text: " ".join((text[:6], text[6:12], text[12:])),
        lambda text: "'" + text,
        lambda text: text + ".0",
        lambda text: f"\u00a0{text} ",
    ],
    "JK": [lambda text: {"L": "Laki-laki", "P": "PEREMPUAN"}[text], lambda text: {"L": "1", "P": "2"}[text]],
    "KODE DESA": [lambda text: text.replace(".", ""), lambda text: text + " "],
    "RT": [lambda text: text.zfill(3), lambda text: text + ".0"],
    "NAMA": [lambda text: f"  {text.replace(' ', '  ')}\t"],
    "SHDK": [str.title, lambda text: text.replace(" ", "_")],
}


def digest(source: Path, folder: Path) -> str:
    checked = examine(source, contract=contract(), reference=REFERENCE, target=folder / f"checks-{source.name}")
    assert (checked.rows_in, checked.rows_held) == (len(ROWS), 0), checked.findings
    store = AreaStore(folder, "33.13")
    return freeze(folder / f"checks-{source.name}", store=store, contract=contract(), period="2026-11").manifest.digest


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("plain")
    return digest(write_csv(folder / "plain.csv", ROWS), folder)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_messy_csv_of_a_valid_file_gives_the_same_release(data: st.DataObject, expected: str) -> None:
    notations = {name: data.draw(st.sampled_from([str, *forms])) for name, forms in NOTATIONS.items()}
    order = data.draw(st.permutations(HEADERS))
    shuffled: list[Row] = data.draw(st.permutations(ROWS))
    messy = [{name: notations.get(name, str)(row[name]) for name in order} for row in shuffled]
    extra = data.draw(st.booleans())
    if extra:
        messy = [{"No": str(number), **row, "catatan_wali": "x; y"} for number, row in enumerate(messy, start=1)]
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    headers = [data.draw(st.sampled_from([name, *ALIASES.get(name, [])])) for name in messy[0]]
    with TemporaryDirectory() as folder:
        source = write_csv(
            Path(folder) / "messy.csv",
            messy,
            delimiter=data.draw(st.sampled_from(";,\t|")),
            encoding=encoding,
            headers=headers,
            above=data.draw(st.sampled_from([(), ("DATA PENDUDUK KABUPATEN KARANGANYAR", "", "Tahun 2026")])),
            quoting=data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
            newline=data.draw(st.sampled_from(["\r\n", "\n"])),
        )
        assert digest(source, Path(folder)) == expected


@pytest.mark.parametrize("form", ["array", "lines", "wrapped"])
def test_json_gives_the_same_release(form: str, tmp_path: Path, expected: str) -> None:
    assert digest(write_json(tmp_path / "people.json", ROWS, form=form), tmp_path) == expected


def test_parquet_gives_the_same_release(tmp_path: Path, expected: str) -> None:
    assert digest(write_parquet(tmp_path / "people.parquet", ROWS), tmp_path) == expected


@pytest.mark.parametrize(
    "convert",
    [
        {},
        {"NIK": int, "NO_KK": float, "RT": int, "RW": float},
        {"TGL LAHIR": lambda text: datetime.strptime(text, "%d-%m-%Y")},
        {"TGL LAHIR": lambda text: int(_date(text, "serial")), "KODE DESA": lambda text: int(text.replace(".", ""))},
    ],
)
def test_a_workbook_gives_the_same_release(convert: dict, tmp_path: Path, expected: str) -> None:
    source = write_xlsx(tmp_path / "people.xlsx", ROWS, above=["DATA", ""], shift=2, convert=convert)

    assert digest(source, tmp_path) == expected


def test_a_release_read_again_equals_what_was_checked(tmp_path: Path) -> None:
    name = digest(write_csv(tmp_path / "people.csv", ROWS), tmp_path)
    store = AreaStore(tmp_path, "33.13")
    release = open_release(store, "population", name)

    rows = release.page(0, 100)

    assert verify(store, "population", name).rows == len(rows) == len(ROWS)
    assert [row["nik"] for row in rows] == sorted(row["NIK"] for row in ROWS)
    written = {row["NIK"]: row for row in ROWS}
    for row in rows:
        source = written[row["nik"]]
        assert row["name"] == source["NAMA"]
        assert row["birth_date"] == datetime.strptime(source["TGL LAHIR"], "%d-%m-%Y").date()
        assert (row["village_code"], row["rt"]) == (source["KODE DESA"], int(source["RT"]))


garbage = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "-", "0", "=1+1", "3,31E+15", '"', "JUMLAH", "NIK", "31-02-2010", "'", "\u00a0", "a;b"]),
    st.sampled_from([value for row in ROWS[:3] for value in row.values()]),
)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.lists(garbage, min_size=0, max_size=12), min_size=1, max_size=12),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_every_row_of_any_garbage_is_accepted_held_or_counted_as_no_data(rows: list[list[str]], quoting: int) -> None:
    rows = [
        [cell.replace("\0", "").replace("\r", " ").encode("utf-8", "replace").decode() for cell in row] for row in rows
    ]
    with TemporaryDirectory() as folder:
        source = Path(folder) / "garbage.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", quoting=quoting)
            writer.writerow(HEADERS)
            writer.writerow(list(ROWS[0].values()))
            writer.writerows(rows)
        checked = examine(source, contract=contract(), reference=REFERENCE, target=Path(folder) / "checks")

        skipped = sum(
            int(str(note.params["count"]))
            for note in checked.notes
            if note.code in ("BARIS-KOSONG", "BARIS-JUMLAH", "JUDUL-ULANG")
        )
        with source.open(encoding="utf-8", newline="") as file:
            # Where quotes made no sense, each line was taken for a row.
            quoted = checked.staged.quoting
            records = sum(1 for _ in csv.reader(file, delimiter=";")) - 1 if quoted else file.read().count("\n") - 1
        assert checked.rows_in == checked.rows_accepted + checked.rows_held
        assert checked.rows_in + skipped == records
