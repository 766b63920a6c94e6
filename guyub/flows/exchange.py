"""What follows from a file that was sent: its check."""

from __future__ import annotations

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.exchange import operations
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def check_submission(event: EventLine, progress: Progress) -> None:
    """After submission.received: check the file against its contract."""
    operations.check_submission(
        submission_id=int(event.subject_id),
        actor=get_system_officer(event.area),
        at=progress.now(),
        progress=progress,
    )
