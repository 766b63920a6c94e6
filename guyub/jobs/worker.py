"""
The worker: turns ledger events into jobs, runs them one after another, and survives being killed.

A job is claimed by one UPDATE that names its worker; a heartbeat renews the claim. A worker that dies leaves a claim
that goes stale, and the job is taken again: steps are idempotent, so what was done is found done. Choice and gaps of
the library candidates: docs/adr/0008-jobs-follow-the-ledger.md.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time as clock
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.engines.values import mask_digits
from guyub.errors import Refusal
from guyub.jobs.models import Cursor, Job, Schedule
from guyub.jobs.steps import Cancelled, Flow, LostLease, ScheduledStep, Step
from guyub.ledger.queries import EventLine, get_event, list_events_after

log = logging.getLogger("guyub.jobs")

BATCH = 500
MOST_DEATHS = 20  # how often a worker may be killed in one step, whatever the reason, before the step is given up

JobClock = Callable[[Job], datetime]


def wall_clock(job: Job) -> datetime:
    return timezone.now()


def dispatch(flow: Flow, *, at: datetime) -> int:
    """Turn the events that nobody has answered yet into jobs; return how many jobs were made."""
    made = 0
    while True:
        with transaction.atomic(durable=True):
            Cursor.objects.bulk_create([Cursor(pk=1)], ignore_conflicts=True)
            cursor = Cursor.objects.select_for_update().get(pk=1)
            events = list_events_after(cursor.sequence, limit=BATCH)
            if not events:
                return made
            jobs: list[Job] = []
            for event in events:
                for step in flow.steps.get(event.name, ()):
                    if step.latest_only and _answered_by_waiting_job(step, event, jobs):
                        continue
                    jobs.append(
                        Job(
                            step=step.name,
                            event_sequence=event.sequence,
                            area=event.area,
                            subject_type=event.subject_type,
                            subject_id=event.subject_id,
                            run_after=at,
                            created_at=at,
                        )
                    )
            Job.objects.bulk_create(jobs, ignore_conflicts=True)
            Cursor.objects.filter(pk=1).update(sequence=events[-1].sequence)
            made += len(jobs)


def _answered_by_waiting_job(step: Step, event: EventLine, new: list[Job]) -> bool:
    """Let the job that still waits for this area answer the newer event instead; False when none waits."""
    for job in new:
        if job.step == step.name and job.area == event.area:
            job.event_sequence, job.subject_type, job.subject_id = event.sequence, event.subject_type, event.subject_id
            return True
    waiting = Job.objects.filter(step=step.name, area=event.area, state=Job.State.WAITING, cancel_requested_at=None)
    newest = waiting.order_by("-pk").values_list("pk", flat=True).first()
    # Claimed or cancelled since it was found: then it will not answer this event, and a job of its own must.
    return newest is not None and bool(
        Job.objects.filter(pk=newest, state=Job.State.WAITING, cancel_requested_at=None).update(
            event_sequence=event.sequence, subject_type=event.subject_type, subject_id=event.subject_id
        )
    )


def plan_schedules(flow: Flow, *, at: datetime) -> None:
    """Make a job of each scheduled step that is due; a day missed while the machine was off is made up for once."""
    known = dict(Schedule.objects.values_list("step", "due_at"))
    for step in flow.scheduled:
        due_at = known.get(step.name)
        if due_at is not None and due_at > at:
            continue
        with transaction.atomic(durable=True):
            schedule, is_new = Schedule.objects.select_for_update().get_or_create(
                step=step.name, defaults={"due_at": _next_due(step, at)}
            )
            if is_new or schedule.due_at > at:
                continue
            Job.objects.create(
                step=step.name,
                area=settings.HOME_AREA,
                subject_type="schedule",
                subject_id=step.name,
                run_after=at,
                created_at=at,
            )
            Schedule.objects.filter(pk=step.name).update(due_at=_next_due(step, at))


def _next_due(step: ScheduledStep, at: datetime) -> datetime:
    local = timezone.localtime(at)
    today = local.replace(hour=step.daily_at.hour, minute=step.daily_at.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def release_stale_claims(*, at: datetime) -> int:
    """Give back the jobs whose worker no longer shows a sign of life."""
    stale = at - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    lost = Job.objects.filter(state=Job.State.RUNNING).filter(Q(heartbeat_at=None) | Q(heartbeat_at__lt=stale))
    return lost.update(state=Job.State.WAITING, worker="", note="", run_after=at)


def release_claims_of_this_machine(*, at: datetime) -> int:
    """Give back at once what a worker of this machine held that is no longer running."""
    given_back = 0
    for pk, worker in Job.objects.filter(state=Job.State.RUNNING).values_list("pk", "worker"):
        machine, __, rest = worker.partition(":")
        if machine == _machine() and not _is_alive(rest):
            given_back += Job.objects.filter(pk=pk, worker=worker, state=Job.State.RUNNING).update(
                state=Job.State.WAITING, worker="", note="", run_after=at
            )
    return given_back


def _is_alive(name: str) -> bool:
    """name is "pid:start"; a process number may be given out again, its start time is not."""
    pid, __, start = name.partition(":")
    return pid.isdigit() and _process_start(int(pid)) == start


def _process_start(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:  # noqa: PTH123
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return "gone" if not os.path.isdir("/proc") else ""  # noqa: PTH112
    return "" if fields[0] == "Z" else fields[19]


def _machine() -> str:
    """
    Where process numbers mean what they mean here: two containers may share a host's name, and each sees only its own.
    """
    try:
        processes = os.readlink("/proc/self/ns/pid").strip("pid:[]")  # noqa: PTH115
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:  # noqa: PTH123
            return f"{socket.gethostname()[:20]}/{boot.read(8)}/{processes}"
    except OSError:
        return socket.gethostname()[:40]


def _worker_name() -> str:
    return f"{_machine()}:{os.getpid()}:{_process_start(os.getpid())}"


def claim(*, worker: str, at: datetime) -> Job | None:
    """Take the job that has waited longest, or None; two workers never get the same."""
    while True:
        due = Job.objects.filter(state=Job.State.WAITING, run_after__lte=at).order_by("run_after", "pk")
        pk = due.values_list("pk", flat=True).first()
        if pk is None:
            return None
        taken = Job.objects.filter(pk=pk, state=Job.State.WAITING).update(
            state=Job.State.RUNNING,
            worker=worker,
            started_at=at,
            heartbeat_at=at,
            attempts=F("attempts") + 1,
            share_done=0,
            note="",
        )
        if taken:
            return Job.objects.get(pk=pk)


class Heartbeat:
    """Renews the claim while the step runs, carries its progress to the row, and hears a request to cancel."""

    def __init__(self, job: Job, worker: str, now: JobClock) -> None:
        self._job, self._worker, self._now = job, worker, now
        self._share, self._note = 0.0, ""
        self._cancelled = self._lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> Heartbeat:
        if not _in_test_transaction():
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def __call__(self, share_done: float, note: str = "") -> None:
        self._share, self._note = min(1.0, max(self._share, share_done)), note[:200] or self._note
        if self._cancelled:
            raise Cancelled
        if self._lost:
            raise LostLease

    def now(self) -> datetime:
        return self._now(self._job)

    def _beat(self) -> None:
        try:
            while not self._over.wait(min(1.0, settings.JOB_LEASE_SECONDS / 5)):
                self.write()
        finally:
            connection.close()

    def write(self) -> None:
        mine = Job.objects.filter(pk=self._job.pk, state=Job.State.RUNNING, worker=self._worker)
        if not mine.update(heartbeat_at=timezone.now(), share_done=self._share, note=self._note):
            self._lost = True
        elif mine.filter(cancel_requested_at__isnull=False).exists():
            self._cancelled = True


def _in_test_transaction() -> bool:
    """Inside a test's own transaction a second connection would see nothing of it (or wait for it for ever)."""
    return connection.in_atomic_block


