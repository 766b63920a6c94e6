"""JSON in the one spelling that a package knows: sorted keys, no blanks, no binary numbers, every key once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


class NotCanonical(Exception):
    """The text is no JSON of a package, or spelt otherwise. offset: of the first byte that differs."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


def to_json(value: Any) -> bytes:
    """One line of UTF-8. Raises TypeError for binary numbers: they are written as text, to stay exact."""
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def from_json(data: bytes) -> Any:
    """The value of a canonical text. Raises NotCanonical."""
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number, parse_int=_small
        )
        again = to_json(value)
    except json.JSONDecodeError as error:
        raise NotCanonical("no JSON", len(error.doc[: error.pos].encode())) from error
    except UnicodeDecodeError as error:
        raise NotCanonical("no UTF-8", error.start) from error
    except (ValueError, RecursionError) as error:  # twice a key, a number that is none of ours, nested without end
        raise NotCanonical(str(error) if isinstance(error, ValueError) else "nested too deeply", 0) from error
    if again != data:
        raise NotCanonical("spelt otherwise", first_difference(data, again))
    return value


def first_difference(one: bytes, other: bytes) -> int:
    """The place of the first byte that is not the same; the shorter length when one begins the other."""
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return shorter
    return next(place for place in range(shorter) if one[place] != other[place])


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError("a number with a point stands there as a number, not as text")


def _small(text: str) -> int:
    if len(text) > 16:
        raise ValueError("a number is too long")
    return int(text)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r}: write it as text")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
