"""Past official scores as a spreadsheet holds them: read strictly, each wrong row named with what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from guyub.engines.scoring import Instrument

REQUIRED = ("kode", "tahun", "nilai", "sumber")
OPTIONAL = ("terbit", "bobot", "angkatan", "penduduk", "sumber_penduduk")
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One official score. published_on None: known, but not published to other regions."""

    line: int
    area: str
    year: int
    score: Decimal
    source: str
    published_on: date | None
    weight_set: str
    parts: Mapping[str, Decimal]
    cohort: int | None
    population: int | None
    population_source: str


@dataclass(frozen=True, slots=True)
class WrongRow:
    """What stands in the way, in which line of the file (None: the file as a whole), and what to do about it."""

    line: int | None
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class History:
    rows: tuple[Row, ...]
    wrong: tuple[WrongRow, ...]


def headings(instrument: Instrument) -> list[str]:
    """The header of an empty form: the columns, and one for each part right below the instrument's whole."""
    return [*REQUIRED, *OPTIONAL, *(part.code for part in instrument.root.children)]


def empty_form(instrument: Instrument) -> str:
    return "\ufeff" + ";".join(headings(instrument)) + "\r\n"


def read(content: bytes, *, instrument: Instrument, regencies: Collection[str]) -> History:
    """
    The rows of a CSV (semicolon or comma), checked against the instrument and the codes of regencies in force.

    Nothing is guessed: a row that is wrong in one place is wrong, and says so.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(_("The file is not a CSV in UTF-8."), _("In the spreadsheet choose “CSV UTF-8” when saving."))
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") >= first.count(",") else ",")
    head = [cell.strip() for cell in next(reader, [])]
    reading = _Reading(instrument, frozenset(regencies), head)
    if wrong := reading.check_head():
        return History((), wrong)
    for number, cells in enumerate(reader, 2):
        if any(cell.strip() for cell in cells):
            reading.take(number, [cell.strip() for cell in cells])
        if number > MOST_ROWS:
            return _refused(
                _("The file holds too many rows."), _("Divide it by year and take the files in one by one.")
            )
    if not reading.rows and not reading.wrong:
        return _refused(_("The file holds no row."), _("Write one line for each region and year under the header."))
    return History(tuple(reading.rows), tuple(reading.wrong))


def _refused(problem: str, remedy: str) -> History:
    return History((), (WrongRow(None, problem, remedy),))


class _Wrong(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass
class _Reading:
    instrument: Instrument
    regencies: frozenset[str]
    head: list[str]
    rows: list[Row] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    seen: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def part_codes(self) -> list[str]:
        return [name for name in self.head if name not in (*REQUIRED, *OPTIONAL)]

    def check_head(self) -> tuple[WrongRow, ...]:
        wrong = [
            WrongRow(1, _("The column “%(name)s” is missing.") % {"name": name}, _("Begin from the empty form."))
            for name in REQUIRED
            if name not in self.head
        ]
        wrong += [
            WrongRow(
                1,
                _("The column “%(name)s” is no part of the instrument.") % {"name": name},
                _("Use the codes of the instrument's parts, or leave the column out."),
            )
            for name in self.part_codes
            if name not in self.instrument.nodes
        ]
        if len(set(self.head)) < len(self.head):
            wrong.append(WrongRow(1, _("A column stands there twice."), _("Leave one of them out.")))
        return tuple(wrong)

    def take(self, line: int, cells: list[str]) -> None:
        if len(cells) != len(self.head):
            words = {"cells": len(cells), "columns": len(self.head)}
            problem = _("%(cells)d cells stand under %(columns)d columns.") % words
            self.wrong.append(WrongRow(line, problem, _("A semicolon inside a cell needs quotation marks.")))
            return
        try:
            row = self._row(line, dict(zip(self.head, cells, strict=True)))
        except _Wrong as wrong:
            self.wrong.append(WrongRow(line, wrong.problem, wrong.remedy))
        else:
            self.seen[row.area, row.year] = line
            self.rows.append(row)

    def _row(self, line: int, cells: Mapping[str, str]) -> Row:
        area, year = self._area(cells["kode"]), _year(cells["tahun"])
        if (area, year) in self.seen:
            words = {"area": area, "year": year, "line": self.seen[area, year]}
            raise _Wrong(
                _("%(area)s in %(year)d stands already in line %(line)d.") % words, _("Leave one of the two lines.")
            )
        if not cells["sumber"]:
            raise _Wrong(_("No source is written down."), _("Write the letter with number and date."))
        population = _whole(cells.get("penduduk", ""), "penduduk")
        said_by = cells.get("sumber_penduduk", "")
        if population is not None and not said_by:
            raise _Wrong(_("The population has no source."), _("Write publisher and year into sumber_penduduk."))
        return Row(
            line=line,
            area=area,
            year=year,
            score=self._score(cells["nilai"], "nilai"),
            source=cells["sumber"][:300],
            published_on=_day(cells.get("terbit", "")),
            weight_set=self._weight_set(cells.get("bobot", ""), year),
            parts={code: self._score(cells[code], code) for code in self.part_codes if cells[code]},
            cohort=_year(cells["angkatan"]) if cells.get("angkatan") else None,
            population=population,
            population_source=said_by[:300],
        )

    def _area(self, code: str) -> str:
        if code not in self.regencies:
            raise _Wrong(
                _("“%(code)s” is no code of a regency or city in force.") % {"code": code},
                _("Write it with its dot, as in 33.13."),
            )
        return code

    def _weight_set(self, code: str, year: int) -> str:
        known = [each.code for each in self.instrument.weight_sets]
        if code and code not in known:
            raise _Wrong(
                _("There is no weight set “%(code)s”.") % {"code": code},
                _("Known are: %(codes)s.") % {"codes": ", ".join(known) or "–"},
            )
        fitting = self.instrument.weight_set_of(year)
        return code or (fitting.code if fitting else "")

    def _score(self, text: str, column: str) -> Decimal:
        value = _decimal(text, column)
        low, high = self.instrument.low, self.instrument.high
        # Only the whole is known to lie between the instrument's bounds; a part may be counted in points of its own.
        if column == "nilai" and ((low is not None and value < low) or (high is not None and value > high)):
            words = {"value": text, "low": low, "high": high}
            raise _Wrong(
                _("%(value)s lies outside the instrument's %(low)s to %(high)s.") % words,
                _("Look it up in the letter: is the decimal comma in its place?"),
            )
        return value


def _decimal(text: str, column: str) -> Decimal:
    plain = text.replace(".", "").replace(",", ".") if "," in text else text
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 100_000:
        raise _Wrong(
            _("“%(text)s” in column %(column)s is no number.") % {"text": text, "column": column},
            _("Write it as in 3,31."),
        )
    return value.quantize(Decimal("0.0001"))


def _year(text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise _Wrong(_("“%(text)s” is no year.") % {"text": text}, _("Write four digits, as in 2022."))
    return int(text)


def _whole(text: str, column: str) -> int | None:
    plain = text.replace(".", "")
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 9:
        raise _Wrong(
            _("“%(text)s” in column %(column)s is no number.") % {"text": text, "column": column},
            _("Write a whole number of people."),
        )
    return int(plain)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong(_("“%(text)s” is no date.") % {"text": text}, _("Write it as 2022-12-05.")) from None
