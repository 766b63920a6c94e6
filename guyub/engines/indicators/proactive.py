"""Lists of people whom a service should reach by itself, as content: whom, for whom, and for what it may be opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from guyub.engines.indicators.definition import Column
from guyub.engines.indicators.expression import Expression, ExpressionError, columns_of, parse
from guyub.engines.values import Words
from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a list may be opened for."""

    key: str
    title: Words


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """
    One list, one version of its condition.

    agencies   abbreviations of the agencies whose officers may open all of it
    indicator  code of the indicator that counts the same people; None without one
    datasets   where the columns come from
    """

    key: str
    version: int
    title: Words
    meaning: Words
    condition: Expression
    condition_text: str
    agencies: tuple[str, ...]
    indicator: str | None
    purposes: tuple[Purpose, ...]
    source: Words
    valid_from: date
    datasets: frozenset[str]
    digest: str


_FIELDS: Final = {
    "key", "version", "title", "meaning", "condition", "agencies", "indicator", "purposes", "source", "valid_from",
}  # fmt: skip


def parse_lists(text: str, *, file: str, columns: Mapping[str, Column]) -> tuple[ListDefinition, ...]:
    """Read the file of lists. Raises ContentError."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(
            file, "the file", "this is not valid YAML", "Check indentation, colons and quotes"
        ) from error
    if not isinstance(content, list):
        raise ContentError(file, "line 1", "this is no list of lists", "Begin with: - key: my-list")
    return tuple(_list(item, f"list {number}", file, columns) for number, item in enumerate(content, 1))


def _list(item: Any, place: str, file: str, columns: Mapping[str, Column]) -> ListDefinition:
    if not isinstance(item, dict):
        raise ContentError(file, place, "this is not a list of named fields", "Begin with: - key: my-list")
    if missing := sorted(_FIELDS - {"indicator"} - set(item)):
        raise ContentError(file, place, f"the field {missing[0]} is missing", f"Add {missing[0]}: …")
    if unknown := sorted(map(str, set(item) - _FIELDS)):
        raise ContentError(file, place, f"there is no field {unknown[0]}", f"Use: {', '.join(sorted(_FIELDS))}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", str(item["key"])):
        raise ContentError(file, f"{place}, key", "a key is small letters, digits and hyphens", "Write it so")
    if not isinstance(item["valid_from"], date) or not isinstance(item["version"], int):
        raise ContentError(file, place, "version or valid_from is wrong", "Write a whole number and a date")
    try:
        condition = parse(str(item["condition"]), {name: column.kind for name, column in columns.items()})
    except ExpressionError as error:
        raise ContentError(file, f"{place}, condition", error.problem, error.mending) from error
    return ListDefinition(
        key=str(item["key"]),
        version=item["version"],
        title=_words(item["title"], f"{place}, title", file),
        meaning=_words(item["meaning"], f"{place}, meaning", file),
        condition=condition,
        condition_text=" ".join(str(item["condition"]).split()),
        agencies=tuple(str(name) for name in item["agencies"]),
        indicator=item.get("indicator"),
        purposes=tuple(_purpose(purpose, f"{place}, purposes", file) for purpose in item["purposes"]),
        source=_words(item["source"], f"{place}, source", file),
        valid_from=item["valid_from"],
        datasets=frozenset(name for column in columns_of(condition) for name in columns[column].datasets),
        digest=hashlib.sha256(yaml.safe_dump(item, sort_keys=True).encode()).hexdigest(),
    )


def _purpose(item: Any, place: str, file: str) -> Purpose:
    if not isinstance(item, dict) or set(item) != {"key", "title"}:
        raise ContentError(
            file, place, "a purpose needs a key and a title", "Write - {key: visit, title: {id: …, en: …}}"
        )
    return Purpose(str(item["key"]), _words(item["title"], place, file))


def _words(value: Any, place: str, file: str) -> Words:
    if not isinstance(value, dict) or set(value) != {"id", "en"}:
        raise ContentError(file, place, "the text is not given in both languages", "Write id: … and en: …")
    return Words(" ".join(str(value["id"]).split()), " ".join(str(value["en"]).split()))
