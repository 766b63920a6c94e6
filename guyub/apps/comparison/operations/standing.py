"""Keeping what one region came to in one year: the computed score and the official one, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guyub.apps.accounts.permissions import Actor
from guyub.apps.comparison import permissions
from guyub.apps.comparison.models import Standing
from guyub.ledger import record

Parts = Mapping[str, Decimal | None]
_MILLIONTH, _TEN_THOUSANDTH = Decimal("0.000001"), Decimal("0.0001")


@transaction.atomic(durable=True)
def keep_computed(
    *,
    area: str,
    instrument_code: str,
    instrument_version: int,
    year: int,
    weight_set: str,
    score: Decimal | None,
    parts: Parts,
    source: str,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Keep what Guyub computed from a region's package; return the standing's id. The same again changes nothing.

    source  the package, by its fingerprint and stage

    The official half of the row stays as it is. Raises NotPermitted.
    """
    permissions.require_keeper(actor, area=area)
    given = {
        "instrument_version": instrument_version,
        "weight_set": weight_set,
        "computed": None if score is None else score.quantize(_MILLIONTH),
        "computed_parts": _as_text(parts),
        "computed_source": source,
    }
    standing, changed = _write(area, instrument_code, year, given, at)
    if not changed:
        return standing.pk
    record(
        "standing.computed",
        actor=actor,
        at=at,
        area=area,
        subject=("comparison.standing", standing.pk),
        instrument=instrument_code,
        year=year,
        score=None if score is None else str(given["computed"]),
        source=source,
    )
    return standing.pk


@transaction.atomic(durable=True)
def keep_official(
    *,
    area: str,
    instrument_code: str,
    instrument_version: int | None,
    year: int,
    weight_set: str,
    score: Decimal,
    parts: Parts,
    source: str,
    published_at: datetime | None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Keep what was officially said of a region's year; return the standing's id. The same again changes nothing.

    source        the letter, with number and date
    published_at  None: the region's own note; it changes nothing of what the ministry published

    The computed half of the row stays as it is. Raises NotPermitted.
    """
    permissions.require_keeper(actor, area=area)
    published = Standing.objects.published().filter(area_id=area, instrument_code=instrument_code, year=year).first()
    if published is not None and published_at is None:
        return published.pk
    given = {
        "weight_set": weight_set,
        "official": score.quantize(_TEN_THOUSANDTH),
        "official_parts": _as_text(parts),
        "official_source": source,
    }
    if instrument_version is not None:
        given["instrument_version"] = instrument_version
    if published_at is not None:
        given["published_at"] = published_at
    standing, changed = _write(area, instrument_code, year, given, at)
    if not changed:
        return standing.pk
    record(
        "standing.official",
        actor=actor,
        at=at,
        area=area,
        subject=("comparison.standing", standing.pk),
        instrument=instrument_code,
        year=year,
        score=str(given["official"]),
        source=source,
        published=published_at is not None,
    )
    return standing.pk


def _write(area: str, code: str, year: int, given: Mapping[str, Any], at: datetime) -> tuple[Standing, bool]:
    place = {"area_id": area, "instrument_code": code, "year": year}
    standing = Standing.objects.select_for_update().filter(**place).first()
    if standing is None:
        return Standing.objects.create(**place, **given, changed_at=at), True
    if all(getattr(standing, name) == value for name, value in given.items()):
        return standing, False
    Standing.objects.filter(pk=standing.pk).update(**given, changed_at=at)
    return standing, True


def _as_text(parts: Parts) -> dict[str, str]:
    return {code: str(value.quantize(_MILLIONTH)) for code, value in parts.items() if value is not None}
