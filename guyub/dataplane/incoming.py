"""Keeping an officer's file as it came: a stream to the store, hashed while it is written, whole or not there."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from guyub.dataplane.store import AreaStore, Progress, flush, quiet

_CHUNK = 1024 * 1024
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store: its place is its SHA-256, so the same bytes are kept once."""

    sha256: str
    size_bytes: int


class TooLarge(Exception):
    """The stream goes on past the limit; nothing of it was kept."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"the file is larger than {limit_bytes} bytes")
        self.limit_bytes = limit_bytes


def keep(
    store: AreaStore, stream: Readable, *, name: str, limit_bytes: int, size_bytes: int = 0, progress: Progress = quiet
) -> Kept:
    """
    Copy a stream to incoming/<sha256>/, one mebibyte at a time; nothing appears there before all of it is on the disk.

    name        the officer's file name; only its ending is kept, since it tells readers the format
    size_bytes  what the sender says it will be, for the progress only

    Raises TooLarge.
    """
    folder = store.folder / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        digest, size = hashlib.sha256(), 0
        ending = Path(name).suffix.lower()
        file = work / f"source{ending if _SUFFIX.fullmatch(ending) else ''}"
        with file.open("xb") as target:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit_bytes:
                    raise TooLarge(limit_bytes)
                digest.update(chunk)
                target.write(chunk)
                progress("receive", min(1.0, size / size_bytes) if size_bytes else 0.0)
            target.flush()
            os.fsync(target.fileno())
        final = store.incoming(digest.hexdigest())
        flush(work)
        try:
            work.rename(final)
        except OSError:
            if not final.is_dir():
                raise
        else:
            flush(folder)
        return Kept(digest.hexdigest(), size)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def find_file(store: AreaStore, sha256: str) -> Path:
    """The kept file. Raises FileNotFoundError."""
    for path in sorted(store.incoming(sha256).glob("source*")):
        return path
    raise FileNotFoundError(f"no file is kept under {sha256}")
