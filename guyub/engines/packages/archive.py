"""
The one way in which members become a file: a ZIP that stores, with every field fixed.

Any ZIP program opens it; but of all the ZIPs with these members this is the only one, so each byte has one right value.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LOCAL, ENTRY, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
LOCAL_BYTES, ENTRY_BYTES, END_BYTES = _LOCAL.size, _ENTRY.size, _END.size
_NEEDED, _MADE_BY = 10, 3 << 8 | 20
_FIRST_DAY = 1 << 5 | 1  # 1 January 1980, the oldest day a ZIP can say: when it was sealed stands in the manifest
_READABLE = 0o100644 << 16


class Part(StrEnum):
    """What a byte of the file belongs to."""

    HEADER = "header"  # the local header before a member
    DATA = "data"  # the member
    DIRECTORY = "directory"  # the member's entry in the central directory
    END = "end"  # the end record
    FILE = "file"  # the whole


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from start up to, without, end."""

    part: Part
    member: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a central directory as it stands in some file, right or wrong."""

    name: str
    method: int
    crc: int
    stored_bytes: int
    size_bytes: int
    offset: int
    place: int  # where the entry itself stands


def local_header(name: str, size: int, crc: int) -> bytes:
    plain = name.encode("ascii")
    return _LOCAL.pack(LOCAL, _NEEDED, 0, 0, 0, _FIRST_DAY, crc, size, size, len(plain), 0) + plain


def directory_entry(name: str, size: int, crc: int, offset: int) -> bytes:
    plain = name.encode("ascii")
    return (
        _ENTRY.pack(
            ENTRY, _MADE_BY, _NEEDED, 0, 0, 0, _FIRST_DAY, crc, size, size, len(plain), 0, 0, 0, 0, _READABLE, offset
        )
        + plain
    )


def end_record(members: int, size: int, offset: int) -> bytes:
    return _END.pack(END, 0, 0, members, members, size, offset, 0)


def spans_of(sizes: Sequence[tuple[str, int]]) -> tuple[Span, ...]:
    """Which bytes belong to what, for members of these names and sizes in this order."""
    spans, place = [], 0
    for name, size in sizes:
        start = place + LOCAL_BYTES + len(name)
        spans += [Span(Part.HEADER, name, place, start), Span(Part.DATA, name, start, start + size)]
        place = start + size
    for name, _size in sizes:
        spans.append(Span(Part.DIRECTORY, name, place, place + ENTRY_BYTES + len(name)))
        place = spans[-1].end
    return (*spans, Span(Part.END, "", place, place + END_BYTES))


def structure(spans: Sequence[Span], crcs: dict[str, int]) -> dict[Span, bytes]:
    """The right bytes of every span that is no member's data."""
    headers = {span.member: span.start for span in spans if span.part is Part.HEADER}
    sizes = {span.member: span.end - span.start for span in spans if span.part is Part.DATA}
    entries = [span for span in spans if span.part is Part.DIRECTORY]
    right: dict[Span, bytes] = {}
    for span in spans:
        if span.part is Part.HEADER:
            right[span] = local_header(span.member, sizes[span.member], crcs[span.member])
        elif span.part is Part.DIRECTORY:
            name = span.member
            right[span] = directory_entry(name, sizes[name], crcs[name], headers[name])
        elif span.part is Part.END:
            right[span] = end_record(len(entries), entries[-1].end - entries[0].start, entries[0].start)
    return right


def build(members: Sequence[tuple[str, bytes]]) -> bytes:
    """The file of these members."""
    content = dict(members)
    spans = spans_of([(name, len(data)) for name, data in members])
    right = structure(spans, {name: zlib.crc32(data) for name, data in members})
    return b"".join(content[span.member] if span.part is Part.DATA else right[span] for span in spans)


def local_crc(data: bytes, span: Span) -> int | None:
    """The check sum that the local header at this place names."""
    return int.from_bytes(data[span.start + 14 : span.start + 18], "little") if span.start + 18 <= len(data) else None


def entry_crc(data: bytes, span: Span) -> int | None:
    return int.from_bytes(data[span.start + 16 : span.start + 20], "little") if span.start + 20 <= len(data) else None


def find_entries(data: bytes, *, most: int = 1000) -> tuple[Entry, ...]:
    """What the central directory of any ZIP says, as far as it can be followed; nothing is unpacked."""
    end = data.rfind(END)
    if end < 0 or end + END_BYTES > len(data):
        return ()
    place = _END.unpack_from(data, end)[6]
    found: list[Entry] = []
    while len(found) < most and data[place : place + 4] == ENTRY and place + ENTRY_BYTES <= len(data):
        fields = _ENTRY.unpack_from(data, place)
        long, extra, comment = fields[10:13]
        name = data[place + ENTRY_BYTES : place + ENTRY_BYTES + long].decode("ascii", "backslashreplace")
        found.append(Entry(name, fields[4], fields[7], fields[8], fields[9], fields[16], place))
        place += ENTRY_BYTES + long + extra + comment
    return tuple(found)
