"""What assessors do with an entry: blind scores, notes, and what the panel settled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.evaluation.models.entry import Entry


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """A sheet is its assessor's alone; what the panel sees of it later is read with the entry."""
        return self.filter(officer=actor.pk)


class Review(models.Model):
    """
    One assessor's sheet of one entry. Nobody else sees it before the entry's scores are opened.

    number        of the member on the panel, kept: "Assessor 1"
    set_aside_at  since an exclusion: its scores no longer count
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="reviews")
    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "officer"], name="one_review_per_assessor")]


class ItemScore(models.Model):
    """An assessor's own view of one item: a level, or a number where the item asks for one."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scores")
    code = models.CharField(max_length=60)
    level = models.SmallIntegerField(null=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    note = models.TextField(blank=True)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="one_score_per_item_and_assessor"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(number=None), name="an_assessor_gives_a_level_or_a_number"
            ),
        ]


class Note(models.Model):
    """What an interview or a visit showed about a part, and the level it leads its writer to propose."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        VISIT = "visit", _("field visit")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notes")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=9, choices=Kind)
    held_on = models.DateField()
    code = models.CharField(max_length=60, blank=True)  # of a part or an item; empty: the whole
    text = models.TextField()
    level = models.SmallIntegerField(null=True)  # proposed
    written_at = models.DateTimeField()


class Settlement(models.Model):
    """The level or number of an item that the panel stands by, and how it came about. A changed one is a new row."""

    class Way(models.TextChoices):
        AGREED = "agreed", _("all agreed")
        MEDIAN = "median", _("median")
        DISCUSSION = "discussion", _("panel discussion")
        OBJECTION = "objection", _("objection accepted")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="settlements")
    code = models.CharField(max_length=60)
    level = models.SmallIntegerField(null=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    way = models.CharField(max_length=10, choices=Way)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "code"], condition=Q(replaced_at=None), name="one_live_settlement_per_item"
            ),
            models.CheckConstraint(
                condition=~Q(way__in=["discussion", "objection"]) | ~Q(reason=""),
                name="a_discussion_is_settled_with_a_reason",
            ),
        ]
