"""An assessment of an area by one instrument for one year: its items, what is said of them, its scores over time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.models.instrument import Instrument, seen_by


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def open(self) -> AssessmentQuerySet:
        return self.filter(closed_at=None)


class Assessment(models.Model):
    """
    One area, one instrument, one year. Open, it may be answered; closed, nothing of it changes any more.

    weight_set    a code of the instrument; empty: the weights of its tree
    official_…    what the ministry (or another assessor) said of the same year: kept beside the computed score, never
                  merged with it
    """

    class Kind(models.TextChoices):
        OWN = "own", _("self-assessment")
        EARLIER = (
            "earlier",
            _("an earlier year, scored again"),
        )  # only its known answers and evidence, under a new instrument

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.OWN)
    weight_set = models.SlugField(max_length=40, blank=True)
    due_on = models.DateField(null=True)  # by when the ministry wants it
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    official_score = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    official_source = models.CharField(max_length=300, blank=True)  # the letter, with number and date
    official_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "instrument", "year", "kind"], name="one_assessment_per_year"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="assessment_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(official_score=None, official_at=None)
                | (Q(official_score__isnull=False, official_at__isnull=False) & ~Q(official_source="")),
                name="an_official_score_names_its_source",
            ),
        ]


class Item(models.Model):
    """
    One leaf of the instrument in one assessment: who answers it, what they say of themselves.

    A level claimed counts only as far as evidence for it is accepted; a number counts as it stands. What an indicator
    answers is never typed: `indicator_period` is set and `number` is its value at that time.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=60)  # of the leaf; "I16#2" for the second thing of a repeated part
    order = models.PositiveSmallIntegerField()  # as in the instrument
    agency = models.ForeignKey("areas.Agency", null=True, on_delete=models.PROTECT, related_name="+")  # who answers
    claimed_level = models.SmallIntegerField(null=True)  # what the agency says of itself
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)  # 1 and 0 for yes and no
    indicator_period = models.CharField(max_length=7, blank=True)
    explanation = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_office = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "code"], name="one_item_per_leaf")]


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> CommentQuerySet:
        return self.filter(seen_by(actor, area="item__assessment__area__code"))


class Comment(models.Model):
    """What officers say to each other about an item; a mention asks somebody."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    mentions = models.ManyToManyField("accounts.Officer", related_name="+")
    written_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()


class Score(models.Model):
    """What an assessment came to on a day, kept when it changes: the line that its page draws."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    computed_at = models.DateTimeField()
    total = models.DecimalField(max_digits=12, decimal_places=6, null=True)  # unrounded but for these digits
    grade = models.CharField(max_length=40, blank=True)
    parts = models.JSONField()  # code -> value as text, for the parts below the root
    answered = models.PositiveSmallIntegerField()
    items = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["assessment", "-computed_at"], name="scores_newest_first")]
