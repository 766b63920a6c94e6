"""
An assessment instrument as content: a tree of parts, how each part is made of its own parts, what a level asks for.

Only types: `parsing` reads them from YAML, `checking` says what is wrong with a text, `score` puts answers to them.
Every number is exact (a Fraction): a predicate's boundary is met or not, never missed by a binary rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from guyub.engines.values import Words


class Aggregate(StrEnum):
    """How a part's value is made of its children's."""

    WEIGHTED_MEAN = "weighted_mean"  # sum(weight * value) / sum(weight)
    MEAN = "mean"
    SUM = "sum"  # each child at most its own cap, the whole at most the part's
    LOWEST = "lowest"  # a chain is as strong as its weakest link
    COVERAGE = "coverage"  # percent of the leaves below that are answered: instruments that only measure
    HIGHEST_LEVEL = "highest_level"  # children are yes/no criteria of levels: the highest n with all of 1..n fulfilled


class Asks(StrEnum):
    """What a leaf is answered with."""

    LEVEL = "level"  # a level of its scale, which counts only as far as its evidence is accepted
    NUMBER = "number"  # a measured value, taken as it is or turned into a score by bands
    YES_NO = "yes_no"  # fulfilled or not


class Unanswered(StrEnum):
    """How a leaf without an answer counts."""

    ZERO = "zero"
    LOWEST = "lowest"  # as the lowest level of its scale
    LEFT_OUT = "left_out"  # out of the mean, with its weight


@dataclass(frozen=True, slots=True)
class Requirement:
    """
    One piece of evidence that a level asks for.

    code          unique within its leaf: "a", "3b"
    kind          report, decree, release, letter, indicator, minutes, photo, document, link, survey
    valid_months  how long after its date it counts; None: as long as it stands
    """

    code: str
    level: int
    text: Words
    kind: str
    valid_months: int | None


@dataclass(frozen=True, slots=True)
class Level:
    level: int
    title: Words
    text: Words
    evidence: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A number of at least `at_least` (or the lowest band, None) scores `score`."""

    at_least: Fraction | None
    score: Fraction


@dataclass(frozen=True, slots=True)
class Leaf:
    """
    What a leaf asks for and how that becomes its value.

    levels     of the scale, lowest first; empty unless asks is LEVEL
    indicator  a code of content/indicators that answers it, so that nobody types it
    measure    a code of content/instruments/measures: one value answers every leaf that names it
    bands      turn a number into a score, highest first; empty: the number is the score
    lower_is_better, low, high   what a number may be, and which way is better (None: neither)
    points     what "yes" is worth
    duty       which kind of agency usually answers: an abbreviation or a role, a hint for sharing out
    """

    asks: Asks
    levels: tuple[Level, ...] = ()
    indicator: str = ""
    measure: str = ""
    unit: str = ""
    bands: tuple[Band, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    lower_is_better: bool | None = None
    points: Fraction = Fraction(1)
    duty: str = ""

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every piece of evidence, level by level."""
        return tuple(requirement for level in self.levels for requirement in level.evidence)


@dataclass(frozen=True)
class Node:
    """
    One part of an instrument: a component, an aspect, an indicator, a criterion.

    kind      what the instrument calls it: "domain", "aspect", "indicator"
    weight    within its parent; None where the parent does not weigh
    level     for a criterion of a highest_level part: the level it belongs to
    cap       the most that the part may come to, before it is converted
    times, plus   the part's value is converted at its end: value * times + plus ("IKM is the mean times 25")
    repeat_at_least   the part is answered for each of several things ("each innovation"), "CODE#1", "CODE#2": their sum
                      is divided by their number, or by this if that is more; None: answered once
    """

    code: str
    kind: str
    title: Words
    meaning: Words
    weight: Fraction | None
    level: int | None
    aggregate: Aggregate | None
    children: tuple[Node, ...]
    leaf: Leaf | None
    cap: Fraction | None
    times: Fraction
    plus: Fraction
    repeat_at_least: int | None

    def walk(self) -> tuple[Node, ...]:
        """This part and all below it, in reading order."""
        return (self, *(node for child in self.children for node in child.walk()))


@dataclass(frozen=True, slots=True)
class Grade:
    """A predicate: from `at_least` upwards, until the next."""

    at_least: Fraction
    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Other weights for some parts, for some years: the ministry changed them between years."""

    code: str
    years: tuple[int, ...]
    title: Words
    source: Words
    weights: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Carried:
    """Which leaves of an older instrument's answers a leaf of this one can take its evidence from."""

    instrument: str
    leaves: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Instrument:
    """
    One version of one instrument.

    standing   in words: what of it is official, what is ours
    official   True only where text and weights are the publisher's own
    decimals   how many are shown; nothing is rounded before it is shown
    grade_decimals   grades compare the value rounded (half up) to so many decimals; None: unrounded
    low, high  what the total may come to
    """

    code: str
    version: int
    title: Words
    short: str
    meaning: Words
    publisher: str
    official: bool
    standing: Words
    source: Words
    valid_from: date
    valid_until: date | None
    unit: str
    decimals: int
    grade_decimals: int | None
    low: Fraction | None
    high: Fraction | None
    unanswered: Unanswered
    grades: tuple[Grade, ...]  # highest first
    weight_sets: tuple[WeightSet, ...]
    carries: tuple[Carried, ...]
    root: Node
    digest: str  # SHA-256 of the text

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every part by its code, in reading order."""
        return {node.code: node for node in self.root.walk()}

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        return tuple(node for node in self.root.walk() if node.leaf is not None)

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The code of each part's parent; the root has none."""
        return {child.code: node.code for node in self.root.walk() for child in node.children}

    def weight_set_of(self, year: int) -> WeightSet | None:
        """The set that holds for a year; None: the weights of the tree."""
        return next((each for each in self.weight_sets if year in each.years), None)
