"""Every region over the years, for the ministry: one table, its spread, and what puts regions beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from django.db.models import Count, F, FloatField
from django.db.models.functions import Cast

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.comparison import content, permissions, spread
from guyub.apps.comparison.models import Participant, Standing
from guyub.apps.comparison.queries.yardstick import Yardstick, read_yardsticks
from guyub.apps.comparison.spread import Spread, spread_of

MOST_YEARS = 10
OFFICIAL, COMPUTED = "resmi", "hitungan"
ORDERS = ("wilayah", "nama", "nilai", "perubahan")


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What the reader asks for; empty means whatever.

    kind    OFFICIAL or COMPUTED: shown one at a time, never merged
    order   one of ORDERS; by place and not by score unless it is asked for
    """

    instrument: str = ""
    year: int | None = None
    province: str = ""
    cohort: int | None = None
    size: str = ""
    text: str = ""
    kind: str = OFFICIAL
    order: str = "wilayah"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region: `values` by the years of the page; `value` and `change` of the year asked for."""

    area: str
    name: str
    province: str
    province_name: str
    cohort: int | None
    size: str
    values: tuple[float | None, ...]
    value: float | None
    change: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """A province, cohort or size in the filters: how many of its regions have a value, and their median."""

    code: str
    title: str
    count: int
    spread: Spread


@dataclass(frozen=True, slots=True)
class Nation:
    """
    lines    every region that fits the filters, in the order asked for
    spreads  of those lines, one for each year
    weights  (year, weight sets in use): more than one set over the years makes years less comparable
    """

    wanted: Wanted
    yardsticks: tuple[Yardstick, ...]
    yardstick: Yardstick | None
    years: tuple[int, ...]
    lines: tuple[RegionLine, ...]
    spreads: tuple[Spread, ...]
    provinces: tuple[Group, ...]
    cohorts: tuple[Group, ...]
    sizes: tuple[Group, ...]
    weights: tuple[tuple[int, tuple[str, ...]], ...]
    regions: int

    @property
    def spread(self) -> Spread | None:
        """Of the year asked for."""
        if self.wanted.year not in self.years:
            return None
        return self.spreads[self.years.index(self.wanted.year)]

    @property
    def before(self) -> Spread | None:
        """Of the year before it."""
        earlier = (self.wanted.year or 0) - 1
        return self.spreads[self.years.index(earlier)] if earlier in self.years else None

    @property
    def weights_differ(self) -> bool:
        return len({code for _year, codes in self.weights for code in codes}) > 1

    @property
    def risen(self) -> int:
        return sum(line.change is not None and line.change > 0 for line in self.lines)

    @property
    def fallen(self) -> int:
        return sum(line.change is not None and line.change < 0 for line in self.lines)

    @property
    def same(self) -> int:
        return sum(line.change == 0 for line in self.lines)


def get_nation(wanted: Wanted, *, actor: Actor) -> Nation:
    """
    All regions by one instrument over at most MOST_YEARS years, up to the year asked for or the newest.

    Six database queries, whatever the number of regions and years. Raises NotPermitted.
    """
    permissions.require_seer_of_all(actor)
    counted = Standing.objects.visible_to(actor).values_list("instrument_code").annotate(count=Count("pk"))
    codes = [code for code, _count in counted.order_by("-count", "instrument_code")]
    yardsticks = read_yardsticks(codes, area=permissions.NATION, actor=actor)
    chosen = yardsticks.get(wanted.instrument) or (yardsticks[codes[0]] if codes else None)
    score = F("official") if wanted.kind != COMPUTED else F("computed")
    rows = Standing.objects.visible_to(actor).filter(instrument_code=chosen.code if chosen else "")
    values: dict[str, dict[int, float]] = defaultdict(dict)
    sets: dict[int, set[str]] = defaultdict(set)
    for area, year, value, weights in rows.values_list("area_id", "year", Cast(score, FloatField()), "weight_set"):
        if value is not None:
            values[area][year] = value
            sets[year].add(weights)
    years = tuple(sorted(sets)[-MOST_YEARS:])
    placed = replace(
        wanted,
        instrument=chosen.code if chosen else "",
        year=wanted.year if wanted.year in years else (years[-1] if years else None),
        kind=COMPUTED if wanted.kind == COMPUTED else OFFICIAL,
        order=wanted.order if wanted.order in ORDERS else ORDERS[0],
    )
    everyone = _lines(values, years, placed, chosen.decimals if chosen else 2)
    lines = _ordered(_fitting(everyone, placed), placed)
    least, names = content.sizes().smallest_group, _size_names()
    return Nation(
        wanted=placed,
        yardsticks=tuple(yardsticks.values()),
        yardstick=chosen,
        years=years,
        lines=tuple(lines),
        spreads=tuple(spread_of((line.values[at] for line in lines), least=least) for at in range(len(years))),
        provinces=_groups(everyone, "province", lambda line: line.province_name, least),
        cohorts=_groups(everyone, "cohort", lambda line: str(line.cohort), least),
        sizes=_groups(everyone, "size", lambda line: names.get(line.size, line.size), least),
        weights=tuple((year, tuple(sorted(sets[year]))) for year in years),
        regions=len(everyone),
    )


def _size_names() -> dict[str, str]:
    return {each.code: each.name for each in content.sizes().classes}


def _lines(
    values: Mapping[str, Mapping[int, float]], years: Sequence[int], wanted: Wanted, decimals: int
) -> list[RegionLine]:
    """Every region in force, with or without values: who never took part is a line too, not a hole."""
    facts = {area: (cohort, people) for area, cohort, people in _participants()}
    regions = areas.public_list_regencies()
    provinces = areas.public_area_names({region.parent_code or "" for region in regions})
    sizes, lines = content.sizes(), []
    for region in regions:
        cohort, people = facts.get(region.code, (None, None))
        size = sizes.find(people)
        own = values.get(region.code, {})
        value, before = (own.get(year) for year in (wanted.year or 0, (wanted.year or 0) - 1))
        lines.append(
            RegionLine(
                area=region.code,
                name=region.full_name,
                province=region.parent_code or "",
                province_name=provinces.get(region.parent_code or "", ""),
                cohort=cohort,
                size=size.code if size else "",
                values=tuple(own.get(year) for year in years),
                value=value,
                change=spread.change(value, before, decimals=decimals),
            )
        )
    return lines


def _participants() -> list[tuple[str, int | None, int | None]]:
    return list(Participant.objects.values_list("area_id", "cohort", "population"))


def _fitting(lines: Iterable[RegionLine], wanted: Wanted) -> list[RegionLine]:
    text = wanted.text.casefold()
    return [
        line
        for line in lines
        if (not wanted.province or line.province == wanted.province)
        and (wanted.cohort is None or line.cohort == wanted.cohort)
        and (not wanted.size or line.size == wanted.size)
        and (not text or text in line.name.casefold() or text in line.area)
    ]


def _ordered(lines: list[RegionLine], wanted: Wanted) -> list[RegionLine]:
    """By area's code at first, which says nothing; regions without a value come last, whichever way it goes."""
    if wanted.order == "wilayah":
        return lines[::-1] if wanted.descending else lines
    if wanted.order == "nama":
        # "Kabupaten Bogor" beside "Kota Bogor": the kind comes after the name.
        return sorted(lines, key=lambda line: line.name.partition(" ")[::-2], reverse=wanted.descending)
    figure = attrgetter("value" if wanted.order == "nilai" else "change")
    known = sorted((line for line in lines if figure(line) is not None), key=figure, reverse=wanted.descending)
    return known + [line for line in lines if figure(line) is None]


def _groups(
    lines: Iterable[RegionLine], name: str, title: Callable[[RegionLine], str], least: int
) -> tuple[Group, ...]:
    members: dict[str, list[RegionLine]] = defaultdict(list)
    for line in lines:
        if code := getattr(line, name):
            members[str(code)].append(line)
    return tuple(
        Group(code, title(found[0]), len(found), spread_of((line.value for line in found), least=least))
        for code, found in sorted(members.items())
    )
