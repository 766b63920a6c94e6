"""A document as the rows of its sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guyub.engines.scoring.plain import Plain
from guyub.engines.scoring.tables.forms import (
    EVIDENCE,
    FORMS,
    GRADES,
    HEAD,
    HEAD_SHEET,
    LEVELS,
    PARTS,
    REST,
    WEIGHTS,
    Column,
    Form,
)

Record = dict[str, str]


def to_tables(document: Mapping[str, Plain]) -> dict[str, list[list[str]]]:
    """The rows of each sheet, headers first. The document must be of a sound instrument."""
    head = [["Isian", "Nilai", "Cara mengisi"]]
    head += [[column.title, _said(document, column), column.note] for column in HEAD]
    records: dict[str, list[Record]] = {form.name: [] for form in FORMS}
    for name, scale in _mapping(document.get("scales")).items():
        _level_records(records, _items(_mapping(scale).get("levels")), {"scale": name})
    _part_records(records, _mapping(document.get("tree")), "")
    records["Bobot"] = list(_weight_records(document))
    records["Predikat"] = [_record(_mapping(each), GRADES) for each in _items(document.get("grades"))]
    records["Lanjutan"] = list(_carry_records(document))
    tables = {HEAD_SHEET: head}
    for form in FORMS:
        titles = [column.title for column in form.columns]
        rows = [[each.get(column.field, "") for column in form.columns] for each in records[form.name]]
        tables[form.name] = [titles, *rows]
    return tables


def _part_records(records: dict[str, list[Record]], part: Mapping[str, Plain], parent: str) -> None:
    code = str(part.get("code", ""))
    bands = "; ".join(
        f"{_mapping(band).get('at_least', '') or REST}: {_mapping(band).get('score', '')}"
        for band in _items(part.get("bands"))
    )
    records["Bagian"].append({**_record(part, PARTS), "parent": parent, "bands": bands})
    _level_records(records, _items(part.get("levels")), {"part": code})
    for level, pieces in _mapping(part.get("evidence")).items():
        records["Bukti"] += [
            {**_record(_mapping(each), EVIDENCE), "part": code, "level": level} for each in _items(pieces)
        ]
    for child in _items(part.get("children")):
        _part_records(records, _mapping(child), code)


def _level_records(records: dict[str, list[Record]], levels: Sequence[Plain], owner: Record) -> None:
    for each in map(_mapping, levels):
        records["Tingkat"].append({**_record(each, LEVELS), **owner})
        number = str(each.get("level", ""))
        records["Bukti"] += [
            {**_record(_mapping(piece), EVIDENCE), "level": number, **owner} for piece in _items(each.get("evidence"))
        ]


def _weight_records(document: Mapping[str, Plain]) -> Iterator[Record]:
    for each in map(_mapping, _items(document.get("weight_sets"))):
        record = {**_record(each, WEIGHTS, skip=("years", "part", "weight")), "years": _listed(each.get("years", ""))}
        for part, weight in _mapping(each.get("weights")).items():
            yield {**record, "part": part, "weight": str(weight)}
            record = {"code": record["code"]}


def _carry_records(document: Mapping[str, Plain]) -> Iterator[Record]:
    for each in map(_mapping, _items(document.get("carries"))):
        for part, older in _mapping(each.get("leaves")).items():
            yield {"instrument": str(each.get("instrument", "")), "part": part, "older": _listed(older)}


def _record(content: Mapping[str, Plain], form: Form, skip: Sequence[str] = ()) -> Record:
    return {column.field: _said(content, column) for column in form.columns if column.field not in skip}


def _said(content: Mapping[str, Plain], column: Column) -> str:
    first, _, language = column.field.partition(".")
    value = content.get(first, "")
    if language:
        value = _mapping(value).get(language, "")
    text = value if isinstance(value, str) else ""
    return (column.choices or {}).get(text, text)


def _listed(value: Plain) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _mapping(value: Plain | None) -> Mapping[str, Plain]:
    return value if isinstance(value, dict) else {}


def _items(value: Plain | None) -> list[Plain]:
    return value if isinstance(value, list) else []
