"""Spreadsheets as agencies keep them: read forgivingly, judged row by row, nothing dropped in silence."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.masterplan import frameworks
from guyub.apps.masterplan.sheet import (
    Finding,
    Severity,
    Unreadable,
    Vocabulary,
    cells,
    explain,
    findings,
    read_sheet,
    write_empty_form,
)

WORDS = Vocabulary(
    framework=frameworks.load("kominfo-2017"),
    agencies={"disdukcapil": 1, "dinsos": 2, "dinassosial": 2, "dinkes": 3},
    indicators={
        "poorpupilswithoutschoolaid": ("poor-pupils-without-school-aid", "lower"),
        "siswamiskintanpabantuansekolah": ("poor-pupils-without-school-aid", "lower"),
        "dependencyratio": ("dependency-ratio", "neither"),
    },
)
HEADERS = ["Kode", "Nama program", "Dimensi", "Subdimensi", "OPD penanggung jawab", "OPD pendukung", "Mulai", "Selesai",
           "Pagu 2026 APBD", "Pagu 2027 (DAK)", "Indikator", "Target", "Tahun target", "Horizon", "Status", "Sumber"]  # fmt: skip


def as_csv(*rows, headers=HEADERS, delimiter=";", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headers, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(*rows, headers=HEADERS, above=()):
    book = openpyxl.Workbook()
    for row in [*above, headers, *rows]:
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def row(**cells):
    named = {"Nama program": "SMARD", "Dimensi": "SG", "OPD penanggung jawab": "Disdukcapil"} | {
        key.replace("_", " "): value for key, value in cells.items()
    }
    return [named.get(header, "") for header in HEADERS]


def read(content, words=WORDS):
    return read_sheet(content, vocabulary=words)


def codes(sheet):
    return [(finding.code, str(finding.severity)) for finding in sheet.findings]


def test_a_full_row_enters_with_all_it_says():
    content = as_xlsx(
        row(
            Kode="SG-07", Dimensi="Tata Kelola Cerdas", Subdimensi="Pelayanan Publik", OPD_pendukung="Dinkes; Dinas Sosial",
            Mulai=2025, Selesai=2029, Pagu_2026_APBD=750000000, Indikator="Siswa miskin tanpa bantuan sekolah",
            Target="12,5 %", Tahun_target=2026, Horizon="Percepatan", Status="Berjalan", Sumber="Antara 2021",
        )
    )  # fmt: skip

    sheet = read(content)

    (programme,) = sheet.programmes
    assert sheet.findings == ()
    assert (programme.code, programme.dimension, programme.sub_dimension) == ("SG-07", "SG", "SG-1")
    assert (programme.lead_agency_id, programme.supporting_agency_ids) == (1, (3, 2))
    assert (programme.year_start, programme.year_end, programme.horizon, programme.status) == (
        2025, 2029, "quick_win", "running",
    )  # fmt: skip
    assert programme.budget == {(2026, "apbd"): 750_000_000}
    assert (programme.source_kind, programme.source) == ("real", "Antara 2021")
    (target,) = programme.targets.values()
    assert (target.indicator, target.year, target.value, target.direction) == (
        "poor-pupils-without-school-aid", 2026, Decimal("12.5"), "lower",
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_it_was_saved(delimiter, encoding):
    sheet = read(as_csv(row(Sumber="Kabar “Solo”"), delimiter=delimiter, encoding=encoding))

    assert (sheet.rows_entered, sheet.programmes[0].source) == (1, "Kabar “Solo”")


def test_title_lines_above_the_headers_and_notes_beside_the_table_do_no_harm():
    sheet = read(
        as_xlsx(
            row(),
            [""] * len(HEADERS) + ["catatan di pinggir"],
            above=[["DAFTAR PROGRAM"], ["Kabupaten Karanganyar", None, "tahun 2026"], []],
        )
    )

    assert (sheet.rows_in, sheet.rows_entered, sheet.programmes[0].line) == (1, 1, 5)


def test_headers_are_found_without_case_spaces_and_signs():
    sheet = read(as_csv(["SMARD", "sg", "DINSOS"], headers=["NAMA  PROGRAM *", "dimensi:", "OPD"]))

    assert (sheet.rows_entered, sheet.programmes[0].lead_agency_id) == (1, 2)


def test_columns_that_are_not_read_are_named():
    sheet = read(as_csv(["SMARD", "SG", "x"], headers=["Nama program", "Dimensi", "Warna map"]))

    assert sheet.unknown_headers == ("Warna map",)


def test_what_the_file_has_no_column_for_is_not_given():
    sheet = read(as_csv(["SMARD", "SG"], headers=["Nama program", "Dimensi"]))

    assert sheet.given == {"name", "dimension"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Nama_program": ""}, "name-missing"),
        ({"Dimensi": ""}, "dimension-missing"),
        ({"Dimensi": "Smart Mobility"}, "dimension-unknown"),
        ({"OPD_penanggung_jawab": "Dinas Antah Berantah"}, "agency-unknown"),
        ({"Mulai": "2029", "Selesai": "2025"}, "years-reversed"),
        ({"Nama_program": "x" * 201}, "text-too-long"),
    ],
)
def test_a_row_that_cannot_enter_is_held_with_its_reason(cells, code):
    sheet = read(as_csv(row(**cells), row(Nama_program="Yang baik")))

    assert (sheet.rows_in, sheet.rows_entered, sheet.rows_held) == (2, 1, 1)
    assert codes(sheet) == [(code, "hold")]
    assert sheet.findings[0].line == 2


def test_every_reason_that_holds_a_row_is_named_at_once():
    sheet = read(as_csv(row(Nama_program="", Dimensi="?", OPD_penanggung_jawab="?", Status="entah")))

    assert [code for code, _ in codes(sheet)] == ["name-missing", "dimension-unknown", "agency-unknown"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"OPD_penanggung_jawab": ""}, "agency-missing"),
        ({"Subdimensi": "SG-9"}, "sub-unknown"),
        ({"Subdimensi": "Industri"}, "sub-elsewhere"),
        ({"OPD_pendukung": "Dinkes, Dinas Antah"}, "supporting-unknown"),
        ({"Mulai": "tahun depan"}, "year-unreadable"),
        ({"Horizon": "nanti"}, "horizon-unknown"),
        ({"Status": "entah"}, "status-unknown"),
        ({"Pagu_2026_APBD": "banyak"}, "amount-unreadable"),
        ({"Pagu_2026_APBD": "-5000"}, "amount-unreadable"),
        ({"Indikator": "kebahagiaan", "Target": "5", "Tahun_target": "2026"}, "indicator-unknown"),
        ({"Indikator": "dependency-ratio", "Target": "5", "Tahun_target": "2026"}, "indicator-describes"),
        (
            {"Indikator": "poor-pupils-without-school-aid", "Target": "turun", "Tahun_target": "2026"},
            "target-unreadable",
        ),
        ({"Indikator": "poor-pupils-without-school-aid", "Target": "5"}, "target-incomplete"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_left_out_and_named(cells, code):
    sheet = read(as_csv(row(**cells)))

    assert (sheet.rows_entered, codes(sheet)) == (1, [(code, "warn")])


def test_a_row_with_the_code_alone_adds_to_the_programme_above():
    more = row(Kode="A1", Nama_program="", Dimensi="", OPD_penanggung_jawab="", Pagu_2026_APBD="5 juta")
    sheet = read(as_csv(row(Kode="A1", Pagu_2026_APBD="1.000.000"), more))

    assert (sheet.rows_in, sheet.rows_entered, len(sheet.programmes)) == (2, 2, 1)
    assert sheet.programmes[0].budget == {(2026, "apbd"): 6_000_000}


def test_the_same_code_twice_holds_the_second_row():
    sheet = read(as_csv(row(Kode="A1"), row(Kode="a1", Nama_program="Lain")))

    assert (sheet.rows_entered, codes(sheet)) == (1, [("code-duplicate", "hold")])


def test_a_programme_without_a_code_gets_the_same_one_each_time():
    first, second = (read(as_csv(row(Nama_program="Sekolah Sungai"))).programmes[0].code for _ in range(2))

    assert first == second == "SG-SEKOLAH-SUNGAI"


def test_an_agency_may_send_its_own_rows_only():
    own = Vocabulary(WORDS.framework, WORDS.agencies, WORDS.indicators, own=frozenset({2}), foreign=frozenset({"x9"}))
    sheet = read(
        as_csv(
            row(OPD_penanggung_jawab="Dinsos"),
            row(Nama_program="Lain", OPD_penanggung_jawab="Dinkes"),
            row(Nama_program="Tanpa", OPD_penanggung_jawab=""),
            row(Nama_program="Rebutan", Kode="X9", OPD_penanggung_jawab="Dinsos"),
        ),
        own,
    )

    assert sheet.rows_entered == 1
    assert [code for code, _ in codes(sheet)] == ["agency-not-yours", "agency-not-yours", "code-of-another"]


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("750000000", 750_000_000),
        ("Rp 750.000.000", 750_000_000),
        ("Rp. 750.000.000,00", 750_000_000),
        ("750 juta", 750_000_000),
        ("1,2 miliar", 1_200_000_000),
        ("1.2 M", 1_200_000_000),
        ("Rp18,6 milyar", 18_600_000_000),
        ("2 triliun", 2_000_000_000_000),
        ("500 ribu", 500_000),
        (Decimal(1000), 1000),
        ("1,5", None),
        ("seratus", None),
        ("-1", None),
        ("9" * 20, None),
    ],
)
def test_money_is_read_as_it_is_written(written, rupiah):
    assert cells.rupiah(written) == rupiah


@pytest.mark.parametrize(
    ("written", "number"),
    [("12,5", "12.5"), ("12.5", "12.5"), ("1.234,5", "1234.5"), ("1.250", "1250"), ("15 %", "15"), ("< 15", "15"), ("−2,5", "-2.5")],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written(written, number):
    assert cells.number(written) == Decimal(number)


def test_a_point_in_a_number_cell_is_a_decimal_point():
    sheet = read(as_xlsx(row(Indikator="poor-pupils-without-school-aid", Target=1.125, Tahun_target=2026)))

    assert [target.value for target in sheet.programmes[0].targets.values()] == [Decimal("1.125")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong|empty"),
        (b"   \n", "kosong|empty"),
        (b"PK\x03\x04rusak", "rusak|damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "Excel"),
        (b"<html><table></table></html>", "web"),
        (b"\x00\x01\x02\x00biner", "tabel|table"),
        (b"Nama;Umur\nA;1\n", "Dimensi"),
    ],
)
def test_a_file_that_is_no_table_of_programmes_says_so(content, words):
    with pytest.raises(Unreadable, match=words) as raised:
        read(content)

    assert raised.value.remedy


def test_the_empty_form_is_read_by_the_reader():
    form = write_empty_form(WORDS.framework, year=2026)
    book = openpyxl.load_workbook(io.BytesIO(form))
    titles = [cell.value for cell in book["Program"][1]]
    book["Program"].append(
        ["", "SMARD", "", "SG Tata Kelola Cerdas", "SG-1 Pelayanan Publik"] + [""] * (len(titles) - 5)
    )
    content = io.BytesIO()
    book.save(content)

    sheet = read(content.getvalue())

    assert sheet.unknown_headers == ()
    assert (sheet.programmes[0].dimension, sheet.programmes[0].sub_dimension) == ("SG", "SG-1")


def test_every_finding_has_words_and_a_remedy_and_survives_storage():
    for code in findings.codes():
        finding = Finding(3, "Kolom", code, Severity.WARN, "tertulis", "harapan")
        words = explain(finding)

        assert words.problem and words.remedy and "%(" not in words.problem + words.remedy
        assert Finding.from_json(finding.as_json()) == finding


MESS = st.one_of(
    st.sampled_from(
        ["", "SG", "Tata Kelola Cerdas", "Dinsos", "Dinas Sosial", "2026", "2019", "750 juta", "Rp 1.000", "-", "A1", "berjalan",
         "poor-pupils-without-school-aid", "12,5", "Percepatan", "Contoh", "SG-1", "SMARD", "\"", "a;b", "=1+1", "Nama program"]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
)  # fmt: skip


@given(st.lists(st.lists(MESS, min_size=len(HEADERS), max_size=len(HEADERS)), max_size=12))
def test_whatever_the_rows_say_each_one_enters_or_is_held_with_a_reason(rows):
    sheet = read(as_csv(*rows))

    filled = [each for each in rows if any(cell.strip() for cell in each)]
    assert sheet.rows_in == len(filled) == sheet.rows_entered + sheet.rows_held
    assert sheet.rows_held == len({finding.line for finding in sheet.findings if finding.severity is Severity.HOLD})
    assert len(sheet.programmes) <= sheet.rows_entered


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_they_are_read_or_refused(content):
    try:
        sheet = read(content)
    except Unreadable as refusal:
        assert refusal.remedy
    else:
        assert sheet.rows_in == sheet.rows_entered + sheet.rows_held
