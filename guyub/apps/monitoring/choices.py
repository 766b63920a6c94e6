"""What the regency chose for its front page, read from content/monitoring/front-page.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class FrontPageChoices:
    """
    publish_days, mend_days  how long a submission may wait for its publisher, an agency for its corrections
    district_places          rows of district codes as they lie; "" is a blank place
    """

    lead_indicator: str
    chosen_indicators: tuple[str, ...]
    published_figures: tuple[str, ...]
    publish_days: int
    mend_days: int
    district_places: tuple[tuple[str, ...], ...]


def load() -> FrontPageChoices:
    """The choices in force. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "monitoring" / "front-page.yaml"
    return _load(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _load(file: Path, changed_ns: int) -> FrontPageChoices:
    return parse(file.read_text(encoding="utf-8"), file=file)


def parse(text: str, *, file: Path | str) -> FrontPageChoices:
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(file, "whole file", f"not readable as YAML ({error})", "Mend the YAML") from error
    if not isinstance(raw, dict):
        raise ContentError(file, "whole file", "expected keys with values", "Write it as `key: value` lines")
    lead = raw.get("lead_indicator")
    if not isinstance(lead, str) or not lead:
        raise ContentError(file, "lead_indicator", "is missing", "Write the code of an indicator")
    days = raw.get("promised_days")
    if not isinstance(days, dict):
        raise ContentError(file, "promised_days", "is missing", "Write publish: and mend: beneath it, in days")
    places = raw.get("district_places", [])
    if not isinstance(places, list):
        raise ContentError(file, "district_places", "is no list", "Write one list of codes for each row of the map")
    return FrontPageChoices(
        lead_indicator=lead,
        chosen_indicators=_words(raw, "chosen_indicators", file),
        published_figures=_words(raw, "published_figures", file),
        publish_days=_days(days, "publish", file),
        mend_days=_days(days, "mend", file),
        district_places=tuple(_words({f"{n}": row}, f"{n}", file) for n, row in enumerate(places)),
    )


def _words(raw: dict[str, Any], key: str, file: Path | str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ContentError(file, key, "is no list of codes", "Write one code a line, each after a hyphen")
    return tuple(value)


def _days(raw: dict[str, Any], key: str, file: Path | str) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 365:
        raise ContentError(
            file, f"promised_days.{key}", f"{value} is no number of days", "Write a number from 1 to 365"
        )
    return value
