"""Instruments: parsed, checked, scored from answers, and asked what would lift the score. Pure; exact arithmetic."""

from guyub.engines.scoring.answer import Answer, Answers, Basis, Part, Scored, missing, reached_level
from guyub.engines.scoring.concordance import Concordance, concordance
from guyub.engines.scoring.instrument import (
    Aggregate,
    Asks,
    Band,
    Carried,
    Grade,
    Instrument,
    Leaf,
    Level,
    Node,
    Requirement,
    Unanswered,
    WeightSet,
)
from guyub.engines.scoring.parsing import find_problems, parse_instrument
from guyub.engines.scoring.problem import InstrumentError, Problem
from guyub.engines.scoring.rescoring import Rescored, rescore
from guyub.engines.scoring.score import grade_of, rounded, score
from guyub.engines.scoring.sensitivity import Effect, Lever, effects, levers
from guyub.engines.scoring.writing import to_document

__all__ = [
    "Aggregate",
    "Answer",
    "Answers",
    "Asks",
    "Band",
    "Basis",
    "Carried",
    "Concordance",
    "Effect",
    "Grade",
    "Instrument",
    "InstrumentError",
    "Leaf",
    "Level",
    "Lever",
    "Node",
    "Part",
    "Problem",
    "Requirement",
    "Rescored",
    "Scored",
    "Unanswered",
    "WeightSet",
    "concordance",
    "effects",
    "find_problems",
    "grade_of",
    "levers",
    "missing",
    "parse_instrument",
    "reached_level",
    "rescore",
    "rounded",
    "score",
    "to_document",
]
