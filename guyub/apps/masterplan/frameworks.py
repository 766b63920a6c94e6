"""
The frames a masterplan can stand on: dimensions and sub-dimensions by edition, read from content/frameworks.

A regency may keep its plan on an old frame while the ministry evaluates on a new one, so each edition is a file of its
own and `mapping` says where a place of the old frame is found in the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from guyub.errors import ContentError

STATUSES = ("draft", "in_force", "superseded")


@dataclass(frozen=True, slots=True)
class Words:
    """A name in both languages; written out, it follows the reader's."""

    indonesian: str
    english: str

    def __str__(self) -> str:
        return self.english if (get_language() or "id").startswith("en") else self.indonesian


@dataclass(frozen=True, slots=True)
class SubDimension:
    code: str
    name: Words
    elements: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Dimension:
    code: str
    name: Words
    short: Words  # one or two words, for tables
    source: str
    subs: tuple[SubDimension, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    code: str
    title: Words
    publisher: str
    status: str
    sources: Mapping[str, str]
    dimensions: tuple[Dimension, ...]
    mapped_from: str  # code of the older frame, "" when there is none
    places: Mapping[str, str | None]  # place in the older frame -> dimension here; None: no place for it

    def find_dimension(self, code: str) -> Dimension | None:
        return next((dimension for dimension in self.dimensions if dimension.code == code), None)

    def find_sub(self, code: str) -> SubDimension | None:
        return next((sub for dimension in self.dimensions for sub in dimension.subs if sub.code == code), None)

    def place(self, *, dimension: str, sub_dimension: str) -> str | None:
        """Where a programme of the older frame stands in this one; its sub-dimension decides before its dimension."""
        return self.places[sub_dimension] if sub_dimension in self.places else self.places.get(dimension)


def load(code: str) -> Framework:
    """The frame of a masterplan. Raises ContentError when there is no such frame."""
    frames = load_all()
    if code not in frames:
        raise ContentError(
            settings.CONTENT_DIR / "frameworks",
            code,
            "no framework has this code",
            f"Known: {', '.join(sorted(frames))}",
        )
    return frames[code]


def load_all() -> Mapping[str, Framework]:
    """Every edition by its code."""
    return _load_folder(Path(settings.CONTENT_DIR) / "frameworks")


@lru_cache(maxsize=4)
def _load_folder(folder: Path) -> Mapping[str, Framework]:
    frames: dict[str, Framework] = {}
    for file in sorted(folder.glob("*.yaml")):
        frame = parse(file.read_text(encoding="utf-8"), file=file)
        if frame.code in frames:
            raise ContentError(file, "code", f"{frame.code} stands in two files", "Give each edition a code of its own")
        frames[frame.code] = frame
    for frame in frames.values():
        _check_mapping(frame, frames, folder)
    return frames


def parse(text: str, *, file: Path | str) -> Framework:
    """One edition out of its YAML. Raises ContentError with the place that is wrong."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError(file, "whole file", f"not readable as YAML ({error})", "Mend the YAML") from error
    reader = _Reader(file)
    root = reader.mapping(raw, "whole file")
    status = reader.text(root, "status", "status")
    if status not in STATUSES:
        raise ContentError(file, "status", f"{status} is no status", f"Write one of {', '.join(STATUSES)}")
    sources = {str(key): str(value) for key, value in reader.mapping(root.get("sources"), "sources").items()}
    dimensions = tuple(
        reader.dimension(part, f"dimensions[{number}]", sources)
        for number, part in enumerate(reader.sequence(root.get("dimensions"), "dimensions"))
    )
    codes = [code for each in dimensions for code in (each.code, *(sub.code for sub in each.subs))]
    for code in codes:
        if codes.count(code) > 1:
            raise ContentError(
                file, code, "the code stands twice", "Give each dimension and sub-dimension its own code"
            )
    mapping = reader.mapping(root.get("mapping") or {}, "mapping")
    places = reader.mapping(mapping.get("places") or {}, "mapping.places")
    for old, new in places.items():
        if new is not None and new not in codes:
            raise ContentError(
                file, f"mapping.places.{old}", f"{new} is no dimension here", f"Known: {', '.join(codes)}"
            )
    return Framework(
        code=reader.text(root, "code", "code"),
        title=reader.words(root, "title", "title"),
        publisher=reader.text(root, "publisher", "publisher"),
        status=status,
        sources=sources,
        dimensions=dimensions,
        mapped_from=str(mapping.get("from") or ""),
        places=places,
    )


def _check_mapping(frame: Framework, frames: Mapping[str, Framework], folder: Path) -> None:
    if not frame.mapped_from:
        return
    file = folder / f"{frame.code}.yaml"
    if frame.mapped_from not in frames:
        raise ContentError(
            file, "mapping.from", f"there is no framework {frame.mapped_from}", "Name an edition that exists"
        )
    older = frames[frame.mapped_from]
    for old in frame.places:
        if older.find_dimension(old) is None and older.find_sub(old) is None:
            raise ContentError(file, f"mapping.places.{old}", f"{older.code} has no {old}", "Name one of its places")
    for dimension in older.dimensions:
        if dimension.code not in frame.places:
            raise ContentError(
                file, "mapping.places", f"{dimension.code} is not mapped", "Write its new place, or null"
            )


class _Reader:
    """Takes typed parts out of parsed YAML; what is missing or of another kind is a ContentError with its place."""

    def __init__(self, file: Path | str) -> None:
        self._file = file

    def _wrong(self, place: str, problem: str, mending: str) -> ContentError:
        return ContentError(self._file, place, problem, mending)

    def mapping(self, raw: Any, place: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self._wrong(place, "expected keys with values", "Write it as `key: value` lines")
        return raw

    def sequence(self, raw: Any, place: str) -> list[Any]:
        if not isinstance(raw, list):
            raise self._wrong(place, "expected a list", "Write it as lines that begin with `-`")
        return raw

    def text(self, raw: Mapping[str, Any], key: str, place: str) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(place, "is missing or no text", f"Write `{key}: …`")
        return value.strip()

    def words(self, raw: Mapping[str, Any], key: str, place: str) -> Words:
        both = self.mapping(raw.get(key), place)
        return Words(self.text(both, "id", f"{place}.id"), self.text(both, "en", f"{place}.en"))

    def source(self, raw: Mapping[str, Any], place: str, sources: Mapping[str, str]) -> str:
        name = self.text(raw, "source", f"{place}.source")
        if name not in sources:
            raise self._wrong(f"{place}.source", f"{name} is not among the sources", f"Known: {', '.join(sources)}")
        return name

    def dimension(self, raw: Any, place: str, sources: Mapping[str, str]) -> Dimension:
        part = self.mapping(raw, place)
        return Dimension(
            code=self.text(part, "code", f"{place}.code"),
            name=self.words(part, "name", f"{place}.name"),
            short=self.words(part, "short", f"{place}.short"),
            source=self.source(part, place, sources),
            subs=tuple(
                self._sub(each, f"{place}.subs[{number}]", sources)
                for number, each in enumerate(self.sequence(part.get("subs"), f"{place}.subs"))
            ),
        )

    def _sub(self, raw: Any, place: str, sources: Mapping[str, str]) -> SubDimension:
        part = self.mapping(raw, place)
        return SubDimension(
            code=self.text(part, "code", f"{place}.code"),
            name=self.words(part, "name", f"{place}.name"),
            elements=tuple(str(each) for each in self.sequence(part.get("elements"), f"{place}.elements")),
            source=self.source(part, place, sources),
        )
