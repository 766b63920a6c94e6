"""What every test may ask for."""

from __future__ import annotations

import hypothesis
import pytest
from django.db import connection

from guyub.apps.accounts.models import Officer
from guyub.ledger import triggers
from tests.support import make

# A busy machine is slow, not wrong: what a property may take is no property.
hypothesis.settings.register_profile("guyub", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("guyub")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    """Between tests the tables are emptied, which the ledger's triggers would refuse; their own test makes them anew."""
    with django_db_blocker.unblock():
        triggers.drop(connection)


@pytest.fixture
def officer(db: None) -> Officer:
    """The data custodian of Kabupaten Karanganyar."""
    return make.officer("walidata", role="data_custodian")
