"""kill -9 of the web process, the worker and the intake at random moments: nothing lost, nothing half, nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

KILLS = 10
PEOPLE = 400

pytestmark = [pytest.mark.scale, pytest.mark.xdist_group("kill")]


class Regency:
    """One installation in a folder of its own, with web, worker and a demo build as separate processes."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GUYUB_", "DJANGO_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "guyub.settings",
            "GUYUB_DATA_DIR": str(folder),
            "GUYUB_DATABASE_URL": database_url,
            "GUYUB_JOB_LEASE_SECONDS": "5",
            "GUYUB_SECRET_KEY": "only-for-tests-" * 4,
            "GUYUB_REGISTRY_KEY": "only-for-tests",
            "GUYUB_DEMO": "1",
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = str(probe.getsockname()[1])
        self.log = (folder / "processes.log").open("ab")

    def start(self, what: str) -> subprocess.Popen[bytes]:
        commands = {
            "build": ["-m", "guyub", "demo", "build", "--people", str(PEOPLE)],
            "worker": ["-m", "guyub", "work"],
            "web": ["-m", "granian", "--interface", "wsgi", "--port", self.port, "guyub.wsgi:application"],
        }
        return subprocess.Popen(
            [sys.executable, *commands[what]],
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def state(self) -> dict[str, object]:
        script = Path(__file__).parents[1] / "support" / "demo_state.py"
        done = subprocess.run([sys.executable, str(script)], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def words(self) -> str:
        return (self.folder / "processes.log").read_text()[-4000:]


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, with all it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


@pytest.fixture
def regencies(tmp_path: Path) -> Iterator[tuple[Regency, Regency]]:
    """Two installations: on SQLite a file each, on PostgreSQL a database each beside the tests' own."""
    url = os.environ.get("GUYUB_DATABASE_URL", "")
    names = [f"guyub_kill_{os.getpid()}_{letter}" for letter in "ab"]
    urls = ["", ""]
    if url:
        _databases(url, names, make=True)
        urls = [urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for name in names]
    folders = [tmp_path / name for name in ("calm", "stormy")]
    for folder in folders:
        folder.mkdir()
    yield Regency(folders[0], urls[0]), Regency(folders[1], urls[1])
    if url:
        _databases(url, names, make=False)


def _databases(url: str, names: list[str], *, make: bool) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        for name in names:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            if make:
                server.execute(f'CREATE DATABASE "{name}"')


def test_ten_kills_during_a_build_change_nothing_of_its_outcome(regencies):
    calm, stormy = regencies
    undisturbed = calm.start("build")
    assert undisturbed.wait(timeout=600) == 0, calm.words()
    expected = calm.state()

    chance = random.Random(2026)
    running = {"build": stormy.start("build")}
    time.sleep(6)  # the tables must stand before web and worker can look at them
    running |= {what: stormy.start(what) for what in ("worker", "web")}
    for number in range(KILLS):
        time.sleep(chance.uniform(0.2, 2.5))
        victim = ("build", "worker", "build", "web")[number % 4]
        kill(running[victim])
        running[victim] = stormy.start(victim)
    code = running["build"].wait(timeout=600)
    for what in ("worker", "web"):
        kill(running[what])

    assert code == 0, stormy.words()
    state = stormy.state()
    assert state["faults"] == []
    assert state["half_built"] == []
    assert state == expected
