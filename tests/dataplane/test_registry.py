"""One person and one household out of all releases: who is joined, who must not be, and that it is always the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import duckdb
import pytest

from guyub.dataplane import reading, registry
from tests.support import released
from tests.support.released import AREA, KEY, Released, invent, nik_of, write_release

BORN = date(2012, 3, 4)
NIK = nik_of(BORN, "L", 1)
CHILD = {
    "nik": NIK, "family_card": "3313990101200001", "name": "MUHAMMAD BAGAS SANTOSO", "sex": "L", "birth_date": BORN,
    "birth_place": "KARANGANYAR", "relation": "head", "village_code": "33.13.01.2001", "rt": 1, "rw": 2,
}  # fmt: skip


def pupil(key="0001", **other):
    row = {name: CHILD[name] for name in ("nik", "family_card", "name", "sex", "birth_date", "village_code")}
    return {"nisn": key, **row, "level": "SMP", "grade": 7, "school_code": "2031", "school_name": "SMP 1", **other}


def build(tmp_path, world, **other):
    sources = world.write(tmp_path / "releases", datasets=[dataset for dataset, rows in world.rows.items() if rows])
    return tmp_path / "builds" / registry.build(
        sources, area=AREA, period="2026-11", key=KEY, folder=tmp_path / "builds", **other
    ).build  # fmt: skip


def world_of(*, population=(CHILD,), **rows):
    world = Released()
    world.rows.update(population=list(population), **{name: list(found) for name, found in rows.items()})
    return world


def read(build, table, columns="*"):
    with duckdb.connect() as engine:
        return engine.execute(f"select {columns} from read_parquet('{build / table}.parquet')").fetchall()


def how(build, dataset="pupils"):
    return sorted((row[1], row[2]) for row in read(build, "record", "dataset, how, reason") if row[0] == dataset)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"name": "Moh. Bagas Santoso"},
        {"name": "M BAGAS SANTOSO"},
        {"name": "MUHAMMAD BAGUS SANTOSA"},
        {"birth_date": date(2012, 4, 3)},
        {"sex": "P"},
        {"village_code": "33.13.02.2001"},
    ],
)
def test_a_row_with_the_same_nik_that_agrees_is_the_same_person(tmp_path, change):
    assert how(build(tmp_path, world_of(pupils=[pupil(**change)]))) == [("nik_exact", None)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"nik": None}, "no_nik"),
        ({"nik": "3313990403120000"}, "no_nik"),
        ({"nik": "33139904031200"}, "no_nik"),
        ({"nik": "3313993213120001"}, "no_nik"),
        ({"nik": nik_of(BORN, "L", 77)}, "not_in_register"),
        ({"name": "SITI RAHAYU", "birth_date": date(1980, 1, 1), "sex": "P"}, "disagrees"),
        ({"name": "SITI RAHAYU"}, "disagrees"),
        ({"name": "MUHAMMAD BAGAS SANTOSO", "sex": "P", "birth_date": date(1980, 1, 1)}, "disagrees"),
    ],
)
def test_a_shared_mistyped_or_missing_nik_merges_nobody(tmp_path, change, reason):
    made = build(tmp_path, world_of(pupils=[pupil(**change)]))

    assert how(made) == [("alone", reason)]
    assert len(read(made, "person")) == 2


def test_a_family_that_uses_one_nik_stays_three_people(tmp_path):
    """A school writes the father's NIK for two sisters."""
    rows = [
        pupil("0001", name="SITI RAHAYU", sex="P", birth_date=date(2013, 1, 1)),
        pupil("0002", name="ANI LESTARI", sex="P", birth_date=date(2015, 2, 2)),
        pupil("0003"),
    ]

    made = build(tmp_path, world_of(pupils=rows))

    assert how(made) == [("alone", "disagrees"), ("alone", "disagrees"), ("nik_exact", None)]


def test_agencies_that_agree_on_a_nik_outside_the_register_speak_of_one_person(tmp_path):
    stranger = nik_of(BORN, "L", 77)
    member = {
        "card_number": "K1",
        **{k: v for k, v in pupil(nik=stranger).items() if k in registry.DATASETS["health_insurance"]},
    }

    made = build(
        tmp_path,
        world_of(pupils=[pupil(nik=stranger)], health_insurance=[{**member, "segment": "PBI", "active": True}]),
    )

    assert Counter(row[0] for row in read(made, "person", "in_register")) == {True: 1, False: 1}


