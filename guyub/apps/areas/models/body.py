"""Bodies of the smart-city programme: council, teams, coordinators, forum. Members are offices, not persons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.areas.models.area import Area
from guyub.apps.areas.models.office import Office
from guyub.apps.areas.rights import Actor, Right


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, actor: Actor) -> BodyQuerySet:
        return self.filter(actor.scope(Right.SEE_AREAS).regencies.where(area="area__code"))


class Body(models.Model):
    """One body of an area, set up by a decree."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("smart-city council")
        IMPLEMENTING_TEAM = "implementing_team", _("implementing team")
        TECHNICAL_TEAM = "technical_team", _("technical team")
        DIMENSION_COORDINATORS = "dimension_coordinators", _("dimension coordinators")
        FORUM = "forum", _("smart-city forum")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=22, choices=Kind)
    name = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=200)
    set_up_on = models.DateField()
    dissolved_on = models.DateField(null=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind"], condition=Q(dissolved_on=None), name="one_live_body_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("set_up_on")), name="body_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """One seat in a body: an office of the area, or a party outside government (academia, business, community)."""

    class Seat(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members")
    seat = models.CharField(max_length=9, choices=Seat)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="body_seats")
    party = models.CharField(max_length=200, blank=True)  # outside government: "Universitas …"; empty for an office
    dimension = models.CharField(max_length=60, blank=True)  # of a dimension coordinator, as the decree calls it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(office=None) & ~Q(party="")) | Q(office__isnull=False, party=""),
                name="a_member_is_an_office_or_a_party",
            ),
            models.UniqueConstraint(fields=["body", "office", "dimension"], name="one_seat_per_office_and_dimension"),
            models.UniqueConstraint(fields=["body"], condition=Q(seat="chair"), name="one_chair_per_body"),
        ]
