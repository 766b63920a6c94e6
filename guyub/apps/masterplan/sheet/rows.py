"""Rows to programmes: each row enters, or is held with the reason; a cell that can't be taken is left out and named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from guyub.apps.masterplan.frameworks import Dimension, Framework
from guyub.apps.masterplan.sheet import blank, cells
from guyub.apps.masterplan.sheet.columns import Columns, find_columns, squeeze
from guyub.apps.masterplan.sheet.findings import Finding, Severity
from guyub.apps.masterplan.sheet.reading import Cell, Line, Unreadable, read_lines

LONGEST = {"code": 40, "name": 200, "meaning": 300, "pic_office": 200, "source": 300}
LONGEST_TEXT = 4000
LARGEST_TARGET, FOUR_PLACES = Decimal(10**13), Decimal("0.0001")

HORIZONS: Mapping[str, str] = {
    "": "", "quickwin": "quick_win", "percepatan": "quick_win", "programpercepatan": "quick_win",
    "jangkapendek": "short", "pendek": "short", "short": "short", "jangkamenengah": "medium", "menengah": "medium",
    "medium": "medium", "jangkapanjang": "long", "panjang": "long", "long": "long",
}  # fmt: skip
STATUSES: Mapping[str, str] = {
    "": "planned", "direncanakan": "planned", "rencana": "planned", "usulan": "planned", "planned": "planned",
    "ujicoba": "trial", "uji": "trial", "tested": "trial", "trial": "trial",
    "berjalan": "running", "jalan": "running", "running": "running",
    "ditunda": "suspended", "tunda": "suspended", "dihentikansementara": "suspended", "suspended": "suspended",
    "diganti": "replaced", "replaced": "replaced", "selesai": "finished", "finished": "finished",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    What the words in a file may stand for.

    agencies    squeezed abbreviation or name -> id of the agency
    indicators  squeezed code or title -> (code, direction "higher" | "lower" | "neither")
    own         the agencies whose programmes the sender may write; None: every agency's
    foreign     codes, in small letters, of programmes that stand in the plan and are not his to write
    """

    framework: Framework
    agencies: Mapping[str, int]
    indicators: Mapping[str, tuple[str, str]]
    own: frozenset[int] | None = None
    foreign: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BudgetCell:
    year: int
    fund_source: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class TargetCell:
    indicator: str
    year: int
    value: Decimal
    direction: str


