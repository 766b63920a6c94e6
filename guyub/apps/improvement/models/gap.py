"""Which programme closes which gap."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.improvement.models.plan import seen_by


class GapLinkQuerySet(models.QuerySet["GapLink"]):
    def visible_to(self, actor: Actor) -> GapLinkQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def live(self) -> GapLinkQuerySet:
        return self.filter(withdrawn_at=None)


class GapLink(models.Model):
    """
    A programme that is to close the gap of one leaf of an instrument, whatever the year.

    note  what the programme delivers for it: "Perbup arsitektur, triwulan II"
    name  of the programme when it was linked: a later masterplan may not have it any more
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    instrument = models.SlugField(max_length=60)  # the code: a new version keeps its leaves' links
    code = models.CharField(max_length=60)  # of the leaf
    programme = models.ForeignKey("masterplan.Programme", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    linked_at = models.DateTimeField()
    linked_office = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    objects = GapLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "instrument", "code", "programme"],
                condition=Q(withdrawn_at=None),
                name="a_programme_is_linked_to_a_gap_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("linked_at")), name="a_link_ends_after_it_begins"
            ),
        ]
