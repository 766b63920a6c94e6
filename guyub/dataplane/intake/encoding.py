"""Text of an unknown encoding as UTF-8. Spreadsheets in this country save UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 22


@dataclass(frozen=True)
class TextFile:
    """A text file as UTF-8: `path` is the source itself if it already is."""

    path: Path
    encoding: str
    newlines: int
    bare_returns: bool
    quotes: bool
    nulls: bool
    ends_with_newline: bool

    @property
    def lines(self) -> int:
        return self.newlines + (not self.ends_with_newline)


def as_utf8(source: Path, target: Path) -> TextFile:
    """Find the encoding by reading the file once; write a UTF-8 copy into `target` if it is another."""
    encoding = _by_mark(source) or ("utf-8" if _is_utf8(source) else "cp1252")
    if encoding in ("utf-8", "utf-8-sig"):
        return _measure(source, encoding)
    copy = target / "utf8.txt"
    # Windows-1252 leaves five bytes undefined; programs write them all the same.
    errors = "replace" if encoding == "cp1252" else "strict"
    with source.open("r", encoding=encoding, errors=errors, newline="") as text, copy.open("wb") as out:
        while chunk := text.read(_CHUNK):
            out.write(chunk.encode())
    return _measure(copy, encoding)


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


def _is_utf8(source: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if not (chunk.isascii() and decoder.getstate()[0] == b""):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _measure(path: Path, encoding: str) -> TextFile:
    newlines = pairs = returns = nulls = 0
    quotes, last = False, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            newlines += chunk.count(b"\n")
            found = chunk.count(b"\r")
            if found:
                returns += found
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            nulls += chunk.count(b"\0")
            quotes = quotes or b'"' in chunk
            last = chunk[-1:]
    return TextFile(path, encoding, newlines, returns > pairs, quotes, nulls > 0, last == b"\n")
