"""Programmes and the money planned for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.masterplan.models.masterplan import Masterplan, ProgrammeSheet, seen_by


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: Actor) -> ProgrammeQuerySet:
        return self.filter(seen_by(actor, area="masterplan__area__code"))


class Programme(models.Model):
    """One programme of a masterplan: what it is for, who answers for it, when, and where the row came from."""

    class Horizon(models.TextChoices):
        QUICK_WIN = "quick_win", _("quick win")
        SHORT = "short", _("short term")
        MEDIUM = "medium", _("medium term")
        LONG = "long", _("long term")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        TRIAL = "trial", _("on trial")
        RUNNING = "running", _("running")
        SUSPENDED = "suspended", _("suspended")
        REPLACED = "replaced", _("replaced")
        FINISHED = "finished", _("finished")

    class SourceKind(models.TextChoices):
        REAL = "real", _("real, with its source")
        EXAMPLE = "example", _("example")
        PROPOSED = "proposed", _("proposed")

    masterplan = models.ForeignKey(Masterplan, on_delete=models.PROTECT, related_name="programmes")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)  # the local brand name: "SMARD"
    meaning = models.CharField(max_length=300, blank=True)  # its expansion: "Sistem Manajemen Administrasi Desa"
    dimension = models.CharField(max_length=10)  # codes of the masterplan's framework
    sub_dimension = models.CharField(max_length=10, blank=True)
    lead_agency = models.ForeignKey("areas.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    supporting_agencies = models.ManyToManyField("areas.Agency", related_name="+")
    pic_office = models.CharField(max_length=200, blank=True)  # an office, never a person: officers change
    problem = models.TextField(blank=True)
    description = models.TextField(blank=True)
    target_group = models.TextField(blank=True)
    output = models.TextField(blank=True)
    horizon = models.CharField(max_length=9, choices=Horizon, blank=True)  # "": nobody has said
    year_start = models.PositiveSmallIntegerField(null=True)
    year_end = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=9, choices=Status)
    source_kind = models.CharField(max_length=8, choices=SourceKind)
    source = models.CharField(max_length=300, blank=True)
    sheet = models.ForeignKey(ProgrammeSheet, null=True, on_delete=models.PROTECT, related_name="programmes")
    sheet_line = models.PositiveIntegerField(null=True)  # as the spreadsheet program counts, from 1

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["masterplan", "code"], name="one_programme_per_code"),
            models.CheckConstraint(
                condition=Q(year_start=None) | Q(year_end=None) | Q(year_end__gte=F("year_start")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(source_kind="real") | ~Q(source=""), name="real_programmes_name_their_source"
            ),
            models.CheckConstraint(
                condition=Q(sheet=None, sheet_line=None) | Q(sheet__isnull=False, sheet_line__isnull=False),
                name="a_sheet_has_a_line",
            ),
        ]
        indexes = [models.Index(fields=["masterplan", "dimension", "name"], name="programmes_by_dimension")]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """Money planned for a programme in a year from one fund source, in whole rupiah."""

    class FundSource(models.TextChoices):
        APBD = "apbd", "APBD"
        PROVINCE = "province", _("provincial budget")
        APBN = "apbn", "APBN"
        DAK = "dak", "DAK"
        VILLAGE_FUND = "village_fund", _("village fund")
        CSR = "csr", "CSR"
        PPP = "ppp", "KPBU"
        OTHER = "other", _("other source")
        UNSTATED = "unstated", _("source not stated")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budget_lines")
    year = models.PositiveSmallIntegerField()
    fund_source = models.CharField(max_length=12, choices=FundSource)
    amount_rupiah = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "fund_source"], name="one_amount_per_year_and_fund"),
            models.CheckConstraint(condition=Q(amount_rupiah__gte=0), name="amounts_are_not_negative"),
        ]
