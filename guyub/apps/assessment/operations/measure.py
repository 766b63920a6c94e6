"""Measured values of the city: recorded with their source, or taken over from Guyub's own indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.assessment import content, permissions
from guyub.apps.assessment.content import Measured
from guyub.apps.assessment.models import MeasuredValue
from guyub.apps.indicators import queries as indicators
from guyub.errors import Refusal
from guyub.ledger import record
from guyub.web import figures

_LARGEST = Decimal(10) ** 13


class NoSuchMeasure(Refusal):
    """The mapping of standards knows no such measure."""

    code = "assessment.no-such-measure"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such measure."), remedy=_("Choose one from the list of measures."))


class AnsweredByIndicator(Refusal):
    """Released data give this value, so nobody types it."""

    code = "assessment.answered-by-indicator"

    def __init__(self) -> None:
        super().__init__(
            _("This value is computed from released data, so nobody types it."),
            remedy=_("If it looks wrong, open the indicator and follow its thread to the releases."),
        )


class ValueRefused(Refusal):
    code = "assessment.value-refused"
    status = 422


@transaction.atomic(durable=True)
def record_value(
    *,
    area: str,
    measure: str,
    year: int,
    measured: Measured,
    agency_id: int | None,
    source: str,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Record what a measure came to in a year, with who says so; return the value's id. An earlier one is replaced.

    Raises NotPermitted, NoSuchMeasure, AnsweredByIndicator, ValueRefused.
    """
    permissions.require_answerer(actor, area=area, agency_id=agency_id)
    known = content.measures().get(measure)
    if known is None:
        raise NoSuchMeasure
    if known.exact_indicator:
        raise AnsweredByIndicator
    if agency_id is not None and not Agency.objects.filter(pk=agency_id, area_id=area).exists():
        raise ValueRefused(_("This agency is not of this regency."), remedy=_("Choose one from the list."))
    if not source.strip():
        raise ValueRefused(
            _("A value without a source is not published."),
            remedy=_("Write the document or the survey, with its date."),
        )
    value = _value(measured, known.times)
    new = _replace(
        area,
        measure,
        year,
        {
            "value": value,
            "numerator": measured.numerator,
            "denominator": measured.denominator,
            "agency_id": agency_id,
            "source": source.strip()[:300],
        },
        at=at,
    )
    record(
        "measure.recorded",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.measuredvalue", new.pk),
        measure=measure,
        year=year,
        value=str(value.normalize()),
        source=new.source,
    )
    return new.pk


@transaction.atomic(durable=True)
def take_in_measures(*, area: str, year: int, actor: Actor, at: datetime) -> tuple[str, ...]:
    """
    Take over the newest value of a year of every measure that an indicator answers exactly; return those that changed.

    Done again, nothing changes and no event is recorded.
    """
    permissions.require_answerer(actor, area=area, agency_id=None)
    lines = {line.code: line for line in indicators.list_indicators(actor=actor, area=area, period=f"{year}-12")}
    live = _live(area, year)
    taken: dict[str, str] = {}
    for measure in content.measures().values():
        line = lines.get(measure.exact_indicator)
        if line is None or line.value is None or not (line.period or "").startswith(f"{year}-"):
            continue
        standing = live.get(measure.code)
        if standing is not None and (standing.value, standing.period) == (line.value, line.period):
            continue
        _replace(area, measure.code, year, _taken(line), at=at)
        taken[measure.code] = str(line.value.normalize())
    if taken:
        record("measure.taken_in", actor=actor, at=at, area=area, subject=("areas.area", area), year=year, values=taken)
    return tuple(taken)


def _live(area: str, year: int) -> Mapping[str, MeasuredValue]:
    values = MeasuredValue.objects.live().select_for_update().filter(area_id=area, year=year)
    return {each.measure: each for each in values}


def _taken(line: indicators.IndicatorLine) -> dict[str, object]:
    source = _("Computed by Guyub: %(title)s, %(period)s") % {
        "title": line.title,
        "period": figures.period(line.period),
    }
    return {
        "value": line.value,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "indicator": line.code,
        "period": line.period,
        "source": source[:300],
    }


def _replace(area: str, measure: str, year: int, fields: Mapping[str, object], *, at: datetime) -> MeasuredValue:
    live = MeasuredValue.objects.live().filter(area_id=area, measure=measure, year=year)
    live.update(replaced_at=Greatest("recorded_at", Value(at)))
    return MeasuredValue.objects.create(area_id=area, measure=measure, year=year, recorded_at=at, **fields)


def _value(measured: Measured, times: int) -> Decimal:
    """The value given, or computed; both given must agree as far as the value is written. Raises ValueRefused."""
    made = None
    if measured.numerator is not None and measured.denominator is not None:
        if measured.denominator <= 0:
            raise ValueRefused(_("The denominator is not above 0."), remedy=_("Write how many there are in all."))
        made = measured.numerator / measured.denominator * times
    if measured.value is None and made is None:
        raise ValueRefused(_("There is no value."), remedy=_("Write the value, or numerator and denominator."))
    value = made if measured.value is None else measured.value
    assert value is not None
    if abs(value) >= _LARGEST:
        raise ValueRefused(_("This value is larger than any city's."), remedy=_("Check the unit and the full stops."))
    if made is not None and made.quantize(value) != value:
        raise ValueRefused(
            _("Numerator and denominator come to %(made)s, not to the value written.")
            % {"made": figures.decimal(made, 2)},
            remedy=_("Leave the value empty, and it is computed."),
        )
    return value.quantize(Decimal("0.000001"))
