"""One installation of its own, as separate processes that a test may kill."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PEOPLE = 400
# Each process would otherwise compile every module anew, which takes longer than what is tested.
UNWANTED = ("GUYUB_", "DJANGO_", "PYTEST_", "PYTHONDONTWRITEBYTECODE")


class Regency:
    """One installation in a folder of its own, with web, worker and a demo build as separate processes."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(UNWANTED)},
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
            self.port = probe.getsockname()[1]
        self._running: list[subprocess.Popen[bytes]] = []
        self.seconds = 0.0  # how long it took to build, once it is

    def start(self, what: str) -> subprocess.Popen[bytes]:
        commands = {
            "build": ["-m", "guyub", "demo", "build", "--people", str(PEOPLE)],
            "worker": ["-m", "guyub", "work"],
            "web": ["-m", "granian", "--interface", "wsgi", "--port", str(self.port), "guyub.wsgi:application"],
        }
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *commands[what]],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def finish(self, process: subprocess.Popen[bytes], *, seconds: float) -> None:
        """Wait until the process has ended well; else show what all of them said."""
        try:
            code: int | str = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = f"nothing after {seconds:.0f} s"
        assert code == 0, f"it ended with {code}:\n{self.words()}"

    def stop(self) -> None:
        for process in self._running:
            kill(process)

    def wait_until_it_answers(self) -> None:
        wait_until(self._answers, "the web server answers", seconds=60)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def state(self) -> dict[str, object]:
        script = Path(__file__).parents[1] / "support" / "demo_state.py"
        command = [sys.executable, str(script)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def words(self) -> str:
        return self._log.read_text()[-4000:]

    @property
    def _log(self) -> Path:
        return self.folder / "processes.log"


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, with all it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(holds: Callable[[], bool], what: str, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain until {what}"
        time.sleep(0.05)


@contextmanager
def regency(folder: Path) -> Iterator[Regency]:
    """On SQLite its database is a file in the folder, on PostgreSQL a database beside the tests' own."""
    url, name = os.environ.get("GUYUB_DATABASE_URL", ""), f"guyub_kill_{os.getpid()}_{folder.name}"
    folder.mkdir()
    if url:
        _on_server(url, f'CREATE DATABASE "{name}"')
    made = Regency(folder, urlunsplit(urlsplit(url)._replace(path=f"/{name}")) if url else "")
    try:
        yield made
    finally:
        made.stop()
        if url:
            _on_server(url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(statement)
