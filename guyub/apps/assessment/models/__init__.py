"""The tables of assessment: instruments, assessments with their items, evidence and where it is used, follow-ups."""

from guyub.apps.assessment.models.assessment import Assessment, Comment, Item, Score
from guyub.apps.assessment.models.evidence import Attachment, Evidence, EvidenceVersion
from guyub.apps.assessment.models.follow_up import FollowUp
from guyub.apps.assessment.models.instrument import Instrument
from guyub.apps.assessment.models.measure import MeasuredValue

__all__ = [
    "Assessment",
    "Attachment",
    "Comment",
    "Evidence",
    "EvidenceVersion",
    "FollowUp",
    "Instrument",
    "Item",
    "MeasuredValue",
    "Score",
]
