"""Five small released datasets of one invented regency, written straight as release files, and who is who in them."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from guyub.dataplane.registry import DATASETS, Source
from guyub.dataplane.releases import Manifest
from guyub.dataplane.store import building

AREA = "33.13"
VILLAGES = tuple(f"33.13.{district:02d}.{2001 + village}" for district in (1, 2, 3) for village in range(4))
DISTRICTS = {
    f"33.13.{district:02d}": tuple(v for v in VILLAGES if v.startswith(f"33.13.{district:02d}."))
    for district in (1, 2, 3)
}
KEY = bytes(range(32))
_GIVEN = {
    "L": ("BUDI", "MUHAMMAD", "AGUS", "JOKO", "SLAMET", "BAGAS"),
    "P": ("SITI", "ANI", "DEWI", "NUR", "RINA", "LESTARI"),
}
_FAMILY = ("SANTOSO", "WIBOWO", "LESTARI", "PRATAMA", "HIDAYAT", "SAPUTRA", "RAHAYU", "WULANDARI")


def nik_of(born: date, sex: str, serial: int) -> str:
    """A NIK of district 99, which does not exist."""
    return f"331399{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}{serial:04d}"


_TYPES = {
    "VARCHAR": pl.String, "DATE": pl.Date, "SMALLINT": pl.Int16, "INTEGER": pl.Int32, "BIGINT": pl.Int64,
    "BOOLEAN": pl.Boolean,
}  # fmt: skip


@dataclass
class Released:
    """Rows by dataset. `owner` says whose each agency row truly is: (dataset, key) -> NIK."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {dataset: [] for dataset in DATASETS})
    owner: dict[tuple[str, str], str] = field(default_factory=dict)

    def write(self, folder: Path, *, datasets: Iterable[str] = DATASETS) -> list[Source]:
        """As release files, rows in the order of their keys."""
        folder.mkdir(parents=True, exist_ok=True)
        return [write_release(folder, dataset, self.rows[dataset]) for dataset in datasets]


def write_release(
    folder: Path, dataset: str, rows: Sequence[Mapping[str, Any]], *, origin: str = "agency", release: str = ""
) -> Source:
    columns = DATASETS[dataset]
    key = _key(dataset)
    release = release or f"{dataset}-{origin}"
    path = folder / f"{release}.parquet"
    ordered = sorted(rows, key=lambda row: str(row[key]))
    frame = {name: [row.get(name) for row in ordered] for name in columns}
    schema = {"_row": pl.Int64} | {name: _TYPES[kind] for name, kind in columns.items()}
    pl.DataFrame({"_row": range(1, len(ordered) + 1), **frame}, schema=schema).write_parquet(path)
    return Source(dataset, release, origin, path)


def invent(people: int = 400, *, seed: int = 1) -> Released:
    """Families in twelve villages; agency rows with some NIKs missing, names respelt and NIKs borrowed from a parent."""
    chance, world = random.Random(seed), Released()
    family = 0
    while len(world.rows["population"]) < people:
        family += 1
        _add_family(world, chance, family)
    return world


def _add_family(world: Released, chance: random.Random, family: int) -> None:
    card, village, decile = f"331399010120{family:04d}", chance.choice(VILLAGES), chance.randint(1, 10)
    head: dict[str, Any] | None = None
    for number in range(chance.randint(1, 5)):
        adult = number < 2
        born = date(2026, 11, 30) - timedelta(
            days=chance.randint(20 * 365, 80 * 365) if adult else chance.randint(0, 19 * 365)
        )
        sex = chance.choice("LP")
        serial = len(world.rows["population"]) + 1
        person = {
            "nik": nik_of(born, sex, serial), "family_card": card, "sex": sex, "birth_date": born, "birth_place": "KARANGANYAR",
            "name": f"{chance.choice(_GIVEN[sex])} {chance.choice(_FAMILY)} {chr(65 + serial % 26)}{chr(65 + serial // 26 % 26)}",
            "relation": "head" if number == 0 else "spouse" if number == 1 else "child", "village_code": village, "rt": 1, "rw": 2,
        }  # fmt: skip
        head = head or person
        world.rows["population"].append(person)
        _add_agency_rows(world, chance, person, head, decile)


