"""Content is law and local choice as data: every file says where it comes from and from when it holds."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
FILES = sorted(path for path in CONTENT.rglob("*") if path.is_file())

SOURCE = {"source", "sources", "publisher", "sumber"}
VALIDITY = {
    "validfrom",
    "valid_from",
    "validity",
    "consultation_until",
    "edition",
    "period",
    "year",
    "berlaku_sejak",
    "tahun",
}
DATE = re.compile(r"\b(19|20)\d\d(-\d\d(-\d\d)?)?\b")


def keys_with_values(node):
    """Every (key, value) of a YAML document, ODCS's {property: …, value: …} pairs included."""
    if isinstance(node, dict):
        if {"property", "value"} <= node.keys():
            yield str(node["property"]).lower(), node["value"]
        for key, value in node.items():
            yield str(key).lower(), value
            yield from keys_with_values(value)
    elif isinstance(node, list):
        for inner in node:
            yield from keys_with_values(inner)


def name_of(path: Path) -> str:
    return str(path.relative_to(CONTENT))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix in {".yaml", ".yml"}], ids=name_of)
def test_every_content_file_says_its_source_and_from_when_it_holds(path):
    documents = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    found = [pair for document in documents for pair in keys_with_values(document)]

    assert documents != [None], "an empty file"
    assert any(key in SOURCE and value for key, value in found), "says no source"
    assert any(key in VALIDITY and DATE.search(str(value)) for key, value in found), "does not say from when it holds"


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".csv"], ids=name_of)
def test_every_content_table_says_its_source_and_from_when_it_holds(path):
    """In columns of its own, or in a file of the same name ending in .yaml beside it."""
    with path.open(encoding="utf-8", newline="") as file:
        headers = {header.strip().lower() for header in next(csv.reader(file))}
    beside = path.with_suffix(".yaml")

    assert beside.exists() or (headers & SOURCE and headers & VALIDITY), f"columns are {', '.join(sorted(headers))}"


def test_content_is_only_data():
    strange = [name_of(path) for path in FILES if path.suffix not in {".yaml", ".csv", ".md", ".json"}]

    assert strange == []


def test_the_contracts_load():
    from guyub.dataplane import library

    loaded = library.load(CONTENT / "contracts")

    assert {"population", "welfare", "pupils", "health_insurance", "aid"} <= set(loaded.contracts)
