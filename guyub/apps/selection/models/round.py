"""One round of selection: its instrument, how many can be guided, its calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> RoundQuerySet:
        """The office that runs it, the regions that are invited, the assessors of one of them."""
        office = scope(actor, Right.RUN_EVALUATION).where(area="area__code")
        region = scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area="invitations__area__code")
        assessor = Q(invitations__assignments__officer=actor.pk, invitations__assignments__ended_at=None)
        found = office | region
        if scope(actor, Right.ASSESS):
            found |= assessor
        return self.filter(pk__in=self.model.objects.filter(found).values("pk"))


class Round(models.Model):
    """
    A year's search for regions to guide.

    instrument_…  as the nation adopted it when the round was opened: a score is explained by the text of its day
    criteria      [{"id": …, "en": …}], as content stated them on that day
    announced_at  since when the regions see the outcome; after it no choice changes
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")  # who chooses: the nation
    instrument_code = models.SlugField(max_length=60)
    instrument_version = models.PositiveSmallIntegerField()
    instrument_text = models.TextField()
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    assessors = models.PositiveSmallIntegerField()  # who must confirm each level before a score is confirmed
    criteria = models.JSONField()
    answers_until = models.DateField()
    presentations_until = models.DateField()
    decision_on = models.DateField()
    opened_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year", "title"], name="one_round_of_a_title_per_year"),
            models.CheckConstraint(
                condition=Q(answers_until__lte=F("presentations_until"), presentations_until__lte=F("decision_on")),
                name="the_calendar_of_a_round_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, assessors__gte=2), name="a_round_has_room_and_assessors"
            ),
        ]
