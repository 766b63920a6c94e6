"""What was answered, and what a score made of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guyub.engines.scoring.instrument import Grade, Leaf, Requirement


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What is known of one part.

    level      as the agency claims it, or as an assessor gives it
    number     as measured; 1 or 0 for yes and no
    accepted   codes of the pieces of evidence that were accepted
    given      this part's value as somebody stated it, whatever it is made of: counts before all else, as it stands
    """

    level: int | None = None
    number: Fraction | None = None
    accepted: frozenset[str] = frozenset()
    given: Fraction | None = None


class Basis(StrEnum):
    """What a level counts by."""

    EVIDENCE = "evidence"  # as far as accepted evidence reaches, whatever is claimed
    STATED = "stated"  # as stated in Answer.level: what an agency says of itself, what an assessor gives


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of a score.

    value          unrounded; None: left out, or answered for several things ("I16" beside "I16#1", "I16#2")
    level          the level that counts, of a part that has levels
    answered, leaves   how many of the leaves below (or itself) are answered, out of how many
    contribution   what it adds to the total; None where that can't be said: below the lowest of several, a full cap
    """

    code: str
    value: Fraction | None
    level: int | None
    answered: int
    leaves: int
    contribution: Fraction | None


@dataclass(frozen=True, slots=True)
class Scored:
    """
    total   unrounded; None: nothing is answered and nothing unanswered counts
    parts   by code, in reading order
    """

    total: Fraction | None
    grade: Grade | None
    parts: Mapping[str, Part]
    answered: int
    leaves: int


def reached_level(leaf: Leaf, accepted: Collection[str]) -> int:
    """
    The highest level n with all evidence of all levels up to n accepted.

    What is accepted for a level above a gap waits until the gap is closed. With not even the lowest level's evidence
    accepted it is the number below the lowest: 0 of 1 to 5.
    """
    reached = leaf.levels[0].level - 1
    for level in leaf.levels:
        if any(each.code not in accepted for each in level.evidence):
            break
        reached = level.level
    return reached


def missing(leaf: Leaf, accepted: Collection[str], level: int) -> tuple[Requirement, ...]:
    """The evidence that is not accepted yet, of all levels up to this one: what must come for it to count."""
    return tuple(each for each in leaf.requirements if each.level <= level and each.code not in accepted)
