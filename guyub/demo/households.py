"""The first day of the demo regency: households with members, before anything happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from guyub.demo.chance import Chance

RELATIONS = ("head", "spouse", "child", "parent", "other")
HEAD, SPOUSE, CHILD, PARENT, OTHER = range(5)


@dataclass(frozen=True)
class Members:
    """One entry per person, household by household, the head first. Ages in years on the first day."""

    household: np.ndarray
    relation: np.ndarray
    woman: np.ndarray
    age: np.ndarray

    @property
    def households(self) -> int:
        return int(self.household.max()) + 1


def make_members(people: int, chance: Chance) -> Members:
    """Exactly `people` persons in households of about three."""
    rng = chance.stream("households")
    count = int(people / 2.2) + 50
    drawn = np.minimum(rng.normal(46.5, 14.5, count), 94)
    head_age = np.where(drawn < 21, rng.uniform(21, 36, count), drawn)
    head_woman = rng.random(count) < np.where(head_age > 62, 0.28, 0.13)
    married = rng.random(count) < np.where(head_woman, 0.06, np.clip(0.99 - (head_age - 60) / 90, 0.5, 0.96))
    children = _children(head_age, married, rng)
    parent = (rng.random(count) < 0.13) & (head_age > 26) & (head_age < 62)
    grandchild = (rng.random(count) < 0.22) & (head_age > 54)

    size = 1 + married + children + parent + grandchild
    count = int(np.searchsorted(np.cumsum(size), people) + 1)
    size = size[:count]
    household = np.repeat(np.arange(count), size)
    place = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    ends = np.cumsum(np.stack([np.ones(count), married[:count], children[:count], parent[:count]]), axis=0)
    relation = (place >= ends[:, household]).sum(axis=0)

    members = _age_and_sex(household, relation, place, head_age, head_woman, married, rng)
    return Members(*(column[:people] for column in members))


def _children(head_age: np.ndarray, married: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Children at home: none before the parents could have them, fewer once they have left."""
    wanted = np.searchsorted(np.cumsum([0.10, 0.30, 0.38, 0.16, 0.06]), rng.random(len(head_age)))
    possible = np.clip((head_age - 20) / 3.2, 0, 4).astype(int)
    stay = np.clip(1.0 - (head_age - 46) / 24, 0.12, 1.0)
    at_home = rng.binomial(np.minimum(wanted, possible), stay)
    return np.where(married | (rng.random(len(head_age)) < 0.45), at_home, 0)


def _age_and_sex(
    household: np.ndarray,
    relation: np.ndarray,
    place: np.ndarray,
    head_age: np.ndarray,
    head_woman: np.ndarray,
    married: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, ...]:
    n = len(household)
    of_head, head_is_woman = head_age[household], head_woman[household]
    woman = rng.random(n) < np.where(relation == PARENT, 0.66, 0.49)
    woman = np.select([relation == HEAD, relation == SPOUSE], [head_is_woman, ~head_is_woman], woman)
    spouse = of_head + np.where(head_is_woman, 3, -3) + rng.normal(0, 3.2, n)
    spouse = np.minimum(np.where(spouse < 20, rng.uniform(20, 24, n), spouse), 95)
    mother = np.where(head_is_woman, of_head, of_head - 3)
    number = place - 1 - married[household]  # of the child, the eldest first
    child = mother - 22.5 - 3.6 * number + rng.normal(0, 2.4, n)
    child = np.where(child < 0, rng.random(n) * 4, child)
    child = np.clip(child, 0.02, np.maximum(mother - 17, 0.5))
    ages = [of_head, spouse, child, np.clip(of_head + 25 + rng.normal(0, 4, n), 50, 99), rng.uniform(1, 15, n)]
    return household, relation, woman, np.select([relation == code for code in range(5)], ages)


def mothers(members: Members, names: pl.Series) -> pl.Series:
    """For each household the name of the woman who leads it or is married to its head; None where there is none."""
    grown = members.woman & (members.relation <= SPOUSE)
    rows = np.flatnonzero(grown)
    first = np.unique(members.household[rows], return_index=True)
    empty = pl.Series("mother_name", [None], dtype=pl.String).new_from_index(0, members.households)
    return empty.scatter(first[0], names.gather(rows[first[1]]))
