"""What happens between the four demo periods: births, deaths, moves, and better or worse times for a household."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.demo.chance import Chance
from guyub.demo.households import CHILD, SPOUSE, Members

PERIODS = ("2026-02", "2026-05", "2026-08", "2026-11")
BIRTHS_PER_QUARTER = 0.0032  # of all people
MOVES_PER_QUARTER = 0.008  # of households
SHOCKS_PER_QUARTER = 0.06  # of households whose welfare changes


def first_day(period: str) -> np.datetime64:
    """The day a period's truth describes: what had happened before the month began."""
    return np.datetime64(f"{period}-01", "D")


@dataclass(frozen=True)
class Life:
    """When each person is there, and where and how well each household lives in each period."""

    members: Members  # the first members, then the newborn
    birth: np.ndarray  # days
    arrives: np.ndarray  # number of the first period a person is alive in
    leaves: np.ndarray  # number of the first period a person is dead in; len(PERIODS) when never
    village: np.ndarray  # households x periods: row in the table of villages
    welfare: np.ndarray  # households x periods: score, 0 is the nation's mean


def live(members: Members, villages: pl.DataFrame, chance: Chance) -> Life:
    """Let four periods pass over the households of the first day."""
    start = first_day(PERIODS[0])
    birth = start - np.maximum(1, np.round(members.age * 365.25)).astype("timedelta64[D]")
    everyone, birth, arrives = _births(members, birth, chance.stream("births"))
    village = _moves(members.households, villages, chance.stream("moves"))
    return Life(
        everyone,
        birth,
        arrives,
        _deaths(birth, arrives, chance.stream("deaths")),
        village,
        _welfare(members, village[:, 0], villages, chance.stream("welfare")),
    )


def _births(members: Members, birth: np.ndarray, rng: np.random.Generator) -> tuple[Members, np.ndarray, np.ndarray]:
    able = np.flatnonzero(members.woman & (members.relation <= SPOUSE) & (members.age > 20) & (members.age < 41))
    each = round(len(members.woman) * BIRTHS_PER_QUARTER)
    count = min(each * (len(PERIODS) - 1), len(able))
    home = members.household[rng.choice(able, count, replace=False)]
    arrives = 1 + np.arange(count) % (len(PERIODS) - 1)
    days = np.array([first_day(period) for period in PERIODS])
    span = (days[arrives] - days[arrives - 1]).astype(int)
    born = days[arrives - 1] + np.floor(rng.random(count) * span).astype("timedelta64[D]")
    everyone = Members(
        np.concatenate([members.household, home]),
        np.concatenate([members.relation, np.full(count, CHILD)]),
        np.concatenate([members.woman, rng.random(count) < 0.488]),
        np.concatenate([members.age, np.zeros(count)]),
    )
    before = np.zeros(len(members.woman), dtype=np.int8)
    return everyone, np.concatenate([birth, born]), np.concatenate([before, arrives.astype(np.int8)])


def _deaths(birth: np.ndarray, arrives: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Gompertz: a yearly hazard of 0.3 % at forty and 8 % at eighty."""
    age = (first_day(PERIODS[0]) - birth).astype(int) / 365.25
    hazard = 0.25 * np.minimum(0.00013 * np.exp(0.08 * np.maximum(age, 0)), 0.6)
    lasts = np.floor(np.log(np.maximum(rng.random(len(birth)), 1e-12)) / np.log1p(-hazard))  # whole quarters survived
    leaves: np.ndarray = np.minimum(arrives + 1 + lasts, len(PERIODS)).astype(np.int8)
    return leaves


def _moves(households: int, villages: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    share = villages["weight"].to_numpy()
    pull = share * np.exp(villages["welfare"].to_numpy())  # people move towards work
    pull = pull / pull.sum()
    places = [rng.choice(len(villages), households, p=share)]
    for _ in PERIODS[1:]:
        moves = rng.random(households) < MOVES_PER_QUARTER
        places.append(np.where(moves, rng.choice(len(villages), households, p=pull), places[-1]))
    return np.stack(places, axis=1).astype(np.int16)


def _welfare(members: Members, village: np.ndarray, villages: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    count = members.households
    size = np.bincount(members.household, minlength=count)
    head = np.flatnonzero(np.diff(members.household, prepend=-1))
    score = villages["welfare"].to_numpy()[village] + rng.normal(0.17, 0.82, count)
    score = score - 0.09 * (size - 3) - 0.25 * members.woman[head] - 0.012 * np.maximum(members.age[head] - 62, 0)
    scores = [score]
    for _ in PERIODS[1:]:
        shock = (rng.random(count) < SHOCKS_PER_QUARTER) * rng.normal(0.10, 0.55, count)
        scores.append(scores[-1] + shock + 0.006)
    return np.stack(scores, axis=1).astype(np.float32)
