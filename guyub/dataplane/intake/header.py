"""Which row names the columns? Agencies put titles above it, split it over two rows and number it underneath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guyub.dataplane.intake.staged import Note
from guyub.dataplane.intake.unreadable import Unreadable
from guyub.engines.contracts import Contract, HeaderMatch, fold, match_header

SEARCHED = 40  # rows from the top in which a header may stand
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """The header found: `last` is the place (from 0) of its last row, `titles` how many rows with text stand above."""

    last: int
    titles: int
    cells: tuple[str, ...]
    match: HeaderMatch

    @property
    def score(self) -> int:
        return len(self.match.positions)


def find_header(rows: Sequence[Cells], contract: Contract) -> Header | None:
    """The best header among the first rows; None if no row names even two columns."""
    best: Header | None = None
    for place in range(min(len(rows), SEARCHED)):
        top = _texts(rows[place])
        below = _texts(rows[place + 1]) if place + 1 < len(rows) else ()
        alone = _header(place, place, top, rows, contract)
        stacked = _header(place + 1, place, _stack(top, below, contract), rows, contract) if below else alone
        under = len(match_header(below, contract).positions)
        found = stacked if stacked.score > max(alone.score, under) else alone
        if best is None or found.score > best.score:
            best = found
    if best is None or best.score < 2:
        return None
    return _past_numbering(best, rows)


def _header(last: int, first: int, cells: Sequence[str], rows: Sequence[Cells], contract: Contract) -> Header:
    titles = sum(any(_texts(row)) for row in rows[:first])
    return Header(last, titles, tuple(cells), match_header(cells, contract))


def _texts(row: Cells) -> tuple[str, ...]:
    return tuple((cell or "").strip().lstrip("\ufeff") for cell in row)


def _stack(top: Sequence[str], below: Sequence[str], contract: Contract) -> list[str]:
    """
    Two header rows as one: a cell of the lower row, else the upper. "Tanggal" over or under "Lahir" becomes one name.
    """
    cells, above = [], ""
    for place in range(max(len(top), len(below))):
        upper = top[place] if place < len(top) else ""
        lower = below[place] if place < len(below) else ""
        above = upper or (above if lower else "")
        known = [
            name
            for name in (lower, f"{above} {lower}", f"{lower} {above}", upper)
            if fold(name) in contract.column_by_name
        ]
        cells.append(known[0] if known else lower or upper)
    return cells


def _past_numbering(header: Header, rows: Sequence[Cells]) -> Header:
    """Skip the row "(1) (2) (3)…" that official forms put under the header."""
    if header.last + 1 >= len(rows):
        return header
    numbers = [re.fullmatch(r"\(?(\d{1,3})(?:\.0)?\)?", cell) for cell in _texts(rows[header.last + 1]) if cell]
    found = [int(number[1]) for number in numbers if number]
    consecutive = len(found) == len(numbers) >= 3 and found == list(range(found[0], found[0] + len(found)))
    return Header(header.last + 1, header.titles, header.cells, header.match) if consecutive else header


def accept_header(header: Header | None, contract: Contract) -> Header:
    """Raise Unreadable unless the header names every column that a row cannot do without, each once."""
    if header is None:
        raise Unreadable("JUDUL-TIADA", columns=", ".join(column.label for column in contract.columns))
    if header.match.doubled:
        raise Unreadable("KOLOM-GANDA", columns=_labels(header.match.doubled, contract))
    lacking = [name for name in header.match.missing if contract.column(name).required]
    if lacking:
        found = ", ".join(cell for cell in header.cells if cell)
        raise Unreadable("KOLOM-WAJIB", columns=_labels(lacking, contract), found=found)
    return header


def _labels(names: Sequence[str], contract: Contract) -> str:
    return ", ".join(contract.column(name).label for name in names)


def header_notes(header: Header, contract: Contract) -> tuple[Note, ...]:
    notes = [Note("KOLOM-ASING", {"column": name}) for name in header.match.unknown]
    notes += [Note("KOLOM-TIADA", {"column": contract.column(name).label}) for name in header.match.missing]
    if header.titles:
        notes.append(Note("BARIS-JUDUL", {"count": header.titles}))
    return tuple(notes)
