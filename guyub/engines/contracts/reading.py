"""From ODCS 3.1 YAML to a Contract. Every oddity is a ContentError that says where and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.engines.contracts.catalogue import Catalogue, Explained, parse_yaml, read_text
from guyub.engines.contracts.contract import Column, Contract, Rule
from guyub.engines.contracts.folding import fold
from guyub.errors import ContentError

CLASSES = ("open", "limited", "closed")
SEVERITIES = ("hold", "warn")
TYPES = {
    "string": ("VARCHAR",),
    "date": ("DATE",),
    "integer": ("SMALLINT", "INTEGER", "BIGINT"),
    "boolean": ("BOOLEAN",),
}
LIMITS = {"SMALLINT": 2**15 - 1, "INTEGER": 2**31 - 1}
KINDS = ("nik", "family_card", "village", "period", "rupiah")
# Which check fits which kind of column. A column whose text may fail to become its type needs the check in `TYPING`.
CHECKS = {
    "required": None,
    "unique": None,
    "pattern": ("text",),
    "nik_digits": ("nik",),
    "nik_structure": ("nik",),
    "nik_birth_date": ("nik",),
    "nik_sex": ("nik",),
    "family_card": ("family_card",),
    "date": ("date",),
    "date_range": ("date",),
    "values": ("values", "boolean"),
    "village": ("village",),
    "village_current": ("village",),
    "integer": ("integer", "rupiah"),
    "range": ("integer", "rupiah"),
    "period": ("period",),
}
TYPING = {
    "nik": "nik_digits",
    "family_card": "family_card",
    "date": "date",
    "values": "values",
    "boolean": "values",
    "integer": "integer",
    "rupiah": "integer",
    "period": "period",
    "village": "village",
}
# These compare two columns: the value itself is whole, so it may be kept.
NEEDS = {"nik_birth_date": "birth_date", "nik_sex": "sex"}


@dataclass(frozen=True)
class _Place:
    """Where in which file we are reading, so that every complaint can say so."""

    file: str
    path: str

    def at(self, name: object) -> _Place:
        return _Place(self.file, f"{self.path}.{name}" if self.path else str(name))

    def wrong(self, problem: str, mending: str) -> ContentError:
        return ContentError(self.file, self.path or "the file", problem, mending)


def read_contract(text: str, *, file: str, catalogue: Catalogue) -> Contract:
    """Parse one contract. `catalogue` must explain every code it uses. Raises ContentError."""
    document = parse_yaml(text, file=file)
    top = _Place(file, "")
    if document.get("kind") != "DataContract":
        raise top.at("kind").wrong("is not DataContract", "Write kind: DataContract")
    if document.get("apiVersion") != "v3.1.0":
        raise top.at("apiVersion").wrong(f"is {document.get('apiVersion')!r}", "Write apiVersion: v3.1.0")
    table, place = _only(document.get("schema"), top.at("schema"))
    extra = _properties(document.get("customProperties"), top.at("customProperties"))
    about = document.get("description") or {}
    dated = _properties(about.get("customProperties"), top.at("description.customProperties"))
    columns = _columns(table, place, catalogue)
    key_column = _key(table, place, columns)
    contract = Contract(
        key=_word(table.get("name"), place.at("name")),
        id=_string(document.get("id"), top.at("id")),
        version=_string(document.get("version"), top.at("version")),
        title=read_text(extra.get("title"), file, "customProperties.title"),
        agency=_string((document.get("team") or {}).get("name"), top.at("team.name")),
        grain=_string(table.get("dataGranularityDescription"), place.at("dataGranularityDescription")),
        columns=columns,
        key_column=key_column,
        describe=tuple(extra.get("describe") or ()),
        classification=_choice(extra.get("classification"), CLASSES, top.at("customProperties.classification")),
        source=_string(dated.get("source"), top.at("description.customProperties.source")),
        valid_from=_day(dated.get("validFrom"), top.at("description.customProperties.validFrom")),
        frequency_months=_months(document.get("slaProperties"), top.at("slaProperties")),
    )
    _agree(contract, top)
    return contract


def _columns(table: Mapping[str, Any], place: _Place, catalogue: Catalogue) -> tuple[Column, ...]:
    properties = table.get("properties")
    if not isinstance(properties, list) or not properties:
        raise place.at("properties").wrong("has no columns", "List the columns, each with name and logicalType")
    return tuple(_column(entry, place.at(f"properties[{n}]"), catalogue) for n, entry in enumerate(properties))


def _column(entry: Any, place: _Place, catalogue: Catalogue) -> Column:
    if not isinstance(entry, dict):
        raise place.wrong("is not a mapping", "Write name, logicalType and physicalType")
    name = _word(entry.get("name"), place.at("name"))
    place = _Place(place.file, f"column {name}")
    extra = _properties(entry.get("customProperties"), place.at("customProperties"))
    logical = _choice(entry.get("logicalType"), tuple(TYPES), place.at("logicalType"))
    values = _values(extra.get("values"), place.at("values"))
    kind = _kind(extra, logical, values, place)
    options = entry.get("logicalTypeOptions") or {}
    rules = [
        _rule(rule, name, kind, options, place.at(f"quality[{n}]"), catalogue)
        for n, rule in enumerate(entry.get("quality") or [])
    ]
    if kind in TYPING and not any(rule.check == TYPING[kind] for rule in rules):
        mending = f"Add a quality entry with implementation {{check: {TYPING[kind]}}}"
        raise place.at("quality").wrong(f"says nothing of text that is no {kind}", mending)
    sql_type = _choice(entry.get("physicalType"), TYPES[logical], place.at("physicalType"))
    for rule in rules:
        if rule.check == "range" and sql_type in LIMITS and not _fits(rule, LIMITS[sql_type]):
            raise place.at("physicalType").wrong(
                f"{sql_type} cannot hold {rule.minimum} to {rule.maximum}", "Write BIGINT"
            )
    return Column(
        name=name,
        label=_string(entry.get("businessName"), place.at("businessName")),
        description=str(entry.get("description") or ""),
        sql_type=sql_type,
        kind=kind,
        classification=_choice(entry.get("classification"), CLASSES, place.at("classification")),
        aliases=tuple(str(alias) for alias in extra.get("aliases") or ()),
        values=values,
        width=extra.get("width"),
        rules=tuple(rules),
    )


def _fits(rule: Rule, limit: int) -> bool:
    return all(abs(int(bound or 0)) <= limit for bound in (rule.minimum, rule.maximum))


def _kind(extra: Mapping[str, Any], logical: str, values: Mapping[str, Any], place: _Place) -> str:
    if "kind" in extra:
        return _choice(extra["kind"], KINDS, place.at("kind"))
    if logical == "boolean" and set(values) != {"true", "false"}:
        raise place.at("values").wrong(
            "has no spellings for true and false", 'List "true": [Y, Ya] and "false": [T, Tidak]'
        )
    if logical != "string":
        return logical
    return "values" if values else "text"


def _rule(entry: Any, column: str, kind: str, options: Mapping[str, Any], place: _Place, catalogue: Catalogue) -> Rule:
    detail = entry.get("implementation") if isinstance(entry, dict) else None
    if not isinstance(detail, dict):
        raise place.wrong("has no implementation", "Write implementation: {check: required}")
    code = _string(entry.get("name"), place.at("name"))
    if code not in catalogue.rules:
        raise place.at("name").wrong(f"{code} is not in the rule catalogue", "Explain it in rules.yaml")
    check = _choice(detail.get("check"), tuple(CHECKS), place.at("check"))
    fits = CHECKS[check]
    if fits is not None and kind not in fits:
        raise place.at("check").wrong(f"{check} does not fit a column of kind {kind}", f"It fits {', '.join(fits)}")
    severity = _choice(entry.get("severity"), SEVERITIES, place.at("severity"))
    on_fail = _outcome(detail, check, kind, severity, place)
    return Rule(
        code=code,
        check=check,
        column=column,
        severity=severity,
        on_fail=on_fail,
        minimum=_bound(detail, "minimum", check, place),
        maximum=_bound(detail, "maximum", check, place),
        pattern=_pattern(options, place) if check == "pattern" else None,
    )


def _outcome(detail: Mapping[str, Any], check: str, kind: str, severity: str, place: _Place) -> str:
    if severity == "hold":
        if "on_fail" in detail:
            raise place.at("on_fail").wrong(
                "has no effect on a rule that holds the row", "Remove it, or write severity: warn"
            )
        return "keep"
    on_fail = _choice(detail.get("on_fail"), ("keep", "empty"), place.at("on_fail"))
    if on_fail == "keep" and check == TYPING.get(kind) and check != "village":
        raise place.at("on_fail").wrong(f"keeps text that is no {kind}", "Write on_fail: empty, or severity: hold")
    if on_fail == "empty" and check == "unique":
        raise place.at("on_fail").wrong(
            "would empty every row that shares the value", "Write on_fail: keep, or severity: hold"
        )
    return on_fail


def _bound(detail: Mapping[str, Any], name: str, check: str, place: _Place) -> str | None:
    if check not in ("range", "date_range"):
        return None
    value = detail.get(name)
    if check == "range" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if check == "date_range" and value == "today":
        return "today"
    if check == "date_range":
        return _day(value, place.at(name)).isoformat()
    raise place.at(name).wrong("is not a whole number", f"Write {name}: 0")


def _pattern(options: Mapping[str, Any], place: _Place) -> str:
    pattern = options.get("pattern")
    if not isinstance(pattern, str):
        raise place.wrong("checks a pattern that the column does not have", "Write logicalTypeOptions: {pattern: …}")
    try:
        re.compile(pattern)
    except re.error as fault:
        raise place.wrong(f"has a pattern that cannot be read ({fault})", "Mend the regular expression") from fault
    return pattern


def _values(value: Any, place: _Place) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(spellings, list) for spellings in value.values()):
        raise place.wrong("is not a mapping of values to spellings", "Write L: [L, Laki-laki]")
    found: dict[str, str] = {}
    for canonical, spellings in value.items():
        for spelling in (canonical, *spellings):
            owner = found.setdefault(fold(str(spelling)), str(canonical))
            if owner != str(canonical):
                raise place.wrong(f"{spelling!r} means both {owner} and {canonical}", "Keep it at one of them")
    return {str(canonical): tuple(map(str, spellings)) for canonical, spellings in value.items()}


def _key(table: Mapping[str, Any], place: _Place, columns: Iterable[Column]) -> str:
    keys = [entry["name"] for entry in table["properties"] if entry.get("primaryKey")]
    if len(keys) != 1:
        raise place.at("properties").wrong(f"has {len(keys)} primary keys", "Mark exactly one column primaryKey: true")
    key = next(column for column in columns if column.name == keys[0])
    holds = {rule.check for rule in key.rules if rule.severity == "hold"}
    if not {"required", "unique"} <= holds:
        mending = "Give it the checks required and unique, both with severity: hold"
        raise place.at(key.name).wrong("is the key but may be empty or repeated", mending)
    return key.name


def _agree(contract: Contract, top: _Place) -> None:
    names = [column.name for column in contract.columns]
    owner: dict[str, str] = {}
    for column in contract.columns:
        if names.count(column.name) > 1:
            raise top.at(f"column {column.name}").wrong("is listed twice", "Remove one of them")
        for alias in (column.name, column.label, *column.aliases):
            other = owner.setdefault(fold(alias), column.name)
            if other != column.name:
                raise top.at(f"column {column.name}").wrong(
                    f"{alias!r} also means {other}", "Keep the alias at one of them"
                )
    for name in contract.describe:
        if name not in names:
            raise top.at("customProperties.describe").wrong(f"{name} is not a column", "Name columns of the contract")
    for rule in contract.rules:
        if NEEDS.get(rule.check, rule.column) not in names:
            raise top.at(f"column {rule.column}").wrong(f"{rule.check} needs {NEEDS[rule.check]}", "Add that column")


def _only(schema: Any, place: _Place) -> tuple[Mapping[str, Any], _Place]:
    if not isinstance(schema, list) or len(schema) != 1 or not isinstance(schema[0], dict):
        raise place.wrong("must list exactly one table", "Write one entry with name and properties")
    return schema[0], place.at(0)


def _properties(value: Any, place: _Place) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(entry, dict) and "property" in entry for entry in value):
        raise place.wrong("is not a list of property and value", "Write - {property: …, value: …}")
    return {entry["property"]: entry.get("value") for entry in value}


def _months(value: Any, place: _Place) -> int:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict) and entry.get("property") == "frequency":
            if entry.get("unit") == "m" and isinstance(entry.get("value"), int) and entry["value"] > 0:
                return int(entry["value"])
            raise place.at("frequency").wrong(
                "is not a number of months", "Write {property: frequency, value: 3, unit: m}"
            )
    raise place.wrong("does not say how often the data comes", "Write {property: frequency, value: 3, unit: m}")


def _string(value: Any, place: _Place) -> str:
    if not isinstance(value, str) or not value.strip():
        raise place.wrong("is missing", "Write a text")
    return value.strip()


def _word(value: Any, place: _Place) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise place.wrong(f"{value!r} is not a name", "Use small letters, digits and _")
    return value


def _choice(value: Any, choices: tuple[str, ...], place: _Place) -> str:
    if value not in choices:
        raise place.wrong(f"{value!r} is not known", f"Write one of {', '.join(choices)}")
    return str(value)


def _day(value: Any, place: _Place) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as fault:
        raise place.wrong(f"{value!r} is not a date", 'Write "2026-01-01"') from fault


def explain(
    contract: Contract, catalogue: Catalogue, code: str, column: str | None, language: str = "id", /, **params: object
) -> Explained:
    """A finding in words, with the column's name, bounds and known values filled in."""
    known: dict[str, object] = {"column": column or ""}
    if column is not None and any(column == each.name for each in contract.columns):
        found = contract.column(column)
        known["column"] = found.label
        known["values"] = ", ".join(spellings[0] if spellings else value for value, spellings in found.values.items())
        for rule in found.rules:
            if rule.code == code:
                known |= {"minimum": rule.minimum, "maximum": rule.maximum}
    return catalogue.explain(code, language, **(known | params))
