"""The data plane's document of a person with the releases' pages beside each field; given by open_person only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guyub.apps.registry import files
from guyub.apps.registry.models import Input
from guyub.dataplane import reading


@dataclass(frozen=True, slots=True)
class FieldLine:
    """
    One field with the row it came from.

    differs  what other rows state instead, each with its dataset
    """

    name: str
    label: str
    value: Any
    dataset: str
    agency: str
    release_id: int | None
    published_at: datetime | None
    row: int
    differs: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RowLine:
    """One released row that tells of the person, as it was delivered."""

    dataset: str
    agency: str
    release_id: int | None
    published_at: datetime | None
    row: int
    how: str
    reason: str
    values: tuple[tuple[str, str, Any], ...]  # name, label, value


@dataclass(frozen=True, slots=True)
class PersonDocument:
    """All that the releases say of one person, unmasked: given by operations.open_person only."""

    person_id: str
    fields: tuple[FieldLine, ...]
    rows: tuple[RowLine, ...]


def home_of(document: reading.Document, area: str) -> str:
    """The village where the person lives; the whole area where none of it is known."""
    village = next((field.value for field in document.fields if field.name == "village_code"), None)
    return village if village is not None and village.startswith(f"{area}.") else area


def document_of(document: reading.Document, build_id: int) -> PersonDocument:
    """The data plane's document with the releases' pages beside each field; one database query."""
    inputs = {
        (dataset, digest): (release_id, agency, published_at)
        for release_id, dataset, digest, agency, published_at in Input.objects.filter(build_id=build_id).values_list(
            "release_id", "dataset", "digest", "agency__abbreviation", "published_at"
        )
    }
    return PersonDocument(
        person_id=document.person_id,
        fields=tuple(_field(field, inputs) for field in document.fields),
        rows=tuple(_row(told, inputs) for told in document.rows),
    )


def _field(field: reading.Field, inputs: Mapping[tuple[str, str], tuple[int, str, datetime]]) -> FieldLine:
    release_id, agency, published_at = inputs.get((field.dataset, field.release), (None, "", None))
    differs = {(str(files.DATASETS[told.dataset]), str(told.values[field.name])) for told in field.others}
    return FieldLine(
        name=field.name,
        label=str(files.FIELDS[field.name]),
        value=field.value,
        dataset=str(files.DATASETS[field.dataset]),
        agency=agency,
        release_id=release_id,
        published_at=published_at,
        row=field.row,
        differs=tuple(sorted(differs)),
    )


def _row(told: reading.Told, inputs: Mapping[tuple[str, str], tuple[int, str, datetime]]) -> RowLine:
    release_id, agency, published_at = inputs.get((told.dataset, told.release), (None, "", None))
    return RowLine(
        dataset=str(files.DATASETS[told.dataset]),
        agency=agency,
        release_id=release_id,
        published_at=published_at,
        row=told.row,
        how=told.how,
        reason=told.reason or "",
        values=tuple(
            (name, str(files.FIELDS[name]), value)
            for name, value in told.values.items()
            if name in files.FIELDS and value is not None
        ),
    )
