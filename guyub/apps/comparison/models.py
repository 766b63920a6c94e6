"""What regions came to, year by year, and what puts a region beside others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def own(actor: Actor, *, area: str) -> Q:
    """Regions whose whole standing the actor may see: the own regency, or for the ministry every region."""
    return scope(actor, Right.SEE_COMPARISON).regencies.where(area=area)


class StandingQuerySet(models.QuerySet["Standing"]):
    def visible_to(self, actor: Actor) -> StandingQuerySet:
        """Rows of which everything may be seen: computed and unpublished scores too."""
        return self.filter(own(actor, area="area__code"))

    def published(self) -> StandingQuerySet:
        """Rows whose official score everybody who compares may see. Only the official half of them."""
        return self.exclude(published_at=None)


class Standing(models.Model):
    """
    What one region came to by one instrument in one year: the official score beside the computed one, never merged.

    official_…   what the ministry (or who else publishes the instrument) said
    published_at when the ministry published it: only then may other regions see it; None: the region's own note
    computed_…   what Guyub computed from a package's answers
    …_parts      code of a part of the instrument -> value as text
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    instrument_code = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField()
    instrument_version = models.PositiveSmallIntegerField(null=True)  # None: history whose version nobody wrote down
    weight_set = models.SlugField(max_length=40, blank=True)  # empty: the weights of the instrument's tree
    official = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    official_parts = models.JSONField(default=dict)
    official_source = models.CharField(max_length=300, blank=True)  # the letter, with number and date
    published_at = models.DateTimeField(null=True)
    computed = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    computed_parts = models.JSONField(default=dict)
    computed_source = models.CharField(max_length=300, blank=True)  # the package, by its fingerprint
    changed_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "instrument_code", "year"], name="one_standing_per_year"),
            models.CheckConstraint(
                condition=Q(official=None) | ~Q(official_source=""), name="an_official_standing_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(official__isnull=False), name="only_official_standings_are_published"
            ),
            models.CheckConstraint(
                condition=Q(computed=None) | ~Q(computed_source=""), name="a_computed_standing_names_its_source"
            ),
        ]
        indexes = [models.Index(fields=["instrument_code", "year"], name="standings_of_a_year")]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, actor: Actor) -> ParticipantQuerySet:
        """Since when a region is guided and how many people it has is public; only those who compare ask for it."""
        return self if scope(actor, Right.SEE_COMPARISON) else self.none()


class Participant(models.Model):
    """What puts a region beside others: the year since which it is guided, and how many people live there."""

    area = models.OneToOneField("areas.Area", primary_key=True, on_delete=models.PROTECT, related_name="+")
    cohort = models.PositiveSmallIntegerField(null=True)  # the year in which the programme took the region in
    population = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(population=None) | ~Q(source=""), name="a_population_names_its_source"),
        ]
