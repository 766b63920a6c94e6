"""Evidence as files: kept once by their content, under plain names, and never run by a browser."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from guyub.dataplane.incoming import Readable, TooLarge, find_file, keep
from guyub.dataplane.store import AreaStore
from guyub.engines.values import Nik, mask_digits
from guyub.errors import Refusal
from guyub.web import figures

MAX_BYTES = 25_000_000
LINES_SHOWN = 12
LINE_CHARACTERS = 200
SCANNED_BYTES = 4 * 2**20
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")  # as an identity number may be written
# What a browser may show as it is; everything else is given out as a file.
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


class EvidenceRefused(Refusal):
    """The file, or what was written about it, can't be kept."""

    code = "assessment.evidence-refused"
    status = 422


class FileGone(Refusal):
    """The file is not in the store any more, though its record is."""

    code = "assessment.file-gone"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("The file is no longer here."), remedy=_("Restore it from the backup, or add it again as a new version.")
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What a version of evidence holds: a file by its hash, or facts by the hash of their canonical JSON."""

    digest: str
    file_name: str = ""
    media_type: str = ""
    size_bytes: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What an officer gives as the content of evidence: one of a file, an address, a release, an indicator."""

    stream: Readable | None = None
    file_name: str = ""
    address: str = ""
    release_id: int | None = None
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What evidence says of itself. dated_on: of the work, not of the upload; valid_until: the last day it counts."""

    title: str
    dated_on: date
    number: str = ""
    valid_until: date | None = None


def keep_evidence(*, area: str, file_name: str, stream: Readable) -> Kept:
    """Keep an officer's file as it came; the same bytes are kept once. Raises EvidenceRefused."""
    name = safe_file_name(file_name)
    if count_niks(file_name):
        raise EvidenceRefused(
            _("The file's name holds an identity number (NIK)."), remedy=_("Rename the file, then add it again.")
        )
    try:
        kept = keep(_store(area), stream, name=name, limit_bytes=MAX_BYTES)
    except TooLarge as reason:
        raise EvidenceRefused(
            _("The file is larger than %(limit)s.") % {"limit": figures.size(MAX_BYTES)},
            remedy=_("Scan it with fewer dots per inch, or add only the pages that prove it."),
        ) from reason
    if not kept.size_bytes:
        raise EvidenceRefused(_("The file is empty."), remedy=_("Choose the file again, then send it."))
    path = find_file(_store(area), kept.sha256)
    media_type = _media_type(path, name)
    if media_type == "text/plain" and (found := _count_niks_in(path)):
        raise EvidenceRefused(
            _("The file holds %(count)s identity numbers (NIK).") % {"count": figures.number(found)},
            remedy=_("Evidence needs no person's data: remove the column, or add a summary instead."),
        )
    return Kept(kept.sha256, name, media_type, kept.size_bytes)


def keep_facts(facts: Mapping[str, Any]) -> Kept:
    """What is no file: a release, an indicator's value, an address."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Kept(hashlib.sha256(text.encode()).hexdigest(), facts=dict(facts))


def find_path(*, area: str, digest: str) -> Path:
    """Where a kept file lies. Raises FileGone."""
    try:
        return find_file(_store(area), digest)
    except (FileNotFoundError, ValueError) as reason:
        raise FileGone from reason


def first_lines(path: Path) -> tuple[str, ...]:
    """The beginning of a text as officers may see it: long numbers are masked."""
    with path.open("rb") as file:
        beginning = file.read(LINES_SHOWN * LINE_CHARACTERS * 4)
    lines = beginning.decode("utf-8", errors="replace").splitlines()
    return tuple(mask_digits(line[:LINE_CHARACTERS]) for line in lines[:LINES_SHOWN])


def safe_file_name(name: str) -> str:
    """Without folders, control characters and long numbers, at most 120 characters."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    shown = re.sub(r"\d[\d .-]{11,}\d", "…", "".join(each for each in bare if each.isprintable()))
    return shown.strip()[-120:] or "bukti"


def count_niks(text: str) -> int:
    """How many numbers in a text could be somebody's."""
    return sum(_is_nik(found[0]) for found in _SIXTEEN.finditer(text))


def _is_nik(written: str) -> bool:
    try:
        Nik(re.sub(r"\D", "", written))
    except ValueError:
        return False
    return True


def _store(area: str) -> AreaStore:
    return AreaStore(Path(settings.DATA_DIR), area)


def _media_type(path: Path, name: str) -> str:
    """By what the file begins with, not by what its sender calls it."""
    with path.open("rb") as file:
        head = file.read(4096)
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _OFFICE.get(Path(name).suffix.lower(), "application/octet-stream")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last letter may be cut in two
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "application/octet-stream" if b"\0" in head else "text/plain"


def _count_niks_in(path: Path) -> int:
    with path.open("rb") as file:
        return count_niks(file.read(SCANNED_BYTES).decode("utf-8", errors="replace"))
