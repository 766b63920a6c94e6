"""One indicator in one area and period: the figure, its way here, its thread, and the places below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import content, permissions
from guyub.apps.indicators.models import Definition, Value
from guyub.apps.indicators.queries._moments import (
    IndicatorLine,
    Moment,
    line_of,
    read_aims,
    read_moments,
    regency_of,
)
from guyub.apps.registry import queries as registry
from guyub.engines.indicators import Definition as Rule
from guyub.errors import Refusal


class NoSuchIndicator(Refusal):
    """No indicator of this code is in force here."""

    code = "indicators.no-such-indicator"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This indicator does not exist here."), remedy=_("Choose one from the list of indicators."))


@dataclass(frozen=True, slots=True)
class AreaValue:
    """The value of one district or village."""

    area: str
    name: str
    level: str
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    suppressed: bool

    @property
    def state(self) -> str:
        return "suppressed" if self.suppressed else "missing" if self.value is None else "value"


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A figure that somebody else has published."""

    name: str
    title: str
    period: str
    value: Decimal
    unit: str
    publisher: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """
    One indicator, in `area` as of `period`.

    suppressed_periods  periods whose value is hidden, for the chart
    version             of the rule the shown value was computed by
    below               districts and villages in the area, by code
    definition          the rule the value was computed by
    inputs              the releases the value rests on; empty before the first computation
    """

    line: IndicatorLine
    area: str
    area_name: str
    periods: tuple[str, ...]
    suppressed_periods: frozenset[str]
    version: int
    valid_from: object
    source: str
    caveats: tuple[str, ...]
    below: tuple[AreaValue, ...]
    build: registry.BuildLine | None
    inputs: tuple[registry.InputLine, ...]
    published: tuple[PublishedLine, ...]
    computed_at: datetime | None
    may_see_rows: bool
    definition: Rule

    @property
    def districts(self) -> tuple[AreaValue, ...]:
        return tuple(value for value in self.below if value.level == "district")

    @property
    def villages(self) -> tuple[AreaValue, ...]:
        return tuple(value for value in self.below if value.level == "village")

    @property
    def level(self) -> str:
        return ("", "regency", "district", "village")[self.area.count(".")]

    @property
    def missing(self) -> tuple[AreaValue, ...]:
        """Villages in which nobody is counted: shown as "no data", never as 0."""
        return tuple(value for value in self.villages if value.value is None and not value.suppressed)

    @property
    def hidden(self) -> int:
        return sum(value.suppressed for value in self.below)


def get_indicator(*, code: str, area: str, actor: Actor, period: str | None = None) -> IndicatorPage:
    """
    All that the page of an indicator shows, in at most six database queries. Raises NoSuchIndicator.

    period  None: the newest; one without a value shows the newest before it
    """
    moments = read_moments(area=area, actor=actor, code=code)
    now = next((moment for moment in reversed(moments) if period is None or moment.period <= period), None)
    aims = read_aims(area=regency_of(area), actor=actor)
    if now is None:
        return _without_value(code, area, actor)
    definition = content.rule(now.text)
    build = registry.get_build(now.build_id, actor=actor)
    return IndicatorPage(
        line=line_of(now.text, [moment for moment in moments if moment.period <= now.period], aims),
        area=area,
        area_name=now.area_name,
        periods=tuple(moment.period for moment in moments),
        suppressed_periods=frozenset(moment.period for moment in moments if moment.suppressed),
        version=definition.version,
        valid_from=definition.valid_from,
        source=content.said(definition.source),
        caveats=tuple(content.said(caveat) for caveat in definition.caveats),
        below=_below(now, area, actor),
        build=build,
        inputs=tuple(line for line in build.inputs if line.dataset in definition.datasets),
        published=_published(regency_of(area), definition.published),
        computed_at=now.computed_at,
        may_see_rows=permissions.may_see_rows(actor, area=area),
        definition=definition,
    )


def _without_value(code: str, area: str, actor: Actor) -> IndicatorPage:
    """In force, but not computed here: its data have not been released, or the area is not the reader's."""
    live = Definition.objects.visible_to(actor).live().filter(area_id=regency_of(area), code=code)
    row = live.values_list("text", "area__name").first()
    if row is None:
        raise NoSuchIndicator
    definition = content.rule(row[0])
    return IndicatorPage(
        line=line_of(row[0], [], {}),
        area=regency_of(area),
        area_name=row[1],
        periods=(),
        suppressed_periods=frozenset(),
        version=definition.version,
        valid_from=definition.valid_from,
        source=content.said(definition.source),
        caveats=tuple(content.said(caveat) for caveat in definition.caveats),
        below=(),
        build=None,
        inputs=(),
        published=_published(regency_of(area), definition.published),
        computed_at=None,
        may_see_rows=False,
        definition=definition,
    )


def _below(now: Moment, area: str, actor: Actor) -> tuple[AreaValue, ...]:
    values = Value.objects.visible_to(actor).filter(
        computation_id=now.computation_id, definition__code=now.code, area__code__startswith=f"{area}."
    )
    fields = ("area_id", "area__name", "level", "numerator", "denominator", "value", "suppressed")
    return tuple(AreaValue(*row) for row in values.order_by("area_id").values_list(*fields))


def _published(area: str, names: tuple[str, ...]) -> tuple[PublishedLine, ...]:
    """The newest figure of each name that the indicator points to, as its publisher gave it."""
    newest: dict[str, PublishedLine] = {}
    for figure in content.published(area):
        if figure.name in names and figure.name not in newest:
            title = str(content.PUBLISHED_TITLES.get(figure.name, figure.name))
            newest[figure.name] = PublishedLine(
                figure.name, title, figure.period, figure.value, content.published_unit(figure.unit), figure.publisher
            )
    return tuple(newest[name] for name in names if name in newest)
