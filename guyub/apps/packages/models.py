"""Keys that sign packages, and the packages that were handed in or received."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.areas.rights import NATION


def seen_by(actor: Actor, *, area: str) -> Q:
    """
    A package names offices and no resident: its regency may read it, and the ministry's office that runs evaluations.

    area  lookup of the area's code, "area__code"
    """
    own = scope(actor, Right.SEE_ASSESSMENTS).regencies.where(area=area)
    return own | scope(actor, Right.RUN_EVALUATION).where(area=area)


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def visible_to(self, actor: Actor) -> SigningKeyQuerySet:
        """Keys of the areas whose packages the actor may see, and the ministry's, which everybody checks by."""
        return self.filter(seen_by(actor, area="area__code") | Q(area=NATION))

    def live(self) -> SigningKeyQuerySet:
        return self.filter(revoked_at=None)


class SigningKey(models.Model):
    """
    The public half of a key. Own: its private half is a file here. Trusted: read out and registered, by whom and why.

    A revoked key stays, so that what it sealed before can still be told apart from what was never trusted.
    """

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=64)  # 32 bytes in hexadecimal digits
    fingerprint = models.CharField(max_length=64)  # SHA-256 of those bytes: what is read out on the telephone
    is_own = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)  # how it was made sure that the key is this area's
    added_at = models.DateTimeField()
    added_office = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_office = models.CharField(max_length=200, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "fingerprint"], name="one_line_per_key"),
            models.UniqueConstraint(
                fields=["area"], condition=Q(is_own=True, revoked_at=None), name="one_own_key_per_area"
            ),
            models.CheckConstraint(condition=Q(is_own=True) | ~Q(reason=""), name="trust_has_a_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="") | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="a_revocation_has_a_reason",
            ),
        ]


class PackageQuerySet(models.QuerySet["Package"]):
    def visible_to(self, actor: Actor) -> PackageQuerySet:
        return self.filter(seen_by(actor, area="area__code"))

    def live(self) -> PackageQuerySet:
        return self.filter(superseded_by=None)


class Package(models.Model):
    """
    One sealed file, kept under its digest in the area's folder. Never changed, never deleted: a trigger of the database
    refuses it. A better one supersedes it.

    area     the region it is from or about; results are sealed by the ministry but are the region's
    total    as sealed: the region's own score, or the official one of a result
    about    of a result: the hand-in that was assessed
    received_at   None: sealed in this installation
    """

    class Kind(models.TextChoices):
        HAND_IN = "hand_in", _("hand-in")
        RESULT = "result", _("result")

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    instrument_code = models.SlugField(max_length=60)
    instrument_version = models.PositiveSmallIntegerField()
    instrument_title = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the file
    size_bytes = models.PositiveIntegerField()
    format_version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)  # of the key that sealed it
    total = models.DecimalField(max_digits=27, decimal_places=12, null=True)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="results")
    assessment = models.ForeignKey("assessment.Assessment", null=True, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    sealed_office = models.CharField(max_length=500)
    entered_at = models.DateTimeField()  # into this installation
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)  # the office that uploaded it; empty: it came by API

    objects = PackageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "instrument_code", "year", "stage"],
                condition=Q(supersedes=None),
                name="one_first_package_per_stage",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at=F("entered_at")), name="received_when_entered"
            ),
        ]
        indexes = [models.Index(fields=["area", "-sealed_at"], name="packages_newest_first")]
