"""When regions present themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.selection.models.invitation import Invitation
from guyub.apps.selection.models.round import Round


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, actor: Actor) -> SlotQuerySet:
        """Who may see the round may see when there is still room."""
        return self.filter(round__in=Round.objects.visible_to(actor).values("pk"))


class Slot(models.Model):
    """One presentation: a time in a room. Two rooms at one time are two slots. Taken by at most one region."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=120)  # a hall or a video room
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.PROTECT, related_name="slot")
    taken_at = models.DateTimeField(null=True)
    taken_office = models.CharField(max_length=200, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "starts_at", "room"], name="one_presentation_at_a_time_per_room"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_presentation_takes_time"),
            models.CheckConstraint(
                condition=Q(invitation=None, taken_at=None) | Q(invitation__isnull=False, taken_at__isnull=False),
                name="a_taken_slot_says_since_when",
            ),
        ]
