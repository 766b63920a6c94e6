"""A small regency, made once: 4,000 people, all periods, files and the truth behind them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from guyub.demo.files import write_files
from guyub.demo.places import read_villages
from guyub.demo.population import PERIODS, Picture, Truth, make_truth

PEOPLE, SEED = 4_000, 7


class Delivered(NamedTuple):
    """What agencies sent in one period, and what the product never sees."""

    files: dict[str, Path]
    kept: Path

    def rows(self, dataset: str) -> pl.DataFrame:
        return pl.read_parquet(self.kept / f"rows_{dataset}.parquet")


@pytest.fixture(scope="session")
def villages() -> pl.DataFrame:
    return read_villages()


@pytest.fixture(scope="session")
def truth(villages: pl.DataFrame) -> Truth:
    return make_truth(PEOPLE, SEED, villages)


@pytest.fixture(scope="session")
def pictures(truth: Truth) -> dict[str, Picture]:
    return {period: truth.at(period) for period in PERIODS}


@pytest.fixture(scope="session")
def delivered(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Delivered]:
    """The files of the first and of the last period."""
    folder = tmp_path_factory.mktemp("regency")
    return {
        period: Delivered(
            write_files(truth, period, folder / "files" / period, kept=folder / "truth" / period),
            folder / "truth" / period,
        )
        for period in (PERIODS[0], PERIODS[-1])
    }
