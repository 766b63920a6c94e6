"""The tables of evaluation: cycles and entries, panels, blind scores and what was settled, results, objections."""

from guyub.apps.evaluation.models.cycle import Cycle
from guyub.apps.evaluation.models.entry import Correction, Entry
from guyub.apps.evaluation.models.panel import Exclusion, Panel, PanelMember
from guyub.apps.evaluation.models.result import Objection, Remark, Result
from guyub.apps.evaluation.models.review import ItemScore, Note, Review, Settlement

__all__ = [
    "Correction",
    "Cycle",
    "Entry",
    "Exclusion",
    "ItemScore",
    "Note",
    "Objection",
    "Panel",
    "PanelMember",
    "Remark",
    "Result",
    "Review",
    "Settlement",
]
