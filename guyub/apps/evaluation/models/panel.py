"""Panels of assessors, and who may not sit on which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.evaluation.models.cycle import Cycle


class PanelQuerySet(models.QuerySet["Panel"]):
    def visible_to(self, actor: Actor) -> PanelQuerySet:
        """All of them for the office; an assessor knows those that he sits on."""
        own = Q(members__officer=actor.pk, members__removed_at=None)
        return self if scope(actor, Right.RUN_EVALUATION) else self.filter(own)


class Panel(models.Model):
    """Three to five assessors who look at the same regions."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="panels")
    title = models.CharField(max_length=80)
    formed_at = models.DateTimeField()

    objects = PanelQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "title"], name="one_panel_per_title")]


class PanelMember(models.Model):
    """One assessor on one panel; `number` is how the others and the office's pages call him: "Assessor 1"."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    appointed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="one_assessor_per_number"),
            models.UniqueConstraint(
                fields=["panel", "officer"], condition=Q(removed_at=None), name="an_assessor_sits_once_on_a_panel"
            ),
        ]


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def visible_to(self, actor: Actor) -> ExclusionQuerySet:
        run = scope(actor, Right.RUN_EVALUATION)
        return self if run else self.filter(officer=actor.pk)

    def live(self) -> ExclusionQuerySet:
        return self.filter(ended_at=None)


class Exclusion(models.Model):
    """Conflict of interest: an assessor who must not see or judge a region, in any cycle."""

    class Kind(models.TextChoices):
        LIVES = "lives", _("lives there")
        WORKS = "works", _("works or worked there")
        TAUGHT = "taught", _("taught or advised there")
        FAMILY = "family", _("family in office there")
        OTHER = "other", _("another reason")

    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        "accounts.Officer", on_delete=models.PROTECT, related_name="+"
    )  # himself, or office
    ended_at = models.DateTimeField(null=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "area"], condition=Q(ended_at=None), name="one_live_exclusion_per_region"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_exclusion_has_a_reason"),
        ]