def run_job(job: Job, flow: Flow, *, worker: str, now: JobClock = wall_clock) -> None:
    """Run one claimed job to its end, whatever that end is, and write the end down."""
    step = flow.by_name.get(job.step)
    if step is None:
        _finish(job, worker, Job.State.FAILED, problem=_("No step is called %(step)s any more.") % {"step": job.step})
        return
    if job.cancel_requested_at is not None:
        _finish(job, worker, Job.State.CANCELLED)
        return
    if job.attempts > step.tries + MOST_DEATHS:
        # Whatever kills the worker here would kill it again, and keep everybody else's work waiting.
        problem = _("Each time this was done the worker ended before it was finished.")
        _finish(
            job,
            worker,
            Job.State.FAILED,
            problem=problem,
            remedy=_("Tell whoever runs Guyub. If it was the check of a file, send it as CSV."),
        )
        return
    try:
        with Heartbeat(job, worker, now) as progress:
            if isinstance(step, ScheduledStep):
                step.run(now(job), progress)
            elif job.event_sequence is not None:
                step.run(get_event(job.event_sequence), progress)
    except Cancelled:
        _finish(job, worker, Job.State.CANCELLED)
    except LostLease:
        log.warning("job %s (%s) was taken over by another worker", job.pk, job.step)
    except Refusal as refusal:
        # Trying again would be refused again; an officer has to act.
        _finish(job, worker, Job.State.FAILED, problem=refusal.problem, remedy=refusal.remedy)
    except Exception as error:
        log.exception("job %s (%s) failed, attempt %s", job.pk, job.step, job.attempts)
        _retry_or_give_up(job, worker, step, error)
    else:
        _finish(job, worker, Job.State.DONE, share_done=1.0)


