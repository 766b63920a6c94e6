"""CSV with any separator. A regular file is read where it lies; an irregular one is written anew, row by row, first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from guyub.dataplane.intake import documents
from guyub.dataplane.intake.encoding import TextFile, as_utf8
from guyub.dataplane.intake.header import SEARCHED, Header, accept_header, find_header, header_notes
from guyub.dataplane.intake.staged import Note, Staged
from guyub.dataplane.intake.unreadable import Unreadable
from guyub.engines.contracts import Contract

DELIMITERS = (";", ",", "\t", "|")
_RUNAWAY = 64  # lines in one record: no cell is that long, so a quote was left open
_HTML = re.compile(r"\s*<(!doctype|html|head|table|meta|\?xml|style|div)", re.IGNORECASE)


@dataclass(frozen=True)
class _Layout:
    """How a text file is cut into cells, where its header stands, and on which line that header ends."""

    delimiter: str
    quoting: bool
    header: Header
    header_line: int


def stage_text(source: Path, contract: Contract, target: Path) -> Staged:
    """Read text as JSON if it looks so, else as separated values. Raises Unreadable."""
    text = as_utf8(source, target)
    with text.path.open("r", encoding="utf-8-sig", newline="") as file:
        start = file.read(4096)
    if _HTML.match(start):
        raise Unreadable("BERKAS-HTML")
    if start.lstrip()[:1] in ("{", "["):
        return documents.stage_json(text.path, contract, target, encoding=text.encoding)
    staged = _staged(text, _layout(text, contract, quoting=True), contract)
    return staged if _looks_regular(text, staged) else regularise(source, contract, target)


def regularise(source: Path, contract: Contract, target: Path) -> Staged:
    """Write a CSV anew, a record at a time, each with its own line number, whatever its rows look like."""
    text = as_utf8(source, target)
    layout = _layout(text, contract, quoting=True)
    if text.quotes and _runs_away(text, layout):
        layout = _layout(text, contract, quoting=False)
    return _rewritten(text, layout, _staged(text, layout, contract), target)


def _staged(text: TextFile, layout: _Layout, contract: Contract) -> Staged:
    return Staged(
        format="csv",
        table=text.path,
        table_form="csv",
        header_line=layout.header_line,
        rows=text.lines - layout.header_line,
        columns={layout.header.cells[place]: name for name, place in layout.header.match.positions.items()},
        positions=layout.header.match.positions,
        width=len(layout.header.cells),
        unknown_headers=layout.header.match.unknown,
        missing_columns=layout.header.match.missing,
        notes=header_notes(layout.header, contract),
        encoding=text.encoding,
        delimiter=layout.delimiter,
        quoting=layout.quoting,
        # A tab between cells is none within a cell, unless a cell may be quoted.
        bare=not text.controls and (not text.tabs or (layout.delimiter == "\t" and not text.quotes)),
    )


def _looks_regular(text: TextFile, staged: Staged) -> bool:
    """
    True if each line may be a record of its own, so that lines can simply be counted. Whoever reads it must see to it
    that as many rows come as `staged.rows` says: rows that are short, long, blank or over several lines make fewer.
    """
    return not (text.bare_returns or text.nulls or staged.width < 2)


def _layout(text: TextFile, contract: Contract, *, quoting: bool) -> _Layout:
    """Try each separator and keep the one that makes the best header."""
    best: tuple[str, Header, int] | None = None
    for delimiter in DELIMITERS:
        records = _head(text, delimiter, quoting=quoting)
        header = find_header([cells for _, _, cells in records], contract)
        if header and (best is None or header.score > best[1].score):
            best = (delimiter, header, records[header.last][1])
    if best is None:
        accept_header(None, contract)
        raise AssertionError("a missing header is refused")
    delimiter, header, line = best
    return _Layout(delimiter, quoting, accept_header(header, contract), line)


def _head(text: TextFile, delimiter: str, *, quoting: bool) -> list[tuple[int, int, list[str]]]:
    try:
        return list(islice(records(text, delimiter, quoting=quoting), SEARCHED + 1))
    except csv.Error:
        return []


def _runs_away(text: TextFile, layout: _Layout) -> bool:
    """
    True if a quote left open swallows lines: then quotes are taken as plain characters, since no line may be lost.

    No cell is _RUNAWAY lines long, none holds half a row's separators, and where a record over several lines is not as
    wide as the header, none of its cells holds a separator after its first line.
    """
    mark, width = layout.delimiter, len(layout.header.cells)
    try:
        for start, end, cells in records(text, mark, quoting=True):
            if start <= layout.header_line or start == end:
                continue
            long = [cell for cell in cells if "\n" in cell]
            half = any(cell.count(mark) * 2 >= width for cell in long)
            odd = len(cells) != width and any(mark in cell.split("\n", 1)[1] for cell in long)
            if half or odd or end - start > _RUNAWAY:
                return True
    except csv.Error:
        return True
    return False


def records(text: TextFile, delimiter: str, *, quoting: bool) -> Iterator[tuple[int, int, list[str]]]:
    """Each record with the lines it starts and ends on, counted from 1."""
    with text.path.open("r", encoding="utf-8-sig", newline="" if not text.bare_returns else None) as file:
        lines = (line.replace("\0", "") for line in file) if text.nulls else file
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE)
        ended = 0
        for cells in reader:
            yield ended + 1, reader.line_num, cells
            ended = reader.line_num


def _rewritten(text: TextFile, layout: _Layout, staged: Staged, target: Path) -> Staged:
    """Write every record with its own line number; say what did not fit."""
    # Only irregular files need pyarrow, and importing it costs 0.2 s.
    from guyub.dataplane.intake.lines import LineWriter

    surplus = rows = 0
    with LineWriter(target / "staged.parquet", staged.positions) as writer:
        for line, _, cells in records(text, layout.delimiter, quoting=layout.quoting):
            if line <= layout.header_line:
                continue
            rows += 1
            if len(cells) > staged.width:
                surplus += any(cell.strip() for cell in cells[staged.width :])
                cells = _joined(cells, staged.width, layout.delimiter)
            writer.write(line, cells)
    notes = staged.notes + ((Note("SEL-LEBIH", {"count": surplus}),) if surplus else ())
    return replace(staged, table=target / "staged.parquet", table_form="lines", rows=rows, bare=False, notes=notes)


def _joined(cells: list[str], width: int, delimiter: str) -> list[str]:
    """Cells beyond the header are kept, as part of the last cell, where the officer will see them."""
    last = delimiter.join(cell for cell in cells[width - 1 :] if cell.strip())
    return [*cells[: width - 1], last]
