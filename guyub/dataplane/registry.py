"""
The registry: one person and one household out of all releases, with the source of every field.

A build is a directory named for what it was made from; it holds

    person.parquet     one row a person: the agreed fields, and the place each was taken from
    household.parquet  one row a household of the register
    record.parquet     one row a released row: whose it is, how that was found, or why it stands alone
    mart.parquet       one row a person: what indicators and lists count by (marts.py)
    lookup.sqlite      one document a person: all that the releases say of him (reading.py)
    manifest.json      the releases, the period, the counts

Two rows are one person when they carry the same believable NIK and agree on name and birth date or sex. Linking rows
without a NIK comes with the full linkage; until then they stand alone, and the counts say how many.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from guyub.dataplane.compute.duckdb import connect, quoted
from guyub.dataplane.store import Progress, building, quiet
from guyub.engines.values import AreaCode, Period

if TYPE_CHECKING:
    import duckdb

RULES: Final = "registry-1"
"""Raise it when the SQL changes what comes out, so that the same releases make a new build."""

PLACES: Final = 100_000_000_000
"""Rows a release may have; a place is number of release times this, plus row."""

DATASETS: Final[Mapping[str, Mapping[str, str]]] = {
    "population": {
        "nik": "VARCHAR", "family_card": "VARCHAR", "name": "VARCHAR", "sex": "VARCHAR", "birth_date": "DATE",
        "birth_place": "VARCHAR", "relation": "VARCHAR", "village_code": "VARCHAR", "rt": "SMALLINT", "rw": "SMALLINT",
    },
    "health_insurance": {
        "card_number": "VARCHAR", "nik": "VARCHAR", "family_card": "VARCHAR", "name": "VARCHAR", "sex": "VARCHAR",
        "birth_date": "DATE", "village_code": "VARCHAR", "segment": "VARCHAR", "active": "BOOLEAN",
    },
    "pupils": {
        "nisn": "VARCHAR", "nik": "VARCHAR", "family_card": "VARCHAR", "name": "VARCHAR", "sex": "VARCHAR",
        "birth_date": "DATE", "mother_name": "VARCHAR", "village_code": "VARCHAR", "school_code": "VARCHAR",
        "school_name": "VARCHAR", "level": "VARCHAR", "grade": "SMALLINT",
    },
    "welfare": {
        "record_id": "VARCHAR", "nik": "VARCHAR", "family_card": "VARCHAR", "name": "VARCHAR", "sex": "VARCHAR",
        "birth_date": "DATE", "relation": "VARCHAR", "village_code": "VARCHAR", "decile": "SMALLINT",
        "decile_period": "VARCHAR", "floor": "VARCHAR", "wall": "VARCHAR", "water": "VARCHAR", "power_va": "INTEGER",
        "monthly_income_rupiah": "BIGINT",
    },
    "aid": {
        "aid_id": "VARCHAR", "nik": "VARCHAR", "family_card": "VARCHAR", "name": "VARCHAR", "sex": "VARCHAR",
        "birth_date": "DATE", "village_code": "VARCHAR", "programme": "VARCHAR", "kind": "VARCHAR",
        "amount_rupiah": "BIGINT", "year": "SMALLINT",
    },
}  # fmt: skip
"""The datasets in the order in which they are believed; the first that states a field gives it."""


@dataclass(frozen=True, slots=True)
class Source:
    """
    One release that goes in.

    release  its digest
    origin   who delivered it, the same from release to release ("dinsos"): keeps the ids of people without a NIK stable
    rows     the Parquet file
    """

    dataset: str
    release: str
    origin: str
    rows: Path


@dataclass(frozen=True, slots=True)
class Match:
    """How many rows of a dataset were found to be whose."""

    dataset: str
    release: str
    rows: int
    register: int
    nik_exact: int
    no_nik: int
    not_in_register: int
    disagrees: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and what came out. `sources` are (dataset, release, origin) by number."""

    build: str
    area: str
    period: str
    rules: str
    sources: tuple[tuple[str, str, str], ...]
    persons: int
    persons_in_register: int
    households: int
    matches: tuple[Match, ...]


def build_id(sources: Iterable[Source], *, area: str, period: str, key: bytes) -> str:
    """The name of the build that these releases make: the same inputs and key, the same name, on any machine."""
    made_from = [[source.dataset, source.release, source.origin] for source in _in_order(sources)]
    fingerprint = hashlib.sha256(b"fingerprint|" + key).hexdigest()
    text = json.dumps([RULES, area, period, fingerprint, made_from])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def person_id(nik: str, key: bytes) -> str:
    """The opaque id of the person who is known by this NIK."""
    return hashlib.sha256(f"{key.hex()}|nik|{nik}".encode()).hexdigest()[:20]


