"""
Where a byte was changed, from a check sum alone.

A CRC-32 is linear: how much it is off tells which byte, at which distance from the end, was changed by how much. Other
places may by chance (one in some millions) explain it too, so whoever asks tries what is offered against a hash.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_POLYNOMIAL = 0xEDB88320


def _table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _bit in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return tuple(table)


_TABLE = _table()
_BYTE_OF = {value: byte for byte, value in enumerate(_TABLE)}
_BY_TOP = {value >> 24: byte for byte, value in enumerate(_TABLE)}


def healings(data: bytes, crc: int) -> Iterator[tuple[int, bytes]]:
    """
    Each way in which one changed byte explains that `data` hasn't this check sum: its place, and the data before it.

    Nothing when the check sum is right, or nothing of one byte explains it. A third of a second a megabyte.
    """
    off = zlib.crc32(data) ^ crc
    if off == 0:
        return
    for place in range(len(data) - 1, -1, -1):
        if (by := _BYTE_OF.get(off)) is not None:
            yield place, data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]
        back = _BY_TOP[off >> 24]
        off = (off ^ _TABLE[back]) << 8 & 0xFFFFFFFF | back
