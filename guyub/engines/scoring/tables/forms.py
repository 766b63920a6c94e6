"""The sheets of an instrument as a workbook: what stands in which column, and the words a cell may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

REST: Final = "selain itu"
"""In a column of bands: everything below the bands before."""

YES_NO: Final = {"true": "ya", "false": "tidak"}
UNANSWERED: Final = {"zero": "nol", "lowest": "tingkat terendah", "left_out": "tidak dihitung"}
AGGREGATES: Final = {
    "weighted_mean": "rata-rata tertimbang",
    "mean": "rata-rata",
    "sum": "jumlah",
    "lowest": "nilai terendah",
    "coverage": "cakupan terjawab",
    "highest_level": "tingkat tertinggi",
}
ASKS: Final = {"level": "tingkat", "number": "angka", "yes_no": "ya atau tidak"}
KINDS: Final = {
    "report": "laporan",
    "decree": "peraturan atau keputusan",
    "release": "rilis data",
    "letter": "surat bertanda tangan",
    "indicator": "nilai indikator",
    "minutes": "notulen",
    "photo": "foto",
    "document": "dokumen",
    "link": "alamat",
    "survey": "hasil survei",
}


@dataclass(frozen=True, slots=True)
class Column:
    """
    field    of the document, "title.id"
    note     what to write there
    choices  code of the document -> word of the cell; a cell may say either
    numeric  a decimal comma is understood
    """

    field: str
    title: str
    note: str = ""
    choices: Mapping[str, str] | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet. needed: a sheet without these columns can't be read."""

    name: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a workbook; row and column count from one, the header is row 1."""

    sheet: str
    row: int
    column: int


HEAD: Final = (
    Column("code", "Kode", "huruf kecil, angka, tanda hubung; tetap sama sepanjang masa"),
    Column("version", "Versi", "naikkan satu setiap kali isi berubah", numeric=True),
    Column("title.id", "Judul"),
    Column("title.en", "Judul (Inggris)"),
    Column("short", "Nama pendek"),
    Column("meaning.id", "Apa yang diukur"),
    Column("meaning.en", "Apa yang diukur (Inggris)"),
    Column("publisher", "Penerbit"),
    Column("official", "Resmi", "ya hanya bila naskah dan bobot milik penerbit sendiri", choices=YES_NO),
    Column("standing.id", "Mana yang resmi, mana yang kita susun"),
    Column("standing.en", "Mana yang resmi, mana yang kita susun (Inggris)"),
    Column("source.id", "Sumber", "peraturan atau pedoman, dengan nomor dan tanggal"),
    Column("source.en", "Sumber (Inggris)"),
    Column("valid_from", "Berlaku sejak", "tahun-bulan-tanggal"),
    Column("valid_until", "Berlaku sampai", "kosong bila belum ditentukan"),
    Column("unit", "Satuan nilai"),
    Column("decimals", "Angka di belakang koma", numeric=True),
    Column(
        "grade_decimals",
        "Pembulatan sebelum predikat",
        "kosong: predikat memakai nilai yang tidak dibulatkan",
        numeric=True,
    ),
    Column("low", "Nilai terendah", numeric=True),
    Column("high", "Nilai tertinggi", numeric=True),
    Column("unanswered", "Butir kosong dihitung", "nol, tingkat terendah, atau tidak dihitung", choices=UNANSWERED),
)
PARTS: Final = Form(
    "Bagian",
    (
        Column("code", "Kode", "unik, misalnya I5"),
        Column("parent", "Induk", "kode bagian di atasnya; kosong hanya untuk puncak"),
        Column("kind", "Jenis", "domain, aspek, indikator"),
        Column("title.id", "Judul"),
        Column("title.en", "Judul (Inggris)"),
        Column("meaning.id", "Penjelasan"),
        Column("meaning.en", "Penjelasan (Inggris)"),
        Column("weight", "Bobot", "bila induknya rata-rata tertimbang", numeric=True),
        Column(
            "aggregate",
            "Cara menghitung",
            "bagian yang punya anak: rata-rata tertimbang, rata-rata, jumlah, …",
            choices=AGGREGATES,
        ),
        Column("asks", "Ditanya", "butir: tingkat, angka, ya atau tidak", choices=ASKS),
        Column("scale", "Skala", "nama pada lembar Tingkat"),
        Column("unit", "Satuan"),
        Column("indicator", "Indikator Guyub", "menjawab butir ini, tidak diketik"),
        Column("measure", "Ukuran", "satu nilai menjawab banyak standar"),
        Column("bands", "Rentang skor", "misalnya 90: 4; 60: 3; selain itu: 0"),
        Column("low", "Angka terendah", numeric=True),
        Column("high", "Angka tertinggi", numeric=True),
        Column("lower_is_better", "Makin rendah makin baik", "ya atau tidak", choices=YES_NO),
        Column("points", "Nilai bila ya", numeric=True),
        Column("level", "Tingkat kriteria", "bila induknya tingkat tertinggi", numeric=True),
        Column("cap", "Paling banyak", numeric=True),
        Column("times", "Dikali", numeric=True),
        Column("plus", "Ditambah", numeric=True),
        Column("repeat_at_least", "Diulang, dibagi paling sedikit", numeric=True),
        Column("duty", "Biasanya dijawab oleh"),
    ),
    needed=("code", "parent"),
)
LEVELS: Final = Form(
    "Tingkat",
    (
        Column("scale", "Skala", "nama skala bersama, atau"),
        Column("part", "Butir", "kode butir yang punya tingkat sendiri"),
        Column("level", "Tingkat", "urut dari yang terendah", numeric=True),
        Column("title.id", "Judul"),
        Column("title.en", "Judul (Inggris)"),
        Column("text.id", "Uraian"),
        Column("text.en", "Uraian (Inggris)"),
    ),
    needed=("level",),
)
EVIDENCE: Final = Form(
    "Bukti",
    (
        Column("scale", "Skala", "bukti bagi semua butir skala ini, atau"),
        Column("part", "Butir", "bukti tambahan atau pengganti bagi satu butir"),
        Column("level", "Tingkat", numeric=True),
        Column("code", "Kode", "unik dalam butirnya, misalnya 3b"),
        Column("kind", "Jenis", "laporan, peraturan atau keputusan, notulen, foto, …", choices=KINDS),
        Column("text.id", "Bukti yang diminta"),
        Column("text.en", "Bukti yang diminta (Inggris)"),
        Column("valid_months", "Berlaku (bulan)", "kosong: selama masih berlaku", numeric=True),
    ),
    needed=("code", "level"),
)
WEIGHTS: Final = Form(
    "Bobot",
    (
        Column("code", "Kode bobot", "isi lagi pada tiap baris"),
        Column("years", "Tahun", "dipisah koma; cukup di baris pertama"),
        Column("title.id", "Judul"),
        Column("title.en", "Judul (Inggris)"),
        Column("source.id", "Sumber"),
        Column("source.en", "Sumber (Inggris)"),
        Column("part", "Bagian", "kode bagian"),
        Column("weight", "Bobot", numeric=True),
    ),
    needed=("code", "part", "weight"),
)
GRADES: Final = Form(
    "Predikat",
    (
        Column("at_least", "Mulai dari", "dari yang tertinggi", numeric=True),
        Column("code", "Kode"),
        Column("title.id", "Judul"),
        Column("title.en", "Judul (Inggris)"),
    ),
    needed=("at_least", "code"),
)
CARRIES: Final = Form(
    "Lanjutan",
    (
        Column("instrument", "Instrumen lama", "kodenya"),
        Column("part", "Butir di sini"),
        Column("older", "Butir lama", "dipisah koma"),
    ),
    needed=("instrument", "part", "older"),
)
HEAD_SHEET: Final = "Instrumen"
FORMS: Final = (PARTS, LEVELS, EVIDENCE, WEIGHTS, GRADES, CARRIES)
