"""The truth of the demo regency: who lives where and how in each of four periods. The product never sees it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl

from guyub.demo import support
from guyub.demo.chance import Chance, Pool
from guyub.demo.households import CHILD, RELATIONS, make_members, mothers
from guyub.demo.identity import identity_numbers, scattered
from guyub.demo.life import PERIODS, Life, first_day, live
from guyub.demo.names import make_names
from guyub.demo.places import settle
from guyub.demo.schooling import Schools, enrol, make_schools

__all__ = ["PERIODS", "Picture", "Truth", "make_truth"]

FEWEST, MOST = 100, 1_200_000
DECILE_EDGES = np.array([NormalDist().inv_cdf(tenth / 10) for tenth in range(1, 10)])
POOR_BELOW = DECILE_EDGES[support.POOR_UP_TO - 1]
BIRTH_PLACES = Pool.of("Karanganyar Surakarta Sragen Sukoharjo Wonogiri Boyolali Klaten Ngawi Magetan Jakarta", 1.6)


@dataclass(frozen=True)
class Picture:
    """
    The regency on the first day of one period.

    persons     person_id, household_id, nik, family_card, old_family_card, head_nik, name, sex, birth_date,
                birth_place, relation, village_code, earlier_village_code, rt, rw, mother_name
    households  household_id, family_card, village_code, welfare, decile, decile_period, floor, wall, water, power_va,
                monthly_income_rupiah
    pupils      person_id, decile, nisn, school_code, school_name, level, grade
    members     person_id, card_number, segment, active: health insurance
    aid         person_id, aid_id, programme, kind, amount_rupiah, year
    """

    period: str
    persons: pl.DataFrame
    households: pl.DataFrame
    pupils: pl.DataFrame
    members: pl.DataFrame
    aid: pl.DataFrame


@dataclass(frozen=True, eq=False)
class Truth:
    """Everybody who ever lives in the demo, and what becomes of them. Ask for a period with `at`."""

    seed: int
    villages: pl.DataFrame
    schools: Schools
    life: Life
    people: pl.DataFrame  # what never changes of a person; row number is person_id
    homes: pl.DataFrame  # what never changes of a household; row number is household_id

    @property
    def universe(self) -> int:
        """How many persons ever live."""
        return len(self.people)

    def at(self, period: str) -> Picture:
        """The regency as it was on the first day of the period."""
        if period not in PERIODS:
            raise ValueError(f"the demo has no period {period!r}: take one of {', '.join(PERIODS)}")
        number = PERIODS.index(period)
        alive = np.flatnonzero((self.life.arrives <= number) & (number < self.life.leaves))
        persons = self._persons(number, alive)
        households = self._households(number, np.unique(self.life.members.household[alive]))
        pupils = self._pupils(number, alive, households)
        return Picture(
            period,
            persons,
            households,
            pupils.drop("village"),
            self._members(number, persons),
            self._aid(number, persons, households, pupils),
        )

    def _persons(self, number: int, alive: np.ndarray) -> pl.DataFrame:
        home = self.life.members.household[alive]
        codes = self.villages["code"]
        relation = self._relations(alive, home)
        nik = self.people["nik"].gather(alive)
        head = np.zeros(len(self.homes), dtype=np.int64)
        head[home[relation == 0]] = np.flatnonzero(relation == 0)
        return self.people[alive].with_columns(
            family_card=self.homes["family_card"].gather(home),
            old_family_card=self.homes["old_family_card"].gather(home),
            head_nik=nik.gather(head[home]),
            relation=pl.Series(RELATIONS).gather(relation),
            village_code=codes.gather(self.life.village[home, number].astype(np.int64)),
            earlier_village_code=codes.gather(self.life.village[home, max(number - 1, 0)].astype(np.int64)),
            rt=self.homes["rt"].gather(home),
            rw=self.homes["rw"].gather(home),
        )

    def _relations(self, alive: np.ndarray, home: np.ndarray) -> np.ndarray:
        """Relations to the head; where the head has died, the spouse or else the eldest follows."""
        relation: np.ndarray = self.life.members.relation[alive]
        order = np.lexsort((self.life.birth[alive], np.minimum(relation, 2), home))
        first = order[np.flatnonzero(np.diff(home[order], prepend=-1))]
        orphaned = np.ones(len(self.homes), dtype=bool)
        orphaned[home[relation == 0]] = False
        relation[first[orphaned[home[first]]]] = 0
        return relation

    def _households(self, number: int, ids: np.ndarray) -> pl.DataFrame:
        welfare = self.life.welfare[ids, number].astype(float)
        income = np.round(np.exp(14.55 + 0.5 * welfare + self.homes["luck"].to_numpy()[ids]) / 50_000) * 50_000
        month = int(PERIODS[number][5:7])
        mended = self.repaired(number - 1)[ids]
        return self.homes[ids].select(
            "household_id",
            "family_card",
            village_code=self.villages["code"].gather(self.life.village[ids, number].astype(np.int64)),
            welfare=pl.Series(welfare),
            decile=pl.Series((np.searchsorted(DECILE_EDGES, welfare) + 1).astype(np.int8)),
            # The national office sets deciles by quarter, in its first month.
            decile_period=pl.lit(f"{PERIODS[number][:4]}-{(month - 1) // 3 * 3 + 1:02d}"),
            # A house repaired in an earlier period has a better floor now.
            floor=pl.when(pl.Series(mended) & (pl.col("floor") == "tanah")).then(pl.lit("semen")).otherwise("floor"),
            wall="wall",
            water="water",
            power_va="power_va",
            monthly_income_rupiah=pl.Series(income.astype(np.int64)),
        )

    def repaired(self, number: int) -> np.ndarray:
        """Whether each household's house was repaired in period `number` or before."""
        if number < 0:
            return np.zeros(len(self.homes), dtype=bool)
        weak = self.homes["floor"].is_in(["tanah", "kayu"]) | (self.homes["wall"] == "bambu")
        return support.repair(number, weak.to_numpy(), self.life.welfare[:, 0] < POOR_BELOW, Chance(self.seed))

    def _pupils(self, number: int, alive: np.ndarray, households: pl.DataFrame) -> pl.DataFrame:
        home = self.life.members.household
        village = self.life.village[home, number].astype(np.int64)
        enrolled = enrol(
            PERIODS[number], self.life.birth, village, self.life.welfare[home, 0], self.schools, Chance(self.seed)
        )
        here = np.zeros(self.universe, dtype=bool)
        here[alive] = True
        keep = here[enrolled.rows]
        rows, school = enrolled.rows[keep], enrolled.school[keep]
        decile = np.zeros(len(self.homes), dtype=np.int8)
        decile[households["household_id"].to_numpy()] = households["decile"].to_numpy()
        year = (self.life.birth[rows].astype("datetime64[Y]").astype(int) + 1970) % 1000
        return pl.DataFrame(
            {"person_id": rows, "decile": decile[home[rows]], "village": village[rows], "year": year}
        ).select(
            "person_id",
            "decile",
            "village",
            nisn=pl.col("year").cast(pl.String).str.zfill(3) + scattered(rows, 7, salt=3),
            school_code=self.schools.table["school_code"].gather(school),
            school_name=self.schools.table["school_name"].gather(school),
            level=self.schools.table["level"].gather(school),
            grade=pl.Series(enrolled.grade[keep].astype(np.int8)),
        )

    def _members(self, number: int, persons: pl.DataFrame) -> pl.DataFrame:
        home = persons["household_id"].to_numpy()
        village = self.life.village[home, 0].astype(np.int64)
        first = np.searchsorted(DECILE_EDGES, self.life.welfare[home, 0]) + 1
        wage = self.villages["wage_earners"].to_numpy()[village]
        return support.insure(
            number,
            persons.select("person_id", "household_id", "village_code").with_columns(
                first_decile=pl.Series(first), wage_earners=pl.Series(wage)
            ),
            Chance(self.seed),
            self.universe,
        )

    def _aid(self, number: int, persons: pl.DataFrame, households: pl.DataFrame, pupils: pl.DataFrame) -> pl.DataFrame:
        grown = persons.filter(pl.col("relation").is_in(["head", "spouse"])).select(
            "household_id", "person_id", rank=(pl.col("sex") == "L").cast(pl.Int8)
        )
        recipients = grown.sort("household_id", "rank", "person_id").unique(
            "household_id", keep="first", maintain_order=True
        )
        homes = households.join(recipients, on="household_id", how="left", maintain_order="left").with_columns(
            repaired=pl.Series(self.repaired(number)[households["household_id"].to_numpy()])
        )
        return pl.concat(
            [
                support.school_aid_lines(number, pupils, self.villages, Chance(self.seed)),
                support.household_aid_lines(number, homes.rename({"person_id": "recipient"}), Chance(self.seed)),
            ]
        )


