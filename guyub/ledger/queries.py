"""Reading the ledger: plain lines, no models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from guyub.ledger.models import Event


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as readers and steps see it."""

    sequence: int
    name: str
    at: datetime
    actor_id: int | None
    actor_office: str
    area: str
    subject_type: str
    subject_id: str
    facts: dict[str, Any]


_FIELDS = tuple(EventLine.__dataclass_fields__)


def get_event(sequence: int) -> EventLine:
    return EventLine(*Event.objects.values_list(*_FIELDS).get(sequence=sequence))


def list_events_after(sequence: int, *, limit: int) -> list[EventLine]:
    """The next events after a sequence number, oldest first."""
    rows = Event.objects.filter(sequence__gt=sequence).order_by("sequence").values_list(*_FIELDS)[:limit]
    return [EventLine(*row) for row in rows]


def list_events(
    *,
    areas: Iterable[str],
    names: Iterable[str] = (),
    subject: tuple[str, int | str] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[EventLine]:
    """The newest events of the given areas and those below; the caller decides which areas its reader may see."""
    events = Event.objects.filter(_inside(areas))
    if names := list(names):
        events = events.filter(name__in=names)
    if subject is not None:
        events = events.filter(subject_type=subject[0], subject_id=str(subject[1]))
    rows = events.order_by("-sequence").values_list(*_FIELDS)[offset : offset + limit]
    return [EventLine(*row) for row in rows]


def count_events(*, areas: Iterable[str], names: Iterable[str] = ()) -> int:
    events = Event.objects.filter(_inside(areas))
    if names := list(names):
        events = events.filter(name__in=names)
    return events.count()


def _inside(areas: Iterable[str]) -> Q:
    """An appointment in a district stands under the district's code, and belongs to the regency all the same."""
    matches = Q(pk__in=[])
    for area in areas:
        matches |= Q(area=area) | Q(area__startswith=f"{area}.")
    return matches
