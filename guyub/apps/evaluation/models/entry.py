"""One region in one cycle, and what it was asked to mend."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.evaluation.models.cycle import Cycle
from guyub.apps.evaluation.models.panel import Exclusion, Panel, PanelMember


class EntryQuerySet(models.QuerySet["Entry"]):
    """Three kinds of readers, who see different things of an entry: each query says whom it is for."""

    def run_by(self, actor: Actor) -> EntryQuerySet:
        """For the office of the ministry."""
        return self.filter(scope(actor, Right.RUN_EVALUATION).where(area="cycle__area__code"))

    def assessed_by(self, actor: Actor) -> EntryQuerySet:
        """For an assessor: the regions of his panels, without those he is excluded from; read anew each time."""
        if not scope(actor, Right.ASSESS):
            return self.none()
        seat = PanelMember.objects.filter(panel=OuterRef("panel"), officer=actor.pk, removed_at=None)
        conflict = Exclusion.objects.live().filter(officer=actor.pk, area=OuterRef("area"))
        return self.filter(Exists(seat), ~Exists(conflict))

    def of_region(self, actor: Actor) -> EntryQuerySet:
        """For the officers of the region itself: never who assesses, never a score before it is published."""
        return self.filter(scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area="area__code"))

    def visible_to(self, actor: Actor) -> EntryQuerySet:
        """The ministry's side of an entry: the office and the unexcluded members of its panel."""
        office = Q(pk__in=Entry.objects.run_by(actor).values("pk"))
        return self.filter(office | Q(pk__in=Entry.objects.assessed_by(actor).values("pk")))


class Entry(models.Model):
    """
    A region's part in a cycle: expected, handed in, reviewed, corrected, settled, published. Its state is computed.

    package            what the region handed in; for the items asked back its answers come from `corrected_package`
    items              codes of what is to be scored, fixed when the review starts
    scores_opened_at   since when the members of the panel see each other's scores
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entries")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, null=True, on_delete=models.PROTECT, related_name="entries")
    package = models.ForeignKey("packages.Package", null=True, on_delete=models.PROTECT, related_name="+")
    corrected_package = models.ForeignKey("packages.Package", null=True, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=list)
    expected_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    review_started_at = models.DateTimeField(null=True)
    scores_opened_at = models.DateTimeField(null=True)
    correction_until = models.DateField(null=True)
    corrected_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "area"], name="one_entry_per_region_and_cycle"),
            models.CheckConstraint(
                condition=Q(review_started_at=None) | Q(package__isnull=False, panel__isnull=False),
                name="a_review_has_a_panel_and_a_package",
            ),
            models.CheckConstraint(
                condition=Q(scores_opened_at=None) | Q(review_started_at__isnull=False),
                name="scores_open_after_the_review_starts",
            ),
        ]


class Correction(models.Model):
    """One item asked back from the region, with what is to be mended."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    code = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "code"], name="an_item_is_asked_back_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="asking_back_says_what_to_mend"),
        ]
