"""A demo regency that nobody disturbs, built once."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.scale.regency import Regency, regency


@pytest.fixture(scope="package")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Regency]:
    """Built in one go; `calm.seconds` is how long it took."""
    with regency(tmp_path_factory.mktemp("scale") / "calm") as built:
        began = time.monotonic()
        built.finish(built.start("build"), seconds=300)
        built.seconds = time.monotonic() - began
        yield built
