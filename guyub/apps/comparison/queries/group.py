"""A region beside others: its cohort, province, size, the nation. Of others only published official scores."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import FloatField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.comparison import content, permissions
from guyub.apps.comparison.models import Participant, Standing
from guyub.apps.comparison.queries.progress import Progress
from guyub.apps.comparison.spread import Band, Spread, band_of, places, spread_of

COHORT, PROVINCE, SIZE, NATION = "angkatan", "provinsi", "ukuran", "nasional"
BAND_WORDS = {
    Band.UPPER_QUARTER: gettext_lazy("in the upper quarter"),
    Band.ABOVE_MEDIAN: gettext_lazy("above the median, below the upper quarter"),
    Band.AT_MEDIAN: gettext_lazy("at the median"),
    Band.BELOW_MEDIAN: gettext_lazy("below the median, above the lower quarter"),
    Band.LOWER_QUARTER: gettext_lazy("in the lower quarter"),
}
WINDOW = 10


@dataclass(frozen=True, slots=True)
class GroupLine:
    """
    One group that the region belongs to, in the year of its newest official score.

    value  the region's own official score, published or not; it counts into the spread only when it is published
    why    where the group comes from, or what is missing for it
    """

    key: str
    title: str
    why: str
    spread: Spread | None
    value: float | None
    band: Band | None

    @property
    def band_words(self) -> str:
        return str(BAND_WORDS[self.band]) if self.band else ""


@dataclass(frozen=True, slots=True)
class Place:
    """One region in an order: places "5–8" are shared by those whose scores are written alike."""

    first: int
    last: int
    area: str
    name: str
    value: float
    is_own: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of a group, or of it only what lies around the region; `shared`: how many share a place."""

    key: str
    title: str
    count: int
    shared: int
    lines: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A region among others: its groups; none before it has an official score."""

    groups: tuple[GroupLine, ...]
    ranking: Ranking | None


@dataclass(frozen=True, slots=True)
class _Peers:
    scores: dict[str, float]
    groups: tuple[tuple[str, str, str, frozenset[str] | None], ...]  # key, title, why, members (None: not known)


def get_beside(progress: Progress, *, ranked: str = "", actor: Actor) -> Beside:
    """
    The four groups of a region, the closest first, and the order of one of them where it is asked for.

    ranked  the key of a group; its order holds only what lies WINDOW places around the region when it is longer

    Three database queries, one more with an order. Raises NotPermitted.
    """
    permissions.require_seer(actor, area=progress.area)
    own = progress.now
    if own is None or own.official is None or progress.yardstick is None:
        return Beside((), None)
    peers, decimals = _peers(progress, own.year), progress.yardstick.decimals
    value, least = float(own.official), content.sizes().smallest_group
    lines = []
    for key, title, why, members in peers.groups:
        found = None
        if members is not None:
            found = spread_of((score for area, score in peers.scores.items() if area in members), least=least)
        band = band_of(value, found, decimals=decimals) if found else None
        lines.append(GroupLine(key, title, why, found, value, band))
    return Beside(tuple(lines), _ranking(peers, ranked, progress.area, decimals) if ranked else None)


def _ranking(peers: _Peers, wanted: str, own: str, decimals: int) -> Ranking | None:
    for key, title, _why, members in peers.groups:
        if key != wanted or members is None:
            continue
        ordered = places(((area, score) for area, score in peers.scores.items() if area in members), decimals=decimals)
        shown = _around(ordered, own)
        names = _full_names({area for _first, _last, area, _value in shown})
        return Ranking(
            key=key,
            title=title,
            count=len(ordered),
            shared=sum(first != last for first, last, _area, _value in ordered),
            lines=tuple(
                Place(first, last, area, names[area], value, area == own) for first, last, area, value in shown
            ),
        )
    return None


def _around(ordered: list[tuple[int, int, str, float]], own: str) -> list[tuple[int, int, str, float]]:
    if len(ordered) <= 2 * WINDOW + 1:
        return ordered
    at = next((number for number, line in enumerate(ordered) if line[2] == own), WINDOW)
    start = min(max(at - WINDOW, 0), len(ordered) - 2 * WINDOW - 1)
    return ordered[start : start + 2 * WINDOW + 1]


def _full_names(codes: set[str]) -> dict[str, str]:
    names = {line.code: line.full_name for line in areas.public_list_regencies()}
    return {code: names.get(code, code) for code in codes}


def _peers(progress: Progress, year: int) -> _Peers:
    code = progress.yardstick.code if progress.yardstick else ""
    published = Standing.objects.published().filter(instrument_code=code, year=year)
    scores = dict(published.values_list("area_id", Cast("official", FloatField())))
    rows = list(Participant.objects.values_list("area_id", "cohort", "population"))
    own = next((row for row in rows if row[0] == progress.area), (progress.area, None, None))
    sizes = content.sizes()
    size = sizes.find(own[2])
    cohort = frozenset(area for area, since, _people in rows if since == own[1]) if own[1] else None
    like = frozenset(area for area, _since, people in rows if sizes.find(people) == size) if size else None
    province = frozenset(area for area in scores if area.startswith(f"{progress.province}."))
    province_name = areas.public_area_names([progress.province]).get(progress.province, progress.province)
    return _Peers(
        scores,
        (
            (
                COHORT,
                _("Guided since %(year)d") % {"year": own[1]} if own[1] else _("Guided since the same year"),
                "" if own[1] else _("It is not written down since when the region is guided."),
                cohort,
            ),
            (PROVINCE, _("Province %(name)s") % {"name": province_name}, "", province),
            (
                SIZE,
                size.name if size else _("Regions of like size"),
                content.said(sizes.source) if size else _("The region's population is not written down."),
                like,
            ),
            (NATION, _("All regions"), "", frozenset(scores)),
        ),
    )
