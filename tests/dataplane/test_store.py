"""A directory of the store is whole or not there, and what a dead process left is swept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from guyub.dataplane.store import AreaStore, building

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(hours=25)


@pytest.fixture
def store(tmp_path) -> AreaStore:
    return AreaStore(tmp_path, "33.13")


def left_behind(folder, *, written: datetime):
    """What a killed process leaves: a folder under its working name with part of a file in it."""
    folder.mkdir(parents=True)
    for path in (folder / "rows.parquet", folder):
        if path != folder:
            path.write_bytes(b"half")
        os.utime(path, (written.timestamp(), written.timestamp()))
    return folder


def test_what_breaks_off_never_appears_under_its_final_name(store):
    final = store.checks(7)

    with pytest.raises(RuntimeError), building(final) as work:
        (work / "summary.json").write_text("{")
        raise RuntimeError

    assert list(final.parent.iterdir()) == []


def test_who_comes_second_keeps_what_the_first_made(store):
    final = store.build("a")

    with building(final) as slower:
        (slower / "made by").write_text("the slower")
        with building(final) as faster:
            (faster / "made by").write_text("the faster")

    assert (final / "made by").read_text() == "the faster"
    assert [path.name for path in final.parent.iterdir()] == ["a"]


def test_the_leavings_of_a_dead_process_are_swept(store):
    for place in (store.folder / "incoming", store.releases("pupils"), store.folder / "builds"):
        left_behind(place / ".building-x-abc", written=YESTERDAY)

    assert store.sweep(now=NOW) == 3
    assert list(store.folder.glob("**/.building-*")) == []


def test_a_build_that_may_still_run_is_left_alone(store):
    work = left_behind(store.folder / "builds" / ".building-x-abc", written=YESTERDAY)
    (work / "rows.parquet").write_bytes(b"half and a bit")  # its folder's own time does not tell
    os.utime(work, (YESTERDAY.timestamp(), YESTERDAY.timestamp()))

    assert store.sweep(now=NOW) == 0
    assert work.exists()


def test_whole_directories_are_never_swept_however_old(store):
    with building(store.build("a")) as work:
        (work / "rows.parquet").write_bytes(b"rows")

    assert store.sweep(now=NOW + timedelta(days=4000)) == 0
    assert store.build("a").is_dir()
