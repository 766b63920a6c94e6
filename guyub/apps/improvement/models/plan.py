"""What a piece of evidence costs, and the cheapest way to a target as it was computed on a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def seen_by(actor: Actor, *, area: str) -> Q:
    """
    Who works in a regency may read how its scores can be lifted: it names offices and no resident.

    area  lookup of the area's code, "area__code"
    """
    return scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area=area)


class EffortQuerySet(models.QuerySet["Effort"]):
    def visible_to(self, actor: Actor) -> EffortQuerySet:
        return self.filter(seen_by(actor, area="area__code"))


class Effort(models.Model):
    """
    What officers say one missing piece of evidence of one assessment takes; where none says, content does.

    work  pieces of the same work are got by doing it once ("SK Arsitektur SPBE"); empty: work of its own
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)  # of the item: "I5", "I16#2"
    requirement = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    work = models.CharField(max_length=120, blank=True)

    objects = EffortQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code", "requirement"], name="one_effort_per_piece"),
        ]


class ImprovementPlanQuerySet(models.QuerySet["ImprovementPlan"]):
    def visible_to(self, actor: Actor) -> ImprovementPlanQuerySet:
        return self.filter(seen_by(actor, area="area__code"))


class ImprovementPlan(models.Model):
    """
    The cheapest way to a target, with all that it was computed from, so that it can be understood later.

    inputs    {instrument, on, answers, costs, works, effort}: as they were when it was sought
    steps     [{code, level_now, level_then, pieces: [[requirement, days, work]], days, total}] in the order to do them
    bound     no way costs fewer days than this; equal to `days` when proven
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.PROTECT, related_name="+")
    target = models.DecimalField(max_digits=12, decimal_places=4)
    grade = models.CharField(max_length=40, blank=True)  # the predicate that was asked for; empty: a figure was
    weight_set = models.SlugField(max_length=40, blank=True)
    inputs = models.JSONField()
    sought_at = models.DateTimeField()
    sought_office = models.CharField(max_length=200)
    computed_at = models.DateTimeField()  # the last computation; later than sought_at when it took a job
    is_reachable = models.BooleanField()
    is_proven = models.BooleanField()
    total_before = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    total = models.DecimalField(max_digits=12, decimal_places=6, null=True)  # after the steps
    best_total = models.DecimalField(max_digits=12, decimal_places=6, null=True)  # with every evidence there is to give
    days = models.PositiveIntegerField()
    bound = models.PositiveIntegerField()
    steps = models.JSONField()

    objects = ImprovementPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(computed_at__gte=models.F("sought_at")), name="a_plan_is_computed_after_it_is_sought"
            ),
            models.CheckConstraint(
                condition=Q(is_reachable=False) | Q(bound__lte=models.F("days")),
                name="a_bound_is_no_more_than_the_plan",
            ),
        ]
        indexes = [models.Index(fields=["assessment", "-sought_at"], name="plans_newest_first")]
