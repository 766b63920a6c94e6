"""What a person types about assessments, before any rule."""

from guyub.apps.assessment.forms.assessing import (
    AnswerForm,
    CommentForm,
    DecisionForm,
    GiveForm,
    NumberField,
    OfficialForm,
    OpenForm,
)
from guyub.apps.assessment.forms.evidence import EvidenceFilterForm, InstrumentForm, MeasureForm, ProofForm, VersionForm

__all__ = [
    "AnswerForm",
    "CommentForm",
    "DecisionForm",
    "EvidenceFilterForm",
    "GiveForm",
    "InstrumentForm",
    "MeasureForm",
    "NumberField",
    "OfficialForm",
    "OpenForm",
    "ProofForm",
    "VersionForm",
]
