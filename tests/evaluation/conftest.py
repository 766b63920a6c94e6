"""The ministry with four assessors, a cycle of two regions, and a region that has handed in."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from guyub.apps.packages import reading
from tests.support import evaluating, make

LOW = {"O1": 1, "O2": 2, "C1": Decimal("21.4"), "C2": Decimal(1)}
MIDDLE = {"O1": 2, "O2": 2, "C1": Decimal("21.4"), "C2": Decimal(1)}
HIGH = {"O1": 4, "O2": 3, "C1": Decimal("21.4"), "C2": Decimal(1)}


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.KEYS_DIR = settings.DATA_DIR / "keys"
    reading.opened.cache_clear()


@pytest.fixture
def scene(db):
    """Panel 1 has assessors 1 to 3 and Karanganyar; assessor 4 sits nowhere. The review has started."""
    office = evaluating.office()
    members = evaluating.assessors(4)
    cycle = evaluating.cycle()
    panel = evaluating.panel(cycle, members[:3])
    entry = evaluating.start(evaluating.hand_in(cycle))
    return SimpleNamespace(
        office=office,
        members=members,
        cycle=cycle,
        panel=panel,
        entry=entry,
        regent=make.officer("bupati", role="regent"),
    )


@pytest.fixture
def scored(scene):
    """All three have handed in: they differ by three levels on O1 and by one on O2."""
    for member, given in zip(scene.members[:3], (LOW, MIDDLE, HIGH), strict=True):
        evaluating.scores(scene.entry, member, given)
    scene.entry.refresh_from_db()
    return scene


@pytest.fixture
def published(scored):
    evaluating.settle_all(scored.entry, scored.members[0])
    scored.result = evaluating.publish(scored.entry)
    return scored
