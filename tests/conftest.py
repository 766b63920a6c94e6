"""What every test may ask for."""

from __future__ import annotations

import pytest

from guyub.apps.accounts.models import Officer
from tests.support import make


@pytest.fixture
def officer(db: None) -> Officer:
    """The data custodian of Kabupaten Karanganyar."""
    return make.officer("walidata", role="data_custodian")
