"""A region's whole hand-in, from the capabilities below: answers, evidence, values with lineage, plan, score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils import timezone

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.content import said
from guyub.apps.indicators import queries as indicators
from guyub.apps.masterplan import queries as masterplan
from guyub.engines import packages as engine
from guyub.engines.scoring import Scored, rounded, score

DIGITS = 6
_MOST_PROGRAMMES = 5000


@dataclass(frozen=True)
class Gathered:
    """What would be sealed now. about: without stage, office and predecessor, which the operation knows."""

    dossier: assessment.Dossier
    about: engine.About
    content: engine.HandIn


def gather(assessment_id: int, *, actor: Actor, at: datetime) -> Gathered:
    """Everything as it stands; the number of queries grows with the indicators alone. Raises NoSuchAssessment."""
    today = timezone.localdate(at)
    dossier = assessment.get_dossier(assessment_id, actor=actor, on=today)
    instrument = dossier.instrument
    scored = score(instrument, dossier.answers, weights=dossier.weight_set)
    about = engine.About(
        kind=engine.Kind.HAND_IN,
        area=engine.Place(dossier.area, areas.public_get_area(dossier.area).full_name),
        instrument=engine.InstrumentRef(instrument.code, instrument.version, instrument.digest, said(instrument.title)),
        year=dossier.year,
        stage=1,
        sealed_at=at,
        sealed_office=plain(actor.acting_as),
    )
    content = engine.HandIn(
        instrument_text=_instrument_text(dossier, actor),
        answers=engine.Answers(dossier.weight_set, tuple(_answer(item, dossier) for item in dossier.items)),
        evidence=engine.Evidence(tuple(_evidence(dossier.items))),
        values=engine.Values(_values(dossier, actor), _measures(dossier, actor)),
        plan=_plan(dossier.area, year=dossier.year, actor=actor, at=at),
        score=own_score(scored, at=at),
    )
    return Gathered(dossier, about, content)


def plain(text: str, most: int = 500) -> str:
    """One line without control characters, as the format wants titles."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()[:most]


def prose(text: str, most: int = 20_000) -> str:
    """Several lines as the format wants them: ended as everywhere but in forms, without other control characters."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n"))[:most]


def written(value: Fraction | Decimal | None) -> Decimal | None:
    """As a package writes it: six decimals, half away from zero."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-DIGITS), rounding=ROUND_HALF_UP)
    return rounded(value, DIGITS)


def own_score(scored: Scored, *, at: datetime) -> engine.OwnScore:
    return engine.OwnScore(
        total=written(scored.total),
        grade=scored.grade.code if scored.grade else "",
        parts=tuple(engine.PartScore(code, written(part.value)) for code, part in scored.parts.items()),
        answered=scored.answered,
        leaves=scored.leaves,
        on=timezone.localdate(at),
    )


def _instrument_text(dossier: assessment.Dossier, actor: Actor) -> str:
    """The text of the version that the assessment is by, which need not be the one in force."""
    live = assessment.find_instrument(area=dossier.area, code=dossier.instrument.code, actor=actor)
    if live is None:
        raise assessment.NoSuchInstrument
    versions = assessment.get_instrument(live.pk, actor=actor).versions
    return next(each.text for each in versions if each.digest == dossier.instrument.digest)


def _answer(item: assessment.DossierItem, dossier: assessment.Dossier) -> engine.AnswerLine:
    known = dossier.answers.get(item.code)
    agency, source = dossier.agencies.get(item.code), item.indicator
    return engine.AnswerLine(
        code=item.code,
        claimed_level=item.claimed_level,
        number=item.number,
        given=written(known.given) if known else None,
        accepted=tuple(sorted(known.accepted)) if known else (),
        explanation=prose(item.explanation),
        agency=plain(agency.abbreviation) if agency else "",
        office=plain(item.office),
        indicator=engine.IndicatorRef(source.code, source.period, source.value) if source and source.code else None,
    )


