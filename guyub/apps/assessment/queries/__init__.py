"""Reading instruments, evidence and assessments."""

from guyub.apps.assessment.queries._rows import AgencyRef, AttachmentLine, NoSuchAssessment
from guyub.apps.assessment.queries.answers import (
    AnswersOf,
    Dossier,
    DossierItem,
    IndicatorRef,
    get_answers,
    get_dossier,
)
from guyub.apps.assessment.queries.assessment import AssessmentLine, ScoreLine, list_assessments, list_scores
from guyub.apps.assessment.queries.instrument import (
    InstrumentLine,
    InstrumentPage,
    NoSuchInstrument,
    find_instrument,
    get_instrument,
    list_instruments,
)

__all__ = [
    "AgencyRef",
    "AnswersOf",
    "AssessmentLine",
    "AttachmentLine",
    "Dossier",
    "DossierItem",
    "IndicatorRef",
    "InstrumentLine",
    "InstrumentPage",
    "NoSuchAssessment",
    "NoSuchInstrument",
    "ScoreLine",
    "find_instrument",
    "get_answers",
    "get_dossier",
    "get_instrument",
    "list_assessments",
    "list_instruments",
    "list_scores",
]
