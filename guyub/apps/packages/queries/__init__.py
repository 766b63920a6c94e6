"""Reading packages: the list, one with its content and proof, the check before a hand-in, the keys."""

from guyub.apps.packages.queries.check import Check, Hurdle, HurdleLine, get_check, list_hurdles
from guyub.apps.packages.queries.key import KeyLine, find_own_key, list_keys
from guyub.apps.packages.queries.package import (
    NoSuchPackage,
    PackageDamaged,
    PackageLine,
    PackagePage,
    Proof,
    count_packages,
    find_newest,
    get_file,
    get_package,
    get_proof,
    list_packages,
    list_years,
)
from guyub.apps.packages.queries.recomputed import PartLine, Recomputed, get_recomputed

__all__ = [
    "Check",
    "Hurdle",
    "HurdleLine",
    "KeyLine",
    "NoSuchPackage",
    "PackageDamaged",
    "PackageLine",
    "PackagePage",
    "PartLine",
    "Proof",
    "Recomputed",
    "count_packages",
    "find_newest",
    "find_own_key",
    "get_check",
    "get_file",
    "get_package",
    "get_proof",
    "get_recomputed",
    "list_hurdles",
    "list_keys",
    "list_packages",
    "list_years",
]
