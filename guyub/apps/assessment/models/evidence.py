"""Evidence: kept once when the work is done, used by as many items of as many instruments as ask for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.models.assessment import Item
from guyub.apps.assessment.models.instrument import seen_by


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def live(self) -> EvidenceQuerySet:
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """One thing that proves something: a decree, minutes, a release. Its files are its versions."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        DECREE = "decree", _("decree or regulation")
        RELEASE = "release", _("release of data")
        LETTER = "letter", _("signed letter")
        INDICATOR = "indicator", _("indicator value")
        MINUTES = "minutes", _("minutes of a meeting")
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document")
        LINK = "link", _("address of a page")
        SURVEY = "survey", _("survey result")

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("areas.Agency", null=True, on_delete=models.PROTECT, related_name="+")  # whose it is
    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=120, blank=True)  # of a decree or letter: "Perbup 12/2026"
    dated_on = models.DateField()  # of the work itself, not of the upload
    valid_until = models.DateField(null=True)  # the last day on which it counts; None: as long as it stands
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("dated_on")), name="evidence_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["area", "-dated_on"], name="evidence_newest_first")]


class EvidenceVersion(models.Model):
    """
    What the evidence was at one time: a file by its hash, or a release, an indicator's value or an address.

    Never changed; a better file is the next version, and is looked at again.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the file, or of the canonical JSON of `facts`
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    # release: {release, dataset, period, digest}; indicator: {code, period, value, unit, build}; link: {address}
    facts = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)  # what changed
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="one_text_per_evidence_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        ]


class Attachment(models.Model):
    """One evidence held against one requirement of one item: where it stands with who verifies it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_PROGRESS = "in_progress", _("waiting for a look")
        ACCEPTED = "accepted", _("accepted")
        REVISE = "revise", _("to revise")

    class Revision(models.TextChoices):
        UNFIT = "unfit", _("does not prove it")
        MISSING = "missing", _("not there or not readable")
        AUTOMATIC = "automatic", _("turned down by a check")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attachments")
    requirement = models.CharField(max_length=20)  # its code in the leaf
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="+")  # the one looked at
    status = models.CharField(max_length=11, choices=Status)
    revision = models.CharField(max_length=9, choices=Revision, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("accounts.Officer", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "requirement", "evidence"],
                condition=Q(removed_at=None),
                name="evidence_is_attached_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "revise"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decision_has_a_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status="revise") | (~Q(revision="") & ~Q(remark="")), name="a_revision_says_what_to_do"
            ),
        ]
