"""A regency with agencies, two indicators in force and their values, and a planner."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from guyub.apps.indicators.models import Computation, Definition, Value
from guyub.apps.masterplan import operations
from guyub.apps.registry.models import Build
from tests.support import make

LOWER = "poor-pupils-without-school-aid"
HIGHER = "health-insurance-active"
DESCRIBES = "under-five-share"
PERIODS = ("2026-02", "2026-05", "2026-08", "2026-11")


def adopt(code: str, *, area: str = "33.13") -> Definition:
    text = (Path(django_settings.CONTENT_DIR) / "indicators" / f"{code}.yaml").read_text(encoding="utf-8")
    return Definition.objects.create(
        area=make.area(area), code=code, version=1, digest=f"{code:0<64}"[:64], text=text, adopted_at=make.AT
    )


def compute(period: str, values: dict[str, float | None], *, area: str = "33.13", place: str | None = None) -> None:
    """Values of indicators in one place for one period; None: hidden."""
    build, _new = Build.objects.get_or_create(
        area_id=area,
        period=period,
        defaults={
            "digest": f"{period:0<16}"[:16], "rules": "1", "persons": 10, "persons_in_register": 10, "households": 3,
            "adopted_at": make.AT,
        },
    )  # fmt: skip
    computation, _new = Computation.objects.get_or_create(
        area_id=area, period=period, defaults={"build": build, "rules_digest": "0" * 64, "computed_at": make.AT}
    )
    where = make.area(place or area)
    for code, value in values.items():
        Value.objects.create(
            computation=computation,
            definition=Definition.objects.live().get(area_id=area, code=code),
            area=where,
            level=where.level,
            numerator=None if value is None else round(value),
            denominator=None if value is None else 100,
            value=None if value is None else Decimal(str(value)),
            suppressed=value is None,
        )


@pytest.fixture
def regency(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for name in ("Disdukcapil", "Dinsos", "Disdikbud", "Dinkes"):
        make.agency(name)
    for code in (LOWER, HIGHER, DESCRIBES):
        adopt(code)
    return make.area("33.13")


@pytest.fixture
def planner(regency):
    return make.officer("bappeda", role="planning_office")


@pytest.fixture
def head(regency):
    """The head of Dinsos: plans the programmes of Dinsos only."""
    return make.officer("dinsos", role="opd_head", agency=make.agency("Dinsos"))


HEADERS = [
    "Kode",
    "Nama program",
    "Dimensi",
    "OPD penanggung jawab",
    "Pagu 2026 APBD",
    "Indikator",
    "Target",
    "Tahun target",
]


def file_of(*rows: list[str], headers: list[str] = HEADERS) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([headers, *rows])
    return io.BytesIO(text.getvalue().encode())


SMARD = ["SG-1", "SMARD", "SG", "Disdukcapil", "750 juta", HIGHER, "98", "2026"]
TUNTAS = ["SS-1", "Tuntas Bantuan Sekolah", "SS", "Dinsos", "1.000.000", LOWER, "15", "2026"]
BROKEN = ["", "Tanpa dimensi", "", "Dinsos", "", "", "", ""]


@pytest.fixture
def take_in(planner):
    """Take rows in as the planning office; gives the sheet's id."""

    def take(*rows, actor=planner, at=make.AT, headers=HEADERS, **fields):
        return operations.import_programmes(
            area="33.13", file_name="program.csv", stream=file_of(*rows, headers=headers), actor=actor, at=at, **fields
        )

    return take
