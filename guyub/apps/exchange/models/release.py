"""Releases: the accepted rows of a submission, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.exchange.models.dataset import Contract, Dataset, known_to
from guyub.apps.exchange.models.submission import Submission

if TYPE_CHECKING:
    from datetime import datetime


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor) -> ReleaseQuerySet:
        """That a release exists, and how big it is, may be known by all who work in its area."""
        return self.filter(known_to(actor, area="dataset__area__code"))

    def with_rows_visible_to(self, actor: Actor) -> ReleaseQuerySet:
        return self.filter(scope(actor, Right.SEE_RELEASE_ROWS).where(area="dataset__area__code", agency="agency_id"))

    def live(self) -> ReleaseQuerySet:
        return self.filter(withdrawn_at=None)

    def live_as_of(self, instant: datetime) -> ReleaseQuerySet:
        """Those that held at an instant, though they may have been withdrawn since."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=instant), published_at__lte=instant)


class Release(models.Model):
    """One accepted, frozen version of a dataset. Its rows live in the data plane, under `digest`."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="releases")
    agency = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)  # "2026-03": the month the rows describe, not the month they came
    digest = models.CharField(max_length=64)  # of the content: the same rows, the same digest, however they were sent
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="releases")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveBigIntegerField()
    held = models.PositiveBigIntegerField()  # rows of the submission that still wait for a correction
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    withdrawal_reason = models.CharField(max_length=300, default="")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "agency", "period"], condition=Q(withdrawn_at=None), name="one_live_release"
            ),
            models.CheckConstraint(condition=Q(rows__gte=1), name="releases_hold_rows"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="withdrawn_after_published",
            ),
        ]
        indexes = [models.Index(fields=["dataset", "period"], name="releases_by_period")]
