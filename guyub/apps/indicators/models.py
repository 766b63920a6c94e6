"""Indicators in force for an area, and what they came to, period by period."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def known_to(actor: Actor, *, area: str) -> Q:
    """Values name no resident and small groups are hidden, so whoever works in a regency may see all of its values."""
    return scope(actor, Right.SEE_INDICATORS).regencies.where(area=area)


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def visible_to(self, actor: Actor) -> DefinitionQuerySet:
        return self.filter(known_to(actor, area="area__code"))

    def live(self) -> DefinitionQuerySet:
        return self.filter(replaced_at=None)


class Definition(models.Model):
    """
    One version of an indicator's rule, as an area adopted it.

    Its text is kept, so that an old value is explained by the rule of its day.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)  # "poor-pupils-without-school-aid", as in content/indicators
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    text = models.TextField()  # the YAML as adopted
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code", "version"], name="one_text_per_rule_version"),
            models.UniqueConstraint(
                fields=["area", "code"], condition=Q(replaced_at=None), name="one_live_rule_per_indicator"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("adopted_at")), name="rule_replaced_after_adopted"
            ),
        ]


class ComputationQuerySet(models.QuerySet["Computation"]):
    def visible_to(self, actor: Actor) -> ComputationQuerySet:
        return self.filter(known_to(actor, area="area__code"))

    def live(self) -> ComputationQuerySet:
        return self.filter(replaced_at=None)


class Computation(models.Model):
    """All indicators of an area for one period, computed at once from one build. A newer one replaces it."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    build = models.ForeignKey("registry.Build", on_delete=models.PROTECT, related_name="+")
    rules_digest = models.CharField(max_length=64)  # of the rules it was computed by
    computed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = ComputationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "period"], condition=Q(replaced_at=None), name="one_live_computation_per_period"
            ),
        ]


class ValueQuerySet(models.QuerySet["Value"]):
    def visible_to(self, actor: Actor) -> ValueQuerySet:
        return self.filter(known_to(actor, area="computation__area__code"))

    def live(self) -> ValueQuerySet:
        return self.filter(computation__replaced_at=None)


class Value(models.Model):
    """
    What an indicator came to in one village, district or the whole area.

    Of a hidden cell nothing is stored, so nothing can leak. `value` is unrounded; None also where nobody is counted.
    """

    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="values")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="values")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8)  # regency, district or village
    numerator = models.PositiveBigIntegerField(null=True)
    denominator = models.PositiveBigIntegerField(null=True)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    suppressed = models.BooleanField()

    objects = ValueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["computation", "definition", "area"], name="one_value_per_area"),
            models.CheckConstraint(
                condition=Q(suppressed=False) | Q(numerator=None, denominator=None, value=None),
                name="a_hidden_value_holds_nothing",
            ),
            models.CheckConstraint(
                condition=Q(suppressed=True) | Q(numerator__isnull=False, denominator__isnull=False),
                name="a_shown_value_shows_its_counts",
            ),
        ]
        indexes = [models.Index(fields=["area", "definition"], name="values_of_an_area")]


class AimQuerySet(models.QuerySet["Aim"]):
    def visible_to(self, actor: Actor) -> AimQuerySet:
        return self.filter(known_to(actor, area="area__code"))

    def live(self) -> AimQuerySet:
        return self.filter(replaced_at=None)


class Aim(models.Model):
    """What the masterplan promises of an indicator by the end of a year: handed down, so that pages can draw it."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = AimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code", "year"], condition=Q(replaced_at=None), name="one_live_aim_per_year"
            ),
        ]
