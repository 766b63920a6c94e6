"""Reading places and structure. Areas are open reference data; agencies, offices and bodies are scoped to the actor."""

from guyub.apps.areas.queries.area import (
    AreaLine,
    Found,
    SourceLine,
    public_area_names,
    public_count_areas,
    public_find_area,
    public_find_source,
    public_get_area,
    public_list_children,
    public_search_areas,
)
from guyub.apps.areas.queries.structure import (
    AgencyLine,
    BodyLine,
    ChangeLine,
    MemberLine,
    OfficeLine,
    get_agency,
    list_agencies,
    list_agencies_at,
    list_bodies,
    list_offices,
)

__all__ = [
    "AgencyLine",
    "AreaLine",
    "BodyLine",
    "ChangeLine",
    "Found",
    "MemberLine",
    "OfficeLine",
    "SourceLine",
    "get_agency",
    "list_agencies",
    "list_agencies_at",
    "list_bodies",
    "list_offices",
    "public_area_names",
    "public_count_areas",
    "public_find_area",
    "public_find_source",
    "public_get_area",
    "public_list_children",
    "public_search_areas",
]
