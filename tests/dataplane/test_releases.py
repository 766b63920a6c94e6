"""A release is what its digest says, for ever, and is whole or not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from guyub.dataplane.checks import examine
from guyub.dataplane.releases import Damaged, Frozen, freeze, line_of, open_release, verify
from guyub.dataplane.store import AreaStore, building
from tests.support.agency import REFERENCE, contract, people, person, write_csv

ROWS = people(30)


@pytest.fixture
def store(tmp_path: Path) -> AreaStore:
    return AreaStore(tmp_path / "data", "33.13")


def frozen(store: AreaStore, rows: list[dict[str, str]], submission: int = 1, period: str = "2026-11") -> Frozen:
    source = write_csv(store.root.parent / f"{submission}.csv", rows)
    examine(source, contract=contract(), reference=REFERENCE, target=store.checks(submission))
    return freeze(store.checks(submission), store=store, contract=contract(), period=period)


def test_freezing_twice_is_harmless(store: AreaStore) -> None:
    first = frozen(store, ROWS)

    again = freeze(store.checks(1), store=store, contract=contract(), period="2026-11")

    assert again == first
    assert [path.name for path in store.releases("population").iterdir()] == [first.manifest.digest]


def test_another_month_or_another_value_is_another_release(store: AreaStore) -> None:
    november = frozen(store, ROWS).manifest.digest

    february = freeze(store.checks(1), store=store, contract=contract(), period="2026-02").manifest.digest
    changed = frozen(store, [ROWS[0] | {"NAMA": "Nama Lain"}, *ROWS[1:]], submission=2).manifest.digest

    assert len({november, february, changed}) == 3


def test_a_release_says_what_it_holds_and_what_was_held_back(store: AreaStore) -> None:
    made = frozen(store, [*ROWS, person(40, JK="?")])

    manifest = open_release(store, "population", made.manifest.digest).manifest
    assert manifest == made.manifest
    assert (manifest.rows, made.held, manifest.period, manifest.key_column) == (30, 1, "2026-11", "nik")
    assert manifest.columns[:2] == (("nik", "VARCHAR"), ("family_card", "VARCHAR"))


def test_rows_are_read_by_page_by_key_and_by_value(store: AreaStore) -> None:
    release = open_release(store, "population", frozen(store, ROWS).manifest.digest)

    page = release.page(10, 5, columns=("nik", "name"))
    village = ROWS[0]["KODE DESA"]
    there = [row for row in ROWS if row["KODE DESA"] == village]

    assert [row["_row"] for row in page] == [11, 12, 13, 14, 15]
    assert set(page[0]) == {"_row", "nik", "name"}
    assert release.find(page[0]["nik"]) == release.row(11)
    assert release.find("3313990101019999") is None
    assert release.row(31) is None
    assert release.count({"village_code": village}) == len(there)
    assert {row["nik"] for row in release.page(where={"village_code": village})} == {row["NIK"] for row in there}


def test_a_row_is_followed_to_the_line_of_the_file(store: AreaStore) -> None:
    frozen(store, ROWS)

    assert line_of(store.checks(1), ROWS[6]["NIK"]) == 8
    with pytest.raises(KeyError):
        line_of(store.checks(1), "3313990101019999")


def test_a_changed_byte_is_noticed(store: AreaStore) -> None:
    digest = frozen(store, ROWS).manifest.digest
    path = open_release(store, "population", digest).path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)

    with pytest.raises(Damaged):
        verify(store, "population", digest)


def test_a_release_checked_under_another_version_of_the_contract_is_refused(store: AreaStore) -> None:
    from dataclasses import replace

    frozen(store, ROWS)

    with pytest.raises(ValueError, match="check it again"):
        freeze(store.checks(1), store=store, contract=replace(contract(), version="2.0.0"), period="2026-11")


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), building(tmp_path / "final") as work:
        (work / "half").write_text("x")
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


def test_of_two_builders_of_one_name_the_first_stays(tmp_path: Path) -> None:
    with building(tmp_path / "final") as work:
        (work / "rows").write_text("first")
        with building(tmp_path / "final") as other:
            (other / "rows").write_text("second")

    assert (tmp_path / "final" / "rows").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["final"]


def test_sweeping_removes_what_a_killed_build_left(store: AreaStore) -> None:
    left = store.releases("population") / ".building-abc-123"
    left.mkdir(parents=True)
    digest = frozen(store, ROWS).manifest.digest

    assert store.sweep(now=datetime.now(UTC)) == 0
    assert store.sweep(now=datetime.now(UTC) + timedelta(days=7)) == 1
    assert [path.name for path in store.releases("population").iterdir()] == [digest]


@pytest.mark.parametrize("name", ["..", "../../etc", "a/b", "", ".hidden"])
def test_no_name_leads_out_of_the_store(name: str, store: AreaStore) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        store.checks(name)


def test_rows_on_disk_are_typed_and_in_the_order_of_the_contract(store: AreaStore) -> None:
    release = open_release(store, "population", frozen(store, ROWS).manifest.digest)

    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM '{release.path}'").fetchall()

    wanted = [("_row", "BIGINT"), *((column.name, column.sql_type) for column in contract().columns)]
    assert [(row[0], row[1]) for row in described] == wanted
