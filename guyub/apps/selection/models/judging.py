"""Who looks at a region, which levels they found, and what was decided with which reasons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.selection.models.invitation import Invitation


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, actor: Actor) -> AssignmentQuerySet:
        """Who assesses whom is known to the office, and to each assessor of himself; never to the region."""
        return self.filter(
            scope(actor, Right.RUN_EVALUATION).where(area="invitation__round__area__code") | Q(officer=actor.pk)
        )


class Assignment(models.Model):
    """One region given to one assessor. Ended with a reason: a conflict of interest, a change of hands."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "officer"], name="a_region_is_given_to_an_assessor_once"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(reason=""), name="who_hands_back_says_why"),
        ]


class Confirmation(models.Model):
    """The level that one assessor finds in one element: the region's own, or another with a note."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="confirmations")
    code = models.CharField(max_length=60)
    level = models.SmallIntegerField()
    note = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "code"], name="one_confirmation_per_element")]


class Choice(models.Model):
    """What was decided about a region, why, and on which score."""

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", _("chosen")
        RESERVE = "reserve", _("on the reserve list")
        NOT_NOW = "not_now", _("not this time")

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="choice")
    outcome = models.CharField(max_length=7, choices=Outcome)
    reason = models.TextField()
    score = models.DecimalField(max_digits=12, decimal_places=6, null=True)  # as confirmed on that day
    decided_at = models.DateTimeField()
    decided_office = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_choice_has_a_reason")]
