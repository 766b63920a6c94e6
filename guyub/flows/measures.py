"""What follows from computed indicators: the measures of the city standards that they answer exactly."""

from __future__ import annotations

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.assessment import operations
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def take_in_measures(event: EventLine, progress: Progress) -> None:
    """After values.computed: nobody types what released data say."""
    operations.take_in_measures(
        area=event.area,
        year=int(str(event.facts["period"])[:4]),
        actor=get_system_officer(event.area),
        at=progress.now(),
    )
