"""The lists as content states them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from guyub.dataplane import marts
from guyub.engines.indicators import ListDefinition, Words, parse_lists
from guyub.errors import Refusal


def definitions() -> dict[str, ListDefinition]:
    """The lists in content/services/lists.yaml by key, read again when the file changes. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "services" / "lists.yaml"
    return {each.key: each for each in _definitions(file, file.stat().st_mtime_ns)}


@lru_cache(maxsize=4)
def _definitions(file: Path, changed_ns: int) -> tuple[ListDefinition, ...]:
    return parse_lists(file.read_text("utf-8"), file=file.name, columns=marts.PERSON)


def said(words: Words) -> str:
    return words.in_language(get_language() or "id")


def definition(key: str, unknown: Refusal) -> ListDefinition:
    """One list; raises the caller's refusal when content has it no more."""
    found = definitions().get(key)
    if found is None:
        raise unknown
    return found
