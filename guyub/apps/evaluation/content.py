"""What content says about running an evaluation, and the words of the results letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from guyub.engines.values import Words
from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class Rules:
    """
    fewest, most    assessors on a panel
    objection_days  days after publication in which a region may object
    median_up_to    scores that differ by no more levels may be settled by their median
    """

    fewest: int
    most: int
    objection_days: int
    median_up_to: int


def rules() -> Rules:
    """content/evaluation/rules.yaml, read again when it changes. Raises ContentError."""
    return _rules(*_file("evaluation", "rules.yaml"))


def letter_words() -> Mapping[str, Words]:
    """content/documents/result-letter.yaml by key. Raises ContentError."""
    return _letter_words(*_file("documents", "result-letter.yaml"))


def _file(*place: str) -> tuple[Path, int]:
    file = Path(settings.CONTENT_DIR).joinpath(*place)
    return file, file.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _rules(file: Path, changed_ns: int) -> Rules:
    raw = _read(file)
    panel = raw.get("panel") if isinstance(raw.get("panel"), dict) else {}
    found = Rules(
        fewest=_count(panel, "fewest", file),
        most=_count(panel, "most", file),
        objection_days=_count(raw, "objection_days", file),
        median_up_to=_count(raw, "median_up_to", file),
    )
    if found.fewest > found.most:
        raise ContentError(file, "panel", "fewest is more than most", "Write the smaller number under fewest")
    return found


@lru_cache(maxsize=4)
def _letter_words(file: Path, changed_ns: int) -> Mapping[str, Words]:
    words = {
        key: Words(str(value["id"]), str(value["en"]))
        for key, value in _read(file).items()
        if isinstance(value, dict) and value.keys() == {"id", "en"}
    }
    if missing := LETTER_KEYS - words.keys():
        raise ContentError(file, min(missing), "is missing", "Write it with its two languages, id and en")
    return words


LETTER_KEYS = frozenset(
    {
        "institution", "title", "replaces", "number", "dated", "subject", "subject_text", "addressed", "addressee",
        "opening", "index", "grade", "improvement", "no_earlier", "computed_from", "weights_of_instrument",
        "earlier_source", "components", "component", "weight", "value", "contribution", "total", "strengths",
        "weaknesses", "recommendations", "due", "none_written", "closing", "place", "footer",
    }
)  # fmt: skip


def _read(file: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(file, "whole file", f"not readable as YAML ({error})", "Mend the YAML") from error
    if not isinstance(raw, dict):
        raise ContentError(file, "whole file", "expected keys with values", "Write it as `key: value` lines")
    return raw


def _count(raw: dict[str, Any], key: str, file: Path) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 365:
        raise ContentError(file, key, f"{value!r} is no count", "Write a whole number from 0 to 365")
    return value
