"""
Is this file what was sealed? Every byte has one right value, so whatever was changed is named with its place.

The right bytes are rebuilt from what vouches for them: the signature for the manifest, the manifest's hashes for the
members, and those together for every header. A single changed byte inside a member is found by its check sum.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guyub.engines.packages import archive, canonical, keys
from guyub.engines.packages.archive import Part, Span
from guyub.engines.packages.canonical import NotCanonical
from guyub.engines.packages.content import Manifest, Signature
from guyub.engines.packages.damage import healings
from guyub.engines.packages.findings import Code, Finding
from guyub.engines.packages.formats import (
    FORMAT,
    FORMATS,
    INSTRUMENT,
    MANIFEST,
    MEMBER_NAME,
    MOST_BYTES,
    MOST_HEALED_BYTES,
    MOST_MANIFEST_BYTES,
    NEWEST,
    SIGNATURE,
    Kind,
)
from guyub.engines.packages.sealing import ALGORITHM
from guyub.engines.packages.shapes import Misshapen, from_value, to_value

_START = archive.LOCAL_BYTES + len(MANIFEST)
_SIGNATURE_BYTES = len(canonical.to_json(to_value(Signature(ALGORITHM, "0" * 64, "0" * 128))))


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What was found. No finding: the file is, byte for byte, what the holder of `public_key` sealed.

    digest    SHA-256 of the file as it is
    manifest  as signed; None when it can't be read, or is of a version that this program doesn't know
    signed    the signature is the key's, over this manifest
    members   the bytes of each member that is as sealed
    """

    digest: str
    size: int
    version: int | None
    manifest: Manifest | None
    public_key: str
    signed: bool
    findings: tuple[Finding, ...]
    members: dict[str, bytes] = field(repr=False)

    @property
    def is_whole(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the file: the manifest's bytes as they may have been, and what follows from them."""

    end: int  # of the manifest, in the file
    manifest: bytes
    value: dict[str, Any]
    sizes: tuple[tuple[str, int], ...]
    spans: tuple[Span, ...]
    signature: bytes  # as it may have been
    signed: bool


def verify(data: bytes) -> Verdict:
    """Everything that is wrong with the file; nothing is unpacked, and no member's content is judged."""
    if len(data) > MOST_BYTES:
        return _nothing(data, [Finding(Code.TOO_LARGE, Part.FILE, offset=MOST_BYTES, length=len(data) - MOST_BYTES)])
    reading = _best_reading(data)
    if reading is None:
        return _nothing(data, [_unread(data), *_archive_findings(data, ())])
    right, findings = _compare(data, reading)
    findings += _archive_findings(data, [name for name, _size in reading.sizes])
    findings += _manifest_findings(reading)
    version = reading.value["version"]
    manifest = _manifest(reading.value)
    if manifest is None and version in FORMATS:
        findings.append(Finding(Code.MISSHAPEN, Part.DATA, MANIFEST, _START, reading.end - _START, exact=False))
    if manifest is not None:
        findings += _member_findings(manifest, right, reading)
    return Verdict(
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        version=version,
        manifest=manifest,
        public_key=_public_key(reading.signature),
        signed=reading.signed,
        findings=tuple(findings),
        members=right,
    )


def _nothing(data: bytes, findings: Sequence[Finding]) -> Verdict:
    return Verdict(hashlib.sha256(data).hexdigest(), len(data), None, None, "", False, tuple(findings), {})


def _unread(data: bytes) -> Finding:
    """Of a file whose manifest can't be read: a package with too much of its manifest changed, or none at all."""
    entries = archive.find_entries(data, most=1)
    if data[archive.LOCAL_BYTES : _START] != MANIFEST.encode() and not (entries and entries[0].name == MANIFEST):
        return Finding(Code.NOT_A_PACKAGE, Part.FILE, length=len(data))
    end = data.find(archive.LOCAL, _START)
    if end < 0:
        return Finding(Code.TRUNCATED, Part.DATA, MANIFEST, len(data))
    return Finding(Code.CHANGED, Part.DATA, MANIFEST, _START, end - _START, exact=False)


# Reading the manifest ------------------------------------------------------------------------------------------------


def _best_reading(data: bytes) -> _Reading | None:
    """The first way to read a manifest that its signature bears out; else the first that can be read at all."""
    first = None
    for end, manifest in _manifests(data):
        reading = _reading(data, end, manifest)
        if reading is not None and reading.signed:
            return reading
        first = first or reading
    return first


def _manifests(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The manifest as it stands, then with each byte changed back that a check sum offers: (end in the file, bytes)."""
    directory = archive.find_entries(data, most=1)
    named = [entry.size_bytes for entry in directory] + [int.from_bytes(data[22:26], "little")]
    ends = [data.find(archive.LOCAL, _START), *(_START + size for size in named)]
    crcs = {entry.crc for entry in directory} | {int.from_bytes(data[14:18], "little")}
    last = min(len(data), _START + MOST_MANIFEST_BYTES)
    likely = sorted({end for end in ends if _START < end <= last}, key=lambda end: (-ends.count(end), end))
    for end in likely:
        yield end, data[_START:end]
    for end in likely:
        for crc in sorted(crcs):
            for _place, healed in healings(data[_START:end], crc):
                yield end, healed


def _reading(data: bytes, end: int, manifest: bytes) -> _Reading | None:
    try:
        value = canonical.from_json(manifest)
    except NotCanonical:
        return None
    members = _members_of(value)
    if members is None:
        return None
    sizes = ((MANIFEST, len(manifest)), *members, (SIGNATURE, _SIGNATURE_BYTES))
    spans = archive.spans_of(sizes)
    place = next(span for span in spans if span.part is Part.DATA and span.member == SIGNATURE)
    stands = data[place.start : place.end]
    tries = [stands, *(healed for crc in _crcs(data, spans, SIGNATURE) for _at, healed in healings(stands, crc))]
    signature = next((each for each in tries if _is_signed(manifest, each)), stands)
    return _Reading(end, manifest, value, sizes, spans, signature, _is_signed(manifest, signature))


def _members_of(value: Any) -> tuple[tuple[str, int], ...] | None:
    """Names and sizes of the members, of a manifest of whatever version; None when it is no manifest."""
    if not isinstance(value, dict) or value.get("format") != FORMAT or type(value.get("version")) is not int:
        return None
    listed = value.get("members")
    if not isinstance(listed, list) or len(listed) > 100:
        return None
    members = []
    for each in listed:
        if not isinstance(each, dict) or set(each) != {"file", "sha256", "size"}:
            return None
        name, size = each["file"], each["size"]
        if not isinstance(name, str) or not MEMBER_NAME.fullmatch(name) or not isinstance(each["sha256"], str):
            return None
        if type(size) is not int or not 0 <= size <= MOST_BYTES:
            return None
        members.append((name, size))
    names = {name for name, _size in members} | {MANIFEST, SIGNATURE}
    return tuple(members) if len(names) == len(members) + 2 else None


def _is_signed(manifest: bytes, signature: bytes) -> bool:
    found = _signature(signature)
    return found is not None and keys.is_signed(manifest, signature=found.signature, public=found.public_key)


def _signature(data: bytes) -> Signature | None:
    try:
        found = from_value(Signature, canonical.from_json(data))
    except (NotCanonical, Misshapen):
        return None
    return found if found.algorithm == ALGORITHM else None


def _public_key(data: bytes) -> str:
    found = _signature(data)
    return "" if found is None else found.public_key


# Comparing every byte ------------------------------------------------------------------------------------------------


def _crcs(data: bytes, spans: Sequence[Span], name: str) -> list[int]:
    """The check sums that header and directory name for a member: the same, unless one of them was changed."""
    found = [archive.local_crc(data, span) for span in spans if span.part is Part.HEADER and span.member == name]
    found += [archive.entry_crc(data, span) for span in spans if span.part is Part.DIRECTORY and span.member == name]
    return list(dict.fromkeys(crc for crc in found if crc is not None))


def _compare(data: bytes, reading: _Reading) -> tuple[dict[str, bytes], list[Finding]]:
    """The members that are as sealed, or could be mended to be; and every place where the file differs from them."""
    hashes = {each["file"]: each["sha256"] for each in reading.value["members"]}
    right: dict[str, bytes] = {}
    crcs: dict[str, int] = {}
    findings: list[Finding] = []
    left = MOST_HEALED_BYTES
    for span in (span for span in reading.spans if span.part is Part.DATA):
        stands, offered = data[span.start : span.end], _crcs(data, reading.spans, span.member)
        sealed = _as_sealed(stands, span.member, reading, hashes, offered if len(stands) <= left else [])
        left -= 0 if sealed == stands else len(stands)
        if sealed is not None:
            right[span.member] = sealed
        crcs[span.member] = zlib.crc32(sealed) if sealed is not None else (offered or [0])[0]
        findings += _differences(span, stands, sealed)
    for span, expected in archive.structure(reading.spans, crcs).items():
        findings += _differences(span, data[span.start : span.end], expected)
    whole = reading.spans[-1].end
    if len(data) > whole:
        findings.append(Finding(Code.APPENDED, Part.END, offset=whole, length=len(data) - whole))
    if len(data) < whole:
        cut = next(span for span in reading.spans if span.end > len(data))
        findings.append(Finding(Code.TRUNCATED, cut.part, cut.member, len(data), whole - len(data)))
    return right, sorted(findings, key=lambda found: found.offset)


def _as_sealed(
    stands: bytes, name: str, reading: _Reading, hashes: dict[str, str], offered: Sequence[int]
) -> bytes | None:
    """The member's bytes as they were sealed; None when they can't be known any more."""
    if name == MANIFEST:
        return reading.manifest if reading.signed or zlib.crc32(reading.manifest) in offered else None
    if name == SIGNATURE:
        return reading.signature if reading.signed or zlib.crc32(stands) in offered else None
    tries = [stands, *(healed for crc in offered for _place, healed in healings(stands, crc))]
    return next((each for each in tries if hashlib.sha256(each).hexdigest() == hashes[name]), None)


def _differences(span: Span, stands: bytes, expected: bytes | None) -> list[Finding]:
    if expected is None:
        return [Finding(Code.CHANGED, span.part, span.member, span.start, len(stands), exact=False)] if stands else []
    wrong = [place for place, (one, other) in enumerate(zip(stands, expected, strict=False)) if one != other]
    if not wrong:
        return []
    first, last = wrong[0], wrong[-1]
    exact = last - first + 1 == len(wrong)
    return [Finding(Code.CHANGED, span.part, span.member, span.start + first, last - first + 1, exact=exact)]


# Judging what stands there -------------------------------------------------------------------------------------------


def _archive_findings(data: bytes, known: Sequence[str]) -> list[Finding]:
    """What a ZIP program would trip over: two members of a name, names with paths, members to unpack."""
    findings, seen = [], set()
    for entry in archive.find_entries(data):
        if entry.name in seen:
            findings.append(_entry_finding(Code.DUPLICATE_MEMBER, entry))
        elif not MEMBER_NAME.fullmatch(entry.name):
            findings.append(_entry_finding(Code.PATH_NAME, entry))
        elif known and entry.name not in known:
            findings.append(_entry_finding(Code.FOREIGN_MEMBER, entry))
        if entry.method != 0 or entry.stored_bytes != entry.size_bytes:
            findings.append(_entry_finding(Code.COMPRESSED, entry))
        seen.add(entry.name)
    return findings


def _entry_finding(code: Code, entry: archive.Entry) -> Finding:
    length = archive.ENTRY_BYTES + len(entry.name)
    return Finding(code, Part.DIRECTORY, entry.name[:80], entry.place, length, detail=str(entry.size_bytes))


def _manifest_findings(reading: _Reading) -> list[Finding]:
    """Whether the right key signed, and whether this program knows the version."""
    findings = []
    last = next(span for span in reading.spans if span.part is Part.DATA and span.member == SIGNATURE)
    where = {"part": Part.DATA, "member": SIGNATURE, "offset": last.start, "length": _SIGNATURE_BYTES}
    if not reading.signed:
        findings.append(Finding(Code.SIGNATURE_WRONG, **where, exact=False))  # type: ignore[arg-type]
    elif keys.fingerprint(_public_key(reading.signature)) != reading.value.get("key"):
        findings.append(Finding(Code.KEY_MISMATCH, **where, exact=False))  # type: ignore[arg-type]
    version = reading.value["version"]
    if version not in FORMATS:
        code = Code.VERSION_NEWER if version > NEWEST else Code.VERSION_UNKNOWN
        findings.append(Finding(code, Part.DATA, MANIFEST, _START, reading.end - _START, detail=str(version)))
    return findings


def _manifest(value: dict[str, Any]) -> Manifest | None:
    known = FORMATS.get(value["version"])
    if known is None or set(known.manifest_adds) & set(value):
        return None
    try:
        return from_value(Manifest, {**known.manifest_adds, **value})
    except Misshapen:
        return None


def _member_findings(manifest: Manifest, right: dict[str, bytes], reading: _Reading) -> list[Finding]:
    """Members that don't belong, are missing or spelt otherwise, and an instrument that isn't the one named."""
    places = {span.member: span for span in reading.spans if span.part is Part.DATA}
    wanted = FORMATS[manifest.version].members.get(Kind(manifest.kind), ())
    listed = [each.file for each in manifest.members]
    findings = [Finding(Code.MISSING_MEMBER, Part.FILE, name) for name in wanted if name not in listed]
    for name in listed:
        span = places[name]
        where = (Part.DATA, name, span.start, span.end - span.start)
        if name not in wanted:
            findings.append(Finding(Code.FOREIGN_MEMBER, *where))
        elif name == INSTRUMENT and name in right:
            if hashlib.sha256(right[name]).hexdigest() != manifest.instrument.digest:
                findings.append(Finding(Code.INSTRUMENT_MISMATCH, *where))
        elif name in right:
            findings += _spelling(right[name], span)
    if not findings and listed != list(wanted):
        findings.append(Finding(Code.MISSHAPEN, Part.DATA, MANIFEST, _START, reading.end - _START, exact=False))
    return findings


def _spelling(data: bytes, span: Span) -> list[Finding]:
    try:
        canonical.from_json(data)
    except NotCanonical as error:
        return [Finding(Code.NOT_CANONICAL, span.part, span.member, span.start + error.offset, 1, detail=error.problem)]
    return []
