"""Locking what an operation changes, for those who may change it."""

from __future__ import annotations

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.content import parsed
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.models import Cycle, Entry, Review
from guyub.apps.evaluation.queries import NoSuchCycle, NoSuchEntry
from guyub.engines.scoring import Instrument


def lock_cycle(cycle_id: int, *, actor: Actor) -> Cycle:
    """For the office. Raises NoSuchCycle, NotPermitted."""
    cycle = Cycle.objects.visible_to(actor).select_for_update().filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchCycle
    permissions.require_office(actor, area=cycle.area_id)
    return cycle


def lock_for_office(entry_id: int, *, actor: Actor) -> Entry:
    """Raises NoSuchEntry, and NotPermitted for an assessor who sees it but doesn't run the cycle."""
    entry = _lock(entry_id, actor=actor)
    permissions.require_office(actor, area=entry.cycle.area_id)
    return entry


def lock_for_panel(entry_id: int, *, actor: Actor, or_office: bool = False) -> Entry:
    """For the unexcluded members of the entry's panel. Raises NoSuchEntry, and NotPermitted for the office."""
    entry = _lock(entry_id, actor=actor)
    if or_office and permissions.may_run(actor):
        return entry
    if not Entry.objects.assessed_by(actor).filter(pk=entry.pk).exists():
        permissions.require_assessor(actor, area=entry.cycle.area_id)
        raise NoSuchEntry
    return entry


def _lock(entry_id: int, *, actor: Actor) -> Entry:
    found = Entry.objects.visible_to(actor).select_related("cycle").select_for_update(of=("self",))
    entry = found.filter(pk=entry_id).first()
    if entry is None:
        raise NoSuchEntry
    return entry


def instrument_of(cycle: Cycle) -> Instrument:
    return parsed(cycle.instrument_text)


def all_submitted(entry: Entry) -> bool:
    """Whether every assessor whose scores count has handed in his sheet."""
    return not Review.objects.filter(entry=entry, set_aside_at=None, submitted_at=None).exists()
