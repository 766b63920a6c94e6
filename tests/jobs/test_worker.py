"""Jobs follow events; they show progress, can be cancelled, are retried, and outlive their worker."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from guyub.errors import Refusal
from guyub.jobs import operations, queries, worker
from guyub.jobs.models import Job
from guyub.jobs.steps import Flow, ScheduledStep, Step
from guyub.ledger import record

pytestmark = pytest.mark.django_db


def happen(name: str, subject: int = 1) -> None:
    with transaction.atomic():
        record(name, actor=None, at=timezone.now(), area="33.13", subject=("exchange.release", subject))


def flow_of(run, **options) -> Flow:
    return Flow(steps={"release.published": (Step("registry.start_build", run, **options),)})


def test_each_event_is_answered_once_however_often_the_ledger_is_read():
    seen = []
    flow = flow_of(lambda event, progress: seen.append(event.subject_id))
    happen("release.published", 1)
    happen("release.published", 2)

    worker.run_until_idle(flow)
    worker.run_until_idle(flow)

    assert seen == ["1", "2"]


def test_events_that_arrive_while_a_latest_only_job_waits_are_answered_by_that_one():
    seen = []
    flow = flow_of(lambda event, progress: seen.append(event.subject_id), latest_only=True)
    for number in range(5):
        happen("release.published", number)

    worker.run_until_idle(flow)

    assert len(seen) == 1


def test_a_failing_step_is_tried_again_later_each_time_after_a_longer_wait():
    def fail(event, progress):
        raise OSError("disk is full")

    flow = flow_of(fail, tries=3)
    happen("release.published")
    waits = []
    for _ in range(3):
        worker.run_until_idle(flow)
        job = Job.objects.get()
        waits.append((job.run_after - timezone.now()).total_seconds())
        Job.objects.filter(state="waiting").update(run_after=timezone.now())

    assert (job.state, job.attempts, job.problem) == ("failed", 3, "OSError: disk is full")
    assert 5 < waits[0] <= 10 < waits[1] <= 40


def test_a_refusal_is_not_tried_again_and_tells_the_officer_what_to_do():
    def refuse(event, progress):
        raise Refusal("Two agencies claim the same file.", remedy="Ask the data custodian.")

    happen("release.published")
    worker.run_until_idle(flow_of(refuse))

    job = queries.find_job(subject=("exchange.release", 1), step="registry.start_build")
    assert (job.state, job.attempts, job.problem, job.remedy) == (
        "failed", 1, "Two agencies claim the same file.", "Ask the data custodian.",
    )  # fmt: skip


def test_a_job_whose_worker_died_is_taken_again(settings):
    seen = []
    flow = flow_of(lambda event, progress: seen.append(event.sequence))
    happen("release.published")
    worker.dispatch(flow, at=timezone.now())
    worker.claim(worker="elsewhere:1:1", at=timezone.now())  # and it never comes back

    soon = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS - 1)
    later = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    assert worker.release_stale_claims(at=soon) == 0
    assert worker.release_stale_claims(at=later) == 1
    Job.objects.update(run_after=timezone.now())
    worker.run_until_idle(flow)

    assert len(seen) == 1


def test_two_workers_never_get_the_same_job():
    flow = flow_of(lambda event, progress: None)
    happen("release.published")
    worker.dispatch(flow, at=timezone.now())

    assert worker.claim(worker="a", at=timezone.now()) is not None
    assert worker.claim(worker="b", at=timezone.now()) is None


def test_a_waiting_job_can_be_cancelled_and_tried_again():
    seen = []
    flow = flow_of(lambda event, progress: seen.append(1))
    happen("release.published")
    worker.dispatch(flow, at=timezone.now())
    job = Job.objects.get()

    assert operations.request_cancel(job_id=job.pk, at=timezone.now())
    worker.run_until_idle(flow)
    assert seen == []
    assert operations.try_again(job_id=job.pk, at=timezone.now())
    worker.run_until_idle(flow)
    assert seen == [1]


@pytest.mark.django_db(transaction=True)
def test_a_running_job_shows_its_progress_and_stops_when_asked():
    def long(event, progress):
        for part in range(1000):
            progress(part / 1000, f"part {part}")
            worker.clock.sleep(0.02)
            if part == 60:
                operations.request_cancel(job_id=Job.objects.get().pk, at=timezone.now())

    happen("release.published")
    worker.run_until_idle(flow_of(long))

    job = Job.objects.get()
    assert job.state == "cancelled"
    assert 0.02 < job.share_done < 0.5


def test_a_schedule_is_due_once_a_day_and_a_missed_day_is_made_up_once():
    seen = []
    flow = Flow(
        steps={},
        scheduled=(ScheduledStep("ledger.verify", lambda at, progress: seen.append(at), datetime(1, 1, 1, 2).time()),),
    )
    now = timezone.now()
    worker.plan_schedules(flow, at=now)
    worker.run_until_idle(flow)
    assert seen == []

    for days in (3, 3, 3):
        worker.plan_schedules(flow, at=now + timedelta(days=days))
    Job.objects.update(run_after=now)
    worker.run_until_idle(flow)
    assert len(seen) == 1


def test_a_number_in_an_error_is_masked_where_officers_see_it():
    def stumble(event, progress):
        raise ValueError("could not convert '3313990101100001'")

    happen("release.published")
    worker.run_until_idle(flow_of(stumble))

    assert Job.objects.get().problem == "ValueError: could not convert '331399••••••0001'"


def test_a_job_of_another_machine_of_the_same_name_is_left_to_it():
    happen("release.published")
    worker.dispatch(flow_of(lambda event, progress: None), at=timezone.now())
    mine = worker._worker_name()
    worker.claim(worker=f"{mine.split('/')[0]}/other/1:99999999:1", at=timezone.now())
    assert worker.release_claims_of_this_machine(at=timezone.now()) == 0

    Job.objects.update(worker=f"{mine.partition(':')[0]}:99999999:1")
    assert worker.release_claims_of_this_machine(at=timezone.now()) == 1


def test_an_event_is_not_lost_to_a_waiting_job_that_was_cancelled():
    seen = []
    flow = flow_of(lambda event, progress: seen.append(event.subject_id), latest_only=True)
    happen("release.published", 1)
    worker.dispatch(flow, at=timezone.now())
    operations.request_cancel(job_id=Job.objects.get().pk, at=timezone.now())
    happen("release.published", 2)

    worker.run_until_idle(flow)

    assert seen == ["2"]


def test_a_step_that_kills_each_worker_is_given_up_so_that_other_work_goes_on():
    seen = []
    flow = flow_of(lambda event, progress: seen.append(1))
    happen("release.published")
    worker.dispatch(flow, at=timezone.now())
    for _ in range(worker.MOST_DEATHS + 5):
        assert worker.claim(worker="elsewhere:1:1", at=timezone.now())
        worker.release_stale_claims(at=timezone.now() + timedelta(hours=1))
        Job.objects.update(run_after=timezone.now())

    worker.run_until_idle(flow)

    assert (Job.objects.get().state, seen) == ("failed", [])
