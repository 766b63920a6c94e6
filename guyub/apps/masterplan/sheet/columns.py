"""Which column is which: headers as people write them, to the names that the rows are read by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guyub.apps.masterplan.sheet.reading import Cell, Line

# name -> the headers it goes by, without case, spaces and signs
ALIASES: Mapping[str, tuple[str, ...]] = {
    "code": ("kode", "kodeprogram", "code", "id"),
    "name": ("namaprogram", "program", "nama", "programme", "programname", "programmename", "name", "inovasi"),
    "meaning": ("kepanjangan", "arti", "artinama", "meaning", "keterangannama", "expansion"),
    "dimension": ("dimensi", "dimension"),
    "sub_dimension": ("subdimensi", "subdimension", "sub"),
    "lead_agency": (
        "opdpenanggungjawab", "opd", "perangkatdaerah", "penanggungjawab", "opdpengampu", "pengampu", "skpd",
        "leadagency", "agency",
    ),
    "supporting_agencies": ("opdpendukung", "pendukung", "supportingagencies", "opdterkait"),
    "pic_office": ("jabatanpic", "pic", "jabatanpenanggungjawab", "picoffice"),
    "problem": ("masalah", "permasalahan", "problem"),
    "description": ("uraian", "deskripsi", "description", "uraianprogram"),
    "target_group": ("sasaranpenerima", "sasaran", "penerima", "penerimamanfaat", "kelompoksasaran", "targetgroup"),
    "output": ("keluaran", "output", "hasil"),
    "horizon": ("horizon", "jangkawaktu", "jangka"),
    "year_start": ("mulai", "tahunmulai", "tahunawal", "start", "yearstart"),
    "year_end": ("selesai", "tahunselesai", "tahunakhir", "end", "yearend"),
    "status": ("status", "statuspelaksanaan"),
    "source": ("sumber", "sumberdata", "source"),
}  # fmt: skip
_BY_HEADER = {alias: name for name, aliases in ALIASES.items() for alias in aliases}

# As written in headers -> the code that is stored
FUND_SOURCES: Mapping[str, str] = {
    "": "unstated",
    "apbd": "apbd",
    "apbdkabupaten": "apbd",
    "apbdprovinsi": "province",
    "bantuanprovinsi": "province",
    "provinsi": "province",
    "apbn": "apbn",
    "dak": "dak",
    "danaalokasikhusus": "dak",
    "danadesa": "village_fund",
    "dd": "village_fund",
    "csr": "csr",
    "tjsl": "csr",
    "kpbu": "ppp",
    "lainnya": "other",
    "lain": "other",
    "lainlain": "other",
}
_BUDGET = re.compile(
    r"(?:pagu|anggaran|budget|biaya)(?:tahun)?([12][0-9]{3})([a-z]*)|(?:pagu|anggaran|budget)([a-z]+?)(?:tahun)?([12][0-9]{3})"
)
_TARGET = re.compile(r"(indikator|indicator|target|tahuntarget|targettahun|targetyear)([0-9]{0,2})")
_TARGET_PARTS = {
    "indikator": "indicator", "indicator": "indicator", "target": "value",
    "tahuntarget": "year", "targettahun": "year", "targetyear": "year",
}  # fmt: skip


@dataclass(slots=True)
class Columns:
    """Where each thing stands. Positions count from 0; header texts are kept for the findings."""

    line: int  # of the header
    headers: dict[int, str] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    budgets: dict[tuple[int, str], int] = field(default_factory=dict)  # (year, fund source) -> position
    targets: dict[int, dict[str, int]] = field(default_factory=dict)  # number -> indicator, value, year
    unknown: list[str] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        return "name" in self.fields and "dimension" in self.fields


def squeeze(text: Cell) -> str:
    """A header or a name without case, spaces and signs, so that "OPD  Penanggung-Jawab*" is found."""
    return re.sub(r"[^a-z0-9]+", "", str(text).lower())


def find_columns(lines: Sequence[Line], *, within: int = 30) -> Columns | None:
    """The first of the top lines that names both a programme and a dimension; None when there is none."""
    for line in lines[:within]:
        columns = _columns_of(line)
        if columns.is_usable:
            return columns
    return None


def _columns_of(line: Line) -> Columns:
    columns = Columns(line=line.number)
    for position, cell in enumerate(line.cells):
        header = str(cell).strip()
        if header:
            columns.headers[position] = header
            if not _place(columns, position, squeeze(header)):
                columns.unknown.append(header)
    return columns


def _place(columns: Columns, position: int, key: str) -> bool:
    if name := _BY_HEADER.get(key):
        return columns.fields.setdefault(name, position) == position
    if budget := _BUDGET.fullmatch(key):
        year, fund = int(budget[1] or budget[4]), FUND_SOURCES.get(budget[2] if budget[1] else budget[3])
        return fund is not None and columns.budgets.setdefault((year, fund), position) == position
    if target := _TARGET.fullmatch(key):
        parts = columns.targets.setdefault(int(target[2] or 1), {})
        return parts.setdefault(_TARGET_PARTS[target[1]], position) == position
    return False
