"""A regency whose list of pupils without school aid is proposed."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.models import Officer
from guyub.apps.registry import operations as registry
from guyub.apps.registry.models import Build
from guyub.apps.services import operations
from guyub.apps.services.models import ProactiveList
from tests.support import make
from tests.support.released import AREA, Released, invent, publish

KEY = "poor-pupils-without-school-aid"


@pytest.fixture(scope="session")
def world() -> Released:
    return invent(900, seed=5)


@pytest.fixture
def released(db: None, world: Released) -> dict[str, int]:
    make.agency("Disdikbud")
    make.agency("Dinsos")
    return publish(world)


@pytest.fixture
def build(released: dict[str, int], officer: Officer) -> Build:
    return Build.objects.get(pk=registry.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT))


@pytest.fixture
def proposed(build: Build, officer: Officer) -> ProactiveList:
    pk = operations.propose_list(key=KEY, build_id=build.pk, actor=officer, at=make.AT)
    return ProactiveList.objects.get(pk=pk)


@pytest.fixture
def school_officer(db: None) -> Officer:
    return make.officer("disdikbud", role="data_producer", agency=make.agency("Disdikbud"))
