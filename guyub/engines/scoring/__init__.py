"""Instruments: parsed, checked, scored from answers, and asked what would lift the score. Pure; exact arithmetic."""

from guyub.engines.scoring.agreement import Concordance, concordance
from guyub.engines.scoring.answer import Answer, Answers, Basis, Part, Scored, missing, reached_level
from guyub.engines.scoring.answering import parse_answers
from guyub.engines.scoring.bulk import Bulk, compile_bulk
from guyub.engines.scoring.comparing import Difference, What, differences
from guyub.engines.scoring.improvement import Way, cheapest_way, with_pieces
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
from guyub.engines.scoring.plain import Plain, read_plain
from guyub.engines.scoring.problem import InstrumentError, Problem
from guyub.engines.scoring.rescoring import Rescored, rescore
from guyub.engines.scoring.sensitivity import Effect, Lever, effects, levers
from guyub.engines.scoring.tables import FORMS, HEAD, HEAD_SHEET, Cell, Tabled, from_tables, to_tables
from guyub.engines.scoring.totals import grade_of, rounded, score
from guyub.engines.scoring.writing import to_document

__all__ = [
    "FORMS",
    "HEAD",
    "HEAD_SHEET",
    "Aggregate",
    "Answer",
    "Answers",
    "Asks",
    "Band",
    "Basis",
    "Bulk",
    "Carried",
    "Cell",
    "Concordance",
    "Difference",
    "Effect",
    "Grade",
    "Instrument",
    "InstrumentError",
    "Leaf",
    "Level",
    "Lever",
    "Node",
    "Part",
    "Plain",
    "Problem",
    "Requirement",
    "Rescored",
    "Scored",
    "Tabled",
    "Unanswered",
    "Way",
    "WeightSet",
    "What",
    "cheapest_way",
    "compile_bulk",
    "concordance",
    "differences",
    "effects",
    "find_problems",
    "from_tables",
    "grade_of",
    "levers",
    "missing",
    "parse_answers",
    "parse_instrument",
    "reached_level",
    "read_plain",
    "rescore",
    "rounded",
    "score",
    "to_document",
    "to_tables",
    "with_pieces",
]
