"""One region in one round: what is known of it, what it says of itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.selection.models.round import Round


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Three kinds of readers; each query says whom it is for."""

    def run_by(self, actor: Actor) -> InvitationQuerySet:
        """For the office of the ministry."""
        return self.filter(scope(actor, Right.RUN_EVALUATION).where(area="round__area__code"))

    def assessed_by(self, actor: Actor) -> InvitationQuerySet:
        """For an assessor: the regions that were given to him, and no other; a submitted questionnaire only."""
        if not scope(actor, Right.ASSESS):
            return self.none()
        # By id: a region with several assessors must not come back several times.
        mine = self.model.objects.filter(assignments__officer=actor.pk, assignments__ended_at=None)
        return self.filter(pk__in=mine.values("pk"), submitted_at__isnull=False)

    def of_region(self, actor: Actor) -> InvitationQuerySet:
        """For the officers of the region itself."""
        return self.filter(scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area="area__code"))

    def visible_to(self, actor: Actor) -> InvitationQuerySet:
        everything = self.model.objects
        return self.filter(
            Q(pk__in=everything.run_by(actor).values("pk"))
            | Q(pk__in=everything.assessed_by(actor).values("pk"))
            | Q(pk__in=everything.of_region(actor).values("pk"))
        )


class Invitation(models.Model):
    """
    A region that was asked to take part. Its scores are kept when what they rest on changes.

    stated_score     by the levels that the region states
    confirmed_score  by those that the assessors gave; None until enough of them gave every level
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="invitations")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_office = models.CharField(max_length=200, blank=True)
    commitment = models.TextField(blank=True)  # of the head of region, in his words
    stated_score = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    confirmed_score = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    confirmed_parts = models.JSONField(default=dict)  # code -> value as text

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "area"], name="a_region_is_invited_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(commitment=""), name="who_takes_part_has_committed_himself"
            ),
        ]


class Fact(models.Model):
    """
    A figure about the region: as it is known beforehand, and as the region confirms or corrects it.

    known, known_source, known_as_of   what was there before; None and empty where only the region can say
    value    what the region says; None: not looked at yet
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="facts")
    key = models.SlugField(max_length=60)  # as in content/selection
    known = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    known_source = models.CharField(max_length=300, blank=True)
    known_as_of = models.CharField(max_length=10, blank=True)  # "2026-11", "2024"
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    reason = models.CharField(max_length=500, blank=True)  # why another value than the known one; or where it is from
    confirmed_at = models.DateTimeField(null=True)
    confirmed_office = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "key"], name="one_fact_of_a_kind"),
            models.CheckConstraint(
                condition=Q(known=None) | (~Q(known_source="") & ~Q(known_as_of="")),
                name="what_is_known_names_its_source",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(known__isnull=False, value=F("known")) | ~Q(reason=""),
                name="a_correction_has_a_reason",
            ),
        ]


class Answer(models.Model):
    """The level that the region gives itself in one element, with its reasons."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="answers")
    code = models.CharField(max_length=60)  # of the leaf
    level = models.SmallIntegerField()
    explanation = models.TextField()
    answered_at = models.DateTimeField()
    answered_office = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "code"], name="one_answer_per_element"),
            models.CheckConstraint(condition=~Q(explanation=""), name="a_level_is_explained"),
        ]
