"""The builds of an area, with the releases each was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import queries as exchange
from guyub.apps.registry import files
from guyub.apps.registry.models import Build, Input
from guyub.dataplane import registry
from guyub.engines.values import Period
from guyub.errors import Refusal


class NoSuchBuild(Refusal):
    """There is no such build, or it is another area's."""

    code = "registry.no-such-build"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("There is no registry of this area and period yet."),
            remedy=_("It is built by itself once the population register has been released."),
        )


@dataclass(frozen=True, slots=True)
class InputLine:
    """
    One release in a build.

    matched         rows that found their person in the register
    months_behind   how many months older than the build's period the release's rows are
    """

    release_id: int
    dataset: str
    title: str
    agency: str
    period: str
    digest: str
    published_at: datetime
    rows: int
    matched: int
    no_nik: int
    not_in_register: int
    disagrees: int
    months_behind: int

    @property
    def is_register(self) -> bool:
        return self.dataset == "population"

    @property
    def unmatched(self) -> int:
        return self.rows - self.matched

    @property
    def matched_percent(self) -> float | None:
        return 100 * self.matched / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class BuildLine:
    """One build; `folder` is where its files lie, for the capabilities that compute from them."""

    pk: int
    area: str
    period: str
    digest: str
    rules: str
    persons: int
    persons_in_register: int
    households: int
    adopted_at: datetime
    replaced_at: datetime | None
    inputs: tuple[InputLine, ...]

    @property
    def folder(self) -> Path:
        return files.build_folder(self.area, self.digest)

    @property
    def datasets(self) -> frozenset[str]:
        return frozenset(line.dataset for line in self.inputs)

    @property
    def loose(self) -> int:
        """Persons of whom no register row tells."""
        return self.persons - self.persons_in_register


_FIELDS = (
    "pk", "area_id", "period", "digest", "rules", "persons", "persons_in_register", "households", "adopted_at",
    "replaced_at",
)  # fmt: skip


def get_build(build_id: int, *, actor: Actor) -> BuildLine:
    """One build, live or replaced; two database queries. Raises NoSuchBuild."""
    lines = _lines(Build.objects.visible_to(actor).filter(pk=build_id).values_list(*_FIELDS))
    if not lines:
        raise NoSuchBuild
    return lines[0]


def get_build_folder(build_id: int, *, actor: Actor) -> Path:
    """Where a build's files lie, for a page of rows; one database query. Raises NoSuchBuild."""
    row = Build.objects.visible_to(actor).filter(pk=build_id).values_list("area_id", "digest").first()
    if row is None:
        raise NoSuchBuild
    return files.build_folder(*row)


def find_build(*, area: str, actor: Actor, period: str | None = None) -> BuildLine | None:
    """The live build of a period, or of the newest; two database queries."""
    live = Build.objects.visible_to(actor).live().filter(area_id=area)
    if period is not None:
        live = live.filter(period=period)
    lines = _lines(live.order_by("-period").values_list(*_FIELDS)[:1])
    return lines[0] if lines else None


def list_builds(*, area: str, actor: Actor) -> list[BuildLine]:
    """The live builds of an area, newest period first; two database queries."""
    live = Build.objects.visible_to(actor).live().filter(area_id=area)
    return _lines(live.order_by("-period").values_list(*_FIELDS))


def _lines(rows: Sequence[tuple]) -> list[BuildLine]:  # type: ignore[type-arg]
    rows = list(rows)
    inputs: dict[int, list[tuple]] = {}  # type: ignore[type-arg]
    if rows:
        found = Input.objects.filter(build_id__in=[row[0] for row in rows]).order_by("pk")
        fields = (
            "build_id", "release_id", "dataset", "agency__abbreviation", "period", "digest", "published_at", "rows",
            "register", "nik_exact", "no_nik", "not_in_register", "disagrees",
        )  # fmt: skip
        for build_id, *rest in found.values_list(*fields):
            inputs.setdefault(build_id, []).append(tuple(rest))
    return [BuildLine(*row, inputs=_inputs(inputs.get(row[0], []), row[2])) for row in rows]


def _inputs(rows: Sequence[tuple], period: str) -> tuple[InputLine, ...]:  # type: ignore[type-arg]
    order = list(files.DATASETS)
    return tuple(_input(row, period) for row in sorted(rows, key=lambda row: (order.index(row[1]), row[2])))


def _input(row: tuple, period: str) -> InputLine:  # type: ignore[type-arg]
    release_id, dataset, agency, of, digest, published_at, rows, register, exact, no_nik, unknown, disagrees = row
    return InputLine(
        release_id=release_id,
        dataset=dataset,
        title=str(files.DATASETS[dataset]),
        agency=agency,
        period=of,
        digest=digest,
        published_at=published_at,
        rows=rows,
        matched=register + exact,
        no_nik=no_nik,
        not_in_register=unknown,
        disagrees=disagrees,
        months_behind=Period.parse(period).months_since(Period.parse(of)),
    )


def list_periods_to_build(*, area: str, actor: Actor) -> list[str]:
    """
    The periods whose live build is missing or was made from other releases than hold now, oldest first.

    A period is every month that some live release describes, from the first release of the population register on; one
    database query for each.
    """
    built = dict(Build.objects.visible_to(actor).live().filter(area_id=area).values_list("period", "digest"))
    due, before = [], None
    while releases := exchange.list_live_releases(area=area, actor=actor, period=before):
        newest = Period.parse(max(release.period for release in releases))
        before = str(newest.plus(-1))
        if not any(release.dataset == "population" for release in releases):
            break
        sources = [files.source_of(area, release) for release in releases]
        if built.get(str(newest)) != registry.build_id(sources, area=area, period=str(newest), key=files.key()):
            due.append(str(newest))
    return sorted(due)
