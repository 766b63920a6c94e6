"""Officers: the people who sign in. What they may follows from the offices they hold today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from guyub.apps.accounts.matrix import MATRIX, Reach
from guyub.apps.areas.models import Area, Role
from guyub.apps.areas.rights import Actor, Grant, Right, Scope


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office held today; `agency_ids` are its agency and the ended ones whose work that agency carries on."""

    office_id: int
    title: str
    role: str
    area: str
    agency_ids: frozenset[int]

    def grants(self, right: Right) -> frozenset[Grant]:
        reach = MATRIX[Role(self.role)].get(right)
        if reach is None:
            return frozenset()
        if reach is Reach.AREA:
            return frozenset({Grant(self.area)})
        return frozenset(Grant(self.area, agency_id) for agency_id in self.agency_ids)


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, actor: Actor) -> OfficerQuerySet:
        """The officers registered in the areas whose officers the actor manages, and the actor."""
        return self.filter(actor.scope(Right.MANAGE_OFFICERS).where(area="area__code") | Q(pk=actor.pk))


class OfficerManager(BaseUserManager.from_queryset(OfficerQuerySet)):  # type: ignore[misc]
    """Look-up by username, as Django's sign-in expects; no `create_superuser`: nobody stands above the matrix."""


class Officer(AbstractBaseUser):
    """
    One person who signs in. No NIK and no rank: only what signing in and showing who acted takes.

    The offices held today, and so every scope, are read once per instance, that is once per request.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="officers")  # where he is registered
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = OfficerManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_officer_per_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.username

    @cached_property
    def held_offices(self) -> tuple[HeldOffice, ...]:
        """The offices held today, first appointed first: one query, once per instance."""
        if not self.is_active:
            return ()
        appointments = self.appointments.held_on(timezone.localdate()).order_by("start_on", "pk")
        held: dict[int, HeldOffice] = {}
        fields = ("office_id", "office__title", "office__role", "office__area_id", "office__agency_id")
        for *office, agency_id, carried in appointments.values_list(*fields, "office__agency__carries_on"):
            ids = {number for number in (agency_id, carried) if number is not None}
            known = held.get(office[0])
            held[office[0]] = HeldOffice(*office, agency_ids=frozenset(ids | (known.agency_ids if known else set())))
        return tuple(held.values())

    @property
    def acting_as(self) -> str:
        """The title of the office in which the officer acts, as it is called now; the name if no office is held."""
        return self.held_offices[0].title if self.held_offices else self.name

    def scope(self, right: Right) -> Scope:
        """Where the officer has this right today. No query of its own after `held_offices` was read."""
        return Scope(frozenset().union(*(office.grants(right) for office in self.held_offices)))


def system_username(area: str) -> str:
    """The username of the officer as whom steps without a person act in an area; nobody can sign in with it."""
    return f"guyub.{area}"
