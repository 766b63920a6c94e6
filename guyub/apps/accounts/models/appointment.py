"""Who held which office, from a day to a day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from guyub.apps.areas.models import Office
from guyub.apps.areas.rights import Actor, Right


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, actor: Actor) -> AppointmentQuerySet:
        """Who holds an office is known to everyone who works in the regency, and to the officer himself."""
        scope = actor.scope(Right.SEE_AREAS).regencies
        return self.filter(scope.where(area="office__area__code") | Q(officer_id=actor.pk))

    def held_on(self, day: date) -> AppointmentQuerySet:
        """Held on this day, in an office that was not closed by then."""
        return self.filter(
            Q(end_on=None) | Q(end_on__gt=day),
            Q(office__closed_on=None) | Q(office__closed_on__gt=day),
            start_on__lte=day,
        )


class Appointment(models.Model):
    """
    One officer holds one seat of an office from `start_on` until the day before `end_on`.

    Rights follow from it day by day. What was promised in the office stays with the office.
    """

    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="appointments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    seat = models.PositiveSmallIntegerField(default=1)  # 1 up to the office's seats
    start_on = models.DateField()
    end_on = models.DateField(null=True)  # the first day on which it is no longer held
    decree = models.CharField(max_length=200, blank=True)  # the letter of appointment (SK)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "seat"], condition=Q(end_on=None), name="one_holder_at_a_time_per_seat"
            ),
            models.UniqueConstraint(
                fields=["officer", "office"], condition=Q(end_on=None), name="an_officer_holds_an_office_once"
            ),
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gte=F("start_on")), name="appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="seats_count_from_one"),
        ]
