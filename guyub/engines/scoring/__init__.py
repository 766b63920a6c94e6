"""Instruments: parsed, checked, scored from answers, and asked what would lift the score. Pure; exact arithmetic."""

from guyub.engines.scoring.answer import Answer, Answers, Basis, Part, Scored, missing, reached_level
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
from guyub.engines.scoring.score import grade_of, rounded, score

__all__ = [
    "Aggregate",
    "Answer",
    "Answers",
    "Asks",
    "Band",
    "Basis",
    "Carried",
    "Grade",
    "Instrument",
    "InstrumentError",
    "Leaf",
    "Level",
    "Node",
    "Part",
    "Problem",
    "Requirement",
    "Scored",
    "Unanswered",
    "WeightSet",
    "find_problems",
    "grade_of",
    "missing",
    "parse_instrument",
    "reached_level",
    "rounded",
    "score",
]
