"""Lists of people whom a service should reach, proposed from a build, and who opened them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guyub.apps.accounts.permissions import Actor, Right, scope


class ProactiveListQuerySet(models.QuerySet["ProactiveList"]):
    def visible_to(self, actor: Actor) -> ProactiveListQuerySet:
        """That a list exists and how long it is: for those who may open part of it, and for those who watch over it."""
        opens = scope(actor, Right.OPEN_LIST)
        whole = Q(pk__in=[])
        for grant in opens.grants:
            # An agency opens the lists that are meant for it; a village opens its own part of every list.
            mine = Q(area_id=".".join(grant.area.split(".")[:2]))
            whole |= mine if grant.agency_id is None else mine & Q(openers__agency_id=grant.agency_id)
        watches = scope(actor, Right.READ_LEDGER).where(area="area__code")
        return self.filter(whole | watches).distinct()

    def live(self) -> ProactiveListQuerySet:
        return self.filter(replaced_at=None)


class ProactiveList(models.Model):
    """
    The people of one build for whom one list's condition holds. Their names stay in the data plane.

    A proposal: an officer decides who is entitled, after looking.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)  # as in content/services/lists.yaml
    version = models.PositiveSmallIntegerField()  # of the condition
    digest = models.CharField(max_length=64)  # of the list's content
    build = models.ForeignKey("registry.Build", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    people = models.PositiveIntegerField()
    proposed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = ProactiveListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "key"], condition=Q(replaced_at=None), name="one_live_list_per_key")
        ]


class Opener(models.Model):
    """An agency for whose work the list is meant."""

    list = models.ForeignKey(ProactiveList, on_delete=models.PROTECT, related_name="openers")
    agency = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "agency"], name="an_agency_opens_a_list_once")]


class Portion(models.Model):
    """How many of the list live in one village and go to one school: what the page counts, without a name."""

    list = models.ForeignKey(ProactiveList, on_delete=models.PROTECT, related_name="portions")
    village_code = models.CharField(max_length=13)  # "" where the village is not known
    school_code = models.CharField(max_length=20)
    school_name = models.CharField(max_length=200)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "village_code", "school_code"], name="one_portion_per_school"),
            models.CheckConstraint(condition=Q(people__gte=1), name="a_portion_holds_somebody"),
        ]


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, actor: Actor) -> OpeningQuerySet:
        return self.filter(officer_id=actor.pk)


class Opening(models.Model):
    """One officer's leave to see the names of one part of a list for a while, given for a purpose."""

    list = models.ForeignKey(ProactiveList, on_delete=models.PROTECT, related_name="openings")
    officer = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("opened_at")), name="an_opening_lasts_a_while")
        ]
