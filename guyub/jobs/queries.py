"""Reading jobs: how far is the work on a submission, a build, an area?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guyub.jobs.models import Job


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job as a page shows it. share_done is 0 to 1."""

    pk: int
    step: str
    area: str
    subject_type: str
    subject_id: str
    state: str
    attempts: int
    run_after: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    share_done: float
    note: str
    problem: str
    remedy: str
    cancel_requested_at: datetime | None

    @property
    def percent(self) -> int:
        return round(self.share_done * 100)

    @property
    def is_over(self) -> bool:
        return self.state in {Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED}


_FIELDS = tuple(JobLine.__dataclass_fields__)


def find_job(*, subject: tuple[str, int | str], step: str) -> JobLine | None:
    """The newest job of a step on a subject, or None when the worker has not yet seen the event."""
    jobs = Job.objects.filter(subject_type=subject[0], subject_id=str(subject[1]), step=step)
    row = jobs.order_by("-pk").values_list(*_FIELDS).first()
    return None if row is None else JobLine(*row)


def list_jobs(*, areas: list[str], states: tuple[str, ...] = (), limit: int = 50) -> list[JobLine]:
    """The newest jobs of the given areas; the caller decides which areas its reader may see."""
    jobs = Job.objects.filter(area__in=areas)
    if states:
        jobs = jobs.filter(state__in=states)
    return [JobLine(*row) for row in jobs.order_by("-pk").values_list(*_FIELDS)[:limit]]


def count_unfinished(*, areas: list[str]) -> int:
    return Job.objects.filter(area__in=areas, state__in=[Job.State.WAITING, Job.State.RUNNING]).count()
