"""
The five files that agencies send for a period: each samples the truth, errs in its own way and comes in its own format.

    python -m guyub.demo.files --people 60000 --out DIR

writes DIR/files/<period>/ (what agencies send) and DIR/truth/<period>/ (what is so, and who stands behind each line).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from guyub.demo import formats
from guyub.demo.chance import Chance
from guyub.demo.errors import Sheet, damage, rates_in
from guyub.demo.places import DEMO_AREA, read_villages
from guyub.demo.population import PERIODS, Picture, Truth, make_truth
from guyub.demo.support import AID_CODES

__all__ = ["DATASETS", "file_name", "write_files", "write_truth"]

DATASETS = ("population", "welfare", "pupils", "health_insurance", "aid")
LARGEST_WORKBOOK = 300_000  # rows; beyond, an agency exports CSV
LARGEST_ARRAY = 200_000  # rows; beyond, one JSON object a line
RELATION = {"head": "Kepala Keluarga", "child": "Anak", "parent": "Orang Tua", "other": "Famili Lain"}
KIND = {"school": "Pendidikan", "cash": "Tunai", "food": "Sembako", "house": "Rehab Rumah"}
MONTHS = {"02": "Februari", "05": "Mei", "08": "Agustus", "11": "November"}


def write_files(truth: Truth, period: str, folder: Path, *, kept: Path | None = None) -> dict[str, Path]:
    """
    Write the five agency files of a period into the folder and return them by dataset.

    kept  where to keep what the product must not see, if anywhere: the truth of the period, and for each file
          `rows_<dataset>.parquet` with `_row` (1 is the first data row), `person_id`, `household_id` and `planted`,
          the slips the row bears, parted by spaces
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = truth.at(period)
    if kept is not None:
        write_truth(picture, kept)
    written = {}
    for dataset in DATASETS:
        rows = _rows(dataset, truth, picture)
        written[dataset] = WRITERS[dataset](rows, period, folder / file_name(dataset, period, len(rows)))
        if kept is not None:
            known = rows.select("_row", "person_id", "household_id", "planted")
            known.write_parquet(kept / f"rows_{dataset}.parquet")
    return written


def write_truth(picture: Picture, folder: Path) -> None:
    """Keep the truth of a period as one Parquet file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("persons", "households", "pupils", "members", "aid"):
        getattr(picture, name).write_parquet(folder / f"{name}.parquet")


def file_name(dataset: str, period: str, rows: int) -> str:
    """The name an agency gives its file."""
    month = MONTHS[period[5:7]]
    return {
        "population": f"data_penduduk_{period}.csv",
        "welfare": f"DTSEN desil {month} {period[:4]}.csv",
        "pupils": f"siswa_{period}.{'xlsx' if rows <= LARGEST_WORKBOOK else 'csv'}",
        # The hospital desk's export changed after the first delivery.
        "health_insurance": f"peserta_jkn_{period}.{'tsv' if period == PERIODS[0] else 'parquet'}",
        "aid": f"penerima_bantuan_{period}.{'json' if rows <= LARGEST_ARRAY else 'ndjson'}",
    }[dataset]


# ------------------------------------------------------------------------------------------------- rows before layout


def _rows(dataset: str, truth: Truth, picture: Picture) -> pl.DataFrame:
    """The file's rows in its order, slips made and noted, numbered by `_row`."""
    chance, rates = Chance(truth.seed), rates_in(dataset, picture.period)
    per_person = len(AID_NUMBERS) if dataset == "aid" else 1
    frame = _sample(dataset, picture)
    sheet = Sheet(dataset, frame, truth.universe * per_person, chance, rates)
    sheet.frame = frame.filter(pl.Series(sheet.chances("missing_person") >= rates.missing_person))
    damage(sheet, truth.villages)
    rows = _repeat(sheet)
    return rows.with_row_index("_row", offset=1).with_columns(pl.col("_row").cast(pl.Int64))


WHO = ["person_id", "household_id", "nik", "head_nik", "family_card", "old_family_card", "name", "sex", "birth_date",
       "village_code", "earlier_village_code"]  # fmt: skip


def _sample(dataset: str, picture: Picture) -> pl.DataFrame:
    """Who is in the file, in the file's order, with the columns of the dataset."""
    if dataset == "population":
        persons = picture.persons.select(*WHO, "birth_place", "relation", "rt", "rw", slot="person_id")
        return persons.sort("village_code", "family_card", pl.col("relation") != "head", "birth_date", "person_id")
    if dataset == "welfare":
        persons = picture.persons.select(*WHO, "relation", slot="person_id")
        homes = picture.households.drop("family_card", "village_code", "welfare")
        record_id = pl.lit("DT") + pl.col("person_id").cast(pl.String).str.zfill(9)
        joined = persons.join(homes, on="household_id", how="inner", maintain_order="left")
        return joined.with_columns(record_id=record_id).sort("village_code", "family_card", "record_id")
    if dataset == "pupils":
        persons = picture.persons.select(*WHO, "mother_name", slot="person_id")
        pupils = persons.join(picture.pupils.drop("decile"), on="person_id", how="inner", maintain_order="left")
        return pupils.sort("school_code", "grade", "name", "nisn")
    if dataset == "health_insurance":
        persons = picture.persons.select(*WHO, slot="person_id")
        return persons.join(picture.members, on="person_id", how="inner", maintain_order="left").sort("card_number")
    number = pl.col("programme").replace_strict(AID_NUMBERS, return_dtype=pl.Int64)
    lines = picture.persons.select(WHO).join(picture.aid, on="person_id", how="inner", maintain_order="left")
    slot = pl.col("person_id") * len(AID_NUMBERS) + number
    return lines.with_columns(slot=slot).sort("programme", "village_code", "aid_id")


