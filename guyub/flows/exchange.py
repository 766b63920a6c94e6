"""What follows from a file that was sent: its check, and the marked file when somebody asks for it."""

from __future__ import annotations

from django.utils import translation

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.exchange import operations, queries
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


def mark_file(event: EventLine, progress: Progress) -> None:
    """After submission.marking_requested: make the file, so that it is there when the officer downloads it."""
    with translation.override(event.facts["language"]):
        queries.get_marked_file(int(event.subject_id), actor=get_system_officer(event.area))
