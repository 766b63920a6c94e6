"""What an assessor recommended, as a task of the regency."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.models.assessment import Assessment
from guyub.apps.assessment.models.instrument import seen_by


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, actor: Actor) -> FollowUpQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def open(self) -> FollowUpQuerySet:
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """One recommendation to follow up: handed down from a result, given to an agency, done with a proof."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="follow_ups")
    code = models.CharField(max_length=60, blank=True)  # of the part it is about; empty: the whole
    text = models.TextField()
    source = models.CharField(max_length=300)  # "Surat hasil 003/…, 5 Desember 2026"
    key = models.CharField(max_length=100)  # of the recommendation where it was written: handed down once
    agency = models.ForeignKey("areas.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_office = models.CharField(max_length=200, blank=True)
    outcome = models.TextField(blank=True)  # what was done

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "key"], name="a_recommendation_is_handed_down_once"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(outcome=""), name="what_is_done_says_what_was_done"),
        ]
