"""Offices: the seats of the structure. A person holds one for a while (accounts); what was promised stays with it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.areas.models.agency import Agency
from guyub.apps.areas.models.area import Area
from guyub.apps.areas.rights import Actor, Right


class Role(models.TextChoices):
    """What kind of office it is; what it may do stands in the matrix of accounts."""

    REGENT = "regent", _("regent or mayor")
    VICE_REGENT = "vice_regent", _("vice regent or deputy mayor")
    REGIONAL_SECRETARY = "regional_secretary", _("regional secretary")
    ASSISTANT = "assistant", _("assistant to the regional secretary")
    OPD_HEAD = "opd_head", _("head of an agency")
    OPD_SECRETARY = "opd_secretary", _("secretary of an agency")
    PROGRAMME_PIC = "programme_pic", _("person in charge of a programme")
    OPD_OPERATOR = "opd_operator", _("operator of an agency")
    DATA_CUSTODIAN = "data_custodian", _("data custodian")
    DATA_PRODUCER = "data_producer", _("data producer")
    PLANNING_OFFICE = "planning_office", _("planning office")
    SMART_CITY_OFFICE = "smart_city_office", _("smart-city secretariat")
    CAMAT = "camat", _("district head")
    VILLAGE_HEAD = "village_head", _("village head")
    VILLAGE_OPERATOR = "village_operator", _("village operator")
    MENTOR = "mentor", _("mentor from the ministry")
    EVALUATOR = "evaluator", _("evaluator from the ministry")
    EVALUATION_OFFICE = "evaluation_office", _("evaluation office of the ministry")
    INSPECTOR = "inspector", _("inspectorate")
    DPO = "dpo", _("data protection officer")
    SYSTEM = "system", _("Guyub itself")


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, actor: Actor) -> OfficeQuerySet:
        return self.filter(actor.scope(Right.SEE_AREAS).regencies.where(area="area__code"))

    def open(self) -> OfficeQuerySet:
        return self.filter(closed_on=None)


class Office(models.Model):
    """
    One office: its title, its kind, and the area (and agency) it acts for.

    area    the regency; the district of a camat, the village of a village operator: its reach goes down, never up
    agency  for the offices of an agency
    seats   how many officers may hold it at once; 1 for nearly all
    """

    title = models.CharField(max_length=200)  # "Kepala Dinas Kesehatan"
    role = models.CharField(max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="offices")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="offices")
    seats = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "title"], condition=Q(closed_on=None), name="one_open_office_per_title"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="an_office_has_a_seat"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="office_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title
