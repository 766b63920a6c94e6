"""What is wrong with an instrument whose every field could be read: sums, scales, names that lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from guyub.engines.scoring.instrument import Aggregate, Asks, Band, Instrument, Leaf, Level, Node, WeightSet
from guyub.engines.scoring.problem import Problem


def check(instrument: Instrument) -> Iterator[Problem]:
    """Every problem, in the order of the text: the whole, its grades, its parts, its weight sets, what it carries."""
    yield from _whole(instrument)
    yield from _grades(instrument)
    yield from _doubles("tree", [node.code for node in instrument.root.walk()], "part")
    yield from _part(instrument.root, None, None, repeated=False)
    yield from _weights(instrument.root, {}, "")
    yield from _weight_sets(instrument)
    yield from _carries(instrument)


def _whole(instrument: Instrument) -> Iterator[Problem]:
    until = instrument.valid_until
    if until is not None and until <= instrument.valid_from:
        yield Problem("valid_until", f"it ends on {until}, before it begins", "Write a day after valid_from")
    if instrument.low is not None and instrument.high is not None and instrument.low >= instrument.high:
        yield Problem("high", "it is not above low", "Write the most that the total may come to")


def _grades(instrument: Instrument) -> Iterator[Problem]:
    yield from _doubles("grades", [grade.code for grade in instrument.grades], "grade")
    for number, grade in enumerate(instrument.grades):
        place = f"grades[{number}].at_least"
        if number and grade.at_least >= instrument.grades[number - 1].at_least:
            yield Problem(place, "it is not below the grade before it", "List the grades from the highest down")
        if instrument.high is not None and grade.at_least > instrument.high:
            yield Problem(place, f"{_text(grade.at_least)} can't be reached", "Stay within low and high")
        if instrument.low is not None and grade.at_least < instrument.low:
            problem = f"{_text(grade.at_least)} is below the lowest total"
            yield Problem(place, problem, f"Write {_text(instrument.low)} for the lowest grade")


def _part(node: Node, parent: Node | None, above: Aggregate | None, *, repeated: bool) -> Iterator[Problem]:
    if node.times <= 0:
        yield Problem(f"{node.code}.times", "more of the part must not come to less", "Write a number above 0")
    if node.repeat_at_least is not None and repeated:
        yield Problem(f"{node.code}.repeat_at_least", "a part above it is repeated already", "Repeat only one of them")
    if node.level is not None and above is not Aggregate.HIGHEST_LEVEL:
        problem = "only a criterion of a highest_level part belongs to a level"
        yield Problem(f"{node.code}.level", problem, "Remove level, or write aggregate: highest_level above it")
    if node.leaf is not None:
        yield from _leaf(node, node.leaf, above)
    if node.aggregate is Aggregate.HIGHEST_LEVEL:
        yield from _criteria(node)
    for child in node.children:
        inside = repeated or node.repeat_at_least is not None
        yield from _part(child, node, node.aggregate, repeated=inside)


def _criteria(node: Node) -> Iterator[Problem]:
    for child in node.children:
        if child.leaf is None or child.leaf.asks is not Asks.YES_NO:
            yield Problem(f"{child.code}.asks", "a criterion of a level is fulfilled or not", "Write asks: yes_no")
        if child.level is None:
            yield Problem(f"{child.code}.level", "it does not say which level it belongs to", "Add level:")
    levels = sorted({child.level for child in node.children if child.level is not None})
    if levels and levels != list(range(levels[0], levels[-1] + 1)):
        listed = ", ".join(map(str, levels))
        yield Problem(
            f"{node.code}.children", f"levels {listed} leave one out", "Give every level in between a criterion"
        )


def _leaf(node: Node, leaf: Leaf, above: Aggregate | None) -> Iterator[Problem]:
    yield from _bands(node.code, leaf.bands)
    if leaf.low is not None and leaf.high is not None and leaf.low >= leaf.high:
        yield Problem(f"{node.code}.high", "it is not above low", "Write the most that the number may be")
    if leaf.asks is Asks.LEVEL:
        yield from _scale(node.code, leaf)
    elif leaf.levels:
        yield Problem(f"{node.code}.scale", "only a part that asks for a level has a scale", "Write asks: level")
    if leaf.asks is Asks.YES_NO and leaf.points <= 0:
        yield Problem(f"{node.code}.points", "“yes” must be worth something", "Write a number above 0")
    if leaf.asks is Asks.YES_NO and leaf.bands:
        yield Problem(f"{node.code}.bands", "yes and no are worth points, not bands", "Remove bands, or asks: number")
    boundless = leaf.low is None or leaf.high is None
    if leaf.asks is Asks.NUMBER and not leaf.bands and boundless and above not in (None, Aggregate.COVERAGE):
        problem = "the number is the score, and nothing says how low or high it may be"
        yield Problem(f"{node.code}.asks", problem, "Add low: and high:, or bands:")


def _scale(code: str, leaf: Leaf) -> Iterator[Problem]:
    if len(leaf.levels) < 2:
        yield Problem(f"{code}.scale", "it asks for a level and has fewer than two", "Name a scale, or list levels")
    yield from _ascending(f"{code}.scale", leaf.levels)
    yield from _doubles(f"{code}.evidence", [each.code for each in leaf.requirements], "piece of evidence")
    for level in leaf.levels[1:]:
        if not level.evidence and not leaf.bands:
            problem = f"level {level.level} asks for no evidence, so everybody would have it"
            mending = f"List at least one piece of evidence under {level.level}"
            yield Problem(f"{code}.evidence", problem, mending)


def _ascending(place: str, levels: Sequence[Level]) -> Iterator[Problem]:
    for before, level in pairwise(levels):
        if level.level != before.level + 1:
            problem = f"level {level.level} follows level {before.level}"
            yield Problem(place, problem, "List the levels from the lowest up, without a hole")


def _bands(code: str, bands: Sequence[Band]) -> Iterator[Problem]:
    if not bands:
        return
    place = f"{code}.bands"
    if bands[-1].at_least is not None:
        yield Problem(place, "a number below the last band has no score", "End with a band that has only a score")
    if any(band.at_least is None for band in bands[:-1]):
        yield Problem(place, "a band that is not the last has no at_least", "Only the last band holds all that is left")
    bounds = [band.at_least for band in bands if band.at_least is not None]
    if any(bound >= before for before, bound in pairwise(bounds)):
        yield Problem(place, "at_least does not descend", "List the bands from the highest number down")


def _weights(node: Node, changed: Mapping[str, Fraction], where: str) -> Iterator[Problem]:
    """
    The weights of every weighted part; with `changed`, of those that a weight set touches.

    Weights of children sum to their parent's own weight, to 100 or to 1: then a missing or mistyped one is seen.
    """
    for part in node.walk():
        if part.aggregate is not Aggregate.WEIGHTED_MEAN:
            continue
        if changed and not any(child.code in changed for child in part.children):
            continue
        weights = [changed.get(child.code, child.weight) for child in part.children]
        place = where or f"{part.code}.children"
        known = [weight for weight in weights if weight is not None]
        for child, weight in zip(part.children, weights, strict=True):
            if weight is None or weight <= 0:
                at = where or f"{child.code}.weight"
                yield Problem(
                    at, f"{child.code} has no weight above 0", "Give every part of a weighted mean its weight"
                )
        if len(known) == len(weights):
            yield from _sum(part, known, changed.get(part.code, part.weight), place)


def _sum(part: Node, weights: Sequence[Fraction], own: Fraction | None, place: str) -> Iterator[Problem]:
    total = sum(weights, Fraction(0))
    allowed = [Fraction(100), Fraction(1)] if own is None else [own, Fraction(100), Fraction(1)]
    if total not in allowed:
        names = " or ".join(dict.fromkeys(map(_text, allowed)))
        problem = f"the weights in {part.code} sum to {_text(total)}, not to {names}"
        yield Problem(place, problem, "Mend the weight that is wrong or missing; write thirds as 100/3")


def _weight_sets(instrument: Instrument) -> Iterator[Problem]:
    yield from _doubles("weight_sets", [each.code for each in instrument.weight_sets], "weight set")
    years = Counter(year for each in instrument.weight_sets for year in each.years)
    for year, times in years.items():
        if times > 1:
            yield Problem("weight_sets", f"{times} of them hold for {year}", "Let only one set hold for a year")
    for number, weight_set in enumerate(instrument.weight_sets):
        yield from _weight_set(instrument, weight_set, f"weight_sets[{number}].weights")


def _weight_set(instrument: Instrument, weight_set: WeightSet, place: str) -> Iterator[Problem]:
    if not weight_set.weights:
        yield Problem(place, "the set changes no weight", "Name the parts that it weighs differently")
        return
    for code in weight_set.weights:
        if code not in instrument.nodes:
            yield Problem(f"{place}.{code}", "there is no such part", "Name a part by its code")
    yield from _weights(instrument.root, weight_set.weights, place)


def _carries(instrument: Instrument) -> Iterator[Problem]:
    leaves = {node.code for node in instrument.leaves}
    for number, carried in enumerate(instrument.carries):
        for code in carried.leaves:
            if code not in leaves:
                place = f"carries[{number}].leaves.{code}"
                yield Problem(place, "this instrument has no such part to answer", "Name one that asks for an answer")


def _doubles(place: str, codes: Iterable[str], what: str) -> Iterator[Problem]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(place, f"the code {code} is used {times} times", f"Give each {what} a code of its own")


def _text(number: Fraction) -> str:
    """As people write it: 27.5, or 100/3 where it does not end."""
    return f"{float(number):.10g}" if number == Fraction(f"{float(number):.10g}") else str(number)
