"""One word per thing: whatever has a table has a line in the glossary."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def lines() -> list[list[str]]:
    rows = [
        line.strip("|").split("|")
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip() != "English"]


def words(name: str) -> str:
    """ProactiveList -> proactive list"""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_every_table_has_a_line():
    known = {term.strip() for row in lines() for term in row[0].split(",")}
    known |= {words(name) for row in lines() for name in re.findall(r"`(\w+)`", row[2])}
    missing = [
        f"{model._meta.label} ({words(model.__name__)})"
        for model in apps.get_models()
        if model.__module__.startswith("guyub.") and words(model.__name__) not in known
    ]

    assert missing == []


def test_every_line_has_three_cells_and_none_is_empty():
    assert [row for row in lines() if len(row) != 3 or not all(row)] == []


def test_no_word_is_explained_twice():
    terms = [row[0] for row in lines()]

    assert sorted({term for term in terms if terms.count(term) > 1}) == []
