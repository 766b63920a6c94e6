"""Submissions, and the groups of findings in them. The rows themselves stay in the data plane."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.exchange.models.dataset import Contract, Dataset


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, actor: Actor) -> SubmissionQuerySet:
        """An agency sees what it sent itself; who looks after the area's data sees what all sent."""
        return self.filter(scope(actor, Right.SEE_SUBMISSIONS).where(area="dataset__area__code", agency="agency_id"))

    def open(self) -> SubmissionQuerySet:
        """Those that wait for somebody: the worker, the agency or the publisher. A corrected one waits no longer."""
        states = [Submission.State.RECEIVED, Submission.State.CHECKED, Submission.State.UNREADABLE]
        corrected = Submission.objects.filter(mends=OuterRef("pk")).exclude(state=Submission.State.DISCARDED)
        return self.filter(~Exists(corrected), state__in=states)


class Submission(models.Model):
    """One file that an agency sent, what became of it, and where each of its rows stands."""

    class State(models.TextChoices):
        RECEIVED = "received"  # whole on disk; the check is due or running, as its job tells
        CHECKED = "checked"
        UNREADABLE = "unreadable"
        DISCARDED = "discarded"
        RELEASED = "released"

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="submissions")
    agency = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)  # "2026-11": the month the rows describe, not the month they came
    file_name = models.CharField(max_length=120)  # as the officer called it, made safe
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # of the file; its place in the store
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    mends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="mended_by")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")  # checked against
    checked_at = models.DateTimeField(null=True)
    check_seconds = models.PositiveIntegerField(null=True)
    rules_run = models.PositiveSmallIntegerField(null=True)
    layout = models.JSONField(default=dict)  # how the file was read: sheet, encoding, delimiter, header row
    rows_in = models.PositiveBigIntegerField(null=True)
    rows_accepted = models.PositiveBigIntegerField(null=True)
    rows_held = models.PositiveBigIntegerField(null=True)
    marking_asked = models.JSONField(default=list)  # languages in which the marked file was asked for: ["id"]
    problem_code = models.CharField(max_length=40, default="")  # why the file could not be read; texts are content
    problem_facts = models.JSONField(default=dict)

    closed_at = models.DateTimeField(null=True)  # released or discarded
    discard_reason = models.CharField(max_length=300, default="")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in=None, rows_accepted=None, rows_held=None)
                | Q(
                    rows_in__isnull=False,
                    rows_accepted__isnull=False,
                    rows_held__isnull=False,
                    rows_in=F("rows_accepted") + F("rows_held"),
                ),
                name="rows_in_are_accepted_or_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "released"])
                | Q(rows_in__isnull=False, contract__isnull=False, checked_at__isnull=False),
                name="checked_submissions_say_by_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="unreadable") | ~Q(problem_code=""), name="unreadable_submissions_say_why"
            ),
            # The same file for the same month twice is one submission, unless the first was discarded.
            models.UniqueConstraint(
                fields=["dataset", "agency", "period", "sha256"],
                condition=~Q(state="discarded"),
                name="one_submission_per_file",
            ),
        ]
        indexes = [models.Index(fields=["dataset", "state"], name="submissions_by_state")]


class Finding(models.Model):
    """
    All cells of one column that broke one rule; which cells, and what they held, stands in the data plane.

    column    the contract's name of the column; "" when the finding is about the whole file
    severity  hold: its rows wait; warn: they are released all the same; note: about the file
    """

    class Severity(models.TextChoices):
        HOLD = "hold"
        WARN = "warn"
        NOTE = "note"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    severity = models.CharField(max_length=4, choices=Severity.choices)
    rows = models.PositiveBigIntegerField()
    cells = models.PositiveBigIntegerField()
    proposals = models.PositiveBigIntegerField(default=0)  # cells for which a correction is known
    facts = models.JSONField(default=dict)  # for the text's placeholders: bounds, names of columns, counts

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "rule", "column"], name="one_finding_per_rule_and_column")
        ]
