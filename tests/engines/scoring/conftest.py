from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def content() -> Path:
    return Path(__file__).resolve().parents[3] / "content"
