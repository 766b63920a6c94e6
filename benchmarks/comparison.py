"""
The ministry's comparison: 514 regions × 3 instruments × 10 years in a real database, through the whole middleware.

`figures.p95_ms` is the slowest page's 95th percentile, single user, in one process; `figures.queries_max` the most
queries any page makes; `figures.queries_that_grow` names the pages that make more of them than with a tenth of the
regions and years (there must be none). `cpu_ms` does not depend on what else the machine does meanwhile.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.measuring import ROOT, Result, Say, answer, measure

INSTRUMENTS = ("kominfo-eval-2", "spbe-59-2020", "guyub-readiness-1")
FIRST_YEAR = 2017
SMALL, FULL = (51, 2), (514, 10)  # regions, years
ROUNDS, MANY = 40, 200
AT = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)
REGION = "33.13"


def run(*, full: bool, say: Say) -> Result:
    say("building or reusing a tenth of the nation, and the whole of it")
    small = measure("benchmarks.comparison", _folder(SMALL), *map(str, SMALL), "0").answer
    cost = measure("benchmarks.comparison", _folder(FULL), *map(str, FULL), str(MANY if full else ROUNDS))
    rows = cost.answer["rows"]
    pages: dict[str, dict[str, Any]] = cost.answer["pages"]
    grow = sorted(name for name, page in pages.items() if page["queries"] > small["pages"][name]["queries"])
    figures = {
        "p95_ms": max(page["p95_ms"] for page in pages.values()),
        "queries_max": max(page["queries"] for page in pages.values()),
        "queries_that_grow": grow,
        "pages": pages,
        "regions": FULL[0],
        "years": FULL[1],
        "instruments": len(INSTRUMENTS),
    }
    return Result(ratios={}, figures=figures, peak_mb=cost.peak_mb, n=rows)


def _folder(size: tuple[int, int]) -> Path:
    return ROOT / "var" / "benchmarks" / f"nation-{size[0]}-{size[1]}"


def main(folder: str, regions: int, years: int, rounds: int) -> None:
    """Measure the pages of the nation in `folder`, built first if it is not there, in this process."""
    os.environ.update({"GUYUB_DATA_DIR": folder, "GUYUB_DEMO": "1", "GUYUB_DATABASE_URL": ""})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.settings")
    from guyub.cli.init import make_keys

    make_keys(Path(folder))
    import django

    django.setup()
    rows = build(regions, years)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from guyub.apps.accounts.queries import get_officer

    client = Client(SERVER_NAME="localhost")
    client.force_login(get_officer("kementerian"))
    results = {}
    for name, path in pages(FIRST_YEAR + years - 1).items():
        _get(client, path)  # the first visit compiles templates and parses instruments
        with CaptureQueriesContext(connection) as queries:
            _get(client, path)
            count = len(queries)  # now: the next request empties the log
        results[name] = {"queries": count} | (_time(client, path, rounds) if rounds else {})
    answer({"pages": results, "rows": rows})


def pages(newest: int) -> dict[str, str]:
    code = INSTRUMENTS[0]
    return {
        "nation": f"/kemajuan/nasional/?instrumen={code}",
        "nation by score": f"/kemajuan/nasional/?instrumen={code}&urut=-nilai&halaman=2",
        "nation computed": f"/kemajuan/nasional/?instrumen={code}&nilai=hitungan&tahun={newest}",
        "one province": f"/kemajuan/nasional/?instrumen={code}&provinsi=33",
        "one region": f"/kemajuan/daerah/{REGION}/?instrumen={code}&bobot=pohon",
        "one region in order": f"/kemajuan/daerah/{REGION}/?instrumen={code}&urutan=1&kelompok=nasional",
    }


def build(regions: int, years: int) -> int:
    """An invented nation: areas as they are, scores by chance from a fixed seed. What is built already stays."""
    from django.core.management import call_command

    from guyub.apps.comparison.models import Standing

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = regions * years * len(INSTRUMENTS)
    if Standing.objects.count() != wanted:
        Standing.objects.all().delete()
        _fill(regions, years)
    return wanted


def _fill(regions: int, years: int) -> None:
    from guyub.apps.accounts.queries import get_system_officer
    from guyub.apps.areas import operations as areas
    from guyub.apps.areas.queries import public_list_regencies
    from guyub.apps.areas.rights import NATION
    from guyub.apps.assessment import operations as assessment
    from guyub.apps.assessment import queries as instruments
    from guyub.apps.comparison.models import Participant, Standing
    from guyub.demo.ministry import seed_ministry

    areas.import_reference(actor=None, at=AT)
    seed_ministry(AT)
    system = get_system_officer(NATION)
    assessment.adopt_instruments(area=NATION, actor=system, at=AT)
    chance = random.Random(514)
    codes = sorted((line.code for line in public_list_regencies()), key=lambda code: code != REGION)[:regions]
    Participant.objects.bulk_create(
        (
            Participant(
                area_id=code,
                cohort=FIRST_YEAR + chance.randrange(8),
                population=chance.randrange(30_000, 2_500_000),
                source="Rekaan",
                changed_at=AT,
            )
            for code in codes
        ),
        ignore_conflicts=True,
    )
    for line in instruments.list_instruments(area=NATION, actor=system):
        if line.code in INSTRUMENTS:
            rows = _rows(line, codes, years, chance)
            Standing.objects.bulk_create(rows, batch_size=1_000)


def _rows(line: Any, codes: list[str], years: int, chance: random.Random) -> Any:
    from guyub.apps.comparison.models import Standing

    parsed = line.parsed
    low, high = float(parsed.low or 0), float(parsed.high or 4)
    for code in codes:
        level = chance.gauss(0.5, 0.12)
        for year in range(FIRST_YEAR, FIRST_YEAR + years):
            level += chance.gauss(0.02, 0.03)
            values = {
                part.code: Decimal(f"{low + (high - low) * min(max(level + chance.gauss(0, 0.08), 0), 1):.2f}")
                for part in parsed.root.children
            }
            score = sum(values.values()) / len(values)
            fitting = parsed.weight_set_of(year)
            yield Standing(
                area_id=code, instrument_code=line.code, instrument_version=line.version, year=year,
                weight_set=fitting.code if fitting else "", official=round(score, 2),
                official_parts={part: str(value) for part, value in values.items()},
                official_source=f"Surat hasil {year} (rekaan)", published_at=AT, computed=round(score, 6),
                computed_parts={}, computed_source="Paket (rekaan)", changed_at=AT,
            )  # fmt: skip


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


if __name__ == "__main__":
    main(sys.argv[1], *(int(text) for text in sys.argv[2:5]))
