"""The content the indicators rest on: the rules as adopted, the figures others published, and where districts lie."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guyub.dataplane import marts
from guyub.engines.indicators import Definition, Published, Words, parse_definition, parse_published


@lru_cache(maxsize=256)
def rule(text: str) -> Definition:
    """An adopted rule; parsed once, its text never changes."""
    return parse_definition(text, file="rule", tables=marts.COLUMNS)


def delivered_texts() -> dict[str, str]:
    """The indicator files of the content directory, by code. Raises ContentError."""
    folder = Path(settings.CONTENT_DIR) / "indicators"
    return {
        definition.code: (folder / f"{definition.code}.yaml").read_text("utf-8")
        for definition in marts.load_definitions(folder)
    }


def published(area: str) -> tuple[Published, ...]:
    """What others have published of this area, newest first."""
    file = Path(settings.CONTENT_DIR) / "published" / "indicators_real.csv"
    figures = _published(file, file.stat().st_mtime_ns)
    return tuple(
        sorted((figure for figure in figures if figure.area == area), key=lambda figure: figure.period, reverse=True)
    )


@lru_cache(maxsize=2)
def _published(file: Path, changed_ns: int) -> tuple[Published, ...]:
    return parse_published(file.read_text("utf-8"), file=file.name)


def district_places(area: str) -> tuple[str, ...]:
    """The districts as they lie, five a line, "" for a blank; empty where nobody has written it down."""
    file = Path(settings.CONTENT_DIR) / "monitoring" / "front-page.yaml"
    if not file.exists():
        return ()
    return tuple(code for code in _places(file, file.stat().st_mtime_ns) if code == "" or code.startswith(f"{area}."))


@lru_cache(maxsize=2)
def _places(file: Path, changed_ns: int) -> tuple[str, ...]:
    lines = yaml.safe_load(file.read_text("utf-8")).get("district_places", [])
    return tuple(code for line in lines for code in (list(line) + [""] * 5)[:5])


def said(words: Words) -> str:
    """A text of the content in the language of the page."""
    return words.in_language(get_language() or "id")


PUBLISHED_TITLES = {
    "poverty_rate": _("Poverty rate"),
    "poor_people": _("Poor people"),
    "hdi": _("Human development index"),
    "families": _("Families"),
    "population": _("Population"),
}
"""What pages call the published figures; any other goes by the name in the file."""

_UNITS = {"%": "%", "people": _("people"), "index": "", "families (approx.)": _("families, roughly")}


def published_unit(unit: str) -> str:
    return str(_UNITS.get(unit, unit))
