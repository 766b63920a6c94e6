"""What holds: the live releases, those that held once, and their rows, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right, may
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import area_store, language, parse_contract
from guyub.apps.exchange.models import Release
from guyub.apps.exchange.showing import shown
from guyub.dataplane import releases
from guyub.errors import Refusal

PAGE = 50


class NoSuchRelease(Refusal):
    """There is no such release, or it is another area's."""

    code = "exchange.no-such-release"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This release does not exist."), remedy=_("Choose one from the page of its dataset."))


@dataclass(frozen=True, slots=True)
class LiveRelease:
    """What a registry build reads of one dataset and agency."""

    pk: int
    dataset: str
    agency_id: int
    period: str
    digest: str
    contract_version: str
    rows: int
    held: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release in the history of a dataset."""

    pk: int
    dataset: str
    title: str
    agency: str
    period: str
    digest: str
    rows: int
    held: int
    contract_version: str
    submission_id: int
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None
    replaced_by_id: int | None
    withdrawal_reason: str

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a release."""

    name: str
    label: str
    sql_type: str
    classification: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release with its columns. may_open_submission: the reader may see the file's findings too."""

    line: ReleaseLine
    area: str
    agency_id: int
    agency_name: str
    key_column: str
    headings: tuple[Heading, ...]
    may_see_rows: bool
    may_withdraw: bool
    may_open_submission: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """One released row, masked. row: its number in the release; line: where it stood in the officer's file."""

    row: int
    line: int | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowPage:
    headings: tuple[Heading, ...]
    rows: tuple[RowLine, ...]
    total: int
    page: int


_LINE = (
    "pk", "dataset__key", "dataset__titles", "agency__abbreviation", "period", "digest", "rows", "held",
    "contract__version", "submission_id", "published_at", "published_by__name", "withdrawn_at", "replaced_by_id",
    "withdrawal_reason",
)  # fmt: skip


def list_live_releases(*, area: str, actor: Actor, period: str | None = None) -> list[LiveRelease]:
    """
    Per dataset and agency the newest live release that describes `period` or an earlier month; one database query.

    Without a period: the newest of all. This is what a registry build for that month reads.
    """
    live = Release.objects.visible_to(actor).live().filter(dataset__area_id=area)
    if period is not None:
        live = live.filter(period__lte=period)
    fields = (
        "pk", "dataset__key", "agency_id", "period", "digest", "contract__version", "rows", "held", "published_at"
    )  # fmt: skip
    newest: dict[tuple[str, int], LiveRelease] = {}
    for row in live.order_by("dataset__key", "agency_id", "-period").values_list(*fields):
        newest.setdefault((row[1], row[2]), LiveRelease(*row))
    return list(newest.values())


def list_releases(*, area: str, dataset: str, actor: Actor, limit: int = 24) -> list[ReleaseLine]:
    """The releases of a dataset, live and withdrawn, newest month first; one database query."""
    found = Release.objects.visible_to(actor).filter(dataset__area_id=area, dataset__key=dataset)
    return [_line(row) for row in found.order_by("-period", "-published_at", "-pk").values_list(*_LINE)[:limit]]


def find_release_as_of(
    *, area: str, dataset: str, period: str, at: datetime, actor: Actor, agency_id: int | None = None
) -> ReleaseLine | None:
    """The release that held at an instant for a month, though it may have been withdrawn since; None without one."""
    found = Release.objects.visible_to(actor).live_as_of(at)
    found = found.filter(dataset__area_id=area, dataset__key=dataset, period=period)
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    row = found.order_by("-published_at", "-pk").values_list(*_LINE).first()
    return None if row is None else _line(row)


def _line(row: tuple[Any, ...]) -> ReleaseLine:
    pk, key, titles, *rest = row
    return ReleaseLine(pk, key, titles[language()], *rest)


def get_release(release_id: int, *, actor: Actor) -> ReleasePage:
    """One release, live or withdrawn. Raises NoSuchRelease."""
    return _page(_open(release_id, actor), actor)


def list_rows(*, release_id: int, actor: Actor, page: int = 1, row: int | None = None, per_page: int = PAGE) -> RowPage:
    """
    One page of a release's rows, masked, each with its line in the officer's own file.

    row  shows only this row of the release: the last knot of a number's thread

    Raises NoSuchRelease, NotPermitted.
    """
    found = _open(release_id, actor)
    if not permissions.may_see_rows(actor, area=found.dataset.area_id, agency_id=found.agency_id):
        raise NotPermitted(Right.SEE_RELEASE_ROWS, found.dataset.area_id)
    store = area_store(found.dataset.area_id)
    opened = releases.open_release(store, found.dataset.key, found.digest)
    if row is not None:
        total, page, offset, limit = min(1, found.rows), 1, row - 1, 1
    else:
        total = found.rows
        page = max(1, min(page, -(-total // per_page) or 1))
        offset, limit = (page - 1) * per_page, per_page
    contract = parse_contract(found.contract.text)
    columns = {column.name: column for column in contract.columns}
    read = opened.page(max(0, offset), limit)
    key = contract.key_column
    lines = releases.lines_of(store.checks(found.submission_id), [each[key] for each in read])
    return RowPage(
        headings=_headings(found),
        rows=tuple(
            RowLine(
                row=int(each["_row"]),
                line=lines.get(each[key]),
                cells=tuple(shown(columns[name], each[name]) for name in columns),
            )
            for each in read
        ),
        total=total,
        page=page,
    )


def _open(release_id: int, actor: Actor) -> Release:
    found = (
        Release.objects.visible_to(actor)
        .select_related("dataset", "agency", "contract", "published_by", "submission")
        .filter(pk=release_id)
        .first()
    )
    if found is None:
        raise NoSuchRelease
    return found


def _page(found: Release, actor: Actor) -> ReleasePage:
    area, agency_id = found.dataset.area_id, found.agency_id
    line = ReleaseLine(
        found.pk, found.dataset.key, found.dataset.titles[language()], found.agency.abbreviation, found.period,
        found.digest, found.rows, found.held, found.contract.version, found.submission_id, found.published_at,
        found.published_by.name, found.withdrawn_at, found.replaced_by_id, found.withdrawal_reason,
    )  # fmt: skip
    return ReleasePage(
        line=line,
        area=area,
        agency_id=agency_id,
        agency_name=found.agency.name,
        key_column=parse_contract(found.contract.text).key_column,
        headings=_headings(found),
        may_see_rows=permissions.may_see_rows(actor, area=area, agency_id=agency_id),
        may_withdraw=permissions.may_withdraw(actor, area=area, agency_id=agency_id),
        may_open_submission=may(actor, Right.SEE_SUBMISSIONS, area=area, agency_id=agency_id),
    )


def _headings(found: Release) -> tuple[Heading, ...]:
    return tuple(
        Heading(column.name, column.label, column.sql_type, column.classification)
        for column in parse_contract(found.contract.text).columns
    )
