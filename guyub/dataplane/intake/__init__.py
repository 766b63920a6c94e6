"""An agency's CSV, XLSX, XLS, JSON or Parquet made readable as one table of text, whatever way it was laid out."""

from guyub.dataplane.intake.delimited import regularise
from guyub.dataplane.intake.staged import Note, Staged, relation
from guyub.dataplane.intake.staging import stage
from guyub.dataplane.intake.unreadable import LIMITS, Limits, Unreadable

__all__ = ["LIMITS", "Limits", "Note", "Staged", "Unreadable", "regularise", "relation", "stage"]
