"""Reading a build: one person's document by id, and pages of masked rows, with constant memory. Nothing here writes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guyub.dataplane.compute.duckdb import quoted, reading
from guyub.dataplane.registry import DATASETS, read_manifest
from guyub.engines.indicators import Both, Definition, Expression, Not, condition_of_numerator, to_sql
from guyub.engines.values import AreaCode


@dataclass(frozen=True, slots=True)
class Told:
    """
    One released row that tells of a person.

    how     register, nik_exact or alone
    reason  why it stands alone: no_nik, not_in_register, disagrees; else None
    """

    dataset: str
    release: str
    row: int
    how: str
    reason: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a person and the row it was taken from; `others` are rows that state something else."""

    name: str
    value: Any
    dataset: str
    release: str
    row: int
    others: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """All that a build's releases say of one person: `fields` with their sources, `rows` as they were delivered."""

    person_id: str
    fields: tuple[Field, ...]
    rows: tuple[Told, ...]


def find_document(build: Path, person_id: str) -> Document | None:
    """One person of a build: one look into a read-only SQLite file (microseconds; DuckDB would take a millisecond)."""
    with closing(sqlite3.connect(f"file:{build / 'lookup.sqlite'}?mode=ro&immutable=1", uri=True)) as lookup:
        found = lookup.execute(
            "select body from document where number = (select number from person where person_id = ?)", (person_id,)
        ).fetchone()
    if found is None:
        return None
    sources = read_manifest(build).sources
    rows = tuple(_told(row, sources) for row in json.loads(found[0]))
    return Document(person_id, _fields(rows), rows)


def _told(row: Sequence[Any], sources: Sequence[tuple[str, str, str]]) -> Told:
    number, line, how, reason, values = row
    dataset, release, _ = sources[number]
    return Told(dataset, release, line, how, reason, dict(zip(DATASETS[dataset], values, strict=True)))


# What is said once of a person; an aid, of which there may be several, is read row by row.
_ONCE: Final = (
    "nik", "family_card", "name", "sex", "birth_date", "birth_place", "relation", "village_code", "rt", "rw",
    "decile", "decile_period", "floor", "wall", "water", "power_va", "monthly_income_rupiah",
    "school_code", "school_name", "level", "grade", "mother_name", "segment", "active",
)  # fmt: skip


def _fields(rows: Sequence[Told]) -> tuple[Field, ...]:
    """Each field from the first row that states it; the rows come in the order in which they are believed."""
    fields = []
    for name in _ONCE:
        stating = [row for row in rows if row.values.get(name) is not None]
        if stating:
            first, *rest = stating
            others = tuple(row for row in rest if _differs(row.values[name], first.values[name]))
            fields.append(Field(name, first.values[name], first.dataset, first.release, first.row, others))
    return tuple(fields)


def _differs(one: Any, other: Any) -> bool:
    """Capitals and blanks are how an agency writes, not what it says."""
    return " ".join(str(one).split()).casefold() != " ".join(str(other).split()).casefold()


