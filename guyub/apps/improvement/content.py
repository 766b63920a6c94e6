"""How many working days a kind of evidence takes where no officer has said: content/improvement/effort.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from guyub.engines.values import Words
from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class EffortGuide:
    """Days by kind of evidence; `otherwise` for a kind that it does not name."""

    version: int
    days: dict[str, int]
    otherwise: int
    source: Words
    valid_from: date

    def days_of(self, kind: str) -> int:
        return self.days.get(kind, self.otherwise)


def effort_guide() -> EffortGuide:
    """The guide, read again when the file changes. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "improvement" / "effort.yaml"
    return _guide(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _guide(file: Path, changed_ns: int) -> EffortGuide:
    given: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    days = {**given["days"], "otherwise": given["otherwise"]}
    for kind, value in days.items():
        if not isinstance(value, int) or not 0 < value <= 400:
            raise ContentError(file.name, kind, f"{value!r} is no number of days", "Write whole days from 1 to 400")
    otherwise = days.pop("otherwise")
    source = Words(given["source"]["id"].strip(), given["source"]["en"].strip())
    return EffortGuide(given["version"], days, otherwise, source, given["valid_from"])


def said(words: Words) -> str:
    """A text of the content in the language of the page."""
    return words.in_language(get_language() or "id")
