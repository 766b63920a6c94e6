"""How agencies see the regency before a high-level meeting: each rates alone, all are shown when the round is over."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.improvement.models.plan import seen_by


class RatingRoundQuerySet(models.QuerySet["RatingRound"]):
    def visible_to(self, actor: Actor) -> RatingRoundQuerySet:
        return self.filter(seen_by(actor, area="area__code"))


class RatingRound(models.Model):
    """
    A round in which the heads of the agencies rate parts of an assessment, blind until it closes.

    parts      codes of the instrument's parts, in the order asked
    low, high  the scale, whole numbers
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    parts = models.JSONField()
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    opened_at = models.DateTimeField()
    opened_office = models.CharField(max_length=200)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # closed by hand before its time

    objects = RatingRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="a_round_lasts_a_while"),
            models.CheckConstraint(condition=Q(high__gt=F("low")), name="a_rating_scale_has_two_ends"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="a_round_closes_after_it_opens"
            ),
        ]

    def is_over(self, at: datetime) -> bool:
        """Ratings are shown from then on, and nobody rates any more."""
        return self.closed_at is not None or at >= self.closes_at


class Rating(models.Model):
    """What one agency says of one part. Never read for others before the round is over: see queries.rating."""

    round = models.ForeignKey(RatingRound, on_delete=models.PROTECT, related_name="ratings")
    agency = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=60)
    value = models.SmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "agency", "part"], name="an_agency_rates_a_part_once"),
        ]
