"""What agencies send: messy in layout, wrong only where a slip is noted, and every row leads to its person."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from guyub.demo.errors import RATES, rates_in
from guyub.demo.files import DATASETS, file_name, write_files
from guyub.demo.places import former_codes
from guyub.demo.population import PERIODS, make_truth

LAST = PERIODS[-1]


def read(dataset: str, path: Path) -> pl.DataFrame:
    """A file's data rows as text, by its own headers."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path)["Data Siswa"]
        lines = [line[:14] for line in sheet.iter_rows(min_row=6, values_only=True)]
        return pl.DataFrame(
            [[None if cell is None else str(cell) for cell in line] for line in lines[1:]],
            schema=list(lines[0]),
            orient="row",
        )
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".json":
        return pl.DataFrame(json.loads(path.read_text()), infer_schema_length=None)
    text = path.read_bytes().decode("cp1252" if dataset == "welfare" else "utf-8-sig")
    separator = {"welfare": ";", "health_insurance": "\t"}.get(dataset, ",")
    return pl.read_csv(text.encode(), separator=separator, infer_schema=False)


@pytest.mark.parametrize("period", [PERIODS[0], LAST])
@pytest.mark.parametrize("dataset", DATASETS)
def test_each_row_leads_to_its_person_and_is_wrong_only_where_a_slip_is_noted(truth, delivered, dataset, period):
    rows = read(dataset, delivered[period].files[dataset])
    known = delivered[period].rows(dataset)
    assert len(rows) == len(known)
    assert known["_row"].to_list() == list(range(1, len(rows) + 1))

    written = rows["NIK"].cast(pl.String).str.replace_all(" ", "")
    real = truth.people["nik"].gather(known["person_id"])
    planted = known["planted"].fill_null("")
    assert (written.eq_missing(real) | planted.str.contains("nik_")).all()
    assert (~written.eq_missing(real) | ~planted.str.contains("nik_")).all()

    card = rows[next(name for name in rows.columns if re.fullmatch(r"(NO|No|Nomor)[_ ]KK", name))].cast(pl.String)
    own = truth.homes["family_card"].gather(known["household_id"])
    assert (card.eq_missing(own) != planted.str.contains("card_")).all()


@pytest.mark.parametrize("dataset", DATASETS)
def test_names_and_villages_are_true_unless_a_slip_is_noted(truth, pictures, delivered, dataset):
    rows, known = read(dataset, delivered[LAST].files[dataset]), delivered[LAST].rows(dataset)
    planted = known["planted"].fill_null("")
    people = known.join(pictures[LAST].persons, on="person_id", how="left", maintain_order="left")

    name = rows[next(c for c in rows.columns if c.upper().startswith("NAMA") and "IBU" not in c.upper())]
    same_name = name.str.to_lowercase() == people["name"].str.to_lowercase()
    assert (same_name != planted.str.contains("name_")).all()

    village = rows[next(c for c in rows.columns if "KODE" in c.upper())].str.replace_all(".", "", literal=True)
    same_village = village == people["village_code"].str.replace_all(".", "", literal=True)
    assert (same_village != planted.str.contains("moved|village_")).all()


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_share_of_slips_is_the_one_stated(truth, tmp_path, dataset, larger_rows):
    rows = larger_rows[dataset]
    rates = rates_in(dataset, LAST)
    planted = rows["planted"].fill_null("")
    for slip in ("nik_missing", "nik_mistyped", "name_mistyped", "card_missing", "date_impossible", "village_former"):
        wanted = getattr(rates, slip)
        spread = (
            5 * (wanted / len(rows)) ** 0.5 + 0.1 * wanted
        )  # five standard errors, and slips of one cell exclude another
        assert planted.str.contains(slip).mean() == pytest.approx(wanted, abs=spread), slip


@pytest.fixture(scope="module")
def larger_rows(villages, tmp_path_factory):
    """Enough rows for the shares to be steady."""
    kept = tmp_path_factory.mktemp("larger")
    write_files(make_truth(24_000, 5, villages), LAST, kept / "files", kept=kept)
    return {dataset: pl.read_parquet(kept / f"rows_{dataset}.parquet") for dataset in DATASETS}


HELD = "nik_missing|nik_mistyped|nik_shared|date_swapped|date_impossible|village_former|village_unknown|row_copied"


@pytest.mark.parametrize("dataset", DATASETS)
def test_few_rows_can_be_held_back(larger_rows, dataset):
    slips = HELD if dataset == "population" else HELD.removeprefix("nik_missing|nik_mistyped|nik_shared|")

    assert 0.003 < larger_rows[dataset]["planted"].fill_null("").str.contains(slips).mean() < 0.0105


