"""
A small demo regency, built through the real intake and served with web and worker, in processes and a folder of its own.

Run as a script it builds and then serves until it is told to stop; `Regency` is the handle a test holds.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# Of the small seeds one that puts poor pupils without aid into Selokaton, the demo village operator's.
PEOPLE, SEED, PERIODS = 2500, 3, ("2026-08", "2026-11")
PASSWORD = "guyub-demo"
READY = "regency ready: "


@dataclass(frozen=True)
class Regency:
    url: str
    folder: Path
    # A name for each thing made beside the demo: "unreadable", "replaced", … -> its address
    places: dict[str, str]

    def file(self, period: str, dataset: str) -> Path:
        """What the agency sent for that month, errors and all."""
        demo = self.folder / "demo"
        return demo / json.loads((demo / "files" / f"{period}.json").read_text())[dataset]


@contextmanager
def served(folder: Path, database_url: str = "") -> Iterator[Regency]:
    """Build and serve it; `database_url` names a PostgreSQL server, where it gets a database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _database(database_url) as own:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GUYUB_", "DJANGO_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "guyub.settings",
            "GUYUB_DATA_DIR": str(folder),
            "GUYUB_DATABASE_URL": own,
            "GUYUB_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
        }
        log = folder.parent / f"{folder.name}.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.regency", str(port)],
                cwd=Path(__file__).parents[2],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        try:
            yield Regency(f"http://127.0.0.1:{port}", folder, _wait(process, port, log))
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[str], port: int, log: Path) -> dict[str, str]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            places = json.loads(line.removeprefix(READY))
            break
    else:
        raise AssertionError(f"The regency was not built:\n{log.read_text()[-4000:]}")
    for _attempt in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/masuk/", timeout=10).close()
            return places
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"The regency was not served:\n{log.read_text()[-4000:]}")


def _stop(process: subprocess.Popen[str]) -> None:
    """Web and worker with it."""
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextmanager
def _database(url: str) -> Iterator[str]:
    if not url:
        yield ""
        return
    import psycopg
    from psycopg import sql

    name = f"guyub_regency_{os.getpid()}"
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def build() -> dict[str, str]:
    """The demo of a few thousand people, and beside it a submission and a release in each state they can be in."""
    import django

    from guyub.cli.init import data_dir, make_keys
    from guyub.cli.up import prepare

    make_keys(data_dir())
    django.setup()
    prepare()

    from guyub.demo import build as demo

    for stage in demo.stages(demo.Recipe(people=PEOPLE, seed=SEED, periods=PERIODS)):
        stage.run(lambda share, note: None)
    return _add_states()


def _add_states() -> dict[str, str]:
    import io
    from datetime import UTC, datetime, timedelta

    from guyub.apps.accounts import queries as officers
    from guyub.apps.exchange import operations as exchange
    from guyub.apps.exchange import queries as exchanged
    from guyub.demo import build as demo

    dinsos = officers.get_officer("dinsos")
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    aid = (demo.folder() / json.loads((demo.folder() / "files" / "2026-08.json").read_text())["aid"]).read_bytes()

    def send(period: str, content: bytes) -> int:
        sent = exchange.receive_file(
            area="33.13", dataset="aid", period=period, file_name=f"bantuan_{period}_ulang.json",
            stream=io.BytesIO(content), actor=dinsos, at=at,
        )  # fmt: skip
        demo.follow(lambda share, note: None)
        return sent

    # A month before the first: its release enters no registry, so withdrawing it changes no number.
    released = send("2026-05", aid)
    withdrawn = exchange.publish_release(submission_id=released, actor=dinsos, at=at).release_id
    at += timedelta(hours=1)
    exchange.withdraw_release(
        release_id=withdrawn, reason="Bulan datanya salah, berkas ini untuk Agustus.", actor=dinsos, at=at
    )
    discarded = send("2026-05", aid + b"\n")
    exchange.discard_submission(submission_id=discarded, reason="Terkirim dua kali.", actor=dinsos, at=at)
    earlier = next(
        line.pk for line in exchanged.list_live_releases(area="33.13", actor=dinsos, period="2026-08") if line.dataset == "aid"
    )  # fmt: skip
    rows = json.loads(aid)
    mended = send("2026-08", json.dumps(rows[:-3]).encode())
    newer = exchange.publish_release(submission_id=mended, actor=dinsos, at=at).release_id
    demo.follow(lambda share, note: None)
    checked = send("2026-05", json.dumps(rows[:-4]).encode())
    return {
        "checked": f"/kiriman/{checked}/",
        "withdrawn": f"/rilis/{withdrawn}/",
        "replaced": f"/rilis/{earlier}/",
        "newer": f"/rilis/{newer}/",
        "discarded": f"/kiriman/{discarded}/",
        "released": f"/kiriman/{released}/",
    }


if __name__ == "__main__":
    print(READY + json.dumps(build()), flush=True)
    from guyub.cli.up import serve

    serve(host="127.0.0.1", port=int(sys.argv[1]))