def test_every_field_tells_the_row_it_came_from_and_who_says_otherwise(tmp_path):
    made = build(tmp_path, world_of(pupils=[pupil(name="M. BAGAS SANTOSO")]))

    document = reading.find_document(made, registry.person_id(NIK, KEY))

    fields = {field.name: field for field in document.fields}
    assert (fields["name"].value, fields["name"].dataset, fields["name"].row) == (
        "MUHAMMAD BAGAS SANTOSO",
        "population",
        1,
    )
    assert [(told.dataset, told.values["name"]) for told in fields["name"].others] == [("pupils", "M. BAGAS SANTOSO")]
    assert (fields["level"].value, fields["level"].dataset, fields["level"].release) == (
        "SMP",
        "pupils",
        "pupils-agency",
    )
    assert fields["birth_date"].value == "2012-03-04"


def test_nobody_is_found_under_an_unknown_id(tmp_path):
    assert reading.find_document(build(tmp_path, world_of()), "0" * 20) is None


def test_the_same_releases_give_the_same_files_in_any_order_and_with_any_number_of_threads(tmp_path):
    world = invent(300)
    sources = world.write(tmp_path / "releases")

    builds = []
    for number, ordered in enumerate([sources, sources[::-1]]):
        folder = tmp_path / f"builds-{number}"
        builds.append(folder / registry.build(ordered, area=AREA, period="2026-11", key=KEY, folder=folder).build)

    assert builds[0].name == builds[1].name
    for file in ("person", "household", "record", "mart"):
        assert read(builds[0], file) == read(builds[1], file)


def test_ids_stay_from_build_to_build_and_say_nothing_without_the_key(tmp_path):
    world = invent(120)
    first = {row[0]: row[1] for row in read(build(tmp_path / "a", world), "person", "nik, person_id") if row[0]}
    world.rows["pupils"] = world.rows["pupils"][1:]
    second = {row[0]: row[1] for row in read(build(tmp_path / "b", world), "person", "nik, person_id") if row[0]}

    assert first == second
    assert all(registry.person_id(nik, KEY) == person for nik, person in first.items())
    assert not any(hashlib.sha256(nik.encode()).hexdigest().startswith(person) for nik, person in first.items())


def test_a_person_without_a_nik_keeps_the_id_when_rows_around_it_change(tmp_path):
    loose = {**pupil("9999"), "nik": None}
    first = build(tmp_path / "a", world_of(pupils=[loose]))
    second = build(tmp_path / "b", world_of(pupils=[pupil("0001"), loose]))

    def id_of_loose(made):
        return [row[0] for row in read(made, "record", "person_id, reason") if row[1] == "no_nik"]

    assert id_of_loose(first) == id_of_loose(second)


def test_most_rows_of_a_regency_are_linked_and_none_to_somebody_else(tmp_path):
    world = invent(600)
    made = build(tmp_path, world)
    keys = {
        dataset: sorted(row[next(iter(columns))] for row in world.rows[dataset])
        for dataset, columns in registry.DATASETS.items()
    }

    linked = wrong = 0
    for dataset, row, person, kind in read(made, "record", "dataset, row, person_id, how"):
        if kind == "nik_exact":
            linked += 1
            wrong += person != registry.person_id(world.owner[(dataset, keys[dataset][row - 1])], KEY)

    assert linked > 0.8 * sum(len(rows) for dataset, rows in world.rows.items() if dataset != "population")
    assert wrong == 0


def test_no_row_is_lost(tmp_path):
    world = invent(300)
    made = build(tmp_path, world)
    manifest = registry.read_manifest(made)

    assert Counter(row[0] for row in read(made, "record", "dataset")) == {
        name: len(rows) for name, rows in world.rows.items()
    }
    for match in manifest.matches:
        assert match.rows == match.register + match.nik_exact + match.no_nik + match.not_in_register + match.disagrees


def test_each_household_of_the_register_has_exactly_one_head(tmp_path):
    made = build(tmp_path, invent(300))

    heads = Counter(row[0] for row in read(made, "mart", "household_id, household_head") if row[1])
    households = {row[0] for row in read(made, "household", "household_id")}

    assert set(heads) == households
    assert set(heads.values()) == {1}


def test_a_card_without_a_head_is_headed_by_the_oldest(tmp_path):
    child = {**CHILD, "relation": "child"}
    elder = {
        **CHILD,
        "nik": nik_of(date(1950, 1, 2), "P", 2),
        "sex": "P",
        "birth_date": date(1950, 1, 2),
        "relation": "parent",
    }

    made = build(tmp_path, world_of(population=[child, elder]))

    assert read(made, "household", "head_id, woman_headed, size") == [(registry.person_id(elder["nik"], KEY), True, 2)]