def _retry_or_give_up(job: Job, worker: str, step: Step | ScheduledStep, error: Exception) -> None:
    # A database names the value it stumbled over, and that may be a person's number.
    last_line = mask_digits(traceback.format_exception_only(error)[-1].strip())
    if job.attempts >= step.tries:
        _finish(job, worker, Job.State.FAILED, problem=last_line)
        return
    again = timezone.now() + step.wait_before_retry(job.attempts)
    Job.objects.filter(pk=job.pk, worker=worker, state=Job.State.RUNNING).update(
        state=Job.State.WAITING, worker="", run_after=again, problem=last_line, note=""
    )


def _finish(job: Job, worker: str, state: Job.State, **fields: object) -> None:
    Job.objects.filter(pk=job.pk, worker=worker, state=Job.State.RUNNING).update(
        state=state, finished_at=timezone.now(), note="", **fields
    )


def run_until_idle(flow: Flow, *, on_job: Callable[[Job], None] | None = None, now: JobClock = wall_clock) -> int:
    """
    Do all that follows from the ledger as it stands, in this process; return how many jobs ran.

    now  what a job's step is told the time is; the demo replays past days with it
    """
    worker, ran = _worker_name(), 0
    release_claims_of_this_machine(at=timezone.now())
    while True:
        dispatch(flow, at=timezone.now())
        job = claim(worker=worker, at=timezone.now())
        if job is None:
            return ran
        if on_job is not None:
            on_job(job)
        run_job(job, flow, worker=worker, now=now)
        ran += 1


def work_forever(flow: Flow, *, pause_seconds: float = 0.5) -> None:
    """The worker process: until SIGTERM or SIGINT, after which the running job is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *received: stop.set())
    worker, swept_at = _worker_name(), 0.0
    log.info("worker %s starts", worker)
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        if clock.monotonic() - swept_at > settings.JOB_LEASE_SECONDS / 3:
            release_claims_of_this_machine(at=now)
            release_stale_claims(at=now)
            plan_schedules(flow, at=now)
            swept_at = clock.monotonic()
        dispatch(flow, at=now)
        job = claim(worker=worker, at=now)
        if job is None:
            stop.wait(pause_seconds)
        else:
            run_job(job, flow, worker=worker)
    log.info("worker %s stops", worker)
