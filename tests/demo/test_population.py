"""The truth of the demo: nobody real, nobody lost, and a regency that changes as the demo says it does."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import polars as pl
import pytest

from guyub.demo.chance import Chance, Pool, choose
from guyub.demo.identity import SYNTHETIC_PREFIX, identity_numbers, scattered
from guyub.demo.places import DISTRICTS, former_codes, read_villages
from guyub.demo.population import PERIODS, make_truth
from guyub.demo.schooling import school_year
from guyub.engines.values import Nik


def test_the_same_seed_makes_the_same_people_and_another_seed_others(villages):
    one, same, other = (make_truth(500, seed, villages).at("2026-11") for seed in (1, 1, 2))

    assert all(getattr(one, table).equals(getattr(same, table)) for table in ("persons", "households", "pupils", "aid"))
    assert not one.persons.equals(other.persons)


@pytest.mark.parametrize("people", [100, 777, 4_000])
def test_a_truth_holds_exactly_the_people_asked_for_on_the_first_day(villages, people):
    assert len(make_truth(people, 3, villages).at(PERIODS[0]).persons) == people


def test_a_size_nobody_can_make_is_refused_with_the_bounds(villages):
    with pytest.raises(ValueError, match="100 to 1200000"):
        make_truth(5, 1, villages)


def test_an_unknown_period_is_refused_with_the_known_ones(truth):
    with pytest.raises(ValueError, match="2026-02, 2026-05, 2026-08, 2026-11"):
        truth.at("2026-03")


def test_every_nik_is_synthetic_unique_and_agrees_with_birth_date_and_sex(truth):
    people = truth.people

    assert people["nik"].n_unique() == len(people)
    assert people["nik"].str.contains(f"^{SYNTHETIC_PREFIX}[0-9]{{10}}$").all()
    assert not people["nik"].str.ends_with("0000").any()
    for nik, born, sex in people.select("nik", "birth_date", "sex").iter_rows():
        assert Nik(nik).agrees_with(born)
        assert (int(nik[6:8]) > 40) == (sex == "P")


def test_every_family_card_is_synthetic_and_belongs_to_one_household(truth):
    cards = pl.concat([truth.homes["family_card"], truth.homes["old_family_card"]])

    assert cards.n_unique() == len(cards)
    assert cards.str.contains(f"^{SYNTHETIC_PREFIX}[0-9]{{10}}$").all()


def test_a_household_shares_its_village_and_card_and_has_one_head(pictures):
    for picture in pictures.values():
        homes = picture.persons.group_by("household_id").agg(
            pl.col("village_code", "family_card", "rt", "rw", "head_nik").n_unique(),
            heads=(pl.col("relation") == "head").sum(),
        )
        assert homes.drop("household_id").max().row(0) == (1, 1, 1, 1, 1, 1)
        assert homes["heads"].min() == 1


def test_nobody_lives_outside_the_villages_given(villages):
    few = villages.filter(pl.col("district").is_in(["Colomadu", "Jenawi"]))
    picture = make_truth(600, 1, few).at("2026-11")

    assert set(picture.persons["village_code"]) <= set(few["village_code"])
    assert set(picture.households["village_code"]) <= set(few["village_code"])


def test_karanganyar_has_its_17_districts_and_177_villages(villages):
    assert (len(villages), villages["district_code"].n_unique()) == (177, 17)
    assert set(villages["district_code"]) == set(DISTRICTS)


def test_a_regency_without_villages_is_refused():
    with pytest.raises(ValueError, match=r"99\.99"):
        read_villages("99.99")


def test_a_former_code_is_never_a_code_in_force(villages):
    codes = villages["village_code"].to_list()
    former = former_codes(codes)

    assert not set(former) & set(codes)
    assert set(former.values()) <= set(codes)


def test_a_person_keeps_name_number_and_birth_date_through_all_periods(pictures):
    same = ["person_id", "household_id", "nik", "name", "sex", "birth_date", "family_card"]
    everyone = pl.concat([picture.persons.select(same) for picture in pictures.values()]).unique()

    assert everyone["person_id"].n_unique() == len(everyone)


def test_the_dead_do_not_return_and_the_newborn_were_born_in_between(pictures):
    for before, after in itertools.pairwise(PERIODS):
        earlier, later = (set(pictures[period].persons["person_id"]) for period in (before, after))
        born = pictures[after].persons.filter(pl.col("person_id").is_in(list(later - earlier)))
        assert born["birth_date"].min() >= date.fromisoformat(f"{before}-01")
        assert born["birth_date"].max() < date.fromisoformat(f"{after}-01")
        assert earlier - later


def test_some_households_move_and_most_stay(pictures):
    first, last = (
        pictures[period].households.select("household_id", "village_code") for period in (PERIODS[0], PERIODS[-1])
    )
    both = first.join(last, on="household_id")

    assert 0.005 < (both["village_code"] != both["village_code_right"]).mean() < 0.06


def test_classes_move_up_in_july_and_only_then(pictures):
    grades = pl.concat(
        [picture.pupils.select("person_id", "grade", period=pl.lit(period)) for period, picture in pictures.items()]
    ).pivot("period", index="person_id", values="grade")

    def step(before: str, after: str) -> set[int]:
        return set((grades[after] - grades[before]).drop_nulls())

    assert [step("2026-02", "2026-05"), step("2026-05", "2026-08"), step("2026-08", "2026-11")] == [{0}, {1}, {0}]
    assert [school_year(period) for period in PERIODS] == [2025, 2025, 2026, 2026]


def test_a_pupil_is_of_the_age_of_the_class_and_the_school_of_its_level(pictures):
    picture = pictures["2026-11"]
    pupils = picture.pupils.join(picture.persons.select("person_id", "birth_date"), on="person_id")
    age = (pl.lit(date(2026, 7, 1)) - pl.col("birth_date")).dt.total_days() / 365.25

    assert pupils.select((age.floor() - pl.col("grade")).is_between(5, 6).all()).item()
    assert pupils.select((pl.col("level") == pl.when(pl.col("grade") <= 6).then(pl.lit("SD")).when(pl.col("grade") <= 9).then(pl.lit("SMP")).otherwise(pl.lit("SMA"))).all()).item()  # fmt: skip
    assert pupils.select(pl.col("school_name").str.starts_with(pl.col("level")).all()).item()
    assert pupils["school_code"].str.contains("^99[0-9]{6}$").all()


@pytest.mark.parametrize(
    ("table", "key"), [("pupils", "nisn"), ("members", "card_number"), ("aid", "aid_id"), ("households", "family_card")]
)
def test_the_key_of_each_agency_names_one_line(pictures, table, key):
    for picture in pictures.values():
        assert getattr(picture, table)[key].n_unique() == len(getattr(picture, table))


@pytest.fixture(scope="module")
def larger(villages):
    """Enough people for shares to be steady."""
    truth = make_truth(24_000, 5, villages)
    return {period: truth.at(period) for period in PERIODS}


def school_aid_share(picture) -> float:
    poor = picture.pupils.filter(pl.col("decile") <= 4)
    helped = picture.aid.filter(pl.col("kind") == "school")["person_id"]
    return poor["person_id"].is_in(helped.implode()).mean()


def test_school_aid_reaches_ever_more_poor_pupils(larger):
    shares = [school_aid_share(picture) for picture in larger.values()]

    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.655, abs=0.03)
    assert shares[-1] == pytest.approx(0.797, abs=0.03)


def test_active_health_insurance_rises_and_falls_in_the_last_period(larger):
    shares = [picture.members["active"].mean() for picture in larger.values()]

    assert shares[0] < shares[1] < shares[2] > shares[3]


def test_poor_families_are_found_more_in_some_districts_than_in_others(larger):
    homes = larger["2026-11"].households.with_columns(district=pl.col("village_code").str.slice(0, 8))
    poor = dict(homes.group_by("district").agg((pl.col("decile") <= 4).mean()).rows())

    assert min(poor["33.13.02"], poor["33.13.13"], poor["33.13.17"], poor["33.13.01"]) > 0.45
    assert poor["33.13.12"] < 0.25


def test_deciles_change_for_some_and_stay_for_most(larger):
    first, last = (larger[period].households.select("household_id", "decile") for period in (PERIODS[0], PERIODS[-1]))
    both = first.join(last, on="household_id")

    assert 0.05 < (both["decile"] != both["decile_right"]).mean() < 0.25


def test_families_grow_smaller_and_the_shares_of_ages_are_those_of_a_regency(larger):
    persons = larger["2026-11"].persons
    age = persons.select((pl.lit(date(2026, 11, 1)) - pl.col("birth_date")).dt.total_days() / 365.25).to_series()

    assert 2.9 < len(persons) / len(larger["2026-11"].households) < 3.5
    assert 0.05 < (age < 5).mean() < 0.10
    assert 0.08 < (age >= 60).mean() < 0.20
    assert 0.13 < len(larger["2026-11"].pupils) / len(persons) < 0.18


def test_the_old_bear_javanese_names_and_often_a_single_one(larger):
    persons = larger["2026-11"].persons.with_columns(single=~pl.col("name").str.contains(" "))
    old, young = (
        persons.filter(pl.col("birth_date").dt.year().is_between(*years)) for years in ((1900, 1960), (2000, 2030))
    )

    assert old["single"].mean() > 0.5
    assert young["single"].mean() < 0.1


def test_scattered_numbers_are_one_to_one():
    numbers = scattered(np.arange(50_000), 7, salt=3)

    assert numbers.n_unique() == 50_000
    assert numbers.str.len_chars().unique().to_list() == [7]


def test_a_day_with_too_many_births_is_refused():
    with pytest.raises(ValueError, match="9999"):
        identity_numbers(pl.Series([date(2000, 1, 1)] * 10_000))


def test_streams_of_chance_do_not_disturb_each_other():
    assert Chance(1).stream("a").random() == Chance(1).stream("a").random() != Chance(1).stream("b").random()


def test_words_are_drawn_by_weight_and_only_from_the_pool():
    pool = Pool.of("Agus Joko Budi", 1.0)
    drawn = pool.draw(np.random.default_rng(1), 3_000)

    assert set(drawn) == {"Agus", "Joko", "Budi"}
    assert (drawn == "Agus").mean() == pytest.approx(6 / 11, abs=0.05)
    assert choose(("a", "b"), np.array([0.0, 0.69, 0.71, 0.999]), (0.7, 0.3)).to_list() == ["a", "a", "b", "b"]
