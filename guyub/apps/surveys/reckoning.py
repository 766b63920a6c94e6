"""From answers to means and indices; what fewer than ten people said is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, queries
from guyub.apps.surveys.questionnaires import Questionnaire
from guyub.engines.scoring import Answer, Instrument, parse_instrument, rounded, score

LEAST = 10  # respondents below which nothing of a group is shown


@dataclass(frozen=True, slots=True)
class Sums:
    """How many answered, and the sum of their answers to each question."""

    respondents: int
    totals: tuple[int, ...]

    @property
    def hidden(self) -> bool:
        return self.respondents < LEAST

    def mean(self, question: int) -> Fraction:
        return Fraction(self.totals[question], self.respondents)


def add_up(answers: Iterable[Sequence[int]], *, questions: int) -> Sums:
    respondents, totals = 0, [0] * questions
    for each in answers:
        respondents += 1
        totals = [total + answer for total, answer in zip(totals, each, strict=True)]
    return Sums(respondents, tuple(totals))


@dataclass(frozen=True, slots=True)
class Outcome:
    """value: the mean of the answers, or the index made of them; grade: of an index. None: hidden, or nobody yet."""

    value: Decimal | None
    grade: str


def outcome_of(sums: Sums, asked: Questionnaire, instrument: Instrument | None) -> Outcome:
    if sums.hidden:
        return Outcome(None, "")
    if instrument is None:
        return Outcome(rounded(Fraction(sum(sums.totals), sums.respondents * len(asked.questions)), 2), "")
    answers = {question.leaf: Answer(number=sums.mean(n)) for n, question in enumerate(asked.questions)}
    scored = score(instrument, answers)
    assert scored.total is not None  # every element is answered
    grade = "" if scored.grade is None else content.said(scored.grade.title)
    return Outcome(rounded(scored.total, instrument.decimals), grade)


def instrument_of(asked: Questionnaire, *, area: str, actor: Actor) -> Instrument | None:
    """The instrument that makes the index: as the area adopted it, else as delivered; None where there is no index."""
    if not asked.instrument:
        return None
    adopted = queries.find_instrument(area=area, code=asked.instrument, actor=actor)
    if adopted is not None:
        return content.parsed(adopted.text)
    file = Path(settings.CONTENT_DIR) / "instruments" / f"{asked.instrument}.yaml"
    return _delivered(file)


@lru_cache(maxsize=4)
def _delivered(file: Path) -> Instrument:
    return parse_instrument(file.read_text("utf-8"), file=file.name)
