"""The plan of an area, and the spreadsheets its programmes were read from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def seen_by(actor: Actor, *, area: str) -> Q:
    """
    The plan of a regency may be read by all who hold an office in it, a village's too: it names no resident.

    area  lookup of the area's code, "masterplan__area__code"
    """
    return scope(actor, Right.SEE_PROGRAMMES).regencies.where(area=area)


class MasterplanQuerySet(models.QuerySet["Masterplan"]):
    def visible_to(self, actor: Actor) -> MasterplanQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def in_force(self, year: int) -> MasterplanQuerySet:
        return self.filter(year_start__lte=year, year_end__gte=year)


class Masterplan(models.Model):
    """One masterplan of an area, on one framework. A regency may have several: an old one and its successor."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    framework = models.SlugField(
        max_length=40
    )  # a code of content/frameworks; the plan keeps it when a newer one comes
    title = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200, blank=True)  # the regent's regulation that adopted it, if it has one
    year_start = models.PositiveSmallIntegerField()
    year_end = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    objects = MasterplanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "title"], name="one_masterplan_per_title"),
            models.CheckConstraint(condition=Q(year_end__gte=F("year_start")), name="masterplan_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeSheet(models.Model):
    """
    One spreadsheet whose programmes were taken in. The file itself lies in the area's directory, under its digest.

    findings  what could not be taken, as the sheet reader tells it: line, column, code, severity, written, expected
    """

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="sheets")
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    rows_in = models.PositiveIntegerField()
    rows_entered = models.PositiveIntegerField()
    rows_held = models.PositiveIntegerField()
    created = models.PositiveIntegerField()  # programmes that were new
    changed = models.PositiveIntegerField()  # programmes that were known and said something else
    findings = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_in=F("rows_entered") + F("rows_held")), name="sheet_rows_entered_or_held"
            ),
        ]
        indexes = [models.Index(fields=["masterplan", "-imported_at"], name="sheets_newest_first")]
