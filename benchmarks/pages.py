"""
The main pages: server time and database queries of each, with a demo regency of the asked size.

`figures.p95_ms` is the slowest page's 95th percentile, single user, through the whole middleware in one process.
`figures.queries_max` is the most queries any page makes; `figures.queries_that_grow` names the pages that make more of
them than for a regency of 1,200 people (there must be none). `cpu_ms` of a page does not depend on what else the
machine does meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.measuring import ROOT, Result, Say, answer, measure

SMALL, DEFAULT, FULL = 1_200, 5_000, 930_000
ROUNDS = 25
CODE = "poor-pupils-without-school-aid"  # of an indicator and of a list


def run(*, full: bool, say: Say) -> Result:
    people = FULL if full else DEFAULT
    small_folder, folder = _regencies((SMALL, people), say)
    small = measure("benchmarks.pages", small_folder, "0").answer  # only its queries are asked for
    cost = measure("benchmarks.pages", folder, str(ROUNDS))
    pages: dict[str, dict[str, Any]] = dict(cost.answer)
    grow = sorted(name for name, page in pages.items() if page["queries"] > small[name]["queries"])
    figures = {
        "p95_ms": max(page["p95_ms"] for page in pages.values()),
        "queries_max": max(page["queries"] for page in pages.values()),
        "queries_that_grow": grow,
        "pages": pages,
        "people": people,
    }
    return Result(ratios={}, figures=figures, peak_mb=cost.peak_mb, n=people)


def _regencies(sizes: tuple[int, ...], say: Say) -> list[Path]:
    """The demos of these sizes, built side by side, once, and kept."""
    folders = [ROOT / "var" / "benchmarks" / f"regency-{people}" for people in sizes]
    building = []
    for people, folder in zip(sizes, folders, strict=True):
        say(f"building or reusing a regency of {people:,} people")
        command = [sys.executable, "-m", "guyub", "demo", "build", "--people", str(people)]
        building.append(subprocess.Popen(command, cwd=ROOT, env=_environment(folder), stdout=subprocess.DEVNULL))
    codes = [process.wait() for process in building]
    if any(codes):
        raise SystemExit("A demo regency could not be built: see above.")
    return folders


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "GUYUB_DATA_DIR": str(folder), "GUYUB_DEMO": "1", "GUYUB_DATABASE_URL": ""}


def main(folder: str, rounds: int) -> None:
    """Measure every page of the regency in `folder`, in this process: queries, and `rounds` times the time it takes."""
    os.environ.update(_environment(Path(folder)))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from guyub.apps.accounts.queries import get_officer

    custodian, educator = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    custodian.force_login(get_officer("walidata"))
    educator.force_login(get_officer("disdikbud"))
    educator.post(f"/daftar/{CODE}/buka/", {"purpose": "visit"})  # the list then shows its names
    results = {}
    for name, path in _pages().items():
        client = educator if name == "list" else custodian
        _get(client, path)  # the first visit compiles templates
        with CaptureQueriesContext(connection) as queries:
            _get(client, path)
            count = len(queries)  # now: the next request empties the log
        results[name] = {"queries": count} | (_time(client, path, rounds) if rounds else {})
    answer(results)


def _time(client: Any, path: str, rounds: int) -> dict[str, float]:
    times, cpu = [], time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        _get(client, path)
        times.append((time.perf_counter() - began) * 1000)
    cpu_ms = (time.process_time() - cpu) * 1000 / rounds
    return {"p95_ms": quantiles(times, n=20)[-1], "median_ms": median(times), "cpu_ms": cpu_ms}


def _get(client: Any, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}: nothing to measure")
    if response.streaming:
        for _ in response.streaming_content:
            pass


def _pages() -> dict[str, str]:
    """The main pages, with ids of what the demo holds."""
    from guyub.apps.exchange.models import Release, Submission
    from guyub.apps.masterplan.models import Programme

    release = Release.objects.filter(dataset__key="pupils", withdrawn_at=None).latest("published_at")
    submission = Submission.objects.filter(dataset__key="pupils").latest("received_at")
    programme = Programme.objects.filter(targets__isnull=False).order_by("pk").first() or Programme.objects.earliest(
        "pk"
    )
    return {
        "front": "/",
        "datasets": "/data/",
        "dataset": "/data/pupils/",
        "submissions": "/kiriman/",
        "submission": f"/kiriman/{submission.pk}/",
        "release": f"/rilis/{release.pk}/",
        "registry": "/registri/",
        "indicators": "/indikator/",
        "indicator": f"/indikator/{CODE}/",
        "rows": f"/indikator/{CODE}/baris/",
        "programmes": "/program/",
        "programme": f"/program/{programme.pk}/",
        "lists": "/daftar/",
        "list": f"/daftar/{CODE}/",
        "ledger": "/jejak/",
        "areas": "/wilayah/?cari=karang",
        "open figures": "/publik/",
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
