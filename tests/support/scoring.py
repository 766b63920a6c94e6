"""Random instruments and answers for property tests, and the slow and obvious way of scoring them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import count

from hypothesis import strategies as st

from guyub.engines.scoring import (
    Aggregate,
    Answer,
    Asks,
    Band,
    Basis,
    Grade,
    Instrument,
    Leaf,
    Level,
    Node,
    Requirement,
    Unanswered,
)
from guyub.engines.values import Words

WORDS = Words("kata", "word")
SOUND = tuple(each for each in Aggregate if each is not Aggregate.COVERAGE)
TWO_GRADES = (Grade(Fraction(3), "baik", WORDS), Grade(Fraction(1), "cukup", WORDS))


def instrument(root: Node, *, unanswered: Unanswered = Unanswered.ZERO, **changes: object) -> Instrument:
    """An instrument that is nothing but its tree."""
    fields = {
        "code": "uji", "version": 1, "title": WORDS, "short": "Uji", "meaning": WORDS, "publisher": "Guyub",
        "official": False, "standing": WORDS, "source": WORDS, "valid_from": date(2020, 1, 1), "valid_until": None,
        "unit": "indeks", "decimals": 2, "grade_decimals": None, "low": None, "high": None, "unanswered": unanswered,
        "grades": TWO_GRADES, "weight_sets": (), "carries": (), "root": root, "digest": "",
    }  # fmt: skip
    return Instrument(**(fields | changes))


def node(code: str, **changes: object) -> Node:
    fields = {
        "code": code, "kind": "part", "title": WORDS, "meaning": Words("", ""), "weight": None, "level": None,
        "aggregate": None, "children": (), "leaf": None, "cap": None, "times": Fraction(1), "plus": Fraction(0),
        "repeat_at_least": None,
    }  # fmt: skip
    return Node(**(fields | changes))


def level_leaf(pieces: Sequence[int], *, lowest: int = 1, bands: tuple[Band, ...] = ()) -> Leaf:
    """A leaf of levels, the n-th of which asks for so many pieces of evidence: "2a", "2b"."""
    levels = (
        Level(
            number,
            WORDS,
            WORDS,
            tuple(Requirement(f"{number}{letter}", number, WORDS, "decree", None) for letter in "abcdef"[:many]),
        )
        for number, many in enumerate(pieces, start=lowest)
    )
    return Leaf(Asks.LEVEL, levels=tuple(levels), bands=bands)


fractions = st.integers(0, 40).map(lambda n: Fraction(n, 4))
BANDS = (Band(Fraction(7), Fraction(5)), Band(Fraction(3), Fraction(2)), Band(None, Fraction(1, 3)))


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    asks = draw(st.sampled_from([Asks.LEVEL, Asks.LEVEL, *Asks]))
    bands = draw(st.sampled_from([(), (), BANDS]))
    if asks is Asks.YES_NO:
        return Leaf(asks, points=draw(st.sampled_from([Fraction(1), Fraction(5, 2)])))
    if asks is Asks.NUMBER:
        return Leaf(asks, bands=bands, low=Fraction(0), high=Fraction(10))
    pieces = [draw(st.integers(0, 1)), *draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))]
    return level_leaf(pieces, lowest=draw(st.integers(0, 1)), bands=bands)


@st.composite
def parts(
    draw: st.DrawFn, codes: count, depth: int, aggregates: Sequence[Aggregate], repeat: bool, straight: bool
) -> Node:
    """`straight`: no caps and no conversions."""
    code = f"P{next(codes)}"
    extra = {} if straight else draw(ends)
    if repeat and draw(st.integers(0, 4)) == 0:
        extra, repeat = extra | {"repeat_at_least": draw(st.integers(1, 3))}, False
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return node(code, leaf=draw(leaves()), **extra)
    aggregate = draw(st.sampled_from(aggregates))
    if aggregate is Aggregate.HIGHEST_LEVEL:
        lowest, levels = draw(st.integers(0, 1)), draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
        children = [
            node(f"P{next(codes)}", leaf=Leaf(Asks.YES_NO), level=level)
            for level, many in enumerate(levels, start=lowest)
            for _ in range(many)
        ]
        return node(code, aggregate=aggregate, children=tuple(children), **extra)
    deeper = parts(codes, depth - 1, aggregates, repeat, straight)
    children = draw(st.lists(deeper, min_size=1, max_size=3))
    weights = [draw(st.integers(1, 9)) for _ in children]
    weighted = [
        with_fields(child, weight=Fraction(100 * weight, sum(weights)))
        for child, weight in zip(children, weights, strict=True)
    ]
    return node(code, aggregate=aggregate, children=tuple(weighted), **extra)


ends = st.fixed_dictionaries(
    {},
    optional={
        "cap": st.integers(1, 6).map(Fraction),
        "times": st.sampled_from([Fraction(1, 2), Fraction(100, 45)]),
        "plus": st.sampled_from([Fraction(1), Fraction(1, 9)]),
    },
)


def with_fields(of: Node, **changes: object) -> Node:
    from dataclasses import replace

    return replace(of, **changes)


@st.composite
def instruments(
    draw: st.DrawFn,
    *,
    depth: int = 2,
    aggregates: Sequence[Aggregate] = tuple(Aggregate),
    unanswered: Sequence[Unanswered] = tuple(Unanswered),
    repeat: bool = True,
    straight: bool = False,
) -> Instrument:
    root = draw(parts(count(1), depth, aggregates, repeat, straight).filter(lambda part: part.children))
    return instrument(root, unanswered=draw(st.sampled_from(unanswered)))


@st.composite
def answers_to(
    draw: st.DrawFn, of: Instrument, *, given: bool = False, stated: bool = True, things: int = 3
) -> Mapping[str, Answer]:
    found = {}
    many = draw(st.integers(0, things))
    for leaf in of.leaves:
        suffixes = [f"#{n}" for n in range(1, many + 1)] if is_repeated(of, leaf.code) else [""]
        for suffix in suffixes:
            if draw(st.integers(0, 4)):
                found[leaf.code + suffix] = draw(answers(leaf.leaf, stated))
    if given and draw(st.booleans()):
        found[draw(st.sampled_from(sorted(of.nodes)))] = Answer(given=draw(fractions))
    return found


@st.composite
def answers(draw: st.DrawFn, leaf: Leaf, stated: bool) -> Answer:
    if leaf.asks is Asks.YES_NO:
        return Answer(number=Fraction(draw(st.integers(0, 1))))
    if leaf.asks is Asks.NUMBER or (leaf.bands and draw(st.booleans())):
        return Answer(number=draw(fractions))
    accepted = frozenset(each.code for each in leaf.requirements if draw(st.integers(0, 2)))
    level = draw(st.sampled_from([None, *(level.level for level in leaf.levels)])) if stated else None
    return Answer(level=level, accepted=accepted)


def is_repeated(of: Instrument, code: str | None) -> bool:
    while code is not None:
        if of.nodes[code].repeat_at_least is not None:
            return True
        code = of.parents.get(code)
    return False


def slowly(
    of: Instrument,
    answers: Mapping[str, Answer],
    part: Node | None = None,
    suffix: str = "",
    basis: Basis = Basis.EVIDENCE,
) -> Fraction | None:
    """What `score` must say of a part, written down as one would explain it."""
    part = part or of.root
    key = part.code + suffix
    if key in answers and answers[key].given is not None:
        return answers[key].given
    if part.repeat_at_least is not None and not suffix:
        codes = {each.code for each in part.walk()}
        things = {each.split("#")[1] for each in answers if "#" in each and each.split("#")[0] in codes}
        values = [slowly_made(of, answers, part, f"#{thing}", basis) for thing in things]
        if of.unanswered is Unanswered.LEFT_OUT and all(value is None for value in values):
            return None
        return slowly_ended(
            part, sum(value or 0 for value in values) / Fraction(max(len(things), part.repeat_at_least))
        )
    made = slowly_made(of, answers, part, suffix, basis)
    return made if part.repeat_at_least is not None else slowly_ended(part, made)


def slowly_ended(part: Node, value: Fraction | None) -> Fraction | None:
    if value is None:
        return None
    return min(value, part.cap if part.cap is not None else value) * part.times + part.plus


def slowly_made(
    of: Instrument, answers: Mapping[str, Answer], part: Node, suffix: str, basis: Basis
) -> Fraction | None:
    key = part.code + suffix
    if key in answers and answers[key].given is not None:
        return answers[key].given
    if part.leaf is not None:
        return slowly_answered(of, part.leaf, answers.get(key, Answer()), basis)
    if part.aggregate is Aggregate.COVERAGE:
        return Fraction(100 * answered(of, answers, part, suffix, basis), asked(of, answers, part, suffix))
    values = {child.code: slowly(of, answers, child, suffix, basis) for child in part.children}
    known = [value for value in values.values() if value is not None]
    if not known:
        return None
    if part.aggregate is Aggregate.WEIGHTED_MEAN:
        counted = [child for child in part.children if values[child.code] is not None]
        return sum(child.weight * values[child.code] for child in counted) / sum(child.weight for child in counted)
    if part.aggregate is Aggregate.MEAN:
        return sum(known) / Fraction(len(known))
    if part.aggregate is Aggregate.SUM:
        return sum(known, Fraction(0))
    if part.aggregate is Aggregate.LOWEST:
        return min(known)
    reached = min(child.level for child in part.children) - 1
    for level in sorted({child.level for child in part.children}):
        if not all(values[child.code] for child in part.children if child.level <= level):
            break
        reached = level
    return Fraction(reached)


def slowly_answered(of: Instrument, leaf: Leaf, answer: Answer, basis: Basis) -> Fraction | None:
    nothing = {Unanswered.ZERO: Fraction(0), Unanswered.LEFT_OUT: None}
    if leaf.asks is Asks.YES_NO:
        return nothing.get(of.unanswered, Fraction(0)) if answer.number is None else leaf.points * answer.number
    if answer.number is not None and leaf.bands:
        return next(band.score for band in leaf.bands if band.at_least is None or answer.number >= band.at_least)
    if leaf.asks is Asks.NUMBER:
        lowest = min([band.score for band in leaf.bands], default=leaf.low)
        return nothing.get(of.unanswered, lowest) if answer.number is None else answer.number
    lowest = leaf.levels[0].level
    floor = 0 if of.unanswered is Unanswered.ZERO else lowest
    if basis is Basis.STATED:
        level = answer.level
    elif answer.level is None and not answer.accepted:
        level = None
    else:
        fulfilled = [
            each.level
            for each in leaf.levels
            if all(piece.code in answer.accepted for piece in leaf.requirements if piece.level <= each.level)
        ]
        level = max(fulfilled, default=lowest - 1)
    return nothing.get(of.unanswered, Fraction(lowest)) if level is None else Fraction(max(floor, level))


def answered(of: Instrument, answers: Mapping[str, Answer], part: Node, suffix: str, basis: Basis) -> int:
    key = part.code + suffix
    if key in answers and answers[key].given is not None:
        return asked(of, answers, part, suffix)
    if part.repeat_at_least is not None and not suffix:
        return sum(answered(of, answers, part, f"#{thing}", basis) for thing in things_of(answers, part))
    if part.leaf is None:
        return sum(answered(of, answers, child, suffix, basis) for child in part.children)
    answer = answers.get(key, Answer())
    if part.leaf.asks is Asks.LEVEL:
        if part.leaf.bands and answer.number is not None:
            return 1
        return int(answer.level is not None or (basis is Basis.EVIDENCE and bool(answer.accepted)))
    return int(answer.number is not None)


def things_of(answers: Mapping[str, Answer], part: Node) -> set[str]:
    codes = {each.code for each in part.walk()}
    return {each.split("#")[1] for each in answers if "#" in each and each.split("#")[0] in codes}


def asked(of: Instrument, answers: Mapping[str, Answer], part: Node, suffix: str) -> int:
    """How many leaves a part has; of a repeated part, for each thing."""
    if part.repeat_at_least is not None and not suffix:
        return max(1, len(things_of(answers, part))) * sum(1 for each in part.walk() if each.leaf)
    return sum(asked(of, answers, child, suffix) for child in part.children) or 1


def near(one: Fraction | None, other: float) -> bool:
    """Whether a column says what the exact score says; NaN is None."""
    return math.isnan(other) if one is None else abs(float(one) - other) < 1e-9
