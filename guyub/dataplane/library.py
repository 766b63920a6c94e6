"""The contracts and the rule catalogue, read from their folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guyub.engines import contracts
from guyub.engines.contracts import Catalogue, Contract
from guyub.errors import ContentError

CATALOGUE = "rules.yaml"


@dataclass(frozen=True)
class Library:
    """Every contract by the key of its dataset, and the words for every code."""

    contracts: Mapping[str, Contract]
    catalogue: Catalogue


def load(folder: Path) -> Library:
    """Read `rules.yaml` and every other YAML file of the folder as a contract. Raises ContentError."""
    catalogue = load_catalogue(folder)
    found: dict[str, Contract] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == CATALOGUE:
            continue
        contract = contracts.read_contract(_text(path), file=path.name, catalogue=catalogue)
        if contract.key in found:
            raise ContentError(path, "schema[0].name", f"{contract.key} has two contracts", "Keep one file per dataset")
        found[contract.key] = contract
    return Library(found, catalogue)


def load_catalogue(folder: Path) -> Catalogue:
    """The words alone, for whoever brings a contract of his own."""
    return contracts.read_catalogue(_text(folder / CATALOGUE), file=CATALOGUE)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ContentError(path, "the file", f"cannot be read ({fault})", "Restore it from the release") from fault
