"""Answers of an older instrument under a newer one: what carries over, and which evidence is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guyub.engines.scoring.answer import Answer, Answers, missing, reached_level
from guyub.engines.scoring.instrument import Asks, Instrument, Leaf, Node, Requirement


@dataclass(frozen=True, slots=True)
class Rescored:
    """
    answers   by the new instrument's leaves: put them to `score`
    missing   by leaf: the evidence that the new instrument asks for and the old year didn't show, up to the level that
              the old answers had reached
    unmapped  leaves of the new instrument that no older leaf speaks to
    """

    answers: Mapping[str, Answer]
    missing: tuple[tuple[str, Requirement], ...]
    unmapped: tuple[str, ...]


def rescore(new: Instrument, old: Instrument, answers: Answers) -> Rescored:
    """
    Carry a past year's answers into a new instrument, as `new.carries` says; a newer version of the same instrument
    carries every leaf that kept its code.

    Accepted evidence counts for what asks for the same kind at the same level, once each: one decree can't stand for
    two. Within the same instrument it counts by its code. Numbers and answers yes or no go over as they are; a level
    claimed becomes the lowest of those it is carried from.
    """
    carried = _carried(new, old)
    found: dict[str, Answer] = {}
    lacking: list[tuple[str, Requirement]] = []
    for node in new.leaves:
        olds = [old.nodes[code] for code in carried.get(node.code, ()) if code in old.nodes]
        for suffix in _suffixes(new, node, olds, answers):
            sources = [
                (each.leaf, answers[each.code + suffix]) for each in olds if each.leaf and each.code + suffix in answers
            ]
            if sources and node.leaf:
                answer = _answer(node.leaf, sources, same=new.code == old.code)
                found[node.code + suffix] = answer
                lacking.extend((node.code + suffix, each) for each in _missing(node.leaf, answer, sources))
    if new.code == old.code:
        found = _given(new, answers) | found
    unmapped = tuple(node.code for node in new.leaves if node.code not in carried)
    return Rescored(found, tuple(lacking), unmapped)


def _carried(new: Instrument, old: Instrument) -> Mapping[str, tuple[str, ...]]:
    """New leaf -> older leaves."""
    found: dict[str, tuple[str, ...]] = {}
    if new.code == old.code:
        found |= {node.code: (node.code,) for node in new.leaves if node.code in old.nodes}
    for each in new.carries:
        if each.instrument == old.code:
            found |= each.leaves
    return found


def _given(new: Instrument, answers: Answers) -> dict[str, Answer]:
    """What was stated of parts that are made of others."""
    return {
        key: answer
        for key, answer in answers.items()
        if answer.given is not None and key.partition("#")[0] in new.nodes
    }


def _suffixes(new: Instrument, node: Node, olds: Sequence[Node], answers: Answers) -> tuple[str, ...]:
    """ "" for what is answered once; "#1", "#2" for the things of a repeated part."""
    if not _is_repeated(new, node.code):
        return ("",)
    codes = {each.code for each in olds}
    things = {key.partition("#")[2]: None for key in answers if key.partition("#")[0] in codes and "#" in key}
    return tuple(f"#{thing}" for thing in things)


def _is_repeated(instrument: Instrument, code: str | None) -> bool:
    while code is not None:
        if instrument.nodes[code].repeat_at_least is not None:
            return True
        code = instrument.parents.get(code)
    return False


def _answer(leaf: Leaf, sources: Sequence[tuple[Leaf, Answer]], *, same: bool) -> Answer:
    if same and len(sources) == 1 and sources[0][0] == leaf:
        return sources[0][1]
    levels = [answer.level for _, answer in sources if answer.level is not None]
    numbers = [answer.number for _, answer in sources if answer.number is not None]
    accepted = _same_codes(leaf, sources) if same else frozenset(_matched(leaf, sources))
    takes_number = leaf.asks is not Asks.LEVEL or bool(leaf.bands)
    return Answer(
        level=_within(leaf, min(levels)) if levels and leaf.levels else None,
        number=numbers[0] if numbers and takes_number else None,
        accepted=accepted,
        given=sources[0][1].given if same and len(sources) == 1 else None,
    )


def _within(leaf: Leaf, level: int) -> int:
    return max(leaf.levels[0].level, min(level, leaf.levels[-1].level))


def _same_codes(leaf: Leaf, sources: Sequence[tuple[Leaf, Answer]]) -> frozenset[str]:
    asked = {each.code for each in leaf.requirements}
    return frozenset(code for _, answer in sources for code in answer.accepted if code in asked)


def _matched(leaf: Leaf, sources: Sequence[tuple[Leaf, Answer]]) -> Iterator[str]:
    """The new evidence that older accepted evidence stands for: same level, same kind, once each."""
    held: dict[tuple[int, str], int] = {}
    for old, answer in sources:
        for each in old.requirements:
            if each.code in answer.accepted:
                held[each.level, each.kind] = held.get((each.level, each.kind), 0) + 1
    for each in leaf.requirements:
        if held.get((each.level, each.kind), 0):
            held[each.level, each.kind] -= 1
            yield each.code


def _missing(leaf: Leaf, answer: Answer, sources: Sequence[tuple[Leaf, Answer]]) -> tuple[Requirement, ...]:
    if not leaf.levels:
        return ()
    reached = max((reached_level(old, answer.accepted) for old, answer in sources if old.levels), default=0)
    return missing(leaf, answer.accepted, min(reached, leaf.levels[-1].level))
