"""A round of evaluation with its calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor, Right, scope


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, actor: Actor) -> CycleQuerySet:
        """The calendar is no secret to whom it binds: the office, the panels' members, the regions of the round."""
        run = scope(actor, Right.RUN_EVALUATION).where(area="area__code")
        assessed = Q(panels__members__officer=actor.pk, panels__members__removed_at=None)
        of_region = scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area="entries__area__code")
        return self.filter(Q(pk__in=Cycle.objects.filter(run | assessed | of_region).values("pk")))


class Cycle(models.Model):
    """
    One evaluation of many regions by one instrument: a year, a stage, a calendar.

    The instrument's text is kept, so that a result is explained by the instrument of its day. Where the round stands is
    computed from the calendar and from what was done, so no column holds it.
    """

    class Stage(models.IntegerChoices):
        FIRST = 1, _("stage I")
        SECOND = 2, _("stage II")

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")  # who evaluates: the nation
    title = models.CharField(max_length=200)
    instrument_code = models.SlugField(max_length=60)
    instrument_version = models.PositiveSmallIntegerField()
    instrument_digest = models.CharField(max_length=64)
    instrument_text = models.TextField()
    weight_set = models.SlugField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField(choices=Stage)
    opens_on = models.DateField()
    hand_in_until = models.DateField()
    desk_review_until = models.DateField()
    interviews_until = models.DateField()
    visits_until = models.DateField()
    correction_until = models.DateField()
    results_on = models.DateField()
    objection_days = models.PositiveSmallIntegerField()  # after a result is published
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "instrument_code", "year", "stage"], name="one_cycle_per_stage"),
            models.CheckConstraint(
                condition=Q(
                    opens_on__lte=F("hand_in_until"),
                    hand_in_until__lte=F("desk_review_until"),
                    desk_review_until__lte=F("interviews_until"),
                    interviews_until__lte=F("visits_until"),
                    visits_until__lte=F("correction_until"),
                    correction_until__lte=F("results_on"),
                ),
                name="the_calendar_of_a_cycle_runs_forward",
            ),
        ]
