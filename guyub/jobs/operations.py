"""What an officer may do to a job: ask it to stop, or have it tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from guyub.jobs.models import Job


@transaction.atomic(durable=True)
def request_cancel(*, job_id: int, at: datetime) -> bool:
    """Ask a job to stop at its next sign of progress; False when it is already over. The caller checks who may ask."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if waiting.update(state=Job.State.CANCELLED, cancel_requested_at=at, finished_at=at):
        return True
    return bool(Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(cancel_requested_at=at))


@transaction.atomic(durable=True)
def try_again(*, job_id: int, at: datetime) -> bool:
    """Put a failed or cancelled job back in the queue; False when it is neither."""
    over = Job.objects.filter(pk=job_id, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    return bool(
        over.update(
            state=Job.State.WAITING,
            run_after=at,
            attempts=0,
            cancel_requested_at=None,
            finished_at=None,
            problem="",
            remedy="",
        )
    )


def prune(*, at: datetime, keep_days: int = 90) -> int:
    """Forget jobs that ended well long ago; the ledger still tells what they did. Returns how many."""
    return Job.objects.filter(state=Job.State.DONE, finished_at__lt=at - timedelta(days=keep_days)).delete()[0]
