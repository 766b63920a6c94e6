"""A small nation: three regions of Central Java and two of Banten, by the trial instrument of `assessing`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guyub.apps.accounts.models import Officer
from guyub.apps.comparison.models import Participant, Standing
from tests.support import assessing, make

CODE = "uji-kota-cerdas"
REGIONS = ("33.11", "33.13", "33.14", "36.01", "36.02")


@pytest.fixture
def ministry(db: None) -> Officer:
    for code in REGIONS:
        make.area(code)
    assessing.instrument(area_code="ID")
    return make.officer("kementerian", role="evaluation_office", area_code="ID")


@pytest.fixture
def regent(ministry: Officer) -> Officer:
    assessing.instrument(area_code="33.13")
    return make.officer("bupati", role="regent")


def standing(area: str = "33.13", year: int = 2025, official: str | None = "3.00", **fields: object) -> Standing:
    """A published official score; `official=None` leaves only what is given."""
    given: dict[str, object] = {"instrument_version": 1, "changed_at": make.AT}
    if official is not None:
        given |= {"official": Decimal(official), "official_source": f"Surat hasil {year}", "published_at": make.AT}
    return Standing.objects.create(area=make.area(area), instrument_code=CODE, year=year, **{**given, **fields})


def participant(area: str, cohort: int | None = None, population: int | None = None) -> Participant:
    source = "BPS 2025" if population is not None else ""
    return Participant.objects.create(
        area=make.area(area), cohort=cohort, population=population, source=source, changed_at=make.AT
    )
