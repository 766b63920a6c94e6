"""Agencies (perangkat daerah) of a regency, and how they became what they are."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.areas.models.area import Area
from guyub.apps.areas.rights import Actor, Right


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, actor: Actor) -> AgencyQuerySet:
        return self.filter(actor.scope(Right.SEE_AREAS).regencies.where(area="area__code"))

    def valid_on(self, day: date) -> AgencyQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Agency(models.Model):
    """
    One agency of a regency as it is called from `valid_from` until `valid_until`.

    A merged, split or renamed agency is a new row; the old one keeps its submissions and its history.
    """

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat", _("secretariat")
        COUNCIL_SECRETARIAT = "council_secretariat", _("secretariat of the regional council")
        INSPECTORATE = "inspectorate", _("inspectorate")
        BOARD = "board", _("board")
        SERVICE = "service", _("service")
        DISTRICT_OFFICE = "district_office", _("district office")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="agencies")  # the regency: the tenant
    district = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")  # of a district office
    name = models.CharField(max_length=200)  # as the regency calls it
    abbreviation = models.CharField(max_length=40)  # as the regency abbreviates it: Dinkominfo here, Diskominfo there
    code = models.CharField(max_length=22)  # national nomenclature code, "2.16.2.20.2.21.01.0000"
    kind = models.CharField(max_length=20, choices=Kind)
    duty = models.CharField(max_length=200, blank=True)  # what people turn to it for
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the first day on which it no longer exists
    # Who carries its work on today, however many changes later; null while it exists, and when it was dissolved.
    carried_on_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carries_on")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "abbreviation"], condition=Q(valid_until=None), name="one_live_agency_per_abbreviation"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="agency_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(carried_on_by=None) | Q(valid_until__isnull=False),
                name="only_ended_agencies_are_carried_on",
            ),
            models.CheckConstraint(
                condition=Q(kind="district_office", district__isnull=False)
                | (~Q(kind="district_office") & Q(district=None)),
                name="district_offices_have_a_district",
            ),
        ]

    def __str__(self) -> str:
        return self.abbreviation

    @property
    def functions(self) -> tuple[str, ...]:
        """The national government functions it carries: ("2.16", "2.20", "2.21") of "2.16.2.20.2.21.01.0000"."""
        parts = self.code.split(".")
        pairs = (f"{parts[place]}.{parts[place + 1]}" for place in (0, 2, 4))
        return tuple(pair for pair in pairs if pair != "0.00")


class AgencyChange(models.Model):
    """One agency became another on a day, by a regulation. A merge of three is three rows to one successor."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        RENAME = "rename", _("renamed")
        RETIRE = "retire", _("dissolved")

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="later_changes")
    successor = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="earlier_changes")
    kind = models.CharField(max_length=6, choices=Kind)
    on = models.DateField()
    legal_basis = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_change_per_pair"),
            models.CheckConstraint(
                condition=Q(kind="retire", successor=None) | (~Q(kind="retire") & Q(successor__isnull=False)),
                name="only_dissolved_agencies_have_no_successor",
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="an_agency_does_not_follow_itself"),
        ]