def _add_agency_rows(
    world: Released, chance: random.Random, person: dict[str, Any], head: dict[str, Any], decile: int
) -> None:
    age = (date(2026, 11, 30) - person["birth_date"]).days // 365
    if decile <= 6:
        house = {
            "floor": chance.choice(["tanah", "semen", "keramik"]),
            "wall": "tembok",
            "water": "sumur",
            "power_va": 450,
        }
        _add(
            world,
            chance,
            "welfare",
            person,
            head,
            decile=decile,
            decile_period="2026-08",
            relation=person["relation"],
            **house,
        )
    if 6 <= age <= 18 and chance.random() < 0.9:
        level = "SD" if age < 13 else "SMP" if age < 16 else "SMA"
        _add(
            world,
            chance,
            "pupils",
            person,
            head,
            level=level,
            grade=1,
            school_code=f"2031{level}",
            school_name=f"{level} 1",
            mother_name="IBU",
        )
        if decile <= 4 and chance.random() < 0.6:
            _add(world, chance, "aid", person, head, programme="PIP", kind="school", amount_rupiah=450_000, year=2026)
    if chance.random() < 0.8:
        _add(world, chance, "health_insurance", person, head, segment="PBI", active=chance.random() < 0.9)
    if decile <= 2 and person is head:
        _add(world, chance, "aid", person, head, programme="BPNT", kind="food", amount_rupiah=2_400_000, year=2026)


_KEY_NAMES = {"welfare": "record_id", "pupils": "nisn", "health_insurance": "card_number", "aid": "aid_id"}


def _add(
    world: Released, chance: random.Random, dataset: str, person: dict[str, Any], head: dict[str, Any], **more: Any
) -> None:
    key = f"{dataset[:2].upper()}{len(world.rows[dataset]) + 1:06d}"
    row = {name: person[name] for name in ("nik", "family_card", "name", "sex", "birth_date", "village_code")}
    mishap = chance.random()
    if mishap < 0.08:
        row["nik"] = None
    elif mishap < 0.12 and person is not head:
        row["nik"] = head["nik"]
    elif mishap < 0.20:
        row["name"] = row["name"].replace("MUHAMMAD", "MOH.").replace("SITI", "ST").title()
    world.rows[dataset].append({_KEY_NAMES[dataset]: key, **row, **more})
    world.owner[(dataset, key)] = person["nik"]


def publish(
    world: Released, *, period: str = "2026-11", datasets: Iterable[str] = DATASETS, with_pages: bool = False
) -> dict[str, int]:
    """
    The world's rows as live releases of 33.13 in the store and the tables; dataset -> release id.

    with_pages  also what the pages of a release read: where its rows stood in the agency's file
    """
    from django.conf import settings

    from guyub.dataplane.store import AreaStore
    from tests.support import make

    store = AreaStore(Path(settings.DATA_DIR), AREA)
    for code in (*DISTRICTS, *VILLAGES):
        make.area(code)
    published = {}
    for dataset in datasets:
        rows = world.rows[dataset]
        digest = hashlib.sha256(repr((period, dataset, rows)).encode()).hexdigest()
        folder = store.release(dataset, digest)
        if not folder.exists():
            with building(folder) as work:
                write_release(work, dataset, rows, release="rows")
                manifest = Manifest(
                    digest, dataset, dataset, "1.0.0", period, len(rows), _key(dataset), _columns(dataset)
                )
                (work / "manifest.json").write_text(json.dumps(asdict(manifest)))
        sent = make.submission(make.dataset(dataset), state="released", period=period)
        counts = {"rows_in": len(rows), "rows_accepted": len(rows), "rows_held": 0}
        type(sent).objects.filter(pk=sent.pk).update(**counts)
        sent.refresh_from_db()
        if with_pages:
            lineage = pl.DataFrame({"key": [row[_key(dataset)] for row in rows], "_line": range(2, len(rows) + 2)})
            store.checks(sent.pk).mkdir(parents=True, exist_ok=True)
            lineage.write_parquet(store.checks(sent.pk) / "lineage.parquet")
        published[dataset] = make.release(sent, digest=digest).pk
    return published


def _key(dataset: str) -> str:
    return next(iter(DATASETS[dataset]))


def _columns(dataset: str) -> tuple[tuple[str, str], ...]:
    return tuple(DATASETS[dataset].items())
