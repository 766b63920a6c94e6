"""What everybody may read about a regency without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from guyub.apps.areas.queries import AreaLine, public_find_area
from guyub.apps.indicators.queries import (
    IndicatorLine,
    PublishedLine,
    public_list_indicators,
    public_list_published,
)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """
    The open figures of one regency: computed ones by dimension, published ones by publisher, never mixed.

    area  None when the installation's own area has not been imported yet
    """

    area: AreaLine | None
    computed: tuple[tuple[str, tuple[IndicatorLine, ...]], ...]
    published: tuple[PublishedLine, ...]

    @property
    def period(self) -> str | None:
        return max((line.period for _key, lines in self.computed for line in lines if line.period), default=None)

    @property
    def count(self) -> int:
        return sum(len(lines) for _key, lines in self.computed)


def public_get_open_page(*, area: str) -> OpenPage:
    """Values of the whole regency only: no village, no row, no hidden cell. Three database queries."""
    lines = public_list_indicators(area=area)
    newest: dict[str, PublishedLine] = {}
    for line in public_list_published(area=area):
        newest.setdefault(line.name, line)
    return OpenPage(
        area=public_find_area(area),
        computed=tuple((key, tuple(members)) for key, members in groupby(lines, key=lambda line: line.dimension)),
        published=tuple(newest.values()),
    )
