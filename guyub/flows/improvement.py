"""What follows when a way to a target is sought: what the officer could not wait for is searched on."""

from __future__ import annotations

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.improvement import operations, queries
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def prove_way(event: EventLine, progress: Progress) -> None:
    """After gap.way_sought: nothing where it is proven already, or nothing reaches the target."""
    actor = get_system_officer(event.area)
    plan_id = queries.find_unproven(int(event.subject_id), actor=actor)
    if plan_id is not None:
        operations.prove_way(plan_id=plan_id, actor=actor, at=progress.now())