def test_slips_are_mended_over_time_and_never_made_anew(delivered):
    for dataset in ("welfare", "health_insurance"):
        slips = [
            set(rows.filter(pl.col("planted").fill_null("").str.contains("nik_missing"))["person_id"])
            for rows in (delivered[PERIODS[0]].rows(dataset), delivered[LAST].rows(dataset))
        ]
        known = set(delivered[PERIODS[0]].rows(dataset)["person_id"])
        assert slips[1] & known <= slips[0]


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_number_of_a_file_leaves_the_synthetic_district(delivered, dataset):
    rows = read(dataset, delivered[LAST].files[dataset])
    numbers = rows["NIK"].cast(pl.String).drop_nulls()

    assert numbers.str.contains("^331399|^3,31399E").all()


def test_a_former_village_code_has_the_right_successor(villages, delivered):
    former = former_codes(villages["village_code"].to_list())
    rows, known = read("population", delivered[LAST].files["population"]), delivered[LAST].rows("population")
    old = rows.filter(known["planted"].fill_null("").str.contains("village_former"))["KODE DESA"]

    assert len(old) > 0
    assert set(old) <= set(former)


def test_copied_rows_stand_beside_their_original_and_repeat_its_key(larger_rows):
    for dataset in ("population", "welfare", "health_insurance"):
        rows = larger_rows[dataset]
        copies = rows.filter(pl.col("planted").fill_null("").str.contains("row_copied"))["_row"]
        before = rows.filter(pl.col("_row").is_in((copies - 1).implode()))
        after = rows.filter(pl.col("_row").is_in(copies.implode()))
        assert len(copies) > 0
        assert before["person_id"].equals(after["person_id"])


def test_the_same_seed_writes_the_same_bytes(villages, tmp_path):
    first, second = (
        write_files(make_truth(300, 9, villages), "2026-05", tmp_path / name, kept=tmp_path / f"kept {name}")
        for name in ("one", "two")
    )

    for dataset in DATASETS:
        assert first[dataset].read_bytes() == second[dataset].read_bytes()
        assert first[dataset].name == second[dataset].name


def test_nothing_but_the_agency_files_lies_in_the_folder_the_product_reads(delivered):
    for period in (PERIODS[0], LAST):
        files = delivered[period].files
        assert sorted(files["aid"].parent.iterdir()) == sorted(files.values())


def test_the_formats_are_as_different_as_in_life(delivered):
    files = delivered[LAST].files
    population, welfare = files["population"].read_bytes(), files["welfare"].read_bytes()

    assert population.startswith(b"\xef\xbb\xbfNO,NIK,NO_KK") and b"\r\n" in population
    assert welfare.startswith(b"ID DATA;Nomor KK;NIK") and b"m\xb2" in welfare  # Windows-1252
    assert delivered[PERIODS[0]].files["health_insurance"].suffix == ".tsv"
    assert files["health_insurance"].suffix == ".parquet"
    assert isinstance(json.loads(files["aid"].read_text()), list)


def test_the_pupils_workbook_has_titles_a_merged_header_and_mixed_cells(delivered):
    book = openpyxl.load_workbook(delivered[LAST].files["pupils"])
    sheet = book["Data Siswa"]
    nik = [row[0] for row in sheet.iter_rows(min_row=7, min_col=3, max_col=3, values_only=True)]
    born = [row[0] for row in sheet.iter_rows(min_row=7, min_col=7, max_col=7, values_only=True)]

    assert book.sheetnames == ["Petunjuk", "Data Siswa", "Rekap"]
    assert sorted(str(cells) for cells in sheet.merged_cells.ranges) == ["B5:H5", "J5:M5"]
    assert sum(isinstance(cell, int) for cell in nik) > 10
    assert sum(" " in str(cell) for cell in nik) > 10
    assert sum(hasattr(cell, "year") for cell in born) > len(born) / 2 > 0
    assert sum(isinstance(cell, str) for cell in born) > 10


def test_a_workbook_too_long_becomes_a_csv_and_a_long_array_lines():
    assert file_name("pupils", LAST, 300_001).endswith(".csv")
    assert file_name("aid", LAST, 200_001).endswith(".ndjson")


def test_rates_know_every_dataset_and_fall_from_period_to_period():
    assert set(RATES) == set(DATASETS)
    falling = [rates_in("welfare", period).nik_missing for period in PERIODS]
    assert falling == sorted(falling, reverse=True)
