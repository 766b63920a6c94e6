from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guyub.engines.contracts.contract import Contract
from guyub.engines.contracts.folding import fold


@dataclass(frozen=True)
class HeaderMatch:
    """
    What a header row means under a contract.

    positions  canonical column -> place in the row, from 0
    unknown    headers that the contract has no column for, as written
    missing    columns of the contract that the row lacks
    doubled    columns that two headers claim
    """

    positions: Mapping[str, int]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]


def match_header(cells: Sequence[str], contract: Contract) -> HeaderMatch:
    """Match the cells of a row with the contract's columns, by canonical name, label or alias."""
    names = contract.column_by_name
    positions: dict[str, int] = {}
    unknown, doubled = [], []
    for place, cell in enumerate(cells):
        column = names.get(fold(cell))
        if column is None:
            if cell.strip():
                unknown.append(cell.strip())
        elif column in positions:
            doubled.append(column)
        else:
            positions[column] = place
    missing = tuple(column.name for column in contract.columns if column.name not in positions)
    return HeaderMatch(positions, tuple(unknown), missing, tuple(doubled))
