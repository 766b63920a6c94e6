"""One region over the years: its own line first, official beside computed, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.comparison import permissions, spread
from guyub.apps.comparison.models import Standing
from guyub.apps.comparison.queries.yardstick import Yardstick, read_yardsticks
from guyub.engines import scoring
from guyub.engines.scoring import Answer, Instrument
from guyub.errors import Refusal

TREE = "pohon"  # how an address names the weights that the instrument's tree itself holds


class NoSuchRegion(Refusal):
    """There is no such regency or city."""

    code = "comparison.no-such-region"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("There is no such regency or city."), remedy=_("Look it up on the page of areas by its name or code.")
        )


@dataclass(frozen=True, slots=True)
class YearLine:
    """
    One year. `rescored` is the year by the weights asked for; None: not asked for, or its parts are not known.

    change   against the year before, official against official, else computed against computed; never mixed
    """

    year: int
    official: Decimal | None
    official_source: str
    is_published: bool
    computed: Decimal | None
    computed_source: str
    weights: str
    change: float | None
    rescored: Decimal | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the whole: its values by the years of the page, oldest first."""

    code: str
    title: str
    values: tuple[Decimal | None, ...]
    change: float | None
    is_best: bool
    is_worst: bool

    @property
    def latest(self) -> Decimal | None:
        return next((value for value in reversed(self.values) if value is not None), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """
    A region's own progress by one instrument; `years` empty: nothing is known yet.

    yardsticks      the instruments that the region has years of
    parts_official  whose parts are shown: the official ones, or those that Guyub computed
    weights_differ  not all years were weighed alike
    rescored_by     the weights that the years were scored again by; "" when not asked for
    """

    area: str
    area_name: str
    province: str
    yardsticks: tuple[Yardstick, ...]
    yardstick: Yardstick | None
    years: tuple[YearLine, ...]
    parts: tuple[PartLine, ...]
    parts_official: bool
    weights_differ: bool
    weight_choices: tuple[tuple[str, str], ...]
    rescored_by: str

    @property
    def now(self) -> YearLine | None:
        """The newest year with an official score, else the newest computed one."""
        official = [line for line in self.years if line.official is not None]
        return official[-1] if official else (self.years[-1] if self.years else None)


_FIELDS = (
    "instrument_code", "year", "official", "official_parts", "official_source", "published_at",
    "computed", "computed_parts", "computed_source", "weight_set",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    instrument: str
    year: int
    official: Decimal | None
    official_parts: Mapping[str, str]
    official_source: str
    published_at: object
    computed: Decimal | None
    computed_parts: Mapping[str, str]
    computed_source: str
    weight_set: str

    def parts(self, official: bool) -> dict[str, Decimal]:
        found = self.official_parts if official else self.computed_parts
        return {code: Decimal(value) for code, value in found.items()}


def get_progress(area: str, *, actor: Actor, instrument: str = "", weights: str = "") -> Progress:
    """
    A region's years by one instrument (the one with the newest year, unless told); four database queries.

    weights  score the years again by this weight set of the instrument, as far as their parts are known

    Raises NotPermitted, NoSuchRegion.
    """
    permissions.require_seer(actor, area=area)
    place = areas.public_find_area(area)
    if place is None or place.level != "regency":
        raise NoSuchRegion
    rows = [_Row(*row) for row in _standings(area, actor)]
    home = permissions.NATION if permissions.may_see_all(actor) else area
    yardsticks = read_yardsticks({row.instrument for row in rows}, area=home, actor=actor)
    newest = max(rows, key=lambda row: (row.year, row.official is not None), default=None)
    chosen = yardsticks.get(instrument) or (yardsticks[newest.instrument] if newest else None)
    mine = [row for row in rows if chosen is not None and row.instrument == chosen.code]
    return _progress(place, tuple(yardsticks.values()), chosen, mine, weights)


def _standings(area: str, actor: Actor) -> Sequence[tuple]:  # type: ignore[type-arg]
    return list(Standing.objects.visible_to(actor).filter(area_id=area).order_by("year").values_list(*_FIELDS))


def _progress(
    place: areas.AreaLine,
    yardsticks: tuple[Yardstick, ...],
    chosen: Yardstick | None,
    rows: list[_Row],
    weights: str,
) -> Progress:
    decimals = chosen.decimals if chosen else 2
    choices = _weight_choices(chosen, rows)
    by = weights if weights in dict(choices) else ""
    official = any(row.official_parts for row in rows)
    parsed = chosen.parsed if chosen else None
    again = {row.year: _rescored(row.parts(official), parsed, by) for row in rows} if parsed and by else {}
    before: _Row | None = None
    years = []
    for row in rows:
        years.append(_year(row, before, chosen, decimals, again.get(row.year)))
        before = row
    return Progress(
        area=place.code,
        area_name=place.full_name,
        province=place.parent_code or "",
        yardsticks=yardsticks,
        yardstick=chosen,
        years=tuple(years),
        parts=_parts(rows, chosen, official, decimals) if chosen else (),
        parts_official=official,
        weights_differ=len({row.weight_set for row in rows}) > 1,
        weight_choices=choices,
        rescored_by=by,
    )


def _weight_choices(chosen: Yardstick | None, rows: list[_Row]) -> tuple[tuple[str, str], ...]:
    if chosen is None or chosen.text is None or not any(row.official_parts or row.computed_parts for row in rows):
        return ()
    return ((TREE, _("the weights of the instrument itself")), *chosen.weight_sets.items())


def _rescored(parts: Mapping[str, Decimal], parsed: Instrument, weights: str) -> Decimal | None:
    """The whole by other weights, from its parts as they were stated; None unless every part is known."""
    codes = [part.code for part in parsed.root.children]
    if not codes or not all(code in parts for code in codes):
        return None
    answers = {code: Answer(given=Fraction(parts[code])) for code in codes}
    total = scoring.score(parsed, answers, weights="" if weights == TREE else weights).total
    return None if total is None else Decimal(total.numerator) / Decimal(total.denominator)


def _year(
    row: _Row, before: _Row | None, chosen: Yardstick | None, decimals: int, rescored: Decimal | None
) -> YearLine:
    difference = None
    if before is not None and before.year == row.year - 1:
        pair = (row.official, before.official)
        if None in pair:
            pair = (row.computed, before.computed)
        difference = spread.change(*(None if one is None else float(one) for one in pair), decimals=decimals)
    return YearLine(
        year=row.year,
        official=row.official,
        official_source=row.official_source,
        is_published=row.published_at is not None,
        computed=row.computed,
        computed_source=row.computed_source,
        weights=chosen.weights_named(row.weight_set) if chosen else row.weight_set,
        change=difference,
        rescored=rescored,
    )


def _parts(rows: list[_Row], chosen: Yardstick, official: bool, decimals: int) -> tuple[PartLine, ...]:
    values = [row.parts(official) for row in rows]
    titles = chosen.parts or {code: code for code in sorted({code for found in values for code in found})}
    latest = next((found for found in reversed(values) if found), {})
    known = {code: latest[code] for code in titles if code in latest}
    best, worst = max(known.values(), default=None), min(known.values(), default=None)
    marked = chosen.comparable and best != worst
    return tuple(
        PartLine(
            code=code,
            title=title,
            values=tuple(found.get(code) for found in values),
            change=_part_change(code, rows, values, decimals),
            is_best=marked and known.get(code) == best,
            is_worst=marked and known.get(code) == worst,
        )
        for code, title in titles.items()
        if any(code in found for found in values)
    )


def _part_change(code: str, rows: list[_Row], values: list[dict[str, Decimal]], decimals: int) -> float | None:
    """The newest value against the year right before it."""
    by_year = {row.year: found.get(code) for row, found in zip(rows, values, strict=True)}
    newest = max((year for year, value in by_year.items() if value is not None), default=None)
    if newest is None:
        return None
    pair = (by_year[newest], by_year.get(newest - 1))
    return spread.change(*(None if one is None else float(one) for one in pair), decimals=decimals)
