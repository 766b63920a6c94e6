"""The rows behind a number: masked, and each leads to the page that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.indicators import content, permissions
from guyub.apps.indicators.queries._moments import read_moments
from guyub.apps.indicators.queries.page import IndicatorPage, NoSuchIndicator
from guyub.apps.registry import queries as registry
from guyub.apps.registry.files import DATASETS
from guyub.dataplane import reading
from guyub.engines.indicators import Form

PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row, masked. Of an indicator about people a person; of one about the data a delivered row.

    detail  what the rule looked at, as (label, value)
    """

    person_id: str
    nik: str
    name: str
    village: str
    counted: bool
    level: str
    decile: int | None
    age: int | None
    aids: tuple[str, ...]
    dataset: str
    release_id: int | None
    row: int | None
    how: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows; total is of the chosen part."""

    code: str
    title: str
    counted: str
    is_share: bool
    area: str
    area_name: str
    period: str
    rows: tuple[Row, ...]
    total: int
    page: int
    numerator: int
    denominator: int
    table: str
    build_id: int
    may_open: bool

    @property
    def rest(self) -> int:
        return self.denominator - self.numerator


def list_rows(
    *, code: str, area: str, actor: Actor, period: str | None = None, counted: bool | None = True, page: int = 1
) -> RowPage:
    """
    The rows that were counted (True), those of the group that were not (False), or all (None), by village.

    At most four database queries, and two looks into the build's files. Raises NoSuchIndicator, NotPermitted.
    """
    permissions.require_rows(actor, area=area)
    moments = read_moments(area=area, actor=actor, code=code, until=period)
    if not moments:
        raise NoSuchIndicator
    now = moments[-1]
    definition = content.rule(now.text)
    # Only a delivered row leads to its release; a person leads to his own page.
    build = registry.get_build(now.build_id, actor=actor) if definition.table == "record" else None
    folder = build.folder if build else registry.get_build_folder(now.build_id, actor=actor)
    counts = {
        part: reading.count_counted(folder, definition, area=area, counted=part) if now.numerator is None else known
        for part, known in ((True, now.numerator), (None, now.denominator))
    }
    numerator, denominator = counts[True] or 0, counts[None] or 0
    total = {True: numerator, False: denominator - numerator, None: denominator}[counted]
    page = max(1, min(page, -(-total // PAGE) or 1))
    found = reading.list_counted(folder, definition, area=area, counted=counted, offset=(page - 1) * PAGE, limit=PAGE)
    names = areas.public_area_names(row.village_code for row in found if row.village_code)
    releases = {(line.dataset, line.digest): line.release_id for line in (build.inputs if build else ())}
    return RowPage(
        code=code,
        title=content.said(definition.title),
        counted=content.said(definition.counted),
        is_share=definition.form is Form.SHARE,
        area=area,
        area_name=now.area_name,
        period=now.period,
        rows=tuple(
            _person(row, names) if isinstance(row, reading.MartRow) else _record(row, names, releases) for row in found
        ),
        total=total,
        page=page,
        numerator=numerator,
        denominator=denominator,
        table=definition.table,
        build_id=now.build_id,
        may_open=permissions.may_open(actor, area=area),
    )


def list_sample(page: IndicatorPage, *, actor: Actor, limit: int = 4) -> tuple[Row, ...]:
    """The first counted rows of a page, masked, for its thread; empty for who may not see rows. No database query."""
    if page.build is None or not permissions.may_see_rows(actor, area=page.area):
        return ()
    found = reading.list_counted(page.build.folder, page.definition, area=page.area, counted=True, limit=limit)
    names = {value.area: value.name for value in page.below} | {page.area: page.area_name}
    releases = {(line.dataset, line.digest): line.release_id for line in page.inputs}
    return tuple(
        _person(row, names) if isinstance(row, reading.MartRow) else _record(row, names, releases) for row in found
    )


def _person(row: reading.MartRow, names: dict[str, str]) -> Row:
    aids = (("school", row.aid_school), ("food", row.aid_food), ("cash", row.aid_cash), ("house", row.aid_house))
    return Row(
        person_id=row.person_id,
        nik=row.nik_masked or "–",
        name=row.name_masked or "–",
        village=names.get(row.village_code or "", "–"),
        counted=row.counted,
        level=row.pupil_level or "",
        decile=row.decile,
        age=row.age,
        aids=tuple(kind for kind, given in aids if given),
        dataset="",
        release_id=None,
        row=None,
        how="",
        reason="",
    )


def _record(row: reading.RecordRow, names: dict[str, str], releases: dict[tuple[str, str], int]) -> Row:
    return Row(
        person_id=row.person_id,
        nik="",
        name="",
        village=names.get(row.village_code or "", "–"),
        counted=row.counted,
        level="",
        decile=None,
        age=None,
        aids=(),
        dataset=str(DATASETS[row.dataset]),
        release_id=releases.get((row.dataset, row.release)),
        row=row.row,
        how=row.how,
        reason=row.reason or "",
    )
