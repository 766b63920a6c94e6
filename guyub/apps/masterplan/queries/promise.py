"""Targets with what became of them: the value is computed by the indicators, the standing by plain arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators.queries import IndicatorLine
from guyub.apps.masterplan import measures, pace
from guyub.apps.masterplan.models import Target
from guyub.apps.masterplan.pace import Standing
from guyub.engines.values import Period


@dataclass(frozen=True, slots=True)
class Promise:
    """
    One target as a line of a page.

    value     the newest computed value, None when there is none or it is hidden
    standing  see pace; needed and made are per month, in the indicator's unit
    """

    pk: int
    programme_pk: int
    programme: str
    agency: str
    indicator: str
    title: str
    unit: str
    decimals: int
    area: str
    year: int
    target: Decimal
    higher_is_better: bool
    value: Decimal | None
    suppressed: bool
    period: str
    before: Decimal | None
    before_period: str
    standing: Standing
    made: Decimal | None
    needed: Decimal | None

    @property
    def bar(self) -> tuple[float | None, float]:
        """(now, target) for the drawing."""
        return None if self.value is None else float(self.value), float(self.target)

    @property
    def gap(self) -> Decimal:
        """How far the value still is from the target, as a part of the target; 0 when reached or unknown."""
        if self.value is None or self.standing is Standing.REACHED:
            return Decimal(0)
        return abs(self.target - self.value) / max(abs(self.target), Decimal(1))

    @property
    def is_threatened(self) -> bool:
        return self.standing in {Standing.MISSED, Standing.AT_RISK}

    @property
    def word(self) -> str:
        return {
            Standing.REACHED: _("Reached"),
            Standing.ON_COURSE: _("On course"),
            Standing.AT_RISK: _("Needs a push"),
            Standing.MISSED: _("Missed"),
            Standing.TOO_EARLY: _("Not enough data yet"),
            Standing.NO_DATA: _("No data yet"),
        }[self.standing]

    @property
    def tag(self) -> str:
        """The kind of status tag that goes with the word."""
        return {Standing.REACHED: "ok", Standing.ON_COURSE: "ok", Standing.AT_RISK: "warn", Standing.MISSED: "bad"}.get(
            self.standing, "none"
        )


# Worst first: what needs a person stands on top.
_ORDER = (
    Standing.MISSED,
    Standing.AT_RISK,
    Standing.ON_COURSE,
    Standing.REACHED,
    Standing.TOO_EARLY,
    Standing.NO_DATA,
)


def list_promises(
    *, area: str, year: int, today: date, actor: Actor, known: Mapping[str, IndicatorLine] | None = None
) -> list[Promise]:
    """
    The live targets of a year in this area's masterplans, worst first; each programme's own.

    known  the indicators of the area by code, when the caller has read them already
    """
    targets = Target.objects.live().visible_to(actor).filter(programme__masterplan__area_id=area, year=year)
    promises = read_promises(targets, area=area, today=today, actor=actor, known=known)
    return sorted(
        promises, key=lambda promise: (_ORDER.index(promise.standing), -promise.gap, promise.title, promise.programme)
    )


def read_promises(
    targets: QuerySet[Target],
    *,
    area: str,
    today: date,
    actor: Actor,
    known: Mapping[str, IndicatorLine] | None = None,
) -> list[Promise]:
    """One query for the targets, and the indicators' own for their values, however many targets there are."""
    rows = list(
        targets.order_by("year", "pk").values_list(
            "pk", "programme_id", "programme__name", "programme__lead_agency__abbreviation", "indicator", "area_id",
            "year", "value", "direction",
        )
    )  # fmt: skip
    if not rows:
        return []
    if known is None:
        known = measures.list_measures(area=area, actor=actor)
    return [_promise(row, known, today) for row in rows]


def _promise(row: tuple, known: Mapping[str, IndicatorLine], today: date) -> Promise:
    pk, programme_pk, programme, agency, indicator, area, year, target, direction = row
    line = known.get(indicator)
    points = _points(line)
    found = pace.judge(
        points, target=target, year=year, higher_is_better=direction == Target.Direction.HIGHER, today=Period.of(today)
    )
    before = points[-2] if len(points) > 1 else None
    return Promise(
        pk=pk,
        programme_pk=programme_pk,
        programme=programme,
        agency=agency or "",
        indicator=indicator,
        title=line.title if line else indicator,
        unit=line.unit if line else "",
        decimals=line.decimals if line else 0,
        area=area,
        year=year,
        target=target,
        higher_is_better=direction == Target.Direction.HIGHER,
        value=line.value if line else None,
        suppressed=bool(line and line.suppressed),
        period=line.period if line and line.period else "",
        before=before.value if before else None,
        before_period=str(before.period) if before else "",
        standing=found.standing,
        made=found.made,
        needed=found.needed,
    )


def _points(line: IndicatorLine | None) -> list[pace.Point]:
    series = line.series if line else ()
    known = [pace.Point(Period.parse(period), value) for period, value in series if value is not None]
    return sorted(known, key=lambda point: point.period)
