"""A regency with a registry, the delivered indicators in force, and one period computed."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.models import Officer
from guyub.apps.indicators import operations
from guyub.apps.indicators.models import Computation
from guyub.apps.registry import operations as registry
from guyub.apps.registry.models import Build
from tests.support import make
from tests.support.released import AREA, Released, invent, publish


@pytest.fixture(scope="session")
def world() -> Released:
    return invent(1500, seed=3)


@pytest.fixture
def released(db: None, world: Released) -> dict[str, int]:
    return publish(world)


@pytest.fixture
def build(released: dict[str, int], officer: Officer) -> Build:
    return Build.objects.get(pk=registry.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT))


@pytest.fixture
def computed(build: Build, officer: Officer) -> Computation:
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    return Computation.objects.get(pk=operations.compute_period(build_id=build.pk, actor=officer, at=make.AT))
