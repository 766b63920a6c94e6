"""What the queries share: an indicator's values over time as the database has them, and the line made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators.content import rule, said
from guyub.apps.indicators.models import Aim, Value

UNITS = {"percent": "%", "per_hundred": ""}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """
    One indicator in one area.

    unit        as written after the number: "%" or nothing
    value       unrounded, of `period`; None when hidden, when nobody is counted, or before the first computation
    suppressed  the value exists but the group is too small to be shown
    change      value less the one of the period before; None unless both are shown
    tone        ok when the change is for the better, warn when for the worse, "" otherwise
    aim         what the masterplan promises by the end of the period's year
    series      (period, value), oldest first; None where hidden or empty
    """

    code: str
    title: str
    meaning: str
    counted: str
    group: str
    dimension: str
    direction: str
    unit: str
    decimals: int
    smallest_cell: int
    version: int
    datasets: tuple[str, ...]
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    suppressed: bool
    previous: Decimal | None
    previous_period: str | None
    change: Decimal | None
    period: str | None
    computed_at: datetime | None
    aim: Decimal | None
    series: tuple[tuple[str, Decimal | None], ...]

    @property
    def step(self) -> Decimal | None:
        """The size of the change, whichever way."""
        return None if self.change is None else abs(self.change)

    @property
    def is_flat(self) -> bool:
        """The change is smaller than what is written."""
        return self.change is not None and round(self.change, self.decimals) == 0

    @property
    def tone(self) -> str:
        if self.change is None or self.is_flat or self.direction == "neither":
            return ""
        return "ok" if (self.change > 0) == (self.direction == "higher") else "warn"

    @property
    def state(self) -> str:
        return "suppressed" if self.suppressed else "missing" if self.value is None else "value"

    @property
    def aim_reached(self) -> bool | None:
        if self.aim is None or self.value is None:
            return None
        return self.value >= self.aim if self.direction == "higher" else self.value <= self.aim


@dataclass(frozen=True, slots=True)
class Moment:
    """One period of one indicator in one area."""

    code: str
    text: str
    period: str
    computed_at: datetime
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    suppressed: bool
    computation_id: int
    build_id: int
    area_name: str


MOMENT = (
    "definition__code", "definition__text", "computation__period", "computation__computed_at", "numerator",
    "denominator", "value", "suppressed", "computation_id", "computation__build_id", "area__name",
)  # fmt: skip


def regency_of(area: str) -> str:
    """The regency or city in which an area lies: "33.13" of "33.13.01.2001"."""
    return ".".join(area.split(".")[:2])


def read_moments(*, area: str, actor: Actor, code: str | None = None, until: str | None = None) -> list[Moment]:
    """The live values of an area up to a period, oldest first; one database query."""
    values = Value.objects.visible_to(actor).live().filter(area_id=area)
    if code is not None:
        values = values.filter(definition__code=code)
    if until is not None:
        values = values.filter(computation__period__lte=until)
    return [Moment(*row) for row in values.order_by("computation__period").values_list(*MOMENT)]


def line_of(text: str, moments: list[Moment], aims: dict[tuple[str, int], Decimal]) -> IndicatorLine:
    definition = rule(text)
    now = moments[-1] if moments else None
    before = moments[-2] if len(moments) > 1 else None
    change = None
    if now is not None and before is not None and now.value is not None and before.value is not None:
        change = now.value - before.value
    return IndicatorLine(
        code=definition.code,
        title=said(definition.title),
        meaning=said(definition.meaning),
        counted=said(definition.counted),
        group=said(definition.group),
        dimension=definition.dimension,
        direction=definition.direction.value,
        unit=UNITS[definition.unit],
        decimals=definition.decimals,
        smallest_cell=definition.smallest_cell,
        version=definition.version,
        datasets=definition.datasets,
        numerator=now.numerator if now else None,
        denominator=now.denominator if now else None,
        value=now.value if now else None,
        suppressed=now.suppressed if now else False,
        previous=before.value if before else None,
        previous_period=before.period if before else None,
        change=change,
        period=now.period if now else None,
        computed_at=now.computed_at if now else None,
        aim=aims.get((definition.code, int(now.period[:4]))) if now else None,
        series=tuple((moment.period, moment.value) for moment in moments),
    )


def read_aims(*, area: str, actor: Actor) -> dict[tuple[str, int], Decimal]:
    """(code, year) -> what is promised; one database query."""
    live = Aim.objects.visible_to(actor).live().filter(area_id=area)
    return {(code, year): value for code, year, value in live.values_list("code", "year", "value")}
