"""What comes out: remarks, the published result, objections to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.evaluation.models.entry import Entry


class Remark(models.Model):
    """A strength, a weakness or a recommendation that the panel writes into the results letter."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        WEAKNESS = "weakness", _("weakness")
        RECOMMENDATION = "recommendation", _("recommendation")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=14, choices=Kind)
    code = models.CharField(max_length=60, blank=True)  # of the part; empty: the whole
    text = models.TextField()
    due_on = models.DateField(null=True)  # of a recommendation
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, actor: Actor) -> ResultQuerySet:
        """For the office, the unexcluded members of the panel and the region; whoever compares sees no letter."""
        ministry = Q(entry__in=Entry.objects.visible_to(actor).values("pk"))
        return self.filter(ministry | Q(entry__in=Entry.objects.of_region(actor).values("pk")))


class Result(models.Model):
    """
    What was published for an entry, with all its letter says. Never changed; an accepted objection leads to the next.

    parts    code -> value as text, of the root and the parts below it, unrounded but for six digits
    settled  code -> level or number as text
    letter   what the letter shows: rows of the table, strengths, weaknesses, recommendations, earlier score
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="results")
    number = models.CharField(max_length=120)  # of the letter
    dated_on = models.DateField()
    signatory = models.CharField(max_length=200)  # the office that signs
    total = models.DecimalField(max_digits=12, decimal_places=6)
    grade = models.CharField(max_length=40, blank=True)
    parts = models.JSONField()
    settled = models.JSONField()
    letter = models.JSONField()
    published_at = models.DateTimeField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(replaced_at=None), name="one_live_result_per_entry"),
            models.UniqueConstraint(fields=["number"], name="one_result_per_letter"),
        ]


class Objection(models.Model):
    """What a region objects to in its result, one item each, and the panel's answer."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("granted")
        REJECTED = "rejected", _("rejected")

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="objections")
    code = models.CharField(max_length=60)
    reason = models.TextField()
    filed_at = models.DateTimeField()
    filed_office = models.CharField(max_length=200)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "code"], name="one_objection_per_item_and_result"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & ~Q(answer_reason="") & Q(answered_at__isnull=False)),
                name="an_answer_has_a_reason",
            ),
        ]
