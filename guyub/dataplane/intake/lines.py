from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

_BATCH = 50_000


class LineWriter:
    """Writes rows of text with their line numbers to Parquet, a batch at a time; only the columns of the contract."""

    def __init__(self, path: Path, positions: Mapping[str, int]) -> None:
        self._positions = dict(positions)
        self._label = None if 0 in self._positions.values() else 0
        names = ["_label", *self._positions]
        self._schema = pa.schema([("_line", pa.int64()), *((name, pa.string()) for name in names)])
        self._places = [self._label, *self._positions.values()]
        self._lines: list[int] = []
        self._cells: list[list[str | None]] = [[] for _ in names]
        self._writer = pq.ParquetWriter(path, self._schema, compression="snappy")

    def write(self, line: int, cells: Sequence[str]) -> None:
        self._lines.append(line)
        for column, place in zip(self._cells, self._places, strict=True):
            column.append(cells[place] if place is not None and place < len(cells) else None)
        if len(self._lines) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        arrays = [pa.array(self._lines, pa.int64()), *(pa.array(column, pa.string()) for column in self._cells)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._lines.clear()
        for column in self._cells:
            column.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
