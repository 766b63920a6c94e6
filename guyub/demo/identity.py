"""Identity numbers of people who do not exist: every NIK and family card lies in district 99, which no regency has."""

from __future__ import annotations

import numpy as np
import polars as pl

SYNTHETIC_PREFIX = "331399"


def identity_numbers(day: pl.Series, woman: np.ndarray | None = None) -> pl.Series:
    """
    Numbers of the shape `331399 ddmmyy nnnn`, unique, in row order within a day.

    day    the birth date for a NIK, the day of issue for a family card
    woman  adds 40 to the day, as a NIK does; None for family cards
    """
    dd = day.dt.day().cast(pl.Int32)
    if woman is not None:
        dd = dd + 40 * pl.Series(woman).cast(pl.Int32)
    stem = pl.select(pl.lit(SYNTHETIC_PREFIX) + dd.cast(pl.String).str.zfill(2) + day.dt.strftime("%m%y")).to_series()
    serial = pl.DataFrame({"stem": stem}).select(pl.int_range(1, pl.len() + 1).over("stem")).to_series()
    if len(serial) and int(serial.max()) > 9999:  # type: ignore[arg-type]
        raise ValueError("more than 9999 numbers fall on one day: ask for fewer people")
    return stem + serial.cast(pl.String).str.zfill(4)


def scattered(ids: np.ndarray, digits: int, salt: int) -> pl.Series:
    """A number of so many digits for each id, one to one but in no visible order, as serial numbers of agencies are."""
    space = 10**digits
    step = int("6180339887498948482"[: digits - 1] + "7")  # no factor in common with a power of ten: a permutation
    mixed = (ids.astype(np.int64) * step + salt * 7_919) % space
    return pl.Series(mixed).cast(pl.String).str.zfill(digits)
