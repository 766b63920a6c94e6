"""The mart: one row a person with all that indicators count by; and counting it, one statement for all indicators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from guyub.dataplane.compute.duckdb import connect, quoted
from guyub.engines.indicators import Column, Count, Definition, Kind, Tables, Words, compile_counts, parse_definition
from guyub.errors import ContentError

_NUMBER, _TEXT, _FLAG = Kind.NUMBER, Kind.TEXT, Kind.FLAG


def _column(kind: Kind, title_id: str, title_en: str, *datasets: str) -> Column:
    return Column(kind, Words(title_id, title_en), datasets)


PERSON: Final = {
    "in_register": _column(_FLAG, "ada di data penduduk", "is in the population register", "population"),
    "sex": _column(_TEXT, "jenis kelamin (L, P)", "sex (L male, P female)", "population"),
    "age": _column(_NUMBER, "usia pada akhir periode", "age at the end of the period", "population"),
    "household_head": _column(
        _FLAG, "kepala keluarga, satu per keluarga", "head of the family, one each", "population"
    ),
    "household_size": _column(_NUMBER, "jumlah anggota keluarga", "members of the family", "population"),
    "woman_headed": _column(_FLAG, "keluarga dikepalai perempuan", "the family's head is a woman", "population"),
    "decile": _column(_NUMBER, "desil kesejahteraan keluarga", "welfare decile of the family", "welfare", "population"),
    "floor": _column(_TEXT, "jenis lantai rumah", "floor of the house", "welfare", "population"),
    "wall": _column(_TEXT, "jenis dinding rumah", "walls of the house", "welfare", "population"),
    "water": _column(_TEXT, "sumber air", "source of water", "welfare", "population"),
    "power_va": _column(_NUMBER, "daya listrik (VA)", "connected power (VA)", "welfare", "population"),
    "pupil": _column(_FLAG, "tercatat sebagai siswa", "is enrolled as a pupil", "pupils", "population"),
    "pupil_level": _column(_TEXT, "jenjang (SD, SMP, SMA)", "school level (SD, SMP, SMA)", "pupils", "population"),
    "pupil_grade": _column(_NUMBER, "kelas", "grade", "pupils", "population"),
    "insured": _column(
        _FLAG, "tercatat sebagai peserta JKN", "is a health-insurance member", "health_insurance", "population"
    ),
    "insurance_active": _column(
        _FLAG, "kepesertaan JKN aktif", "the membership is active", "health_insurance", "population"
    ),
    "insurance_segment": _column(
        _TEXT, "segmen JKN (PBI, PPU, PBPU)", "segment (PBI, PPU, PBPU)", "health_insurance", "population"
    ),
    "aid_school": _column(
        _FLAG, "menerima bantuan sekolah tahun ini", "gets school aid this year", "aid", "population"
    ),
    "aid_food": _column(_FLAG, "menerima bantuan pangan tahun ini", "gets food aid this year", "aid", "population"),
    "aid_cash": _column(_FLAG, "menerima bantuan tunai tahun ini", "gets cash aid this year", "aid", "population"),
    "aid_house": _column(_FLAG, "menerima bantuan rumah tahun ini", "gets housing aid this year", "aid", "population"),
    "household_aid": _column(
        _FLAG,
        "ada anggota keluarga yang menerima bantuan tahun ini",
        "a member of the family gets aid this year",
        "aid",
        "population",
    ),
}

DATASETS: Final = ("population", "welfare", "pupils", "health_insurance", "aid")

RECORD: Final = {
    "dataset": _column(_TEXT, "data asal baris", "the dataset of the row", *DATASETS),
    "nik_valid": _column(_FLAG, "NIK terisi dan benar bentuknya", "the NIK is there and well formed", *DATASETS),
    "in_register": _column(
        _FLAG, "cocok dengan satu orang di data penduduk", "matches one person of the population register", *DATASETS
    ),
    "how": _column(
        _TEXT,
        "cara dicocokkan (register, nik_exact, alone)",
        "how it was matched (register, nik_exact, alone)",
        *DATASETS,
    ),
}

FILES: Final = {"person": "mart.parquet", "record": "record.parquet"}
COLUMNS: Final[Tables] = {"person": PERSON, "record": RECORD}


def load_definitions(folder: Path) -> tuple[Definition, ...]:
    """The indicator files of a content folder, by code. Raises ContentError."""
    definitions: dict[str, Definition] = {}
    for path in sorted(folder.glob("*.yaml")):
        definition = parse_definition(path.read_text(encoding="utf-8"), file=path.name, tables=COLUMNS)
        if definition.code != path.stem:
            raise ContentError(
                path.name, "code", f"the file is not named for “{definition.code}”", "Name the file as the code"
            )
        definitions[definition.code] = definition
    return tuple(definitions.values())


def count(build: Path, definitions: Sequence[Definition], *, area: str) -> dict[str, dict[str, Count]]:
    """
    All indicators of a build, by definition code and area code, in one statement.

    The counts are raw: hide the small ones (`engines.indicators.cells`) before anybody sees them.
    """
    counting = compile_counts(definitions, area=area)
    with connect([build]) as engine:
        for table in sorted({definition.table for definition in definitions}):
            file = FILES[table]
            engine.execute(f"create view {table} as select * from read_parquet({quoted(build / file)})")
        return counting.read(engine.execute(counting.sql).fetchall())
