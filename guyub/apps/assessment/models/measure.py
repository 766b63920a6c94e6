"""Measured values of a city: one value, answering every standard that asks for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.models.instrument import seen_by


class MeasuredValueQuerySet(models.QuerySet["MeasuredValue"]):
    def visible_to(self, actor: Actor) -> MeasuredValueQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def live(self) -> MeasuredValueQuerySet:
        return self.filter(replaced_at=None)


class MeasuredValue(models.Model):
    """
    What a measure of content/instruments/measures came to in an area in a year.

    Without numerator, denominator, unit, year, source and agency a value isn't published: notes of the standards.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    measure = models.SlugField(max_length=80)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    numerator = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    indicator = models.CharField(max_length=80, blank=True)  # of Guyub, when it answers; then nobody types the value
    period = models.CharField(max_length=7, blank=True)
    agency = models.ForeignKey(
        "areas.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )  # who answers for it
    source = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = MeasuredValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "measure", "year"], condition=Q(replaced_at=None), name="one_live_value_per_measure"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("recorded_at")),
                name="measured_value_replaced_after_recorded",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_measured_value_names_its_source"),
        ]
