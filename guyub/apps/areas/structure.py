"""The agencies of a regency as content/reference/agencies_<area>.yaml states them, ready to be registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from guyub.apps.areas.models import Agency
from guyub.errors import ContentError


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """One agency of the file."""

    name: str
    abbreviation: str
    code: str
    kind: str
    duty: str


@dataclass(frozen=True, slots=True)
class MergeEntry:
    """Several agencies of the file, by abbreviation, that became one."""

    predecessors: tuple[str, ...]
    into: AgencyEntry
    on: date
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole file; `is_example` until the regency has confirmed it."""

    area: str
    is_example: bool
    source: str
    valid_from: date
    legal_basis: str
    agencies: tuple[AgencyEntry, ...]
    merges: tuple[MergeEntry, ...]
    district_code: str  # "7.01.0.00.0.00.{number:02d}.0000"
    district_duty: str


def read_structure(area: str) -> Structure:
    """Raises ContentError that names the entry and says how to mend it."""
    file = Path(settings.CONTENT_DIR) / "reference" / f"agencies_{area}.yaml"
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(file, "the file", "it does not exist", "Write one as for 33.13.") from None
    except yaml.YAMLError as error:
        raise ContentError(file, "the file", f"it is not YAML: {error}", "Mend the line named.") from None
    read = _Reader(file)
    agencies = tuple(
        read.agency(entry, f"agencies[{number}]") for number, entry in enumerate(read.of(raw, "agencies", list))
    )
    return Structure(
        area=read.of(raw, "area", str),
        is_example=read.of(raw, "status", str) == "example",
        source=read.of(raw, "source", str),
        valid_from=read.of(raw, "valid_from", date),
        legal_basis=read.of(raw, "legal_basis", str),
        agencies=agencies,
        merges=tuple(
            read.merge(entry, f"merges[{number}]", {agency.abbreviation for agency in agencies})
            for number, entry in enumerate(raw.get("merges", []))
        ),
        district_code=read.of(read.of(raw, "district_offices", dict), "code", str),
        district_duty=read.of(raw["district_offices"], "duty", str),
    )


class _Reader:
    """Takes values out of one file; what is missing or of another form is named with its place."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def of(self, mapping: Any, key: str, kind: type, place: str = "") -> Any:
        where = f"{place}.{key}" if place else key
        if not isinstance(mapping, Mapping) or key not in mapping:
            raise ContentError(self.file, where, "it is missing", f"Write it as {kind.__name__}.")
        if not isinstance(mapping[key], kind):
            found = type(mapping[key]).__name__
            raise ContentError(self.file, where, f"it is {found}, not {kind.__name__}", "Put text in quotes.")
        return mapping[key]

    def agency(self, entry: Any, place: str) -> AgencyEntry:
        values = {key: self.of(entry, key, str, place) for key in ("name", "abbreviation", "code", "kind", "duty")}
        if values["kind"] not in Agency.Kind.values:
            known = ", ".join(Agency.Kind.values)
            raise ContentError(self.file, f"{place}.kind", f"{values['kind']!r} is no kind", f"Choose of: {known}.")
        if [len(part) for part in values["code"].split(".")] != [1, 2, 1, 2, 1, 2, 2, 4]:
            raise ContentError(
                self.file,
                f"{place}.code",
                f"{values['code']!r} is no agency code",
                "Write it as 1.06.0.00.0.00.01.0000.",
            )
        return AgencyEntry(**values)

    def merge(self, entry: Any, place: str, known: set[str]) -> MergeEntry:
        predecessors = tuple(self.of(entry, "from", list, place))
        for abbreviation in predecessors:
            if abbreviation not in known:
                raise ContentError(
                    self.file, f"{place}.from", f"no agency is called {abbreviation}", "Name one of `agencies`."
                )
        return MergeEntry(
            predecessors,
            self.agency(entry.get("into"), f"{place}.into"),
            self.of(entry, "day", date, place),
            self.of(entry, "legal_basis", str, place),
        )
