"""A regency with a small assessment, and the ministry's office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from guyub.apps.accounts.models import Officer
from guyub.apps.assessment.models import Assessment
from guyub.apps.packages import reading
from tests.support import assessing, make


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Keys and packages of one test are not those of the next."""
    settings.DATA_DIR = tmp_path / "data"
    settings.KEYS_DIR = settings.DATA_DIR / "keys"
    reading.opened.cache_clear()
    return settings.DATA_DIR


@pytest.fixture
def no_counts(db):
    cache.clear()


@pytest.fixture
def assessment(db: None) -> Assessment:
    """O1 at level 2 with its evidence, C2 yes; O2 and C1 open."""
    kominfo = make.agency("Diskominfo")
    made = assessing.assessment(agencies={"O1": kominfo, "C2": kominfo})
    o1 = assessing.item(
        made, "O1", claimed_level=2, explanation="Perbup ditetapkan.", answered_office="Kepala Diskominfo"
    )
    assessing.accept(o1, "a", "b")
    assessing.accept(o1, "c", evidence=assessing.evidence("Notulen", kind="minutes", dated_on=date(2026, 10, 1)))
    assessing.item(made, "C2", number=Decimal(1))
    return made


@pytest.fixture
def regent(db: None) -> Officer:
    return make.officer("bupati", role="regent")


@pytest.fixture
def office(db: None) -> Officer:
    """The ministry's office that runs evaluations."""
    make.area("ID")
    return make.officer("kementerian", role="evaluation_office", area_code="ID")
