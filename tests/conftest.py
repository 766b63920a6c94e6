"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection

from guyub.apps.accounts.models import Officer
from guyub.apps.packages import triggers as packages
from guyub.ledger import triggers as ledger
from tests.support import make

# A busy machine is slow, not wrong: what a property may take is no property.
hypothesis.settings.register_profile("guyub", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("guyub")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """
    Between tests the tables are emptied, which triggers would refuse (ledger, packages); their own tests make them anew.

    At the end PostgreSQL drops a database only when nobody is connected: the threads of the browser tests' servers keep
    their connections (CONN_MAX_AGE is None, as in the product) until they happen to be collected.
    """
    with django_db_blocker.unblock():
        ledger.drop(connection)
        packages.drop(connection)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def officer(db: None) -> Officer:
    """The data custodian of Kabupaten Karanganyar."""
    return make.officer("walidata", role="data_custodian")
