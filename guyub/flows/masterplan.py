"""What follows from a promise: the indicators' pages draw it."""

from __future__ import annotations

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.indicators import operations
from guyub.apps.masterplan import queries
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def hand_down_aims(event: EventLine, progress: Progress) -> None:
    """After programmes.imported, target.set and target.withdrawn: the promises that stand now, all at once."""
    actor = get_system_officer(event.area)
    operations.adopt_aims(
        area=event.area, aims=queries.list_aims(area=event.area, actor=actor), actor=actor, at=progress.now()
    )
