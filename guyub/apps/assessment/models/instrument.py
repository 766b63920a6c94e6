"""Instruments as an area adopted them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def seen_by(actor: Actor, *, area: str) -> Q:
    """
    Answers and evidence name offices and no resident: whoever works in a regency may read its assessments.

    area  lookup of the area's code, "assessment__area__code"
    """
    return scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area=area)


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, actor: Actor) -> InstrumentQuerySet:
        """The area's own instruments, for its officers and for who manages instruments there."""
        managed = scope(actor, Right.MANAGE_INSTRUMENTS).where(area="area__code")
        return self.filter(seen_by(actor, area="area__code") | managed)

    def live(self) -> InstrumentQuerySet:
        return self.filter(replaced_at=None)


class Instrument(models.Model):
    """
    One version of an instrument as an area (a regency, or the nation for the ministry) adopted it.

    Its text is kept, so that an old score is explained by the instrument of its day.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)  # "spbe-59-2020", as in content/instruments
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    text = models.TextField()  # the YAML as adopted
    file_name = models.CharField(max_length=120, blank=True)  # of an upload; empty: delivered with Guyub
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "code", "version"], name="one_text_per_instrument_version"),
            models.UniqueConstraint(
                fields=["area", "code"], condition=Q(replaced_at=None), name="one_live_version_per_instrument"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("adopted_at")),
                name="instrument_replaced_after_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
