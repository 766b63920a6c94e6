"""Datasets and the contracts they are checked against."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from guyub.apps.accounts.permissions import Actor, Right, scope


def known_to(actor: Actor, *, area: str) -> Q:
    """
    What is said of a whole area's data may be known by everybody who has an office in it: a camat too sees how fresh
    the regency's data are. `area` is the lookup of the area's code.
    """
    seen = scope(actor, Right.SEE_DASHBOARD)
    above = {code[:length] for code in seen.areas for length in (2, 5, 8) if length < len(code)}
    return seen.where(area=area) | Q(**{f"{area}__in": sorted(above)})


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, actor: Actor) -> DatasetQuerySet:
        """What a dataset is and how fresh it is may be known by all who work in its area; its rows may not."""
        return self.filter(known_to(actor, area="area__code"))


class Dataset(models.Model):
    """What one agency of an area delivers again and again: "Data siswa", every three months."""

    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=40)  # "pupils", as in content/contracts
    titles = models.JSONField()  # {"id": "Data siswa", "en": "Pupils"}
    custodian = models.ForeignKey("areas.Agency", on_delete=models.PROTECT, related_name="+")
    cadence_months = models.PositiveSmallIntegerField()  # after this many months without a newer period it is late

    objects = DatasetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "key"], name="one_dataset_per_key")]


class ContractQuerySet(models.QuerySet["Contract"]):
    def live(self) -> ContractQuerySet:
        return self.filter(replaced_at=None)


class Contract(models.Model):
    """
    One version of what a dataset must look like.

    Its text is kept: an old finding is explained by the rules of its day.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="contracts")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    text = models.TextField()  # the YAML as adopted
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset"], condition=Q(replaced_at=None), name="one_live_contract"),
            models.UniqueConstraint(fields=["dataset", "version"], name="one_text_per_contract_version"),
        ]
