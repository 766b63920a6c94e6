"""
Releases: the accepted rows of a submission, frozen under a digest of their bytes.

The accepted rows lie in the order of their keys, in canonical form, written by one thread; so every messy variant of a
valid file comes to the same bytes and is the same release. The digest also covers dataset, contract and period.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from guyub.dataplane.checked import Checked
from guyub.dataplane.compute.duckdb import named, one, quoted, reading, rows
from guyub.dataplane.store import AreaStore, building
from guyub.engines.contracts import Contract
from guyub.engines.values import Period

ROWS = "rows.parquet"
MANIFEST = "manifest.json"


class Damaged(Exception):
    """A release on disk is not what its digest says."""


@dataclass(frozen=True)
class Manifest:
    """What a release is. The same for every file that says the same."""

    digest: str
    dataset: str
    contract_id: str
    contract_version: str
    period: str
    rows: int
    key_column: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Frozen:
    """A release as it came out of one submission: how many rows that one held back, and the digest of its file."""

    manifest: Manifest
    held: int
    source_digest: str


@dataclass(frozen=True)
class Release:
    """A release to read from. Rows are had as mappings; `where` is column = value, all of them."""

    manifest: Manifest
    path: Path

    def count(self, where: Mapping[str, object] | None = None) -> int:
        if not where:
            return self.manifest.rows
        condition, parameters = self._condition(where)
        with reading(self.path.parent) as connection:
            return int(one(connection, f"SELECT count(*) FROM {self._scan} {condition}", parameters))

    def page(
        self,
        offset: int = 0,
        limit: int = 50,
        *,
        where: Mapping[str, object] | None = None,
        columns: tuple[str, ...] | None = None,
    ) -> tuple[dict[str, Any], ...]:
        """Rows in the order of `_row`, which is that of the keys."""
        names = ("_row", *(columns or tuple(name for name, _ in self.manifest.columns)))
        chosen = ", ".join(named(self._known(name)) for name in names)
        condition, parameters = self._condition(where or {})
        if not where:
            condition = f"WHERE _row BETWEEN {offset + 1} AND {offset + limit}"
            offset = 0
        query = f"SELECT {chosen} FROM {self._scan} {condition} ORDER BY _row LIMIT {int(limit)} OFFSET {int(offset)}"
        with reading(self.path.parent) as connection:
            return tuple(dict(zip(names, row, strict=True)) for row in rows(connection, query, parameters))

    def row(self, number: int) -> dict[str, Any] | None:
        """The row of that number; None if there are fewer."""
        return next(iter(self.page(number - 1, 1)), None)

    def find(self, key: object) -> dict[str, Any] | None:
        """The row with that key, or None."""
        return next(iter(self.page(limit=1, where={self.manifest.key_column: key})), None)

    @property
    def _scan(self) -> str:
        return f"read_parquet({quoted(self.path)})"

    def _known(self, name: str) -> str:
        if name != "_row" and name not in dict(self.manifest.columns):
            raise KeyError(f"{self.manifest.dataset} has no column {name}")
        return name

    def _condition(self, where: Mapping[str, object]) -> tuple[str, list[object]]:
        parts = " AND ".join(f"{named(self._known(name))} = ?" for name in where)
        return (f"WHERE {parts}" if parts else "", list(where.values()))


def freeze(checks: Path, *, store: AreaStore, contract: Contract, period: str) -> Frozen:
    """
    Make the accepted rows of a checked submission a release of that month. Repeating it changes nothing.

    The release's rows and the checks folder's accepted rows are one file on disk where the file system allows.
    """
    checked = Checked.read(checks)
    manifest = _manifest(checks / "accepted.parquet", checked, contract, str(Period.parse(period)))
    final = store.release(contract.key, manifest.digest)
    if not final.exists():
        with building(final) as work:
            _link(checks / "accepted.parquet", work / ROWS)
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
            (work / MANIFEST).write_text(text, encoding="utf-8")
    return Frozen(manifest, checked.rows_held, checked.source_digest)


def open_release(store: AreaStore, dataset: str, digest: str) -> Release:
    folder = store.release(dataset, digest)
    kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    columns = tuple((name, sql_type) for name, sql_type in kept["columns"])
    return Release(Manifest(**(kept | {"columns": columns})), folder / ROWS)


def verify(store: AreaStore, dataset: str, digest: str) -> Manifest:
    """Read every byte again and compare with the digest. Raises Damaged."""
    release = open_release(store, dataset, digest)
    found = _digest(release.path, release.manifest)
    if found != digest or release.manifest.digest != digest:
        raise Damaged(f"{dataset} {digest}: the rows are those of {found}; restore them from a backup")
    return release.manifest


def line_of(checks: Path, key: object) -> int:
    """The line, in the officer's own file, of the release's row with that key. Raises KeyError if none was accepted."""
    scan = f"read_parquet({quoted(checks / 'lineage.parquet')})"
    with reading(checks) as connection:
        found = rows(connection, f"SELECT _line FROM {scan} WHERE key = ?", [key])
    if not found:
        raise KeyError("no row with that key was accepted")
    return int(found[0][0])


def lines_of(checks: Path, keys: Sequence[object]) -> dict[object, int]:
    """The lines of several keys at once, for a page of rows; a key that was not accepted is absent."""
    scan = f"read_parquet({quoted(checks / 'lineage.parquet')})"
    marks = ", ".join("?" for _ in keys) or "NULL"
    with reading(checks) as connection:
        found = rows(connection, f"SELECT key, _line FROM {scan} WHERE key IN ({marks})", list(keys))
    return {key: int(line) for key, line in found}


def _manifest(path: Path, checked: Checked, contract: Contract, period: str) -> Manifest:
    if checked.contract_version != contract.version:
        raise ValueError(f"checked under version {checked.contract_version}, not {contract.version}: check it again")
    manifest = Manifest(
        digest="",
        dataset=contract.key,
        contract_id=contract.id,
        contract_version=contract.version,
        period=period,
        rows=checked.rows_accepted,
        key_column=contract.key_column,
        columns=tuple((column.name, column.sql_type) for column in contract.columns),
    )
    return Manifest(**(asdict(manifest) | {"digest": _digest(path, manifest), "columns": manifest.columns}))


def _digest(path: Path, manifest: Manifest) -> str:
    """SHA-256 of what the manifest says and of the file's bytes."""
    head = {name: value for name, value in asdict(manifest).items() if name != "digest"}
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(f"{json.dumps(head, sort_keys=True)}\n{content}".encode()).hexdigest()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
