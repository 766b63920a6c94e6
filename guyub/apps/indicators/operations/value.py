"""Computing all indicators of a build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.indicators import content, permissions
from guyub.apps.indicators.models import Computation, Definition, Value
from guyub.apps.registry import queries as registry
from guyub.dataplane import marts
from guyub.engines.indicators import Cell, cells
from guyub.errors import Refusal
from guyub.jobs.steps import Watcher, silent
from guyub.ledger import record


class NothingToCompute(Refusal):
    """No indicator is in force, or none whose data have been released."""

    code = "indicators.nothing-to-compute"

    def __init__(self) -> None:
        super().__init__(
            _("There is no indicator in force whose data have all been released."),
            remedy=_("Adopt the indicators, and release the datasets they need."),
        )


def compute_period(*, build_id: int, actor: Actor, at: datetime, progress: Watcher = silent) -> int:
    """
    Compute every indicator in force from a build, for the area, its districts and villages; return the computation.

    An indicator is computed only when every dataset it needs is in the build: without the pupils nobody goes to school.
    If build and rules are those of the live computation nothing changes. Raises NothingToCompute.
    """
    build = registry.get_build(build_id, actor=actor)
    permissions.require_computer(actor, area=build.area)
    rules = [
        (pk, content.rule(text))
        for pk, text in Definition.objects.live().filter(area_id=build.area).order_by("code").values_list("pk", "text")
    ]
    rules = [(pk, rule) for pk, rule in rules if set(rule.datasets) & _needed(rule.table) <= build.datasets]
    if not rules:
        raise NothingToCompute
    progress(0.1, gettext_noop("Counting villages, districts and the regency"))
    counts = marts.count(build.folder, [rule for _pk, rule in rules], area=build.area)
    progress(0.7, gettext_noop("Hiding small groups"))
    districts = _districts(build.area)
    shown = cells([rule for _pk, rule in rules], counts, districts=districts, area=build.area)
    found = [(pk, shown[rule.code]) for pk, rule in rules]
    digest = hashlib.sha256("".join(rule.digest for _pk, rule in rules).encode()).hexdigest()
    return _commit(build=build, digest=digest, found=found, actor=actor, at=at)


def _needed(table: str) -> frozenset[str]:
    """Counting people needs every dataset the rule looks at; counting delivered rows, whatever was delivered."""
    return frozenset({"population"}) if table == "record" else frozenset(marts.DATASETS)


def _districts(area: str) -> dict[str, list[str]]:
    """District code -> its villages, of the areas in force."""
    inside = Area.objects.filter(code__startswith=f"{area}.", dropped_in=None).order_by("code")
    districts: dict[str, list[str]] = {}
    for code, level in inside.values_list("code", "level"):
        if level == Area.Level.DISTRICT:
            districts.setdefault(code, [])
        elif level == Area.Level.VILLAGE:
            districts.setdefault(code.rpartition(".")[0], []).append(code)
    return districts


@transaction.atomic(durable=True)
def _commit(
    *,
    build: registry.BuildLine,
    digest: str,
    found: Sequence[tuple[int, Iterable[Cell]]],
    actor: Actor,
    at: datetime,
) -> int:
    place = {"area_id": build.area, "period": build.period}
    live = Computation.objects.live().select_for_update().filter(**place).first()
    if live is not None and (live.build_id, live.rules_digest) == (build.pk, digest):
        return live.pk
    Computation.objects.live().filter(**place).update(replaced_at=at)
    computation = Computation.objects.create(**place, build_id=build.pk, rules_digest=digest, computed_at=at)
    values = [_value(computation, pk, cell) for pk, group in found for cell in group]
    Value.objects.bulk_create(values, batch_size=500)
    record(
        "values.computed",
        actor=actor,
        at=at,
        area=build.area,
        subject=("registry.build", build.pk),
        computation=computation.pk,
        period=build.period,
        indicators=len(found),
        values=len(values),
        hidden=sum(value.suppressed for value in values),
        replaces=None if live is None else live.pk,
    )
    return computation.pk


_LEVELS = {1: "regency", 2: "district", 3: "village"}


def _value(computation: Computation, definition_id: int, cell: Cell) -> Value:
    return Value(
        computation=computation,
        definition_id=definition_id,
        area_id=cell.area,
        level=_LEVELS[cell.area.count(".")],
        numerator=cell.numerator,
        denominator=cell.denominator,
        value=None if cell.value is None else Decimal(str(round(cell.value, 6))),
        suppressed=cell.hidden,
    )
