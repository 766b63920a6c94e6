"""A kept package as types. What lies under a digest never changes, so it is read once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from guyub.apps.packages import files
from guyub.engines import packages as engine
from guyub.engines.scoring import Answer


@lru_cache(maxsize=64)
def opened(area: str, digest: str) -> engine.Opened:
    """Raises engine.Spoiled when the file is gone or isn't what it was when it came in."""
    data = files.read_package(area, digest) or b""
    found = engine.open_package(data)
    if found.verdict.digest != digest:
        raise engine.Spoiled(found.verdict, (engine.Finding(engine.Code.CHANGED, engine.Part.FILE, length=len(data)),))
    return found


def answers_of(content: engine.HandIn) -> Mapping[str, Answer]:
    """The answers as the engine of scoring takes them; what nothing is known of isn't in it, as in the assessment."""
    return {line.code: answer for line in content.answers.items if (answer := _answer(line)) is not None}


def _answer(line: engine.AnswerLine) -> Answer | None:
    if line.claimed_level is None and line.number is None and line.given is None and not line.accepted:
        return None
    return Answer(
        level=line.claimed_level,
        number=None if line.number is None else Fraction(line.number),
        accepted=frozenset(line.accepted),
        given=None if line.given is None else Fraction(line.given),
    )
