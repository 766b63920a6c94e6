"""Frozen dataclasses to JSON values and back: exactly their fields, exactly their types, nothing beside them."""

from __future__ import annotations

import re
import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

Hash = Annotated[str, re.compile(r"[0-9a-f]{64}")]
HashOrNone = Annotated[str, re.compile(r"(?:[0-9a-f]{64})?")]
Code = Annotated[str, re.compile(r"[\w.#:/-]{1,80}")]
Line = Annotated[str, re.compile(r"[^\x00-\x1f\x7f]{0,500}")]
Text = Annotated[str, re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]{0,20000}")]

_DECIMAL = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?")
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"
_T = TypeVar("_T")


class Misshapen(Exception):
    """A value isn't what the format says. place: "items[3].level"."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"{place}: expected {expected}")
        self.place = place
        self.expected = expected


def to_value(thing: Any) -> Any:
    """A dataclass of this format as plain JSON: numbers exact and as text, instants in UTC to the second."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: to_value(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, tuple):
        return [to_value(each) for each in thing]
    if isinstance(thing, Decimal):
        return format(thing, "f")
    if isinstance(thing, datetime):
        return thing.astimezone(UTC).strftime(_INSTANT)
    if isinstance(thing, date):
        return thing.isoformat()
    return thing.value if isinstance(thing, Enum) else thing


def from_value(wanted: type[_T], value: Any, place: str = "") -> _T:
    """The dataclass that this JSON value says. Raises Misshapen at the first thing that doesn't fit."""
    return _read(wanted, value, place)  # type: ignore[no-any-return]


@cache
def _hints(wanted: type) -> dict[str, Any]:
    return get_type_hints(wanted, include_extras=True)


def _read(wanted: Any, value: Any, place: str) -> Any:
    origin = get_origin(wanted)
    if origin is Annotated:
        base, pattern = get_args(wanted)
        text = _read(base, value, place)
        return text if pattern.fullmatch(text) else _fail(place, f"text like {pattern.pattern}")
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(wanted) if each is not type(None))
        return None if value is None else _read(inner, value, place)
    if origin is tuple:
        if not isinstance(value, list):
            return _fail(place, "a list")
        return tuple(_read(get_args(wanted)[0], each, f"{place}[{number}]") for number, each in enumerate(value))
    if is_dataclass(wanted):
        return _read_fields(wanted, value, place)
    return _read_plain(wanted, value, place)


def _read_fields(wanted: Any, value: Any, place: str) -> Any:
    hints = _hints(wanted)
    if not isinstance(value, dict):
        return _fail(place, "an object")
    if strange := sorted(set(value) ^ set(hints)):
        return _fail(f"{place}.{strange[0]}".lstrip("."), "a key that stands in the format, and none to be missing")
    return wanted(**{key: _read(hint, value[key], f"{place}.{key}".lstrip(".")) for key, hint in hints.items()})


def _read_plain(wanted: Any, value: Any, place: str) -> Any:
    if wanted is int or wanted is bool:
        return value if type(value) is wanted else _fail(place, "a whole number" if wanted is int else "true or false")
    if not isinstance(value, str):
        return _fail(place, "text")
    try:
        if wanted is Decimal:
            return Decimal(value) if _DECIMAL.fullmatch(value) else _fail(place, "a number as text")
        if wanted is datetime:
            return datetime.strptime(value, _INSTANT).replace(tzinfo=UTC)
        if wanted is date:
            return date.fromisoformat(value)
        return wanted(value)  # str, or an enumeration
    except ValueError:
        return _fail(place, {datetime: "an instant", date: "a day"}.get(wanted, "a word of the format"))


def _fail(place: str, expected: str) -> Any:
    raise Misshapen(place, expected)
