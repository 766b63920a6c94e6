"""What a programme promises, tied to an indicator. How far it has come is computed, so no column holds it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.masterplan.models.masterplan import seen_by
from guyub.apps.masterplan.models.programme import Programme


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, actor: Actor) -> TargetQuerySet:
        return self.filter(seen_by(actor, area="programme__masterplan__area__code"))

    def live(self) -> TargetQuerySet:
        return self.filter(withdrawn_at=None)


class Target(models.Model):
    """
    The value an indicator shall have in an area by the end of a year.

    A changed promise is a new row; the old one keeps when it was given up.
    """

    class Direction(models.TextChoices):
        HIGHER = "higher"
        LOWER = "lower"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    indicator = models.CharField(max_length=80)  # the indicator's code
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)  # in the indicator's unit
    direction = models.CharField(max_length=6, choices=Direction)  # reached from below, or from above
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "indicator", "area", "year"],
                condition=Q(withdrawn_at=None),
                name="one_live_target_per_year",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("set_at")), name="target_withdrawn_after_set"
            ),
        ]
