"""Surveys of residents: what is asked about, whom to ask, and answers that carry no name."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor, Right, scope


def seen_by(actor: Actor, *, area: str) -> Q:
    """Numbers of respondents and means of answers, never one answer: for whoever works in the regency."""
    return scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area=area)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, actor: Actor) -> SurveyQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def open(self) -> SurveyQuerySet:
        return self.filter(closed_at=None)


class Survey(models.Model):
    """
    One round of asking residents in an area.

    seed                what the sample was drawn with: drawn again, it is the same
    population_source   where the residents per village were taken from: "registry 2026-11"; "" nowhere
    """

    class Kind(models.TextChoices):
        IMPACT = "impact", _("impact of programmes")
        SATISFACTION = "satisfaction", _("satisfaction with services")

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    seed = models.PositiveIntegerField()
    smallest = models.PositiveSmallIntegerField()  # respondents in a village that is drawn
    residents = models.PositiveIntegerField()  # of the area; 0: not known
    population_source = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "year"], condition=Q(closed_at=None), name="one_open_survey_per_kind_and_year"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="survey_closes_after_it_opens"
            ),
        ]


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, actor: Actor) -> TopicQuerySet:
        return self.filter(seen_by(actor, area="survey__area__code"))


class Topic(models.Model):
    """One thing that residents are asked about: a programme of the masterplan, or a service."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="topics")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    programme = models.ForeignKey("masterplan.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=10, blank=True)  # of the programme, when the survey was opened
    agency = models.ForeignKey("areas.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    respondents = models.PositiveSmallIntegerField()  # wanted

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "order"], name="topics_have_an_order"),
            models.CheckConstraint(condition=Q(respondents__gte=1), name="a_topic_asks_somebody"),
        ]


class Quota(models.Model):
    """How many respondents one village should give for one topic."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="quotas")
    village = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    residents = models.PositiveIntegerField()
    respondents = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "village"], name="one_quota_per_village")]


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, actor: Actor) -> ResponseQuerySet:
        return self.filter(seen_by(actor, area="topic__survey__area__code"))


class Response(models.Model):
    """
    One resident's answers about one topic. Whose they are is not known: no name, no number, no day of birth.

    answers  one number per question, in the questionnaire's order
    token    made with the form, so that pressing twice records once
    """

    class Sex(models.TextChoices):
        FEMALE = "f", _("woman")
        MALE = "m", _("man")

    class Age(models.TextChoices):
        YOUNG = "17-29", _("17–29 years")
        MIDDLE = "30-44", _("30–44 years")
        OLDER = "45-59", _("45–59 years")
        OLD = "60+", _("60 years and older")

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="responses")
    village = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=1, choices=Sex)
    age = models.CharField(max_length=5, choices=Age)
    answers = models.JSONField()
    token = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_office = models.CharField(max_length=200)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "token"], name="a_response_is_recorded_once")]
        indexes = [models.Index(fields=["topic", "village"], name="responses_by_village")]
