"""
A data contract: what an agency promises to deliver, and how each cell is typed and checked.

Reads Open Data Contract Standard YAML and gives SQL back; it never sees a row.
"""

from guyub.engines.contracts.catalogue import Catalogue, Explained, read_catalogue
from guyub.engines.contracts.compiling import Compiled, compile_checks
from guyub.engines.contracts.contract import Column, Contract, Reference, Rule, Text
from guyub.engines.contracts.folding import fold
from guyub.engines.contracts.headers import HeaderMatch, match_header
from guyub.engines.contracts.reading import explain, read_contract

__all__ = [
    "Catalogue",
    "Column",
    "Compiled",
    "Contract",
    "Explained",
    "HeaderMatch",
    "Reference",
    "Rule",
    "Text",
    "compile_checks",
    "explain",
    "fold",
    "match_header",
    "read_catalogue",
    "read_contract",
]
