"""A regency with datasets, values of two periods in two villages, and a promise."""

from __future__ import annotations

import pytest

from tests.masterplan.conftest import HIGHER, LOWER, SMARD, TUNTAS, adopt, compute, file_of
from tests.support import make

VILLAGES = ("33.13.01.2001", "33.13.01.2002")


@pytest.fixture
def regency(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    for village in VILLAGES:
        make.area(village)
    for name in ("Disdukcapil", "Dinsos", "Disdikbud", "Dinkes"):
        make.agency(name)
    for code in (LOWER, HIGHER):
        adopt(code)
    for key in ("population", "pupils"):
        make.dataset(key)
    return make.area("33.13")


@pytest.fixture
def values(regency):
    """February and May: the first indicator falls (better), the second falls (worse); one village is hidden."""
    for period, lower, higher in (("2026-02", 34.8, 97.0), ("2026-05", 21.4, 96.1)):
        compute(period, {LOWER: lower, HIGHER: higher})
        compute(period, {LOWER: lower, HIGHER: higher}, place="33.13.01")
        compute(period, {LOWER: lower, HIGHER: higher}, place=VILLAGES[0])
        compute(period, {LOWER: None, HIGHER: None}, place=VILLAGES[1])


@pytest.fixture
def promises(values):
    from guyub.apps.masterplan import operations

    operations.import_programmes(
        area="33.13",
        file_name="program.csv",
        stream=file_of(SMARD, TUNTAS),
        actor=make.officer("bappeda", role="planning_office"),
        at=make.AT,
    )
