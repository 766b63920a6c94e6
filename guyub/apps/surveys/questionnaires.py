"""What a survey asks: the questionnaires of content/surveys, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

from guyub.engines.values import Words
from guyub.errors import ContentError

CODES = ("impact", "satisfaction")


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question and what may be answered to it.

    measure, leaf   of content/instruments: which value the mean of the answers is; empty where the topic says
    """

    code: str
    text: str
    choices: tuple[tuple[int, str], ...]
    measure: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """
    topics            how many things are asked about, at most
    respondents_each  how many respondents each of them asks for
    instrument        that makes an index of the questions' means; empty: their mean is the result
    """

    code: str
    title: str
    meaning: str
    standing: str
    source: str
    topics: int
    respondents_each: int
    low: int
    high: int
    instrument: str
    questions: tuple[Question, ...]

    def accepts(self, answers: Sequence[int]) -> bool:
        """Every question answered, each with one of its choices."""
        allowed = [{value for value, _text in question.choices} for question in self.questions]
        return len(answers) == len(allowed) and all(a in each for a, each in zip(answers, allowed, strict=True))


def questionnaire(code: str) -> Questionnaire:
    """One of CODES. Raises ContentError."""
    file = Path(settings.CONTENT_DIR) / "surveys" / f"{code}.yaml"
    return _read(file, get_language() or "id")


@lru_cache(maxsize=8)
def _read(file: Path, language: str) -> Questionnaire:
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
        return Questionnaire(
            code=found["code"],
            title=_said(found["title"], language),
            meaning=_said(found["meaning"], language),
            standing=_said(found["standing"], language),
            source=_said(found["source"], language),
            topics=int(found["topics"]),
            respondents_each=int(found["respondents_each"]),
            low=int(found["low"]),
            high=int(found["high"]),
            instrument=found["instrument"],
            questions=tuple(_question(each, language) for each in found["questions"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        mending = "Write it as the questionnaires beside it"
        raise ContentError(file, "questions", f"can't be read ({error!r})", mending) from error


def _question(each: dict[str, Any], language: str) -> Question:
    choices = tuple((int(choice["value"]), _said(choice["text"], language)) for choice in each["choices"])
    return Question(each["code"], _said(each["text"], language), choices, each.get("measure", ""), each.get("leaf", ""))


def _said(pair: dict[str, str], language: str) -> str:
    return Words(**pair).in_language(language)
