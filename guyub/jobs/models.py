"""The jobs' tables: what is to be done, how far the ledger has been read, and what is due by the clock."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One step to be taken because of one event (or one due schedule). Its row is its whole memory."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    step = models.CharField(max_length=64)  # "exchange.check_submission", a name in flows/table.py
    event_sequence = models.BigIntegerField(null=True)  # None: due by the clock
    area = models.CharField(max_length=13)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, default="")
    share_done = models.FloatField(default=0)  # 0 to 1
    note = models.CharField(max_length=200, default="")  # what it is doing now
    problem = models.TextField(default="")  # why it failed, in words for an officer
    remedy = models.TextField(default="")
    cancel_requested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_sequence", "step"], name="one_job_per_event_and_step"),
            models.CheckConstraint(
                condition=Q(share_done__gte=0, share_done__lte=1), name="share_done_between_0_and_1"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_after"], name="jobs_that_are_due"),
            models.Index(fields=["subject_type", "subject_id"], name="jobs_of_a_subject"),
        ]


class Cursor(models.Model):
    """Up to which event the ledger has been turned into jobs."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_cursor")]


class Schedule(models.Model):
    """When a scheduled step is due next; what is scheduled stands in flows/table.py."""

    step = models.CharField(max_length=64, primary_key=True)
    due_at = models.DateTimeField()
