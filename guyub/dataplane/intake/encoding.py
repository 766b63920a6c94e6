"""Text of an unknown encoding as UTF-8. Spreadsheets in this country save UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from guyub.dataplane.intake.unreadable import Unreadable

_CHUNK = 1 << 20  # stays in the processor's cache between the counts
_LETTERS = bytes(byte for byte in range(256) if byte not in (*range(32), 127))


@dataclass(frozen=True)
class TextFile:
    """A text file as UTF-8: `path` is the source itself if it already is. Tabs and line ends are no `controls`."""

    path: Path
    encoding: str
    newlines: int
    bare_returns: bool
    quotes: bool
    nulls: bool
    tabs: bool
    controls: bool
    ends_with_newline: bool

    @property
    def lines(self) -> int:
        return self.newlines + (not self.ends_with_newline)


def as_utf8(source: Path, target: Path) -> TextFile:
    """Find the encoding by reading the file once; write a UTF-8 copy into `target` if it is another."""
    marked = _by_mark(source)
    if marked in (None, "utf-8-sig") and (found := _measure(source, marked or "utf-8")):
        return found
    encoding = marked or "cp1252"
    copy = target / "utf8.txt"
    # Windows-1252 leaves five bytes undefined; programs write them all the same.
    errors = "replace" if encoding == "cp1252" else "strict"
    try:
        with source.open("r", encoding=encoding, errors=errors, newline="") as text, copy.open("wb") as out:
            while chunk := text.read(_CHUNK):
                out.write(chunk.encode())
    except UnicodeError as fault:
        raise Unreadable("BERKAS-RUSAK", detail=str(fault)[:200]) from fault
    measured = _measure(copy, encoding)
    if measured is None:
        raise Unreadable("BERKAS-RUSAK", detail="the text cannot be decoded")
    return measured


def _by_mark(source: Path) -> str | None:
    with source.open("rb") as file:
        start = file.read(4096)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return None


def _measure(path: Path, encoding: str) -> TextFile | None:
    """Count what decides how the file is read, all in one pass; None if it is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    newlines = pairs = returns = 0
    quotes, tabs, last, mid_letter = False, False, b"", False
    marks: set[int] = set()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if mid_letter or not chunk.isascii():
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return None
                mid_letter = bool(decoder.getstate()[0])
            # What is left are tabs, ends of lines and what is odd: so little that it is counted at once.
            left = chunk.translate(None, _LETTERS)
            newlines += left.count(b"\n")
            tabs = tabs or b"\t" in left
            marks.update(left.translate(None, b"\t\r\n"))
            if b"\r" in left or last == b"\r":
                returns += left.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            quotes = quotes or b'"' in chunk
            last = chunk[-1:]
    if mid_letter:
        return None
    return TextFile(
        path,
        encoding,
        newlines,
        bare_returns=returns > pairs,
        quotes=quotes,
        nulls=0 in marks,
        tabs=tabs,
        controls=bool(marks),
        ends_with_newline=last == b"\n",
    )
