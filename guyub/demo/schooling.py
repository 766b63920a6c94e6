"""Schools of the demo regency, and who sits in which class in which school year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.demo.chance import Chance
from guyub.demo.life import first_day

FULL_REGENCY = 930_000
LEVELS = ("SD", "SMP", "SMA")
FIRST_GRADE, LAST_GRADE = 1, 12


@dataclass(frozen=True)
class Schools:
    """The schools, and for each level where those of a village begin in the list and how many they are."""

    table: pl.DataFrame  # school_code, school_name, level
    start: np.ndarray  # levels x villages
    count: np.ndarray  # levels x villages


def make_schools(villages: pl.DataFrame) -> Schools:
    """Primary schools in every village, secondary schools for a district together; as many as a full regency has."""
    people = villages["weight"].to_numpy() * FULL_REGENCY
    districts = villages["district_code"].to_numpy()
    of_district = np.array([people[districts == code].sum() for code in districts])
    names: list[tuple[str, str]] = []
    start, count = (np.zeros((len(LEVELS), len(villages)), dtype=np.int64) for _ in range(2))
    for level, (reach, each) in enumerate(((people, 1_900), (of_district, 11_000), (of_district, 17_000))):
        known: dict[str, int] = {}
        for village, line in enumerate(villages.iter_rows(named=True)):
            place, name = (line["code"], line["name"]) if level == 0 else (line["district_code"], line["district"])
            number = max(1, round(reach[village] / each))
            if place not in known:
                known[place] = len(names)
                names += [(LEVELS[level], _school_name(level, i, number, name)) for i in range(number)]
            start[level, village], count[level, village] = known[place], number
    table = pl.DataFrame(names, schema=["level", "school_name"], orient="row").select(
        # No national school number begins with 99.
        (99_130_000 + pl.int_range(1, pl.len() + 1)).cast(pl.String).alias("school_code"),
        "school_name",
        "level",
    )
    return Schools(table, start, count)


def _school_name(level: int, i: int, of: int, place: str) -> str:
    private = of > 2 and i == of - 1
    if level == 0:
        return f"SD Muhammadiyah {place}" if private else f"SDN {i + 1:02d} {place}"
    if private:
        return f"{LEVELS[level]} Muh. 1 {place}"
    return f"{LEVELS[level]}N {i + 1} {place}"


def school_year(period: str) -> int:
    """The year in which the school year of a period began; classes move up in July."""
    year, month = int(period[:4]), int(period[5:7])
    return year if month >= 7 else year - 1


@dataclass(frozen=True)
class Pupils:
    """Who goes to school in a period: rows of the persons given, their grade, and their school's row."""

    rows: np.ndarray
    grade: np.ndarray
    level: np.ndarray
    school: np.ndarray


def enrol(
    period: str, birth: np.ndarray, village: np.ndarray, welfare: np.ndarray, schools: Schools, chance: Chance
) -> Pupils:
    """
    Put every child of the age in a class.

    birth, village, welfare  one entry per person who ever lives: a child who left school never comes back
    """
    rng = chance.stream("schooling")
    late, stays, seat = rng.random(len(birth)) < 0.6, rng.random(len(birth)), rng.random(len(birth))
    age = (first_day(f"{school_year(period)}-07") - birth).astype(int) / 365.25
    grade = np.floor(age).astype(int) - 5 - late
    level = np.clip((grade - 1) // 3 - 1, 0, 2)
    limit = np.array([0.994, 0.972, 0.89])[level] + np.where(level == 2, 0.05, 0.01) * np.minimum(welfare, 0.6)
    rows = np.flatnonzero((grade >= FIRST_GRADE) & (grade <= LAST_GRADE) & (stays < limit))
    of, where = level[rows], village[rows]
    school = schools.start[of, where] + (seat[rows] * schools.count[of, where]).astype(int)
    return Pupils(rows, grade[rows], of, school)