def make_truth(people: int, seed: int, villages: pl.DataFrame) -> Truth:
    """
    A regency of exactly `people` persons on the first day, and their next nine months.

    people    100 to 1,200,000; a full regency has about 930,000
    villages  village_code ("33.13.01.2001"), village, district_code, district; nobody lives anywhere else
    """
    if not FEWEST <= people <= MOST:
        raise ValueError(f"{people} people: the demo makes {FEWEST} to {MOST}; ask for a number between")
    chance = Chance(seed)
    settled = settle(villages, chance)
    first = make_members(people, chance)
    life = live(first, settled, chance)
    return Truth(seed, settled, make_schools(settled), life, _people(life, chance), _homes(life, chance))


def _people(life: Life, chance: Chance) -> pl.DataFrame:
    members, n = life.members, len(life.birth)
    birth = pl.Series(life.birth).cast(pl.Date)
    year = birth.dt.year().to_numpy()
    names = make_names(year, members.woman, chance, "people")
    grown_up = members.relation != CHILD
    mother = mothers(members, names).gather(members.household)
    other = make_names(year - 27, np.ones(n, dtype=bool), chance, "mothers")
    mother = mother.set(pl.Series(grown_up), None)
    return pl.DataFrame(
        {
            "person_id": np.arange(n, dtype=np.int64),
            "household_id": members.household.astype(np.int64),
            "nik": identity_numbers(birth, members.woman),
            "name": names,
            "sex": pl.Series(["L", "P"]).gather(members.woman.astype(int)),
            "birth_date": birth,
            "birth_place": BIRTH_PLACES.draw(chance.stream("birth places"), n),
            "mother_name": mother.zip_with(mother.is_not_null(), other),
        }
    )


def _homes(life: Life, chance: Chance) -> pl.DataFrame:
    rng = chance.stream("homes")
    count = len(life.village)
    newest = first_day(PERIODS[0]) - np.timedelta64(30, "D")
    issued = newest - rng.integers(0, 4000, count).astype("timedelta64[D]")
    earlier = issued - rng.integers(400, 4000, count).astype("timedelta64[D]")
    cards = identity_numbers(pl.Series(np.concatenate([issued, earlier])).cast(pl.Date))
    return pl.DataFrame(
        {
            "household_id": np.arange(count, dtype=np.int64),
            "family_card": cards[:count],
            "old_family_card": cards[count:],
            "rt": rng.integers(1, 9, count).astype(np.int16),
            "rw": rng.integers(1, 13, count).astype(np.int16),
            "luck": rng.normal(0, 0.25, count),
        }
    ).hstack(support.furnish(life.welfare[:, 0].astype(float), chance))
