"""The content that assessment rests on: instruments as delivered and as adopted, measures, the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from guyub.engines.scoring import Instrument, parse_instrument
from guyub.engines.values import Words
from guyub.errors import ContentError


@lru_cache(maxsize=256)
def parsed(text: str) -> Instrument:
    """An adopted instrument; parsed once, its text never changes."""
    return parse_instrument(text, file="instrument")


def delivered_texts() -> dict[str, str]:
    """The instrument files of the content directory, by code. Raises ContentError."""
    folder = Path(settings.CONTENT_DIR) / "instruments"
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        text = file.read_text("utf-8")
        code = parse_instrument(text, file=file.name).code
        if code in texts:
            raise ContentError(file, "code", f"{code} stands in two files", "Give each instrument a code of its own")
        texts[code] = text
    return texts


@dataclass(frozen=True, slots=True)
class Measure:
    """
    What a city measures once. value = numerator / denominator * times, where these are named.

    indicators  Guyub's own: (code, whether it gives the value exactly)
    answers     items of standards: (instrument, item, whether the value answers it exactly)
    difference  how the value differs where it answers only partly
    """

    code: str
    title: Words
    unit: Words
    numerator: Words | None
    denominator: Words | None
    times: int
    lower_is_better: bool | None
    indicators: tuple[tuple[str, bool], ...]
    answers: tuple[tuple[str, str, bool], ...]
    difference: Words | None

    @property
    def exact_indicator(self) -> str:
        """The indicator that gives the value, so that nobody types it; empty: none does."""
        return next((code for code, exact in self.indicators if exact), "")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, or what it is made of: then value = numerator / denominator * times of the measure."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def measures() -> Mapping[str, Measure]:
    """The measures of the content directory, in its order. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "instruments" / "measures" / "measures.yaml"
    return _measures(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _measures(file: Path, changed_ns: int) -> Mapping[str, Measure]:
    try:
        return {each["code"]: _measure(each) for each in yaml.safe_load(file.read_text("utf-8"))["measures"]}
    except (KeyError, TypeError, ValueError) as error:
        mending = "Write code, title, unit and answers for each measure"
        raise ContentError(file, "measures", f"can't be read ({error!r})", mending) from error


def _measure(each: dict[str, Any]) -> Measure:
    return Measure(
        code=each["code"],
        title=Words(**each["title"]),
        unit=Words(**each["unit"]),
        numerator=_words(each.get("numerator")),
        denominator=_words(each.get("denominator")),
        times=int(each.get("times", 1)),
        lower_is_better={"lower": True, "higher": False}.get(each.get("better", "")),
        indicators=tuple((part["code"], part["match"] == "exact") for part in each.get("indicators", ())),
        answers=tuple((part["instrument"], part["code"], part["match"] == "exact") for part in each["answers"]),
        difference=_words(each.get("difference")),
    )


def _words(pair: dict[str, str] | None) -> Words | None:
    return None if pair is None else Words(**pair)


def said(words: Words) -> str:
    """A text of the content in the language of the page."""
    return words.in_language(get_language() or "id")