def build(
    sources: Iterable[Source], *, area: str, period: str, key: bytes, folder: Path, progress: Progress = quiet
) -> Manifest:
    """
    Make the build of these releases in `folder` / its id, whole or not at all; one that is there is taken as it is.

    sources  at least the population register; several releases of one dataset are those of several agencies
    """
    ordered = _in_order(sources)
    if not any(source.dataset == "population" for source in ordered):
        raise ValueError("a registry needs a release of the population register")
    AreaCode(area)
    name = build_id(ordered, area=area, period=period, key=key)
    final = folder / name
    if not final.is_dir():
        with building(final) as work:
            manifest = _fill(work, name, ordered, area, Period.parse(period), key, progress)
            (work / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
    return read_manifest(final)


def read_manifest(build: Path) -> Manifest:
    content = json.loads((build / "manifest.json").read_text())
    content["sources"] = tuple((dataset, release, origin) for dataset, release, origin in content["sources"])
    content["matches"] = tuple(Match(**match) for match in content["matches"])
    return Manifest(**content)


def _in_order(sources: Iterable[Source]) -> list[Source]:
    rank = list(DATASETS)
    return sorted(sources, key=lambda source: (rank.index(source.dataset), source.origin, source.release))


def _fill(
    work: Path, name: str, sources: Sequence[Source], area: str, period: Period, key: bytes, progress: Progress
) -> Manifest:
    folders = [work, *sorted({source.rows.parent for source in sources})]
    with connect(folders, scratch=work, memory_mb=2500) as engine:
        _open_sources(engine, sources)
        progress("registry", 0.02)
        last = period.last_day
        settings = {
            "area": area, "key": key.hex(), "year": period.year,
            "period_end": last.year * 10000 + last.month * 100 + last.day,
        }  # fmt: skip
        statements = [*_statements("registry.sql", settings), *_statements("mart.sql", settings)]
        for number, statement in enumerate(statements, 1):
            engine.execute(statement)
            progress("registry", 0.02 + 0.5 * number / len(statements))
        _refuse_doubles(engine)
        for table, order in _FILES.items():
            path = work / f"{table}.parquet"
            engine.execute(f"copy (from {table} order by {order}) to {quoted(path)} ({_PARQUET})")
        progress("lookup", 0.65)
        manifest = _count(engine, name, sources, area, str(period))
        _write_lookup(engine, work / "lookup.sqlite", manifest.persons, progress)
    return manifest


_PARQUET: Final = "format parquet, compression zstd, row_group_size 32768"
_FILES: Final = {
    "person": "person_id",
    "household": "household_id",
    "record": "village_code nulls last, dataset, release, row",
    "mart": "village_code nulls last, school_code nulls last, person_id",
}


def _statements(file: str, settings: Mapping[str, object]) -> Iterator[str]:
    text = files("guyub.dataplane").joinpath("sql", file).read_text(encoding="utf-8").format(**settings)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    yield from (statement for statement in "\n".join(lines).split(";") if statement.strip())


def _open_sources(engine: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """A view for each dataset: its releases one under the other, each row with its place; empty if not connected."""
    rows = ", ".join(
        f"({number}, {quoted(source.dataset)}, {quoted(source.release)})" for number, source in enumerate(sources)
    )
    engine.execute(f"create temp table source as from (values {rows}) as source(number, dataset, release)")
    for dataset, columns in DATASETS.items():
        parts = [
            f"select {number} * {PLACES} + _row as place, {quoted(source.origin)} as origin, {', '.join(columns)}"
            f" from read_parquet({quoted(source.rows)})"
            for number, source in enumerate(sources)
            if source.dataset == dataset
        ]
        nothing = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items())
        parts = parts or [f"select cast(null as bigint) as place, '' as origin, {nothing} where false"]
        engine.execute(f"create temp view {dataset} as {' union all '.join(parts)}")


def _refuse_doubles(engine: duckdb.DuckDBPyConnection) -> None:
    [(double,)] = engine.execute("select count(*) - count(distinct person_id) from person").fetchall()
    if double:
        raise RuntimeError(
            f"{double} persons share an id: a release states one key twice; freeze it again from its submission"
        )


def _count(engine: duckdb.DuckDBPyConnection, name: str, sources: Sequence[Source], area: str, period: str) -> Manifest:
    [(persons, in_register, households)] = engine.execute(
        "select count(*), count(*) filter (where in_register), (select count(*) from household) from person"
    ).fetchall()
    matches = engine.execute(
        "select dataset, release, count(*), count(*) filter (where how = 'register'),"
        " count(*) filter (where how = 'nik_exact' and in_register), count(*) filter (where reason = 'no_nik'),"
        " count(*) filter (where reason = 'not_in_register' or (how = 'nik_exact' and not in_register)),"
        " count(*) filter (where reason = 'disagrees')"
        " from record group by dataset, release order by dataset, release"
    ).fetchall()
    made_from = tuple((source.dataset, source.release, source.origin) for source in sources)
    return Manifest(
        name,
        area,
        period,
        RULES,
        made_from,
        persons,
        in_register,
        households,
        tuple(Match(*match) for match in matches),
    )


def _write_lookup(engine: duckdb.DuckDBPyConnection, path: Path, persons: int, progress: Progress) -> None:
    """Ids in order, so that both trees of the file are filled from left to right and no page is split."""
    rows = " union all ".join(
        f"select place, place // {PLACES} as number, place % {PLACES} as row,"
        f" json_array({', '.join(columns)}) as stated from {dataset}"
        for dataset, columns in DATASETS.items()
    )
    [statement] = _statements("document.sql", {"rows": rows})
    lookup = sqlite3.connect(path)
    try:
        lookup.executescript(
            "pragma journal_mode=off; pragma synchronous=off; pragma page_size=8192;"
            "create table person (person_id text primary key, number integer not null) without rowid;"
            "create table document (number integer primary key, body text not null);"
        )
        cursor = engine.execute(statement)
        number = 0
        while batch := cursor.fetchmany(20_000):
            _insert(lookup, number, batch)
            number += len(batch)
            progress("lookup", 0.65 + 0.35 * number / max(persons, 1))
        lookup.commit()
    finally:
        lookup.close()


def _insert(lookup: sqlite3.Connection, first: int, batch: Sequence[tuple[Any, ...]]) -> None:
    lookup.executemany("insert into person values (?, ?)", ((row[0], first + place) for place, row in enumerate(batch)))
    lookup.executemany(
        "insert into document values (?, ?)", ((first + place, row[1]) for place, row in enumerate(batch))
    )
