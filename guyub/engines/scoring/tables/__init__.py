"""
An instrument as tables, for people who know spreadsheets: to rows and back, nothing lost on the way.

The document is plain YAML (`plain`): texts, lists and mappings. Which cell a field came from is kept, so that a problem
found in the instrument can be shown where its author wrote it.
"""

from guyub.engines.scoring.tables.forms import FORMS, HEAD, HEAD_SHEET, Cell, Column, Form
from guyub.engines.scoring.tables.reading import Tabled, from_tables
from guyub.engines.scoring.tables.writing import to_tables

__all__ = ["FORMS", "HEAD", "HEAD_SHEET", "Cell", "Column", "Form", "Tabled", "from_tables", "to_tables"]
