"""The content that assessment rests on: instruments as delivered and as adopted, in the language of the page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from guyub.engines.scoring import Instrument, parse_instrument
from guyub.engines.values import Words
from guyub.errors import ContentError

MEASURES = "measures"  # of content/instruments: not an instrument, but what its measurements have in common


@lru_cache(maxsize=256)
def parsed(text: str) -> Instrument:
    """An adopted instrument; parsed once, its text never changes."""
    return parse_instrument(text, file="instrument")


def delivered_texts() -> dict[str, str]:
    """The instrument files of the content directory, by code. Raises ContentError."""
    folder = Path(settings.CONTENT_DIR) / "instruments"
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.stem == MEASURES:
            continue
        text = file.read_text("utf-8")
        code = parse_instrument(text, file=file.name).code
        if code in texts:
            raise ContentError(file, "code", f"{code} stands in two files", "Give each instrument a code of its own")
        texts[code] = text
    return texts


def said(words: Words) -> str:
    """A text of the content in the language of the page."""
    return words.in_language(get_language() or "id")
