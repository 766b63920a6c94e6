"""Definitions to one SQL statement that counts them all, for every village, district and the whole area at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from guyub.engines.indicators.definition import Definition, Form
from guyub.engines.indicators.expression import Both, Expression, to_sql
from guyub.engines.indicators.suppression import Count, Table, Threshold, hidden_together


@dataclass(frozen=True, slots=True)
class Counting:
    """
    A statement over the relations `person` and `record`, and how to read its rows.

    sql      returns one row per area: its code, then one count per condition
    columns  definition code -> (place of the numerator, place of the denominator) in a row
    """

    sql: str
    columns: Mapping[str, tuple[int, int]]

    def read(self, rows: Iterable[Sequence[object]]) -> dict[str, dict[str, Count]]:
        """The counts by definition code, then by area code."""
        found: dict[str, dict[str, Count]] = {code: {} for code in self.columns}
        for row in rows:
            area = str(row[0])
            for code, (numerator, denominator) in self.columns.items():
                found[code][area] = Count(_int(row[numerator]), _int(row[denominator]))
        return found


def _int(value: object) -> int:
    return int(str(value)) if value is not None else 0


def condition_of_numerator(definition: Definition) -> Expression:
    """Of a share, the numerator is looked for inside the denominator; of a ratio, anywhere."""
    if definition.form is Form.SHARE:
        return Both(definition.denominator, definition.numerator)
    return definition.numerator


def compile_counts(definitions: Sequence[Definition], *, area: str) -> Counting:
    """
    One statement for all definitions; a condition that several share is counted once.

    area  the code of the whole area, "33.13"; districts are the first 8 characters of a village's code
    """
    conditions: dict[tuple[str, str], int] = {}  # (table, sql) -> place in a row

    def place(table: str, condition: Expression) -> int:
        return conditions.setdefault((table, to_sql(condition)), len(conditions) + 1)

    columns = {
        definition.code: (
            place(definition.table, condition_of_numerator(definition)),
            place(definition.table, definition.denominator),
        )
        for definition in definitions
    }
    return Counting(_statement(conditions, area), columns)


def _statement(conditions: Mapping[tuple[str, str], int], area: str) -> str:
    tables = sorted({table for table, _ in conditions})
    counts = [
        f"{table}_counts as (select coalesce(village_code, '') as village_code, "
        + ", ".join(
            f"count(*) filter (where {condition}) as c{place}" if of == table else f"0 as c{place}"
            for (of, condition), place in conditions.items()
        )
        + f" from {table} group by 1)"
        for table in tables
    ]
    together = " union all ".join(f"select * from {table}_counts" for table in tables)
    sums = ", ".join(f"sum(c{place}) as c{place}" for place in conditions.values())
    return (
        f"with {', '.join(counts)}, counts as ({together}) "
        f"select village_code as area_code, {sums} from counts group by 1 "
        f"union all select substr(village_code, 1, 8), {sums} from counts where village_code <> '' group by 1 "
        f"union all select '{area}', {sums} from counts"
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """
    One value of one indicator: what may be shown of it.

    numerator, denominator   None when hidden
    value                    unrounded; None when hidden, or when the group is empty
    """

    area: str
    numerator: int | None
    denominator: int | None
    value: float | None
    hidden: bool


def cells(
    definitions: Sequence[Definition],
    counts: Mapping[str, Mapping[str, Count]],
    *,
    districts: Mapping[str, Sequence[str]],
    area: str,
) -> dict[str, list[Cell]]:
    """
    By definition code, a cell for the area, each of its districts and each village; small groups hidden.

    All that is shown of an area goes in at once: what one indicator hides another must not tell.

    counts     by definition code and area code, as `Counting.read` gives them; an area that is not in it has nobody
    districts  district code -> the codes of its villages
    """
    parent_of = dict.fromkeys(districts, area)
    parent_of |= {village: district for district, villages in districts.items() for village in villages}
    tables = {
        definition.code: Table(
            _listed(counts[definition.code], districts, area),
            _threshold(definition),
            numerator=(definition.table, to_sql(condition_of_numerator(definition))),
            denominator=(definition.table, to_sql(definition.denominator)),
        )
        for definition in definitions
    }
    hidden = hidden_together(tables, parent_of)
    return {
        definition.code: [
            _cell(definition, code, count, code in hidden[definition.code] or not _threshold(definition).allows(count))
            for code in (area, *districts, *chain.from_iterable(districts.values()))
            for count in (counts[definition.code].get(code, _NOBODY),)
        ]
        for definition in definitions
    }


def _threshold(definition: Definition) -> Threshold:
    return Threshold(definition.smallest_cell, definition.smallest_count)


def _listed(counts: Mapping[str, Count], districts: Mapping[str, Sequence[str]], area: str) -> dict[str, Count]:
    """
    The counts as sums of villages.

    People whose village is not known are in the area's count but in no village's: taken as known to everybody, so that
    they never serve as cover for a hidden village.
    """
    listed = {village: counts.get(village, _NOBODY) for villages in districts.values() for village in villages}
    listed |= {district: _total(listed[village] for village in villages) for district, villages in districts.items()}
    listed[area] = _total(listed[district] for district in districts)
    return listed


_NOBODY = Count(0, 0)


def _total(counts: Iterable[Count]) -> Count:
    found = list(counts)
    return Count(sum(count.numerator for count in found), sum(count.denominator for count in found))


def _cell(definition: Definition, area: str, count: Count, hidden: bool) -> Cell:
    if hidden:
        return Cell(area, None, None, None, True)
    value = definition.factor * count.numerator / count.denominator if count.denominator else None
    return Cell(area, count.numerator, count.denominator, value, False)
