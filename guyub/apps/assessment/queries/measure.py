"""Reading measures: what the city measured, which items of standards that answers, how far each standard is covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content
from guyub.apps.assessment.content import Measure
from guyub.apps.assessment.models import MeasuredValue
from guyub.apps.assessment.queries.instrument import InstrumentLine, list_instruments
from guyub.engines.scoring import Aggregate, Node


@dataclass(frozen=True, slots=True)
class ValueLine:
    """What a measure came to in a year. indicator: of Guyub, when it was not typed."""

    measure: str
    year: int
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    indicator: str
    period: str
    agency: str
    source: str
    recorded_at: datetime

    @property
    def places(self) -> int:
        """As many decimals as the value has, two at most."""
        exponent = self.value.normalize().as_tuple().exponent
        return min(2, max(0, -exponent if isinstance(exponent, int) else 0))


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An item of a standard that a measure answers, exactly or partly."""

    instrument: str
    short: str
    code: str
    title: str
    kind: str
    exact: bool


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with its value of the year asked for; earlier: its newest value of a year before."""

    code: str
    title: str
    unit: str
    numerator: str
    denominator: str
    times: int
    difference: str
    exact_indicator: str
    answers: tuple[AnswerLine, ...]
    value: ValueLine | None
    earlier: ValueLine | None


@dataclass(frozen=True, slots=True)
class Covered:
    """How many items of one kind have a value that answers them exactly, or only partly."""

    kind: str
    exact: int
    partly: int
    items: int

    @property
    def percent(self) -> Decimal:
        return Decimal(100 * self.exact) / self.items if self.items else Decimal(0)


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard as an instrument of measurement: its coverage in all, and by kind (core, supporting, profile)."""

    code: str
    pk: int
    short: str
    title: str
    whole: Covered
    kinds: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One item of a standard's table, as it is handed over."""

    theme: str
    code: str
    kind: str
    title: str
    unit: str
    value: ValueLine | None
    exact: bool
    difference: str


@dataclass(frozen=True, slots=True)
class MeasureList:
    """The measures of a year: `lines` are those asked for, `measured` and `total` count all."""

    lines: tuple[MeasureLine, ...]
    standards: tuple[StandardLine, ...]
    years: tuple[int, ...]
    measured: int
    total: int


def list_measures(
    *, area: str, year: int, actor: Actor, text: str = "", standard: str = "", state: str = ""
) -> MeasureList:
    """
    Every measure with its value of a year, and how far each standard is covered; two database queries.

    standard  only those that answer an item of this instrument
    state     "measured" or "missing"
    """
    measures = content.measures()
    standards = _standards(area, actor)
    values = _values(area, actor)
    now = _of_year(values, year)
    lines = (_line(each, year, values, standards) for each in measures.values())
    shown = tuple(
        line
        for line in lines
        if text.lower() in f"{line.title} {line.code} {' '.join(each.code for each in line.answers)}".lower()
        and (not standard or any(each.instrument == standard for each in line.answers))
        and (state != "measured" or line.value is not None)
        and (state != "missing" or line.value is None)
    )
    return MeasureList(
        lines=shown,
        standards=tuple(
            _standard(each, now)
            for each in standards.values()
            if each.parsed.root.aggregate is Aggregate.COVERAGE  # a standard only measures; others also weigh
        ),
        years=tuple(sorted({value.year for each in values.values() for value in each} | {year}, reverse=True)),
        measured=sum(code in now for code in measures),
        total=len(measures),
    )


def find_measure(code: str, *, area: str, year: int, actor: Actor) -> MeasureLine | None:
    """One measure; None when there is no such. Two database queries."""
    measure = content.measures().get(code)
    return None if measure is None else _line(measure, year, _values(area, actor), _standards(area, actor))


def list_values(code: str, *, area: str, actor: Actor) -> list[ValueLine]:
    """What a measure came to over the years, newest first."""
    return list(reversed(_values(area, actor).get(code, [])))


