"""Reading the registry: its builds, and one person, masked until opened."""

from guyub.apps.registry.document import FieldLine, PersonDocument, RowLine
from guyub.apps.registry.queries.build import (
    BuildLine,
    InputLine,
    NoSuchBuild,
    find_build,
    get_build,
    get_build_folder,
    list_builds,
    list_periods_to_build,
)
from guyub.apps.registry.queries.person import (
    BadNik,
    LookLine,
    NoSuchPerson,
    PersonLine,
    find_person_id,
    get_person,
    list_looks,
)

__all__ = [
    "BadNik",
    "BuildLine",
    "FieldLine",
    "InputLine",
    "LookLine",
    "NoSuchBuild",
    "NoSuchPerson",
    "PersonDocument",
    "PersonLine",
    "RowLine",
    "find_build",
    "find_person_id",
    "get_build",
    "get_build_folder",
    "get_person",
    "list_builds",
    "list_looks",
    "list_periods_to_build",
]
