"""Past years under another instrument or other weights: computed again, never official."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.queries import AnswersOf
from guyub.apps.improvement.content import said
from guyub.apps.improvement.queries._frame import Frame, frame_of, scored, total_of
from guyub.apps.improvement.reckoning import shown
from guyub.engines.scoring import Instrument, Rescored, rescore, score

YEARS = 10  # of a page: each takes three database queries


@dataclass(frozen=True, slots=True)
class YearLine:
    """
    One assessment of the area.

    own       its score under its own instrument, of the last time it was computed
    official  what the ministry said of that year
    again     its score under the page's instrument; None where nothing carries over
    carried, leaves   how many leaves of the page's instrument the answers of that year speak to
    missing   how many pieces of evidence are missing to know more
    is_same   it was made with the page's very instrument
    """

    pk: int
    year: int
    short: str
    version: int
    own: Decimal | None
    own_decimals: int
    own_high: Decimal | None
    official: Decimal | None
    again: Decimal | None
    grade: str
    carried: int
    leaves: int
    missing: int
    is_same: bool


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A piece of evidence that the page's instrument asks for and an earlier year did not show."""

    year: int
    short: str
    code: str
    title: str
    level: int
    text: str
    kind: str
    agency: str


@dataclass(frozen=True, slots=True)
class WeightLine:
    """The same answers under another set of weights. weights: (part, weight) where it says so."""

    code: str
    title: str
    source: str
    years: tuple[int, ...]
    total: Decimal | None
    difference: Decimal
    weights: tuple[tuple[str, Decimal, Decimal | None, bool], ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Rescoring:
    """years: newest first. missing: of the year that is looked at; unmapped: parts that no older leaf speaks to."""

    frame: Frame
    years: tuple[YearLine, ...]
    looked_at: YearLine | None
    missing: tuple[MissingLine, ...]
    unmapped: tuple[tuple[str, str], ...]
    weights: tuple[WeightLine, ...]


def get_rescoring(assessment_id: int, *, actor: Actor, on: date, look_at: int | None = None) -> Rescoring:
    """
    The area's assessments under the instrument of this one: five database queries and three for each of at most ten
    years that can be carried over.

    look_at  the assessment whose missing evidence is listed; None: the newest that was carried over

    Raises NoSuchAssessment.
    """
    of = assessment.get_answers(assessment_id, actor=actor, on=on)
    lines: list[YearLine] = []
    again: dict[int, tuple[AnswersOf, Rescored]] = {}
    for each in _fitting(of, assessment.list_assessments(area=of.area, actor=actor)):
        old = of if each.pk == of.pk else assessment.get_answers(each.pk, actor=actor, on=on)
        found = rescore(of.instrument, old.instrument, old.answers)
        if old.instrument.digest != of.instrument.digest:
            again[each.pk] = (old, found)
        lines.append(_year(each, of, old, found))
    chosen = look_at if look_at in again else next(iter(again), None)
    old, found = again[chosen] if chosen is not None else (None, None)
    return Rescoring(
        frame=frame_of(of, scored(of), actor=actor, on=on),
        years=tuple(lines),
        looked_at=next((line for line in lines if line.pk == chosen), None),
        missing=_missing(of, old, found) if old is not None and found is not None else (),
        unmapped=tuple((code, said(of.instrument.nodes[code].title)) for code in found.unmapped) if found else (),
        weights=_weights(of),
    )


def _fitting(of: AnswersOf, lines: list[assessment.AssessmentLine]) -> list[assessment.AssessmentLine]:
    """Those of the same instrument and of instruments that it carries from, newest year first."""
    codes = {of.instrument.code, *(each.instrument for each in of.instrument.carries)}
    fitting = [line for line in lines if line.instrument_code in codes]
    return sorted(fitting, key=lambda line: (-line.year, line.instrument_code, -line.pk))[:YEARS]


def _year(line: assessment.AssessmentLine, of: AnswersOf, old: AnswersOf, found: Rescored) -> YearLine:
    same = old.instrument.digest == of.instrument.digest
    weights = of.instrument.weight_set_of(line.year)
    then = scored(old) if same else score(of.instrument, found.answers, weights=weights.code if weights else "")
    known = bool(found.answers)
    return YearLine(
        pk=line.pk,
        year=line.year,
        short=line.short,
        version=line.version,
        own=line.total if line.total is not None else shown(scored(old).total, 6),
        own_decimals=line.decimals,
        own_high=line.high,
        official=line.official_score,
        again=shown(then.total, of.instrument.decimals) if known else None,
        grade=said(then.grade.title) if then.grade and known else "",
        carried=len({code.partition("#")[0] for code in found.answers}),
        leaves=len(of.instrument.leaves),
        missing=len(found.missing),
        is_same=same,
    )


def _missing(of: AnswersOf, old: AnswersOf, found: Rescored) -> tuple[MissingLine, ...]:
    lines = []
    for code, each in found.missing:
        agency = of.agencies.get(code)
        lines.append(
            MissingLine(
                year=old.year, short=old.instrument.short, code=code,
                title=said(of.instrument.nodes[code.partition("#")[0]].title), level=each.level, text=said(each.text),
                kind=each.kind, agency=agency.abbreviation if agency else "",
            )
        )  # fmt: skip
    return tuple(lines)


def _weights(of: AnswersOf) -> tuple[WeightLine, ...]:
    """The same answers under every set of weights, the one in use first; empty where there is only one."""
    instrument = of.instrument
    if not instrument.weight_sets:
        return ()
    used = total_of(scored(of))
    lines = []
    for code in ("", *(each.code for each in instrument.weight_sets)):
        total = score(instrument, of.answers, weights=code).total
        given = next((each for each in instrument.weight_sets if each.code == code), None)
        lines.append(
            WeightLine(
                code=code,
                title=said(given.title) if given else "",
                source=said(given.source) if given else said(instrument.source),
                years=given.years if given else (),
                total=shown(total, instrument.decimals),
                difference=shown((total or 0) - used, instrument.decimals) or Decimal(0),
                weights=_parts(instrument, of, code),
                is_used=code == of.weight_set,
            )
        )
    return tuple(sorted(lines, key=lambda line: (not line.is_used, line.code)))


def _parts(instrument: Instrument, of: AnswersOf, code: str) -> tuple[tuple[str, Decimal, Decimal | None, bool], ...]:
    """Of the parts below the root: title, weight, what it adds to the total, whether the set says another weight."""
    given = next((each.weights for each in instrument.weight_sets if each.code == code), {})
    parts = score(instrument, of.answers, weights=code).parts
    found = []
    for node in instrument.root.children:
        weight = given.get(node.code, node.weight)
        if weight is not None:
            adds = shown(parts[node.code].contribution, instrument.decimals)
            found.append((said(node.title), shown(weight, 2) or Decimal(0), adds, weight != node.weight))
    return tuple(found)
