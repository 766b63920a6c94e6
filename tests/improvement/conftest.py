"""A regency with an assessment by the trial instrument, a masterplan with three programmes, and its officers."""

from __future__ import annotations

import pytest

from guyub.apps.masterplan.models import Masterplan, Programme
from tests.support import assessing, make


def programme(name: str, *, agency: str = "Diskominfo", area_code: str = "33.13", **fields: object) -> Programme:
    plan, _new = Masterplan.objects.get_or_create(
        area=make.area(area_code),
        title="Masterplan",
        defaults={"framework": "kominfo-2017", "year_start": 2025, "year_end": 2029, "opened_at": make.AT},
    )
    defaults = {
        "code": f"P{Programme.objects.count() + 1}",
        "dimension": "SG",
        "lead_agency": make.agency(agency, area_code=area_code),
        "status": "running",
        "source_kind": "example",
    }
    return Programme.objects.create(masterplan=plan, name=name, **{**defaults, **fields})


@pytest.fixture
def regency(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for name in ("Diskominfo", "Bappeda", "Disdikbud"):
        make.agency(name)
    return make.area("33.13")


@pytest.fixture
def assessed(regency):
    """O1 stands at level 2 by accepted evidence, O2 at nothing; C1 is measured, C2 is not answered."""
    agencies = {"O1": make.agency("Diskominfo"), "O2": make.agency("Bappeda"), "C1": make.agency("Disdikbud")}
    found = assessing.assessment(agencies=agencies)
    assessing.accept(assessing.item(found, "O1", claimed_level=2), "a", "b")
    assessing.attachment(
        assessing.item(found, "O1"),
        "c",
        assessing.evidence("Notulen forum", kind="minutes", dated_on=make.AT.date().replace(day=1)),
    )
    assessing.attachment(assessing.item(found, "O2"), "a", status="revise")
    assessing.item(found, "C1", number=30)
    return found


@pytest.fixture
def manager(regency):
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def planner(regency):
    return make.officer("bappeda", role="planning_office")


@pytest.fixture
def head(regency):
    return make.officer("diskominfo", role="opd_head", agency=make.agency("Diskominfo"))


@pytest.fixture
def reader(regency):
    return make.officer("camat", role="camat", area_code="33.13.01")


@pytest.fixture
def stranger(regency):
    """Holds the same office in another regency."""
    return make.officer("tetangga", role="smart_city_office", area_code="33.11")
