from __future__ import annotations

from pathlib import Path

from guyub.dataplane.annotate.kept import mark_workbook
from guyub.dataplane.annotate.rebuilt import rebuild_workbook
from guyub.dataplane.checked import Checked
from guyub.engines.contracts import Catalogue, Contract

KEPT_MB = 15  # a workbook up to this size is opened and kept as it is; beyond it, openpyxl takes too much memory


def annotate(
    source: Path, *, checks: Path, contract: Contract, catalogue: Catalogue, target: Path, language: str = "id"
) -> Path:
    """
    Write `target` (XLSX): the file `source` with its wrong cells coloured and commented, and a sheet of findings.

    A small XLSX keeps its sheets and its look; any other file is rebuilt as text, over several sheets if need be.
    """
    staged = Checked.read(checks).staged
    speech = "en" if language.startswith("en") else "id"
    small = staged.format == "xlsx" and source.stat().st_size <= KEPT_MB * 2**20
    write = mark_workbook if small else rebuild_workbook
    unfinished = target.with_name(target.name + ".part")
    write(source, staged, checks, contract, catalogue, unfinished, speech)
    unfinished.replace(target)
    return target
