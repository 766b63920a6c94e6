"""The tree of an instrument and its shared scales, read from plain YAML."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final

from guyub.engines.scoring.fields import NO_WORDS, Fields, Notes
from guyub.engines.scoring.instrument import Aggregate, Asks, Band, Leaf, Level, Node, Requirement
from guyub.engines.scoring.plain import Plain
from guyub.engines.values import Words

Scale = tuple[Level, ...]


class Kind(StrEnum):
    """What a piece of evidence is."""

    REPORT = "report"
    DECREE = "decree"
    RELEASE = "release"
    LETTER = "letter"
    INDICATOR = "indicator"
    MINUTES = "minutes"
    PHOTO = "photo"
    DOCUMENT = "document"
    LINK = "link"
    SURVEY = "survey"


_PART: Final = ("code", "kind", "title", "meaning", "weight", "level", "cap", "times", "plus", "repeat_at_least")
_INNER: Final = ("aggregate", "children")
_LEAF: Final = (
    "asks", "scale", "levels", "evidence", "indicator", "measure", "unit", "bands", "low", "high",
    "lower_is_better", "points", "duty",
)  # fmt: skip
_DEEPEST: Final = 12


def read_scales(fields: Fields) -> Mapping[str, Scale]:
    """The levels of every shared scale, by its name."""
    scales = {}
    for name, content in fields.mapping("scales").items():
        scale = Fields(content, f"scales.{name}", fields.notes, ("levels",))
        scales[name] = _levels(scale)
    return scales


def read_tree(fields: Fields, scales: Mapping[str, Scale]) -> Node:
    if not fields.has("tree"):
        fields.wrong("tree", "this is missing", "Write tree: with code, kind, title, aggregate and children")
        return _nothing()
    return _Tree(fields.notes, scales).part(fields.raw("tree"), "tree", 1)


class _Tree:
    def __init__(self, notes: Notes, scales: Mapping[str, Scale]) -> None:
        self._notes = notes
        self._scales = scales

    def part(self, content: Plain, path: str, depth: int) -> Node:
        code = content.get("code") if isinstance(content, dict) else None
        place = code if isinstance(code, str) and code else path
        fields = Fields(content, place, self._notes, (*_PART, *_INNER, *_LEAF))
        if depth > _DEEPEST:
            fields.wrong("children", f"parts lie more than {_DEEPEST} deep", "Take a level out of the tree")
            return _nothing()
        inner = fields.has("children") or fields.has("aggregate")
        leaf = None if inner else self._leaf(fields)
        if inner:
            self._inner_only(fields)
        return Node(
            code=fields.code(),
            kind=fields.text("kind"),
            title=fields.words("title"),
            meaning=fields.words("meaning", required=False),
            weight=fields.number("weight", required=False),
            level=fields.whole("level", 0, 99, required=False),
            aggregate=self._aggregate(fields) if inner else None,
            children=tuple(self.part(child, child_place, depth + 1) for child_place, child in fields.items("children")),
            leaf=leaf,
            cap=fields.number("cap", required=False),
            times=_or(fields.number("times", required=False), 1),
            plus=_or(fields.number("plus", required=False), 0),
            repeat_at_least=fields.whole("repeat_at_least", 1, 9999, required=False),
        )

    def _inner_only(self, fields: Fields) -> None:
        for name in _LEAF:
            if fields.has(name):
                fields.wrong(name, "a part that is made of others is not answered itself", f"Remove {name}")
        if not fields.has("children"):
            fields.wrong("children", "this is missing", "List the parts that it is made of")

    def _aggregate(self, fields: Fields) -> Aggregate:
        found = fields.choice("aggregate", Aggregate)
        if found is None and not fields.has("aggregate"):
            fields.wrong("aggregate", "this is missing", f"Write one of: {', '.join(Aggregate)}")
        return found or Aggregate.MEAN

    def _leaf(self, fields: Fields) -> Leaf:
        asks = fields.choice("asks", Asks)
        if asks is None and not fields.has("asks"):
            mending = f"Write asks: {', '.join(Asks)}; or give it children and aggregate"
            fields.wrong("asks", "the part is neither answered nor made of others", mending)
        return Leaf(
            asks=asks or Asks.NUMBER,
            levels=self._scale(fields),
            indicator=fields.code("indicator", ""),
            measure=fields.code("measure", ""),
            unit=fields.text("unit", ""),
            bands=tuple(_band(entry, place, self._notes) for place, entry in fields.items("bands")),
            low=fields.number("low", required=False),
            high=fields.number("high", required=False),
            lower_is_better=fields.yes("lower_is_better"),
            points=_or(fields.number("points", required=False), 1),
            duty=fields.text("duty", ""),
        )

    def _scale(self, fields: Fields) -> Scale:
        """The levels of the shared scale or of the part itself, with the evidence that the part adds or replaces."""
        if fields.has("levels") and fields.has("scale"):
            fields.wrong("scale", "the part has levels of its own as well", "Keep one: scale or levels")
        levels = _levels(fields) if fields.has("levels") else ()
        if fields.has("scale"):
            name = fields.text("scale")
            if name not in self._scales:
                known = ", ".join(self._scales) or "none"
                fields.wrong("scale", f"there is no scale “{name}”", f"Known are: {known}")
            levels = self._scales.get(name, ())
        own = {
            number: self._evidence(fields, number, entries) for number, entries in fields.mapping("evidence").items()
        }
        known_levels = {str(level.level) for level in levels}
        for number in own:
            if number not in known_levels:
                fields.wrong(f"evidence.{number}", "the scale has no such level", "Name a level of the scale")
        return tuple(_with_evidence(level, own.get(str(level.level), ())) for level in levels)

    def _evidence(self, fields: Fields, number: str, entries: Plain) -> tuple[Requirement, ...]:
        place = fields.at(f"evidence.{number}")
        if not isinstance(entries, list):
            self._notes.say(place, "this is not a list", "Begin each piece of evidence with a hyphen")
            return ()
        level = int(number) if number.isdecimal() and len(number) < 4 else 0
        found = tuple(_requirement(entry, f"{place}[{n}]", self._notes, level) for n, entry in enumerate(entries))
        if len({each.code for each in found}) < len(found):
            self._notes.say(place, "two pieces of evidence have the same code", "Give each a code of its own")
        return found


def _with_evidence(level: Level, own: tuple[Requirement, ...]) -> Level:
    if not own:
        return level
    replaced = {each.code: each for each in own}
    kept = tuple(replaced.pop(each.code, each) for each in level.evidence)
    return Level(level.level, level.title, level.text, kept + tuple(each for each in own if each.code in replaced))


def _levels(fields: Fields) -> Scale:
    return tuple(_level(entry, place, fields.notes) for place, entry in fields.items("levels"))


def _level(entry: Plain, place: str, notes: Notes) -> Level:
    fields = Fields(entry, place, notes, ("level", "title", "text", "evidence"))
    level = fields.whole("level", 0, 99) or 0
    evidence = tuple(_requirement(each, where, notes, level) for where, each in fields.items("evidence"))
    return Level(level, fields.words("title"), fields.words("text", required=False), evidence)


def _requirement(entry: Plain, place: str, notes: Notes, level: int) -> Requirement:
    fields = Fields(entry, place, notes, ("code", "kind", "text", "valid_months"))
    kind = fields.choice("kind", Kind)
    if kind is None and not fields.has("kind"):
        fields.wrong("kind", "this is missing", f"Write one of: {', '.join(Kind)}")
    return Requirement(
        code=fields.code(),
        level=level,
        text=fields.words("text"),
        kind=(kind or Kind.DOCUMENT).value,
        valid_months=fields.whole("valid_months", 1, 999, required=False),
    )


def _band(entry: Plain, place: str, notes: Notes) -> Band:
    fields = Fields(entry, place, notes, ("at_least", "score"))
    return Band(fields.number("at_least", required=False), _or(fields.number("score"), 0))


def _or(found: Fraction | None, default: int) -> Fraction:
    return Fraction(default) if found is None else found


def _nothing() -> Node:
    """Stands where nothing could be read; never leaves this package, since a problem was noted."""
    leaf = Leaf(Asks.NUMBER)
    return Node("", "", Words("", ""), NO_WORDS, None, None, None, (), leaf, None, Fraction(1), Fraction(0), None)
