"""Answers written down in YAML, so that anybody can put them to an instrument and get the same total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from guyub.engines.scoring.answer import Answer, Answers
from guyub.engines.scoring.fields import Fields, Notes, exact
from guyub.engines.scoring.instrument import Asks, Instrument, Leaf, Node
from guyub.engines.scoring.plain import Plain, read_plain
from guyub.engines.scoring.problem import InstrumentError, Problem


def parse_answers(text: str, *, file: str, instrument: Instrument) -> Answers:
    """
    Read answers: a part's code with level, number, accepted or given beneath it, or a bare number.

    A bare number is what a leaf that asks for one is answered with, and the given value of any other part. Raises
    InstrumentError for a part, level or piece of evidence that the instrument has not.
    """
    content = read_plain(text, file=file)
    notes = Notes()
    if not isinstance(content, dict):
        raise InstrumentError(
            file, "the file", "answers are named by their parts", "Write, for example: I1: {level: 3}"
        )
    found = {}
    for key, value in content.items():
        node = _part(instrument, key)
        if node is None:
            mending = "Write a part's code; with #1, #2 after it where it is answered for several things"
            notes.say(key, f"{instrument.short} has no such part", mending)
        else:
            found[key] = _answer(key, node, value, notes)
            notes.problems.extend(_misfits(key, node, found[key]))
    if notes.problems:
        first = notes.problems[0]
        raise InstrumentError(file, first.place, first.problem, first.mending)
    return found


def _part(instrument: Instrument, key: str) -> Node | None:
    code, mark, thing = key.partition("#")
    node = instrument.nodes.get(code)
    if node is None or not mark:
        return node
    above: str | None = code
    while above is not None and instrument.nodes[above].repeat_at_least is None:
        above = instrument.parents.get(above)
    return node if above is not None and thing.isdecimal() else None


def _answer(key: str, node: Node, value: Plain, notes: Notes) -> Answer:
    if isinstance(value, str):
        number = Fraction(int(value == "true")) if value in ("true", "false") else exact(value.strip())
        if number is None:
            notes.say(key, f"“{value}” is no number", "Write it with a full stop, as in 2.75")
        if node.leaf is not None and node.leaf.asks is not Asks.LEVEL:
            return Answer(number=number)
        return Answer(given=number)
    fields = Fields(value, key, notes, ("level", "number", "accepted", "given"))
    accepted = [entry for _, entry in fields.items("accepted") if isinstance(entry, str)]
    return Answer(
        level=fields.whole("level", 0, 99, required=False),
        number=fields.number("number", required=False),
        accepted=frozenset(accepted),
        given=fields.number("given", required=False),
    )


def _misfits(key: str, node: Node, answer: Answer) -> Iterator[Problem]:
    """What the part does not ask for."""
    leaf = node.leaf or Leaf(Asks.NUMBER)
    levels = [level.level for level in leaf.levels]
    if answer.level is not None and answer.level not in levels:
        known = ", ".join(map(str, levels)) or "none"
        yield Problem(f"{key}.level", f"it has no level {answer.level}", f"Its levels: {known}")
    for code in sorted(answer.accepted - {each.code for each in leaf.requirements}):
        known = ", ".join(each.code for each in leaf.requirements) or "none"
        yield Problem(f"{key}.accepted", f"it asks for no evidence {code}", f"Its evidence: {known}")
    if answer.number is not None and node.leaf is None:
        yield Problem(f"{key}.number", "the part is made of others", "Write given: for a value that somebody stated")
    if answer.number is None:
        return
    if leaf.asks is Asks.YES_NO and answer.number not in (0, 1):
        yield Problem(f"{key}.number", "it is answered yes or no", "Write 1 for yes or 0 for no")
    low, high = leaf.low, leaf.high
    if (low is not None and answer.number < low) or (high is not None and answer.number > high):
        problem = f"{float(answer.number):g} is out of its range"
        bounds = " and ".join(
            text for text, bound in ((f"at least {low}", low), (f"at most {high}", high)) if bound is not None
        )
        yield Problem(f"{key}.number", problem, f"It may be {bounds}")
