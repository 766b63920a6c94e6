"""The masterplan's tables: the plan, the spreadsheets it came from, programmes with their money, targets."""

from guyub.apps.masterplan.models.masterplan import Masterplan, ProgrammeSheet
from guyub.apps.masterplan.models.programme import BudgetLine, Programme
from guyub.apps.masterplan.models.target import Target

__all__ = ["BudgetLine", "Masterplan", "Programme", "ProgrammeSheet", "Target"]
