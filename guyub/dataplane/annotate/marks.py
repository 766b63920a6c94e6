from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import pyarrow.parquet as pq

from guyub.engines.contracts import Catalogue, Contract, explain

HEADINGS = {
    "id": ("Baris", "Kolom", "Kode", "Akibat", "Tertulis", "Usul", "Apa yang salah", "Cara membetulkan"),
    "en": ("Line", "Column", "Code", "Effect", "Written", "Proposal", "What is wrong", "How to mend it"),
}
EFFECTS = {"id": {"hold": "Menahan", "warn": "Peringatan"}, "en": {"hold": "Holds the row", "warn": "Warning"}}
SHEET = {"id": "Temuan", "en": "Findings"}
COLOURS = {"hold": "FFC7CE", "warn": "FFEB9C"}
WIDTHS = (8, 18, 14, 13, 24, 24, 40, 70)


@dataclass(frozen=True)
class Mark:
    """A wrong cell with its explanation. `column` is the key column where the whole row is meant."""

    line: int
    column: str
    label: str
    code: str
    severity: str
    value: str
    proposal: str
    title: str
    remedy: str

    @property
    def comment(self) -> str:
        offer = f"\n→ {self.proposal}" if self.proposal else ""
        return f"{self.code}: {self.title}.{offer}\n{self.remedy}"

    def texts(self, language: str) -> tuple[str, ...]:
        """The cells of the list of findings, after the line's number."""
        effect = EFFECTS[language][self.severity]
        return (self.label, self.code, effect, self.value, self.proposal, self.title, self.remedy)


def read_marks(checks: Path, contract: Contract, catalogue: Catalogue, language: str) -> Iterator[Mark]:
    """Every wrong cell in the order of the file, without ever holding them all."""

    @cache
    def words(code: str, column: str | None) -> tuple[str, str]:
        told = explain(contract, catalogue, code, column, language)
        return told.title, told.remedy

    labels = {column.name: column.label for column in contract.columns}
    with pq.ParquetFile(checks / "findings.parquet") as file:
        names = ["_line", "code", "column", "severity", "value", "proposal"]
        for batch in file.iter_batches(20_000, columns=names):
            for line, code, column, severity, value, proposal in zip(
                *(part.to_pylist() for part in batch.columns), strict=True
            ):
                title, remedy = words(code, column)
                label = labels.get(column, "")
                place = column or contract.key_column
                yield Mark(line, place, label, code, severity, value or "", proposal or "", title, remedy)


def by_line(marks: Iterator[Mark]) -> Iterator[tuple[int, dict[str, Mark]]]:
    """The marks of each line by column; where a cell has several, the gravest."""
    for line, group in groupby(marks, key=lambda mark: mark.line):
        cells: dict[str, Mark] = {}
        for mark in group:
            if mark.column not in cells or mark.severity == "hold":
                cells[mark.column] = mark
        yield line, cells
