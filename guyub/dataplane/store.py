"""
The directory per area, where everything the data plane keeps is found.

    areas/<area>/incoming/<submission>/      the officer's file, as it came
                 checks/<submission>/        what was found in it: accepted, quarantine, findings, lineage, summary
                 releases/<dataset>/<digest>/    rows.parquet and manifest.json
                 builds/<build>/             registry and marts made from releases

A directory under its final name is whole: it was built beside it, flushed and renamed. Personal data of two areas never
share a directory.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from guyub.engines.values import AreaCode

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_BUILDING = ".building-"
LEFT_BEHIND = timedelta(hours=24)
"""What nobody has written to for so long belongs to a process that is dead."""

Progress = Callable[[str, float], None]
"""Told the stage's name and the share of the whole done, 0 to 1. May raise, to cancel."""


def quiet(stage: str, share: float) -> None:
    """The progress of someone who does not want to know."""


@dataclass(frozen=True)
class AreaStore:
    """The files of one area (regency or city). `root` is the installation's data directory."""

    root: Path
    area: str

    def __post_init__(self) -> None:
        AreaCode(self.area)

    @property
    def folder(self) -> Path:
        return self.root / "areas" / self.area

    def incoming(self, submission: int | str) -> Path:
        return self.folder / "incoming" / _plain(submission)

    def checks(self, submission: int | str) -> Path:
        return self.folder / "checks" / _plain(submission)

    def releases(self, dataset: str) -> Path:
        return self.folder / "releases" / _plain(dataset)

    def release(self, dataset: str, digest: str) -> Path:
        return self.releases(dataset) / _plain(digest)

    def build(self, build: int | str) -> Path:
        return self.folder / "builds" / _plain(build)

    def sweep(self, *, now: datetime, older_than: timedelta = LEFT_BEHIND) -> int:
        """
        Remove what interrupted builds left behind; return how many.

        A directory that anything was written to within `older_than` may be a build or an upload that still runs: it
        stays.
        """
        before = (now - older_than).timestamp()
        left = [path for path in self.folder.glob(f"**/{_BUILDING}*") if path.is_dir() and _last_write(path) < before]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        return len(left)


def _last_write(folder: Path) -> float:
    """A folder's own time does not change while a file in it grows, so its files count too; some vanish meanwhile."""
    times = [0.0]
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):
            times.append(path.stat().st_mtime)
    return max(times)


def _plain(name: int | str) -> str:
    text = str(name)
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} cannot name a directory of the store")
    return text


@contextmanager
def building(final: Path) -> Iterator[Path]:
    """
    Give a new directory to fill; when the block ends well it appears whole under its final name.

    If somebody finished the same directory meanwhile, theirs stays and this one is dropped: contents are decided by the
    name. If the block fails, nothing appears.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f"{_BUILDING}{final.name}-", dir=final.parent))
    try:
        yield work
        for path in work.rglob("*"):
            flush(path)
        flush(work)
        try:
            work.rename(final)
        except OSError:
            if not final.is_dir():
                raise
        else:
            flush(final.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def flush(path: Path) -> None:
    """Make a file's or folder's content survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
