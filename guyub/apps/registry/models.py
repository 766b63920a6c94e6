"""The builds of the registry: which releases they were made from, and how many rows found their person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope


class BuildQuerySet(models.QuerySet["Build"]):
    def visible_to(self, actor: Actor) -> BuildQuerySet:
        """What was joined and how well is known to everybody who works in the regency; persons are not."""
        return self.filter(scope(actor, Right.SEE_INDICATORS).regencies.where(area="area__code"))

    def live(self) -> BuildQuerySet:
        return self.filter(replaced_at=None)


class Build(models.Model):
    """
    One registry of an area as of a period: persons and households out of the releases that held then.

    Its files lie in the data plane under `digest`; they are never changed. A newer build replaces it, none is deleted.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)  # "2026-11": what it describes
    digest = models.CharField(max_length=16)  # of the releases, the period, the rules and the key
    rules = models.CharField(max_length=40)  # version of the rules by which rows become persons
    persons = models.PositiveBigIntegerField()
    persons_in_register = models.PositiveBigIntegerField()
    households = models.PositiveBigIntegerField()
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = BuildQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "period"], condition=Q(replaced_at=None), name="one_live_build_per_period"
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=F("persons_in_register")), name="the_register_is_part_of_the_persons"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("adopted_at")), name="build_replaced_after_adopted"
            ),
        ]


class Input(models.Model):
    """
    One release that went into a build, and what became of its rows.

    Dataset, agency and period are those of the release, which never change; kept here so that a trail is one query.
    """

    build = models.ForeignKey(Build, on_delete=models.PROTECT, related_name="inputs")
    release = models.ForeignKey("exchange.Release", on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=40)
    agency = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    register = models.PositiveBigIntegerField()  # rows of the register itself
    nik_exact = models.PositiveBigIntegerField()  # found their person by NIK, name and birth date
    no_nik = models.PositiveBigIntegerField()
    not_in_register = models.PositiveBigIntegerField()
    disagrees = models.PositiveBigIntegerField()  # the NIK is somebody else's

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["build", "release"], name="a_release_goes_into_a_build_once"),
            models.CheckConstraint(
                condition=Q(rows=F("register") + F("nik_exact") + F("no_nik") + F("not_in_register") + F("disagrees")),
                name="no_row_of_a_release_is_lost",
            ),
        ]