@dataclass(slots=True)
class ProgrammeRow:
    """One programme as the file tells it."""

    line: int
    code: str
    name: str
    meaning: str
    dimension: str
    sub_dimension: str
    lead_agency_id: int | None
    supporting_agency_ids: tuple[int, ...]
    pic_office: str
    problem: str
    description: str
    target_group: str
    output: str
    horizon: str
    year_start: int | None
    year_end: int | None
    status: str
    source_kind: str  # real | example | proposed
    source: str
    budget: dict[tuple[int, str], int] = field(default_factory=dict)
    targets: dict[tuple[str, int], TargetCell] = field(default_factory=dict)

    @property
    def budget_lines(self) -> tuple[BudgetCell, ...]:
        return tuple(BudgetCell(year, fund, amount) for (year, fund), amount in sorted(self.budget.items()))


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The whole file, judged. rows_in == rows_entered + rows_held, always.

    given  the fields that the file has a column for: what it has none for stays as it is in the plan
    """

    rows_in: int
    rows_entered: int
    rows_held: int
    programmes: tuple[ProgrammeRow, ...]
    findings: tuple[Finding, ...]
    given: frozenset[str]
    unknown_headers: tuple[str, ...]


def read_sheet(content: bytes, *, vocabulary: Vocabulary) -> Sheet:
    """
    Judge a spreadsheet of programmes. Raises Unreadable when the file as a whole is no such table.

    Only the first sheet with a programme and a dimension column is read.
    """
    for lines in read_lines(content):
        columns = find_columns(lines)
        if columns is not None:
            return _Reading(columns, vocabulary).read([line for line in lines if line.number > columns.line])
    raise Unreadable(
        _("No line of the file has the headers “Nama program” and “Dimensi”."),
        remedy=_("Download the empty form, copy your programmes into it, and send that."),
    )


class _HeldRow(Exception):
    """The row cannot enter; its findings say why."""


class _Reading:
    """One file being read: the programmes so far, the findings so far."""

    def __init__(self, columns: Columns, vocabulary: Vocabulary) -> None:
        self._columns = columns
        self._words = vocabulary
        self._programmes: dict[str, ProgrammeRow] = {}  # by code without case
        self._findings: list[Finding] = []
        self._line = Line(0, ())

    def read(self, lines: Sequence[Line]) -> Sheet:
        rows_in = entered = 0
        for line in lines:
            if not self._concerns_us(line):
                continue
            rows_in += 1
            self._line = line
            before = len(self._findings)
            try:
                self._row()
                entered += 1
            except _HeldRow:
                # A warning about what would be left out only distracts from what holds the row.
                kept = [each for each in self._findings[before:] if each.severity is Severity.HOLD]
                self._findings[before:] = kept
        return Sheet(
            rows_in=rows_in,
            rows_entered=entered,
            rows_held=rows_in - entered,
            programmes=tuple(self._programmes.values()),
            findings=tuple(self._findings),
            given=frozenset(self._columns.fields),
            unknown_headers=tuple(self._columns.unknown),
        )

    def _concerns_us(self, line: Line) -> bool:
        """A line whose only cells stand under no header (a note at the side, a page number) is no row."""
        return any(position in self._columns.headers and cell for position, cell in enumerate(line.cells))

    # Rows ----------------------------------------------------------------------------------------------------------

    def _row(self) -> None:
        name, code = self._text("name"), self._text("code")
        if not name and code and (earlier := self._programmes.get(code.lower())):
            self._take_budget(earlier)
            self._take_targets(earlier)
            return
        row = self._programme(name, code)
        if row.code.lower() in self._programmes:
            self._say("code-duplicate", "code" if code else "name", Severity.HOLD, written=code or name)
            raise _HeldRow
        if row.code.lower() in self._words.foreign:
            self._say("code-of-another", "code" if code else "name", Severity.HOLD, written=row.code)
            raise _HeldRow
        self._take_budget(row)
        self._take_targets(row)
        self._programmes[row.code.lower()] = row

    def _programme(self, name: str, code: str) -> ProgrammeRow:
        """Every holding reason of the row is named before it is held, so that the officer mends it once."""
        before = len(self._findings)
        if not name:
            self._say("name-missing", "name", Severity.HOLD)
        texts = {
            each: self._bounded_text(each)
            for each in ("meaning", "pic_office", "problem", "description", "target_group", "output")
        }
        for each in ("code", "name", "source"):
            self._bounded_text(each)
        dimension = self._dimension()
        lead = self._lead_agency()
        start, end = self._year("year_start"), self._year("year_end")
        if start and end and start > end:
            self._say("years-reversed", "year_end", Severity.HOLD, written=f"{start}–{end}")
        if any(each.severity is Severity.HOLD for each in self._findings[before:]) or dimension is None:
            raise _HeldRow
        kind, source = self._source()
        return ProgrammeRow(
            line=self._line.number,
            code=code or made_code(dimension.code, name),
            name=name,
            dimension=dimension.code,
            sub_dimension=self._sub_dimension(dimension),
            lead_agency_id=lead,
            supporting_agency_ids=self._supporting_agencies(lead),
            horizon=self._one_of("horizon", HORIZONS, "horizon-unknown", ", ".join(blank.HORIZONS)),
            year_start=start,
            year_end=end,
            status=self._one_of("status", STATUSES, "status-unknown", ", ".join(blank.STATUSES)),
            source_kind=kind,
            source=source,
            **texts,
        )  # fmt: skip

    # Cells ---------------------------------------------------------------------------------------------------------

    def _cell(self, position: int | None) -> Cell:
        return self._line.cells[position] if position is not None and position < len(self._line.cells) else ""

    def _text(self, name: str) -> str:
        text = str(self._cell(self._columns.fields.get(name))).strip()
        return "" if re.fullmatch(r"[-–—]+", text) else text

    def _bounded_text(self, name: str) -> str:
        text, longest = self._text(name), LONGEST.get(name, LONGEST_TEXT)
        if len(text) > longest:
            self._say("text-too-long", name, Severity.HOLD, expected=str(longest))
        return text

    def _say(
        self, code: str, column: str | int | None, severity: Severity, *, written: object = "", expected: str = ""
    ) -> None:
        position = self._columns.fields.get(column) if isinstance(column, str) else column
        header = "" if position is None else self._columns.headers[position]
        self._findings.append(Finding(self._line.number, header[:80], code, severity, str(written)[:80], expected))

    def _dimension(self) -> Dimension | None:
        written = self._text("dimension")
        known = self._words.framework.dimensions
        expected = ", ".join(f"{each.code} ({each.name.indonesian})" for each in known)
        if not written:
            self._say("dimension-missing", "dimension", Severity.HOLD, expected=expected)
            return None
        key = squeeze(written)
        for each in known:
            names = (each.code, each.name.indonesian, each.name.english, each.short.indonesian, each.short.english)
            if key in {squeeze(name) for name in (*names, each.code + each.name.indonesian)}:
                return each
        self._say("dimension-unknown", "dimension", Severity.HOLD, written=written, expected=expected)
        return None

    def _sub_dimension(self, dimension: Dimension) -> str:
        written = self._text("sub_dimension")
        if not written:
            return ""
        key = squeeze(written)
        expected = ", ".join(f"{sub.code} ({sub.name.indonesian})" for sub in dimension.subs)
        for each in self._words.framework.dimensions:
            for sub in each.subs:
                names = (sub.code, sub.name.indonesian, sub.name.english, sub.code + sub.name.indonesian)
                if key in {squeeze(name) for name in names}:
                    if each.code == dimension.code:
                        return sub.code
                    self._say("sub-elsewhere", "sub_dimension", Severity.WARN, written=written, expected=expected)
                    return ""
        self._say("sub-unknown", "sub_dimension", Severity.WARN, written=written, expected=expected)
        return ""

    def _lead_agency(self) -> int | None:
        written = self._text("lead_agency")
        found = self._words.agencies.get(squeeze(written))
        if written and found is None:
            self._say("agency-unknown", "lead_agency", Severity.HOLD, written=written)
        elif self._words.own is not None and found not in self._words.own:
            self._say("agency-not-yours", "lead_agency", Severity.HOLD, written=written)
        elif not written:
            self._say("agency-missing", "lead_agency", Severity.WARN)
        return found

    def _supporting_agencies(self, lead: int | None) -> tuple[int, ...]:
        found: list[int] = []
        for written in re.split(r"[;,/\n]|\bdan\b", self._text("supporting_agencies")):
            if not written.strip():
                continue
            agency = self._words.agencies.get(squeeze(written))
            if agency is None:
                self._say("supporting-unknown", "supporting_agencies", Severity.WARN, written=written.strip())
            elif agency != lead and agency not in found:
                found.append(agency)
        return tuple(found)

    def _year(self, name: str) -> int | None:
        written = self._text(name)
        if not written:
            return None
        year = cells.year(written)
        if year is None:
            self._say("year-unreadable", name, Severity.WARN, written=written)
        return year

    def _one_of(self, name: str, known: Mapping[str, str], code: str, expected: str) -> str:
        written = self._text(name)
        key = squeeze(written)
        if key not in known:
            self._say(code, name, Severity.WARN, written=written, expected=expected)
        return known.get(key, known[""])

    def _source(self) -> tuple[str, str]:
        written = self._text("source")
        key = squeeze(written)
        if not written or key.startswith("usul"):
            return "proposed", written
        if key.startswith(("contoh", "rekaan", "example")):
            return "example", written
        return "real", written

    def _take_budget(self, row: ProgrammeRow) -> None:
        for (year, fund), position in self._columns.budgets.items():
            written = self._cell(position)
            if not written or re.fullmatch(r"[-–—]+", str(written)):
                continue
            amount = cells.rupiah(written)
            if amount is None:
                self._say("amount-unreadable", position, Severity.WARN, written=written)
            else:
                row.budget[year, fund] = row.budget.get((year, fund), 0) + amount

    def _take_targets(self, row: ProgrammeRow) -> None:
        for parts in self._columns.targets.values():
            written = {name: self._cell(position) for name, position in parts.items()}
            if not any(written.values()):
                continue
            target = self._target(written, parts)
            if target is None:
                continue
            if (target.indicator, target.year) in row.targets:
                self._say("target-repeated", parts.get("indicator"), Severity.WARN, written=written["indicator"])
            else:
                row.targets[target.indicator, target.year] = target

    def _target(self, written: Mapping[str, Cell], parts: Mapping[str, int]) -> TargetCell | None:
        empty = [name for name in ("indicator", "value", "year") if not str(written.get(name, "")).strip()]
        if empty:
            self._say("target-incomplete", parts.get(empty[0], next(iter(parts.values()))), Severity.WARN)
            return None
        known = self._words.indicators.get(squeeze(written["indicator"]))
        if known is not None and known[1] == "neither":
            self._say("indicator-describes", parts["indicator"], Severity.WARN, written=written["indicator"])
            return None
        value, year = cells.number(written["value"]), cells.year(written["year"])
        if known is None:
            self._say("indicator-unknown", parts["indicator"], Severity.WARN, written=written["indicator"])
        if value is None or abs(value) >= LARGEST_TARGET:
            value = None
            self._say("target-unreadable", parts["value"], Severity.WARN, written=written["value"])
        if year is None:
            self._say("year-unreadable", parts["year"], Severity.WARN, written=written["year"])
        if known is None or value is None or year is None:
            return None
        return TargetCell(known[0], year, value.quantize(FOUR_PLACES), known[1])


def made_code(dimension: str, name: str) -> str:
    """A code for a programme that came without one: the same name gives the same code at the next import."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-").upper() or "PROGRAM"
    return f"{dimension}-{slug}"[: LONGEST["code"]].rstrip("-")
