"""
A programme spreadsheet as agencies keep it: read forgivingly, judged row by row. Knows no database and no person.

Every row that is not blank either enters or is held, and says why: rows in = rows entered + rows held.
"""

from guyub.apps.masterplan.sheet.blank import write_empty_form
from guyub.apps.masterplan.sheet.columns import squeeze
from guyub.apps.masterplan.sheet.findings import Explained, Finding, Severity, explain
from guyub.apps.masterplan.sheet.reading import Unreadable
from guyub.apps.masterplan.sheet.rows import BudgetCell, ProgrammeRow, Sheet, TargetCell, Vocabulary, read_sheet

__all__ = [
    "BudgetCell",
    "Explained",
    "Finding",
    "ProgrammeRow",
    "Severity",
    "Sheet",
    "TargetCell",
    "Unreadable",
    "Vocabulary",
    "explain",
    "read_sheet",
    "squeeze",
    "write_empty_form",
]
