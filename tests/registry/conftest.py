"""A regency whose five datasets are released, and its registry."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.models import Officer
from guyub.apps.registry import operations
from guyub.apps.registry.models import Build
from tests.support import make
from tests.support.released import AREA, Released, invent, publish


@pytest.fixture(scope="session")
def world() -> Released:
    return invent(400)


@pytest.fixture
def released(db: None, world: Released) -> dict[str, int]:
    return publish(world)


@pytest.fixture
def build(released: dict[str, int], officer: Officer) -> Build:
    pk = operations.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT)
    return Build.objects.get(pk=pk)
