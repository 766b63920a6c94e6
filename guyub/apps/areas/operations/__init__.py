"""What changes places and structure: the list of areas, agencies, offices, bodies."""

from guyub.apps.areas.operations.agency import (
    AbbreviationTaken,
    AgencyEnded,
    NewAgency,
    TooFewAgencies,
    merge_agencies,
    register_agency,
    rename_agency,
    retire_agency,
    split_agency,
)
from guyub.apps.areas.operations.body import NewMember, NobodyInIt, OfficeOrParty, TwoChairs, set_up_body
from guyub.apps.areas.operations.office import AgencyElsewhere, NotForPeople, OfficeExists, open_office
from guyub.apps.areas.operations.reference import Imported, import_reference

__all__ = [
    "AbbreviationTaken",
    "AgencyElsewhere",
    "AgencyEnded",
    "Imported",
    "NewAgency",
    "NewMember",
    "NobodyInIt",
    "NotForPeople",
    "OfficeExists",
    "OfficeOrParty",
    "TooFewAgencies",
    "TwoChairs",
    "import_reference",
    "merge_agencies",
    "open_office",
    "register_agency",
    "rename_agency",
    "retire_agency",
    "set_up_body",
    "split_agency",
]
