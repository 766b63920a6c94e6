"""The area's files as the exchange uses them: the store, the contracts' texts, and what rows are compared with."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from guyub.apps.areas.models import Area
from guyub.dataplane import library
from guyub.dataplane.intake import LIMITS
from guyub.dataplane.store import AreaStore
from guyub.engines.contracts import Catalogue, Contract, Reference, read_contract
from guyub.errors import ContentError
from guyub.jobs.steps import Watcher

# What each stage of the data plane is called, and which part of the whole it is.
STAGES = {
    "receive": (_("Receiving the file"), 0.0, 1.0),
    "stage": (_("Reading the file"), 0.0, 0.45),
    "check": (_("Checking the rows against the contract"), 0.45, 1.0),
}


def staged(progress: Watcher) -> Callable[[str, float], None]:
    """The data plane's progress (stage, share) as a step's (share, note)."""

    def tell(stage: str, share: float) -> None:
        note, start, end = STAGES[stage]
        progress(start + share * (end - start), note)

    return tell


def upload_limit_bytes() -> int:
    """The largest file that is taken in: the installation's limit, but never more than what can be read."""
    return min(int(settings.UPLOAD_LIMIT_BYTES), LIMITS.file_mb * 2**20)


def area_store(area: str) -> AreaStore:
    return AreaStore(Path(settings.DATA_DIR), area)


@lru_cache(maxsize=4)
def _catalogue(folder: Path, changed_ns: int) -> Catalogue:
    return library.load(folder).catalogue


def catalogue() -> Catalogue:
    """The words for every finding, read again when the content changes."""
    folder = Path(settings.CONTENT_DIR) / "contracts"
    return _catalogue(folder, (folder / "rules.yaml").stat().st_mtime_ns)


@lru_cache(maxsize=64)
def parse_contract(text: str) -> Contract:
    """A contract as it was adopted; its text stands in the database, since content may have moved on."""
    return read_contract(text, file="contract", catalogue=catalogue())


def reference(area: str, *, on: date) -> Reference:
    """The villages of the area that rows may name, and by which code villages were called before."""
    villages = Area.objects.filter(level=Area.Level.VILLAGE, code__startswith=f"{area}.", dropped_in=None)
    return Reference(
        villages=frozenset(villages.values_list("code", flat=True)), today=on, replaced=_former_villages(area)
    )


def _former_villages(area: str) -> dict[str, str]:
    """Village codes no longer in force and what replaced them, from content/reference/former_villages.csv."""
    file = Path(settings.CONTENT_DIR) / "reference" / "former_villages.csv"
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames is None or not {"former", "successor"} <= set(rows.fieldnames):
            raise ContentError(file, "line 1", "does not name the columns", "Write former,successor,source")
        return {row["former"]: row["successor"] for row in rows if row["former"].startswith(f"{area}.")}


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