def _evidence(items: Iterable[assessment.DossierItem]) -> Iterable[engine.EvidenceLine]:
    for item in items:
        for line in item.attachments:
            yield engine.EvidenceLine(
                item=item.code,
                requirement=line.requirement,
                evidence=line.evidence_id,
                title=plain(line.title),
                kind=line.kind,
                number=plain(line.number),
                dated_on=line.dated_on,
                valid_until=line.expires_on,
                version=line.version,
                sha256=line.digest,
                file=plain(line.file_name),
                status=line.state,
            )


def _values(dossier: assessment.Dossier, actor: Actor) -> tuple[engine.ValueLine, ...]:
    """Each indicator that answers an item, as of the period it was taken in; then every other of the area."""
    used = {(item.indicator.code, item.indicator.period) for item in dossier.items if item.indicator}
    lines = indicators.list_indicators(actor=actor, area=dossier.area, period=f"{dossier.year}-12")
    wanted = {(line.code, line.period) for line in lines if line.period} | used
    found = [_value(code, period, dossier.area, actor) for code, period in sorted(wanted) if code]
    return tuple(value for value in found if value is not None)


def _value(code: str, period: str, area: str, actor: Actor) -> engine.ValueLine | None:
    try:
        page = indicators.get_indicator(code=code, area=area, actor=actor, period=period)
    except indicators.NoSuchIndicator:
        return None  # given up since it was taken in: the item keeps the value, its lineage is no longer here
    line = page.line
    if line.period is None:
        return None
    return engine.ValueLine(
        code=code,
        title=plain(line.title),
        period=line.period,
        value=written(line.value),
        unit=line.unit,
        numerator=line.numerator,
        denominator=line.denominator,
        rule_version=page.version,
        rule_digest=page.definition.digest,
        computed_at=page.computed_at,
        releases=tuple(engine.ReleaseRef(each.dataset, each.period, each.digest) for each in page.inputs),
    )


def _measures(dossier: assessment.Dossier, actor: Actor) -> tuple[engine.MeasureLine, ...]:
    measured = assessment.list_measures(area=dossier.area, year=dossier.year, actor=actor, state="measured").lines
    return tuple(
        engine.MeasureLine(
            code=line.code,
            title=plain(line.title),
            year=line.value.year,
            value=written(line.value.value) or Decimal(0),
            unit=plain(line.unit),
            source=plain(line.value.source),
        )
        for line in measured
        if line.value is not None
    )


def _plan(area: str, *, year: int, actor: Actor, at: datetime) -> engine.Plan | None:
    plan = masterplan.find_plan(area=area, actor=actor)
    if plan is None:
        return None
    programmes = masterplan.list_programmes(
        area=area, wanted=masterplan.Wanted(), year=year, actor=actor, limit=_MOST_PROGRAMMES
    )
    codes = {line.pk: line.code for line in programmes.lines}
    promises = masterplan.list_promises(area=area, year=year, today=timezone.localdate(at), actor=actor)
    made = engine.Plan(
        edition="0" * 64,
        title=plain(plan.title),
        framework=plain(plan.framework),
        legal_basis=plain(plan.legal_basis),
        year_start=plan.year_start,
        year_end=plan.year_end,
        programmes=tuple(_programme(line) for line in programmes.lines),
        targets=tuple(_target(promise, codes) for promise in promises),
    )
    return replace(made, edition=engine.edition_of(engine.to_value(made)))


def _programme(line: masterplan.ProgrammeLine) -> engine.PlannedProgramme:
    return engine.PlannedProgramme(
        code=plain(line.code),
        title=plain(line.name),
        dimension=line.dimension,
        agency=plain(line.agency),
        status=line.status,
        horizon=line.horizon,
        year_start=line.year_start,
        year_end=line.year_end,
        budget_rupiah=line.budget_rupiah,
    )


def _target(promise: masterplan.Promise, codes: Mapping[int, str]) -> engine.PlannedTarget:
    return engine.PlannedTarget(
        programme=plain(codes.get(promise.programme_pk, "")),
        indicator=promise.indicator,
        year=promise.year,
        value=promise.target,
        higher_is_better=promise.higher_is_better,
    )
