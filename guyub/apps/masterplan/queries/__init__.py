"""Reading a masterplan: its outline, its programmes, its promises, the sheets it came from."""

from guyub.apps.masterplan.queries.aim import list_aims
from guyub.apps.masterplan.queries.outline import (
    AgencyLine,
    DimensionLine,
    Outline,
    PlanLine,
    SubLine,
    find_outline,
    find_plan,
)
from guyub.apps.masterplan.queries.programme import (
    BudgetYear,
    Choice,
    NoSuchProgramme,
    ProgrammeDetail,
    ProgrammeLine,
    Programmes,
    Wanted,
    get_programme,
    list_programmes,
    public_list_horizons,
    public_list_statuses,
)
from guyub.apps.masterplan.queries.promise import Promise, list_promises
from guyub.apps.masterplan.queries.sheet import (
    FindingLine,
    Preview,
    SheetDetail,
    SheetLine,
    get_preview,
    get_sheet,
    list_sheets,
)

__all__ = [
    "AgencyLine",
    "BudgetYear",
    "Choice",
    "DimensionLine",
    "FindingLine",
    "NoSuchProgramme",
    "Outline",
    "PlanLine",
    "Preview",
    "ProgrammeDetail",
    "ProgrammeLine",
    "Programmes",
    "Promise",
    "SheetDetail",
    "SheetLine",
    "SubLine",
    "Wanted",
    "find_outline",
    "find_plan",
    "get_preview",
    "get_programme",
    "get_sheet",
    "list_aims",
    "list_programmes",
    "list_promises",
    "list_sheets",
    "public_list_horizons",
    "public_list_statuses",
]