def test_the_welfare_row_of_the_head_gives_the_familys_decile_and_is_never_computed(tmp_path):
    spouse = {**CHILD, "nik": nik_of(BORN, "L", 5), "name": "JOKO", "relation": "child"}
    shared = {name: CHILD[name] for name in ("family_card", "sex", "birth_date", "village_code", "relation")}
    rows = [
        {"record_id": "W1", **shared, "nik": spouse["nik"], "name": "JOKO", "decile": 9},
        {"record_id": "W2", **shared, "nik": NIK, "name": CHILD["name"], "decile": 3},
    ]

    made = build(tmp_path, world_of(population=[CHILD, spouse], welfare=rows))

    assert read(made, "mart", "decile") == [(3,), (3,)]


@pytest.mark.parametrize(
    ("born", "age"), [("2014-11-30", 12), ("2014-12-01", 11), ("2026-11-30", 0), ("1926-02-28", 100)]
)
def test_age_is_in_whole_years_on_the_last_day_of_the_period(tmp_path, born, age):
    made = build(tmp_path, world_of(population=[{**CHILD, "birth_date": date.fromisoformat(born)}]))

    assert read(made, "mart", "age") == [(age,)]


def test_only_aid_of_the_periods_year_counts(tmp_path):
    person = {name: CHILD[name] for name in ("nik", "family_card", "name", "sex", "birth_date", "village_code")}
    rows = [
        {"aid_id": "A1", **person, "programme": "PIP", "kind": "school", "year": 2025},
        {"aid_id": "A2", **person, "programme": "BPNT", "kind": "food", "year": 2026},
    ]

    made = build(tmp_path, world_of(aid=rows))

    assert read(made, "mart", "aid_school, aid_food, household_aid") == [(False, True, True)]


def test_the_mart_shows_nik_and_name_masked_only(tmp_path):
    made = build(tmp_path, invent(120))

    for nik, name in read(made, "mart", "nik_masked, name_masked"):
        assert nik is None or (nik[:6] == "331399" and nik[6:12] == "•" * 6 and len(nik) == 16)
        assert all(len(word.strip("•.")) <= 1 for word in name.split())


def test_a_village_of_another_regency_is_no_village_here(tmp_path):
    made = build(tmp_path, world_of(pupils=[pupil(nik=None, village_code="33.11.01.2001")]))

    assert sorted(read(made, "mart", "in_register, village_code"))[0] == (False, None)


def test_two_agencies_may_deliver_the_same_dataset(tmp_path):
    person = {name: CHILD[name] for name in ("nik", "family_card", "name", "sex", "birth_date", "village_code")}
    sources = [
        write_release(tmp_path, "population", [CHILD]),
        write_release(tmp_path, "aid", [{"aid_id": "1", **person, "kind": "school", "year": 2026}], origin="dinsos"),
        write_release(
            tmp_path, "aid", [{"aid_id": "1", **person, "nik": None, "kind": "house", "year": 2026}], origin="disperkim"
        ),
    ]

    manifest = registry.build(sources, area=AREA, period="2026-11", key=KEY, folder=tmp_path / "builds")

    assert [(match.dataset, match.nik_exact, match.no_nik) for match in manifest.matches] == [
        ("aid", 1, 0), ("aid", 0, 1), ("population", 0, 0),
    ]  # fmt: skip


def test_without_the_register_there_is_no_registry(tmp_path):
    sources = invent(50).write(tmp_path / "releases", datasets=["pupils"])

    with pytest.raises(ValueError, match="population register"):
        registry.build(sources, area=AREA, period="2026-11", key=KEY, folder=tmp_path / "builds")


def test_a_build_that_breaks_leaves_nothing_behind(tmp_path):
    class Stop(Exception):
        pass

    def stop(stage, share):
        if share > 0.5:
            raise Stop

    with pytest.raises(Stop):
        build(tmp_path, invent(80), progress=stop)

    assert list((tmp_path / "builds").iterdir()) == []


def test_a_build_that_is_there_is_taken_as_it_is(tmp_path):
    world = invent(80)
    first = build(tmp_path, world)
    made_at = (first / "mart.parquet").stat().st_mtime_ns

    assert build(tmp_path, world) == first
    assert (first / "mart.parquet").stat().st_mtime_ns == made_at


def test_another_key_another_period_or_another_release_is_another_build(tmp_path):
    sources = invent(50).write(tmp_path / "releases")

    names = {
        registry.build_id(sources, area=AREA, period="2026-11", key=KEY),
        registry.build_id(sources, area=AREA, period="2026-08", key=KEY),
        registry.build_id(sources, area=AREA, period="2026-11", key=b"other"),
        registry.build_id(sources[:-1], area=AREA, period="2026-11", key=KEY),
    }

    assert len(names) == 4
    assert released.VILLAGES  # the invented regency is the one the builds are of