AID_NUMBERS = {programme: number for number, programme in enumerate(AID_CODES)}
KEYS = {"welfare": "record_id", "pupils": "nisn", "health_insurance": "card_number", "aid": "aid_id"}


def _repeat(sheet: Sheet) -> pl.DataFrame:
    """Add the rows that stand in the file twice, each right behind the first."""
    copied, twice = (sheet.chances(slip) < getattr(sheet.rates, slip) for slip in ("row_copied", "person_twice"))
    again = [np.flatnonzero(copied), np.flatnonzero(twice & ~copied)]
    line = np.concatenate([np.arange(len(sheet.frame)), *again])
    slip = np.repeat([0, 1, 2], [len(sheet.frame), *map(len, again)])
    order = np.lexsort((slip, line))
    noted = (
        pl.when(pl.col("slip") == 1).then(pl.lit("row_copied")).when(pl.col("slip") == 2).then(pl.lit("person_twice"))
    )
    rows = (
        sheet.frame[line[order]]
        .with_columns(slip=pl.Series(slip[order]))
        .with_columns(
            planted=pl.when(pl.col("slip") > 0)
            .then(pl.concat_str("planted", noted, separator=" ", ignore_nulls=True))
            .otherwise("planted")
        )
    )
    if len(again[1]):
        # Another number of the same shape: its first digits are raised to where no first number reaches.
        key = pl.col(KEYS[sheet.dataset])
        other = key.str.replace("^DT0", "DT9").str.replace("^0(0|1|2)", "9$1")
        rows = rows.with_columns(pl.when(pl.col("slip") == 2).then(other).otherwise(key).alias(KEYS[sheet.dataset]))
    return rows.drop("slip")


# ------------------------------------------------------------------------------------------------------- the layouts


def _date(order: str, sign: str) -> pl.Expr:
    """A birth date as text, whether it is a date or not: _date("dmy", "/") gives 31/02/2010."""
    parts = {
        "d": pl.col("born_day").cast(pl.String).str.zfill(2),
        "m": pl.col("born_month").cast(pl.String).str.zfill(2),
        "y": pl.col("born_year").cast(pl.String),
    }
    return pl.concat_str([parts[letter] for letter in order], separator=sign)


def _relation(women: str, men: str) -> pl.Expr:
    spouse = pl.when(pl.col("sex") == "P").then(pl.lit(women)).otherwise(pl.lit(men))
    named = pl.col("relation").replace_strict(RELATION, default=None, return_dtype=pl.String)
    return pl.when(pl.col("relation") == "spouse").then(spouse).otherwise(named)


NO_DOTS = pl.col("village_code").str.replace_all(".", "", literal=True)
UPPER = pl.col("name").str.to_uppercase()


def _population(rows: pl.DataFrame, period: str, path: Path) -> Path:
    return formats.write_csv(
        rows.select(
            pl.col("_row").alias("NO"),
            pl.col("nik").alias("NIK"),
            pl.col("family_card").alias("NO_KK"),
            UPPER.alias("NAMA"),
            pl.col("sex").alias("JK"),
            pl.col("birth_place").str.to_uppercase().alias("TEMPAT LAHIR"),
            _date("dmy", "-").alias("TGL LAHIR"),
            _relation("Istri", "Suami").str.to_uppercase().alias("SHDK"),
            pl.col("village_code").alias("KODE DESA"),
            pl.col("rt").cast(pl.String).str.zfill(3).alias("RT"),
            pl.col("rw").cast(pl.String).str.zfill(3).alias("RW"),
            pl.when(pl.col("_row") % 97 == 0).then(pl.lit("cetak ulang, KTP-el rusak")).alias("KETERANGAN"),
        ),
        path,
        bom=True,
    )