def list_standard_rows(instrument: InstrumentLine, *, area: str, year: int, actor: Actor) -> list[StandardRow]:
    """The table of one standard for a year: every item, measured or not."""
    values = _of_year(_values(area, actor), year)
    measures = content.measures()
    parsed = instrument.parsed
    return [
        _row(node, parsed.nodes[parsed.parents[node.code]], instrument.code, measures, values) for node in parsed.leaves
    ]


def _row(
    node: Node, theme: Node, instrument: str, measures: Mapping[str, Measure], values: Mapping[str, ValueLine]
) -> StandardRow:
    assert node.leaf is not None
    measure = measures.get(node.leaf.measure)
    exact = measure is not None and (instrument, node.code, True) in measure.answers
    difference = measure.difference if measure is not None and not exact else None
    return StandardRow(
        theme=content.said(theme.title),
        code=node.code,
        kind=node.kind,
        title=content.said(node.title),
        unit=node.leaf.unit,
        value=values.get(node.leaf.measure),
        exact=exact,
        difference=content.said(difference) if difference else "",
    )


def _standards(area: str, actor: Actor) -> Mapping[str, InstrumentLine]:
    """The instruments in force whose items are answered by measures."""
    known = {instrument for measure in content.measures().values() for instrument, _code, _exact in measure.answers}
    return {line.code: line for line in list_instruments(area=area, actor=actor) if line.code in known}


def _values(area: str, actor: Actor) -> Mapping[str, list[ValueLine]]:
    """The values of each measure, oldest first."""
    rows = (
        MeasuredValue.objects.visible_to(actor)
        .live()
        .filter(area_id=area)
        .order_by("year")
        .values_list(
            "measure", "year", "value", "numerator", "denominator", "indicator", "period", "agency__abbreviation",
            "source", "recorded_at",
        )
    )  # fmt: skip
    found: dict[str, list[ValueLine]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(ValueLine(*row[:7], row[7] or "", *row[8:]))
    return found


def _of_year(values: Mapping[str, list[ValueLine]], year: int) -> Mapping[str, ValueLine]:
    return {code: value for code, each in values.items() for value in each if value.year == year}


def _line(measure: Measure, year: int, values: list[ValueLine], standards: Mapping[str, InstrumentLine]) -> MeasureLine:
    own = [value for value in values.get(measure.code, []) if value.year <= year]
    now = next((value for value in own if value.year == year), None)
    return MeasureLine(
        code=measure.code,
        title=content.said(measure.title),
        unit=content.said(measure.unit),
        numerator=content.said(measure.numerator) if measure.numerator else "",
        denominator=content.said(measure.denominator) if measure.denominator else "",
        times=measure.times,
        difference=content.said(measure.difference) if measure.difference else "",
        exact_indicator=measure.exact_indicator,
        answers=tuple(
            _answer(standards[instrument], code, exact)
            for instrument, code, exact in measure.answers
            if instrument in standards
        ),
        value=now,
        earlier=None if now else next(iter(reversed(own)), None),
    )


def _answer(standard: InstrumentLine, code: str, exact: bool) -> AnswerLine:
    node = standard.parsed.nodes.get(code)
    title = content.said(node.title) if node else code
    return AnswerLine(standard.code, standard.short, code, title, node.kind if node else "", exact)


def _standard(line: InstrumentLine, values: Mapping[str, ValueLine]) -> StandardLine:
    measures = content.measures()
    items, exact, partly = Counter[str](), Counter[str](), Counter[str]()
    for node in line.parsed.leaves:
        assert node.leaf is not None
        items[node.kind] += 1
        if node.leaf.measure in values:
            answers = measures[node.leaf.measure].answers if node.leaf.measure in measures else ()
            (exact if (line.code, node.code, True) in answers else partly)[node.kind] += 1
    kinds = tuple(Covered(kind, exact[kind], partly[kind], items[kind]) for kind in items)
    whole = Covered("", exact.total(), partly.total(), items.total())
    return StandardLine(line.code, line.pk, line.short, line.title, whole, kinds if len(kinds) > 1 else ())
