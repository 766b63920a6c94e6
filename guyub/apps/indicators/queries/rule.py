"""The rule of an indicator: in words, as it is computed, and in its earlier versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from guyub.apps.accounts.permissions import Actor
from guyub.apps.indicators import content
from guyub.apps.indicators.models import Definition
from guyub.apps.indicators.queries._moments import regency_of
from guyub.apps.indicators.queries.page import NoSuchIndicator
from guyub.apps.registry.files import DATASETS
from guyub.dataplane import marts
from guyub.engines.indicators import Standard, columns_of


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column that the rule looks at: what it means, and which datasets it comes from."""

    name: str
    title: str
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: int
    adopted_at: datetime
    replaced_at: datetime | None
    meaning: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """One version of a rule, and the others."""

    code: str
    title: str
    meaning: str
    counted: str
    group: str
    version: int
    valid_from: date
    source: str
    direction: str
    unit: str
    form: str
    denominator: str
    numerator: str
    decimals: int
    smallest_cell: int
    smallest_count: int
    columns: tuple[ColumnLine, ...]
    standards: tuple[Standard, ...]
    caveats: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    digest: str


def get_rule(code: str, *, area: str, actor: Actor, version: int | None = None) -> RulePage:
    """The rule in force, or an earlier version of it; one database query. Raises NoSuchIndicator."""
    found = Definition.objects.visible_to(actor).filter(area_id=regency_of(area), code=code).order_by("-version")
    rows = list(found.values_list("version", "text", "adopted_at", "replaced_at"))
    wanted = [row for row in rows if (row[3] is None if version is None else row[0] == version)]
    if not wanted:
        raise NoSuchIndicator
    definition = content.rule(wanted[0][1])
    columns = marts.COLUMNS[definition.table]
    used = columns_of(definition.denominator) | columns_of(definition.numerator)
    return RulePage(
        code=definition.code,
        title=content.said(definition.title),
        meaning=content.said(definition.meaning),
        counted=content.said(definition.counted),
        group=content.said(definition.group),
        version=definition.version,
        valid_from=definition.valid_from,
        source=content.said(definition.source),
        direction=definition.direction.value,
        unit=definition.unit,
        form=definition.form.value,
        denominator=definition.denominator_text,
        numerator=definition.numerator_text,
        decimals=definition.decimals,
        smallest_cell=definition.smallest_cell,
        smallest_count=definition.smallest_count,
        columns=tuple(
            ColumnLine(
                name, content.said(columns[name].title), tuple(str(DATASETS[key]) for key in columns[name].datasets)
            )
            for name in columns
            if name in used
        ),
        standards=definition.standards,
        caveats=tuple(content.said(caveat) for caveat in definition.caveats),
        versions=tuple(
            VersionLine(number, adopted, replaced, content.said(content.rule(text).meaning))
            for number, text, adopted, replaced in rows
        ),
        digest=definition.digest,
    )
