"""
Objects for tests, one function per noun, each with sensible defaults: `make.officer(role="opd_operator", agency=…)`.

Rows are written straight to the tables, so a test of one operation does not depend on another.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from guyub.apps.accounts.models import Appointment, Officer
from guyub.apps.areas.models import Agency, Area, Edition, Office, Role
from guyub.apps.exchange.files import parse_contract
from guyub.apps.exchange.models import Contract, Dataset, Release, Submission

AT = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)  # 23 November 2026, 09.14 in Karanganyar
LONG_AGO = date(2020, 1, 1)

NAMES = {
    "33": ("Jawa Tengah", "provinsi"),
    "33.11": ("Sukoharjo", "kabupaten"),
    "33.13": ("Karanganyar", "kabupaten"),
    "33.13.01": ("Jatipuro", "kecamatan"),
    "33.13.01.2001": ("Jatipuro", "desa"),
    "33.13.01.2002": ("Jatisobo", "desa"),
    "33.13.09": ("Karanganyar", "kecamatan"),
    "33.13.09.1001": ("Lalung", "kelurahan"),
}
_LEVELS = ("province", "regency", "district", "village")


def edition() -> Edition:
    found, _created = Edition.objects.get_or_create(
        digest="test", defaults={"title": "Test edition", "source": "test", "licence": "MIT", "imported_at": AT}
    )
    return found


def area(code: str = "33.13", name: str | None = None) -> Area:
    """An area and, where they are missing, the areas above it."""
    found = Area.objects.filter(pk=code).first()
    if found:
        return found
    if code == "ID":
        fields = {"level": "nation", "kind": "negara", "edition": edition(), "search": ""}
        return Area.objects.create(code=code, name=name or "Indonesia", **fields)
    parent = area(code.rpartition(".")[0]) if "." in code else None
    level = _LEVELS[code.count(".")]
    default, kind = NAMES.get(
        code, (f"Wilayah {code}", ("provinsi", "kabupaten", "kecamatan", "desa")[code.count(".")])
    )
    name = name or default
    return Area.objects.create(
        code=code, name=name, level=level, kind=kind, parent=parent, edition=edition(), search=f" {name.lower()}|"
    )


def agency(abbreviation: str = "Dinsos", *, area_code: str = "33.13", **fields: object) -> Agency:
    found = Agency.objects.filter(area=area_code, abbreviation=abbreviation, valid_until=None).first()
    if found:
        return found
    defaults = {
        "name": f"Dinas {abbreviation}",
        "code": "1.06.0.00.0.00.01.0000",
        "kind": Agency.Kind.SERVICE,
        "valid_from": LONG_AGO,
    }
    return Agency.objects.create(area=area(area_code), abbreviation=abbreviation, **{**defaults, **fields})


def office(
    role: str = Role.REGENT, *, area_code: str = "33.13", agency: Agency | None = None, **fields: object
) -> Office:
    defaults = {"title": f"{role} {agency or area_code} {Office.objects.count()}", "opened_on": LONG_AGO}
    return Office.objects.create(role=role, area=area(area_code), agency=agency, **{**defaults, **fields})


def officer(
    username: str | None = None,
    *,
    role: str | None = Role.DATA_CUSTODIAN,
    area_code: str = "33.13",
    agency: Agency | None = None,
    **fields: object,
) -> Officer:
    """An officer who holds a new office of this role since long ago; role None: holds none. Password `guyub-test`."""
    username = username or f"{role or 'officer'}.{Officer.objects.count()}"
    # The officer is registered in the regency, wherever below it his office lies.
    regency = area(".".join(area_code.split(".")[:2]))
    new = Officer(username=username, name=username.title(), area=regency, registered_at=AT, **fields)
    new.set_password("guyub-test")
    new.save()
    if role is not None:
        appointment(new, office(role, area_code=area_code, agency=agency))
    return new


def appointment(officer: Officer, office: Office, **fields: object) -> Appointment:
    return Appointment.objects.create(officer=officer, office=office, **{"start_on": LONG_AGO, **fields})


def dataset(
    key: str = "pupils", *, agency: Agency | None = None, area_code: str = "33.13", **fields: object
) -> Dataset:
    """A dataset with the contract of the content directory in force."""
    found = Dataset.objects.filter(area=area_code, key=key).first()
    if found:
        return found
    text = (Path(settings.CONTENT_DIR) / "contracts" / f"{key}.yaml").read_text(encoding="utf-8")
    agreed = parse_contract(text)
    custodian = agency or globals()["agency"](agreed.agency, area_code=area_code)
    defaults = {"titles": {"id": agreed.title.id, "en": agreed.title.en}, "cadence_months": agreed.frequency_months}
    new = Dataset.objects.create(area=area(area_code), key=key, custodian=custodian, **{**defaults, **fields})
    digest = hashlib.sha256(text.encode()).hexdigest()
    Contract.objects.create(dataset=new, version=agreed.version, digest=digest, text=text, adopted_at=AT)
    return new


def submission(dataset: Dataset | None = None, **fields: object) -> Submission:
    """A received submission; with `state="checked"` one of 10 rows, of which 2 are held."""
    of = dataset or globals()["dataset"]()
    sender = fields.pop("received_by", None) or officer(role=Role.OPD_OPERATOR, agency=of.custodian)
    defaults = {
        "agency": of.custodian,
        "period": "2026-11",
        "file_name": "siswa.csv",
        "size_bytes": 100,
        "sha256": f"{Submission.objects.count():064x}",
        "received_at": AT,
        "received_by": sender,
    }
    if fields.get("state") in {"checked", "released"}:
        rows = {"rows_in": 10, "rows_accepted": 8, "rows_held": 2}
        defaults |= {"contract": Contract.objects.live().get(dataset=of), "checked_at": AT, "check_seconds": 1, **rows}
    return Submission.objects.create(dataset=of, **{**defaults, **fields})


def release(submission: Submission | None = None, **fields: object) -> Release:
    """The live release of a submission."""
    of = submission or globals()["submission"](state="released")
    defaults = {
        "dataset": of.dataset,
        "agency": of.agency,
        "period": of.period,
        "digest": f"{Release.objects.count():064x}",
        "contract": of.contract,
        "rows": of.rows_accepted,
        "held": of.rows_held,
        "published_at": AT,
        "published_by": of.received_by,
    }
    return Release.objects.create(submission=of, **{**defaults, **fields})
