"""Where the builds of an area lie, the key of the person ids, and the words for what the registry knows."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guyub.apps.exchange.queries import LiveRelease
from guyub.dataplane import registry
from guyub.dataplane.store import AreaStore


def store(area: str) -> AreaStore:
    return AreaStore(Path(settings.DATA_DIR), area)


def build_folder(area: str, digest: str) -> Path:
    return store(area).build(digest)


def key() -> bytes:
    """What makes person ids opaque; it never leaves the installation."""
    return settings.REGISTRY_KEY.encode()


def id_of_nik(nik: str) -> str:
    return registry.person_id(nik, key())


DATASETS = {
    "population": _("Population register"),
    "welfare": _("Welfare register (deciles)"),
    "pupils": _("Pupils"),
    "health_insurance": _("Health-insurance members"),
    "aid": _("Aid recipients"),
}

FIELDS = {
    "nik": _("NIK"),
    "family_card": _("Family card"),
    "name": _("Name"),
    "sex": _("Sex"),
    "birth_date": _("Birth date"),
    "birth_place": _("Birth place"),
    "relation": _("Place in the family"),
    "village_code": _("Village"),
    "rt": _("RT"),
    "rw": _("RW"),
    "decile": _("Welfare decile"),
    "decile_period": _("Decile as of"),
    "floor": _("Floor"),
    "wall": _("Walls"),
    "water": _("Water source"),
    "power_va": _("Electric power (VA)"),
    "monthly_income_rupiah": _("Monthly income"),
    "school_code": _("School number"),
    "school_name": _("School"),
    "level": _("School level"),
    "grade": _("Grade"),
    "mother_name": _("Mother's name"),
    "segment": _("Insurance segment"),
    "active": _("Membership active"),
    "card_number": _("Card number"),
    "nisn": _("NISN"),
    "record_id": _("Record number"),
    "aid_id": _("Aid number"),
    "programme": _("Programme"),
    "kind": _("Kind of aid"),
    "amount_rupiah": _("Amount"),
    "year": _("Year"),
}

PURPOSES = {
    "service": _("To serve this resident, who asked for it"),
    "correction": _("To correct this person's data"),
    "verification": _("To verify that aid is due"),
    "complaint": _("To answer a complaint or objection"),
    "audit": _("To check the data by order of the inspectorate"),
}
"""Why a person's data may be opened; each look names one of them and is recorded (UU 27/2022, article 16)."""


def source_of(area: str, release: LiveRelease) -> registry.Source:
    """A live release as the data plane builds from it; who delivered it keeps the ids of loose rows stable."""
    rows = store(area).release(release.dataset, release.digest) / "rows.parquet"
    return registry.Source(release.dataset, release.digest, f"agency-{release.agency_id}", rows)