def _welfare(rows: pl.DataFrame, period: str, path: Path) -> Path:
    area = (24 + pl.col("monthly_income_rupiah") // 100_000).cast(pl.String)
    return formats.write_csv(
        rows.select(
            pl.col("record_id").alias("ID DATA"),
            pl.col("family_card").alias("Nomor KK"),
            pl.col("nik").alias("NIK"),
            UPPER.alias("Nama Lengkap"),
            pl.when(pl.col("sex") == "L").then(pl.lit("1")).otherwise(pl.lit("2")).alias("Jenis Kelamin"),
            _date("dmy", "/").alias("Tanggal Lahir"),
            _relation("Istri", "Suami").alias("Hubungan Keluarga"),
            NO_DOTS.alias("Kode Wilayah"),
            pl.col("decile").alias("Desil"),
            pl.col("decile_period").alias("Periode Desil"),
            pl.col("floor").alias("Lantai"),
            pl.col("wall").alias("Dinding"),
            pl.col("water").alias("Sumber Air"),
            pl.col("power_va").alias("Daya Listrik"),
            pl.col("monthly_income_rupiah").alias("Penghasilan"),
            pl.format("Luas ± {} m²", area).alias("Catatan Pendata"),
        ),
        path,
        separator=";",
        encoding="cp1252",
    )


def _pupils(rows: pl.DataFrame, period: str, path: Path) -> Path:
    year = int(period[:4]) - (int(period[5:7]) < 7)
    frame = rows.select(
        pl.col("_row").alias("No"),
        pl.col("nisn").alias("NISN"),
        pl.col("nik").alias("NIK"),
        pl.col("family_card").alias("No KK"),
        pl.col("name").alias("Nama Siswa"),
        pl.col("sex").alias("L/P"),
        _date("dmy", "-").alias("Tanggal Lahir"),
        pl.col("mother_name").alias("Nama Ibu Kandung"),
        pl.col("village_code").alias("Kode Desa"),
        pl.col("school_code").alias("NPSN"),
        pl.col("school_name").alias("Nama Sekolah"),
        pl.col("level").alias("Jenjang"),
        pl.col("grade").alias("Kelas"),
        pl.when(pl.col("_row") % 61 == 0).then(pl.lit("rapor diambil wali")).alias("catatan_wali"),
    )
    if path.suffix == ".csv":
        return formats.write_csv(frame, path, bom=True)
    title = f"DATA SISWA SD, SMP DAN SMA TAHUN PELAJARAN {year}/{year + 1}"
    recap = rows.group_by("level", maintain_order=True).len().rename({"level": "Jenjang", "len": "Jumlah"})
    return formats.write_pupil_workbook(frame, path, title, f"Keadaan {MONTHS[period[5:7]]} {period[:4]}", recap)


def _health_insurance(rows: pl.DataFrame, period: str, path: Path) -> Path:
    frame = rows.select(
        pl.col("card_number").alias("NOKA"),
        pl.col("nik").alias("NIK"),
        pl.col("family_card").alias("NO_KK"),
        UPPER.alias("NAMA_PESERTA"),
        pl.when(pl.col("sex") == "L").then(pl.lit("Laki-laki")).otherwise(pl.lit("Perempuan")).alias("JENIS_KELAMIN"),
        _date("ymd", "-").alias("TGL_LAHIR"),
        NO_DOTS.alias("KODE_DESA"),
        pl.col("segment").alias("SEGMEN"),
        pl.when("active").then(pl.lit("Y")).otherwise(pl.lit("T")).alias("AKTIF"),
        pl.lit("1").alias("KELAS_RAWAT"),
    )
    if path.suffix == ".tsv":
        return formats.write_csv(frame, path, separator="\t")
    frame.write_parquet(path)
    return path


def _aid(rows: pl.DataFrame, period: str, path: Path) -> Path:
    capitals = pl.col("person_id") % 3 == 0
    frame = rows.select(
        pl.col("aid_id").alias("ID BANTUAN"),
        pl.col("nik").alias("NIK"),
        pl.col("family_card").alias("NO KK"),
        pl.when(capitals).then(UPPER).otherwise("name").alias("NAMA"),
        pl.col("sex").alias("JK"),
        _date("ymd", "-").alias("TANGGAL LAHIR"),
        pl.col("village_code").alias("KODE DESA"),
        pl.col("programme").alias("PROGRAM"),
        pl.col("kind").replace_strict(KIND, return_dtype=pl.String).alias("JENIS"),
        pl.col("amount_rupiah").alias("NOMINAL"),
        pl.col("year").alias("TAHUN"),
        pl.lit("operator 2").alias("petugas_input"),
    )
    frame.write_json(path) if path.suffix == ".json" else frame.write_ndjson(path)
    return path


WRITERS: dict[str, Callable[[pl.DataFrame, str, Path], Path]] = {
    "population": _population,
    "welfare": _welfare,
    "pupils": _pupils,
    "health_insurance": _health_insurance,
    "aid": _aid,
}


def main() -> None:
    """Write the files of all periods; the real demo sends them through the intake instead."""
    parser = argparse.ArgumentParser(description="Write the agency files of a synthetic regency.")
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--area", default=DEMO_AREA, help="regency whose villages are used")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    start = time.process_time()
    truth = make_truth(args.people, args.seed, read_villages(args.area))
    for period in PERIODS:
        files = write_files(truth, period, args.out / "files" / period, kept=args.out / "truth" / period)
        sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in files.values())
        sys.stdout.write(f"{period}: {sizes}\n")
    cpu = time.process_time() - start
    sys.stdout.write(f"{args.people} people, {len(PERIODS)} periods: {cpu:.1f} s of CPU\n")


if __name__ == "__main__":
    main()