@dataclass(frozen=True, slots=True)
class MartRow:
    """One person as a page of rows shows him: masked, with what indicators count by. `counted`: is in the numerator."""

    person_id: str
    nik_masked: str | None
    name_masked: str | None
    village_code: str | None
    sex: str | None
    age: int | None
    decile: int | None
    pupil_level: str | None
    school_code: str | None
    school_name: str | None
    insurance_segment: str | None
    insurance_active: bool
    aid_school: bool
    aid_food: bool
    aid_cash: bool
    aid_house: bool
    records: int
    counted: bool


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One delivered row, for indicators about the data themselves."""

    dataset: str
    release: str
    row: int
    person_id: str
    how: str
    reason: str | None
    village_code: str | None
    nik_valid: bool
    in_register: bool
    counted: bool


_MART_COLUMNS: Final = ", ".join(MartRow.__dataclass_fields__).removesuffix(", counted")
_RECORD_COLUMNS: Final = ", ".join(RecordRow.__dataclass_fields__).removesuffix(", counted")


def list_counted(
    build: Path, definition: Definition, *, area: str, counted: bool | None = None, offset: int = 0, limit: int = 25
) -> tuple[MartRow, ...] | tuple[RecordRow, ...]:
    """
    The rows behind an indicator's value in an area, by village.

    The files lie sorted by village, school and id, and are read in their order: sorting again cost twice the time.

    counted  True: the numerator's; False: the rest of the group; None: all of the group (of a ratio: of both groups)
    """
    shown = _shown(definition, counted)
    counts = f"coalesce({to_sql(condition_of_numerator(definition))}, false)"
    file, columns = (
        ("mart.parquet", _MART_COLUMNS) if definition.table == "person" else ("record.parquet", _RECORD_COLUMNS)
    )
    with reading(build) as engine:
        rows = engine.execute(
            f"select {columns}, {counts} as counted from read_parquet({quoted(build / file)})"
            f" where {to_sql(shown)} and {_in_area(area)} limit {int(limit)} offset {int(offset)}"
        ).fetchall()
    if definition.table == "person":
        return tuple(MartRow(*row) for row in rows)
    return tuple(RecordRow(*row) for row in rows)


def count_counted(build: Path, definition: Definition, *, area: str, counted: bool | None = None) -> int:
    """How many rows `list_counted` would give without a limit."""
    file = "mart.parquet" if definition.table == "person" else "record.parquet"
    with reading(build) as engine:
        [(number,)] = engine.execute(
            f"select count(*) from read_parquet({quoted(build / file)})"
            f" where {to_sql(_shown(definition, counted))} and {_in_area(area)}"
        ).fetchall()
    return int(number)


def _shown(definition: Definition, counted: bool | None) -> Expression:
    numerator = condition_of_numerator(definition)
    if counted is True:
        return numerator
    if counted is False:
        return Both(definition.denominator, Not(numerator))
    return definition.denominator


def _in_area(area: str) -> str:
    """The whole regency includes those whose village is not known; a district or village, only its own."""
    if AreaCode(area).level == "regency":
        return "true"
    # A range instead of LIKE, so that the row groups' lowest and highest village decide what is read at all.
    return f"village_code >= '{area}' and village_code < '{area}~'"


def list_people(
    build: Path,
    condition: Expression,
    *,
    areas: Sequence[str],
    school: str | None = None,
    offset: int = 0,
    limit: int = 25,
) -> tuple[MartRow, ...]:
    """The people of a build for whom a condition holds, in the areas, by village and school; masked."""
    with reading(build) as engine:
        rows = engine.execute(
            f"select {_MART_COLUMNS}, true as counted from read_parquet({quoted(build / 'mart.parquet')})"
            f" where {_of_list(condition, areas, school)} limit {int(limit)} offset {int(offset)}"
        ).fetchall()
    return tuple(MartRow(*row) for row in rows)


def count_people(build: Path, condition: Expression, *, areas: Sequence[str], school: str | None = None) -> int:
    with reading(build) as engine:
        [(number,)] = engine.execute(
            f"select count(*) from read_parquet({quoted(build / 'mart.parquet')})"
            f" where {_of_list(condition, areas, school)}"
        ).fetchall()
    return int(number)


def count_by_village(build: Path, condition: Expression) -> dict[str, int]:
    """How many people a condition holds for, by village code ('' where the village is not known)."""
    with reading(build) as engine:
        rows = engine.execute(
            f"select coalesce(village_code, ''), count(*) from read_parquet({quoted(build / 'mart.parquet')})"
            f" where {to_sql(condition)} group by 1 order by 1"
        ).fetchall()
    return {str(village): int(number) for village, number in rows}


def count_by_school(build: Path, condition: Expression) -> tuple[tuple[str, str, str, int], ...]:
    """(village code, school code, school name, people), so that any area's schools can be summed from it."""
    with reading(build) as engine:
        rows = engine.execute(
            "select coalesce(village_code, ''), school_code, min(school_name), count(*)"
            f" from read_parquet({quoted(build / 'mart.parquet')})"
            f" where {to_sql(condition)} and school_code is not null group by 1, 2 order by 1, 2"
        ).fetchall()
    return tuple((str(village), str(code), str(name), int(number)) for village, code, name, number in rows)


def _of_list(condition: Expression, areas: Sequence[str], school: str | None) -> str:
    parts = [to_sql(condition), f"({' or '.join(_in_area(area) for area in areas) or 'false'})"]
    if school is not None:
        parts.append(f"school_code = {quoted(school)}")
    return " and ".join(parts)


def list_names(build: Path, person_ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """
    NIK and name, unmasked, by person id: only for an officer who has opened the list with a purpose.

    One look into the lookup file for each; an id that is not there is left out.
    """
    found: dict[str, tuple[str | None, str | None]] = {}
    with closing(sqlite3.connect(f"file:{build / 'lookup.sqlite'}?mode=ro&immutable=1", uri=True)) as lookup:
        sources = read_manifest(build).sources
        for person_id in person_ids:
            row = lookup.execute(
                "select body from document where number = (select number from person where person_id = ?)", (person_id,)
            ).fetchone()
            if row is not None:
                fields = {
                    field.name: field.value for field in _fields([_told(told, sources) for told in json.loads(row[0])])
                }
                found[person_id] = (fields.get("nik"), fields.get("name"))
    return found
