"""What changed from one version of an instrument to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from guyub.engines.scoring.instrument import Instrument, Leaf, Node, Requirement
from guyub.engines.values import Words


class What(StrEnum):
    """The kinds of change that an officer would name."""

    HEAD = "head"  # a field of the instrument as a whole; `code` is its name
    GRADE = "grade"
    WEIGHT_SET = "weight_set"
    PART_ADDED = "part_added"
    PART_REMOVED = "part_removed"
    PART_MOVED = "part_moved"
    TITLE = "title"
    WEIGHT = "weight"
    AGGREGATE = "aggregate"
    ANSWER = "answer"  # what a leaf asks for, its bands or bounds
    LEVEL_TEXT = "level_text"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_REMOVED = "evidence_removed"
    EVIDENCE_CHANGED = "evidence_changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One change.

    code           of the part, the grade, the weight set or the field
    title          what it is called; in the older version where it was removed
    detail         the code of the evidence, the number of the level
    before, after  as texts, where there is something to read
    """

    what: What
    code: str
    title: Words
    detail: str = ""
    before: Words | None = None
    after: Words | None = None


_HEAD: Final = ("title", "short", "publisher", "official", "standing", "source", "valid_from", "valid_until", "unit",
                "decimals", "grade_decimals", "low", "high", "unanswered")  # fmt: skip


def differences(old: Instrument, new: Instrument) -> tuple[Difference, ...]:
    """Every change but of the version number: the whole, grades, weight sets, then part by part."""
    return (
        *_heads(old, new),
        *_grades(old, new),
        *_weight_sets(old, new),
        *_parts(old, new),
    )


def _heads(old: Instrument, new: Instrument) -> Iterator[Difference]:
    for name in _HEAD:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference(What.HEAD, name, Words(name, name), before=_words(before), after=_words(after))


def _grades(old: Instrument, new: Instrument) -> Iterator[Difference]:
    before, after = ({grade.code: grade for grade in each.grades} for each in (old, new))
    for code in dict.fromkeys([*before, *after]):
        was, now = before.get(code), after.get(code)
        if was != now:
            title = (now or was).title  # type: ignore[union-attr]
            bounds = (_number(grade.at_least) if grade else None for grade in (was, now))
            yield Difference(What.GRADE, code, title, "", *bounds)


def _weight_sets(old: Instrument, new: Instrument) -> Iterator[Difference]:
    before, after = ({each.code: each for each in one.weight_sets} for one in (old, new))
    for code in dict.fromkeys([*before, *after]):
        was, now = before.get(code), after.get(code)
        if was != now:
            title = (now or was).title  # type: ignore[union-attr]
            said = (_set(each.weights) if each else None for each in (was, now))
            yield Difference(What.WEIGHT_SET, code, title, "", *said)


def _parts(old: Instrument, new: Instrument) -> Iterator[Difference]:
    for code, node in old.nodes.items():
        if code not in new.nodes:
            yield Difference(What.PART_REMOVED, code, node.title)
    for code, node in new.nodes.items():
        was = old.nodes.get(code)
        if was is None:
            yield Difference(What.PART_ADDED, code, node.title, after=node.meaning)
            continue
        above, above_before = new.parents.get(code, ""), old.parents.get(code, "")
        if above != above_before:
            yield Difference(What.PART_MOVED, code, node.title, "", _words(above_before), _words(above))
        yield from _part(was, node)


def _part(was: Node, now: Node) -> Iterator[Difference]:
    if (was.title, was.meaning) != (now.title, now.meaning):
        same_title = was.title == now.title
        before, after = (was.meaning, now.meaning) if same_title else (was.title, now.title)
        yield Difference(What.TITLE, now.code, now.title, "", before, after)
    if was.weight != now.weight:
        yield Difference(What.WEIGHT, now.code, now.title, "", _number(was.weight), _number(now.weight))
    made = [(each.aggregate, each.cap, each.times, each.plus, each.level, each.repeat_at_least) for each in (was, now)]
    if made[0] != made[1]:
        before, after = _words(was.aggregate or ""), _words(now.aggregate or "")
        yield Difference(What.AGGREGATE, now.code, now.title, "", before, after)
    if was.leaf is not None and now.leaf is not None:
        yield from _leaf(was.leaf, now.leaf, now)


def _leaf(was: Leaf, now: Leaf, node: Node) -> Iterator[Difference]:
    if _asked(was) != _asked(now):
        yield Difference(What.ANSWER, node.code, node.title)
    levels = {level.level: level for level in was.levels}
    for level in now.levels:
        before = levels.get(level.level)
        if before is None or (before.title, before.text) != (level.title, level.text):
            text = before.text if before else None
            yield Difference(What.LEVEL_TEXT, node.code, node.title, str(level.level), text, level.text)
    before_pieces, pieces = ({each.code: each for each in leaf.requirements} for leaf in (was, now))
    for code in dict.fromkeys([*before_pieces, *pieces]):
        yield from _piece(node, code, before_pieces.get(code), pieces.get(code))


def _piece(node: Node, code: str, was: Requirement | None, now: Requirement | None) -> Iterator[Difference]:
    if was == now:
        return
    what = What.EVIDENCE_ADDED if was is None else What.EVIDENCE_REMOVED if now is None else What.EVIDENCE_CHANGED
    yield Difference(what, node.code, node.title, code, _asked_for(was, now), _asked_for(now, was))


def _asked_for(piece: Requirement | None, other: Requirement | None) -> Words | None:
    """The text of a piece, with its level and age where only these differ from the other's."""
    if piece is None or other is None or piece.text != other.text:
        return None if piece is None else piece.text
    months = piece.valid_months
    return Words(
        f"{piece.text.id} (tingkat {piece.level}, {f'paling lama {months} bulan' if months else 'tanpa batas umur'})",
        f"{piece.text.en} (level {piece.level}, {f'at most {months} months old' if months else 'of any age'})",
    )


def _asked(leaf: Leaf) -> tuple[object, ...]:
    return (
        leaf.asks, leaf.indicator, leaf.measure, leaf.unit, leaf.bands, leaf.low, leaf.high, leaf.lower_is_better,
        leaf.points, tuple(level.level for level in leaf.levels),
    )  # fmt: skip


def _set(weights: Mapping[str, Fraction]) -> Words:
    return _words(", ".join(f"{code} {_number(weight).id}" for code, weight in weights.items()))


def _words(value: object) -> Words:
    if isinstance(value, Words):
        return value
    text = "" if value is None else _number(value).id if isinstance(value, Fraction) else str(value)
    return Words(text, text)


def _number(value: Fraction | None) -> Words:
    """As it was written: 2.75, or 100/3 where decimals don't end."""
    if value is None:
        return Words("", "")
    text = f"{float(value):.10g}"
    text = text if Fraction(text) == value else str(value)
    return Words(text, text)
