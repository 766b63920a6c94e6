"""
The outline of a letter or a book: what is said, in order, without how it looks.

Texts are plain: no markup is read in them, so a #, $, * or < is what it is. Only types; `word` and `pdf` set them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Align = Literal["start", "end", "center"]
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # an archive's file must say a day
CHARACTERS_ACROSS = 88  # of a table's text on A4


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: "Pemerintah Kabupaten Karanganyar", "Dinas Komunikasi dan Informatika", the address in one line."""

    institution: str
    office: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; the document's title stands above them."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"a heading has level 1, 2 or 3, not {self.level}: {self.text}")
        if is_blank(self.text):
            raise ValueError("a heading says something: a reader's list of headings would hold an empty line")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a line break in the text is kept."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one a line: number, subject, date."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads: as it is shown, what it counts, and where it comes from."""

    value: str
    label: str
    source: str

    def __post_init__(self) -> None:
        if is_blank(self.source):
            raise ValueError(f"a figure says its source: {self.value} {self.label}")


@dataclass(frozen=True, slots=True)
class Figures:
    """Up to four leading numbers side by side."""

    items: Sequence[Figure]

    def __post_init__(self) -> None:
        if not 1 <= len(self.items) <= 4:
            raise ValueError(f"one to four figures stand side by side, not {len(self.items)}")


@dataclass(frozen=True, slots=True)
class Table:
    """
    Rows under headers; the headers are repeated on each page.

    aligns   one per column; none given: all at the start. Numbers stand at the "end"
    widths   shares of the columns, as far as their longest words allow; none given: after what stands in them
    caption  above the table
    source   below it: where its numbers come from
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    aligns: Sequence[Align] = ()
    caption: str = ""
    source: str = ""
    widths: Sequence[float] = ()

    def __post_init__(self) -> None:
        columns = len(self.headers)
        if not columns:
            raise ValueError("a table has at least one column")
        for given, what in ((self.aligns, "aligns"), (self.widths, "widths")):
            if given and len(given) != columns:
                raise ValueError(f"{what} has {len(given)} entries for {columns} columns")
        if any(width <= 0 for width in self.widths):
            raise ValueError("every column has a width above 0")
        for row in self.rows:
            if len(row) != columns:
                raise ValueError(f"a row has {len(row)} cells for {columns} columns: {list(row)}")

    def align_of(self, column: int) -> Align:
        return self.aligns[column] if self.aligns else "start"

    def shares(self) -> tuple[float, ...]:
        """
        The columns' shares of the width, which sum to 1.

        Each gets room for its longest word, the rest goes to long texts: no number breaks, no sentence takes a page.
        What the caller wants holds for the rest only: a column is never narrower than its longest word.
        """
        needed, longest = zip(*(self._lengths(column) for column in range(len(self.headers))), strict=True)
        if self.widths:
            wished = [width / sum(self.widths) * CHARACTERS_ACROSS for width in self.widths]
            wanted = [max(wish - need, 0.0) for wish, need in zip(wished, needed, strict=True)]
        else:
            wanted = [float(each - need) for each, need in zip(longest, needed, strict=True)]
        left = max(CHARACTERS_ACROSS - sum(needed), 0) / (sum(wanted) or 1)
        widths = [need + want * left for need, want in zip(needed, wanted, strict=True)]
        return tuple(width / sum(widths) for width in widths)

    def _lengths(self, column: int) -> tuple[int, int]:
        """In characters, with the room between columns: the longest word (or what we call long), the longest text."""
        texts = [self.headers[column], *(row[column] for row in self.rows)]
        word = max((len(word) for text in texts for word in text.split()), default=0)
        needed = min(word, 18) + 4
        return needed, max(needed, min(max(map(len, texts[1:]), default=0) + 4, 60))


@dataclass(frozen=True, slots=True)
class List:
    """One thing after the other; numbered where the order counts."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where the numbers above come from."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Room to sign: where and when, which office, whose name (empty: a line to write on)."""

    place_and_date: str
    office: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Facts | Figures | Table | List | Source | Signature | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """
    A letter or a book.

    language    of its words: "id" or "en"
    footer      at the foot of each page, before its number: when it was made, the digest of what it was made from
    letterhead  at the head of the first page
    author      the office that answers for it, for the file's properties
    made_at     for the file's properties, aware; the bytes depend on it, never on the clock. None: 1 January 2000
    """

    title: str
    language: str
    blocks: Sequence[Block]
    footer: str = ""
    letterhead: Letterhead | None = None
    subtitle: str = ""
    author: str = ""
    made_at: datetime | None = None

    def __post_init__(self) -> None:
        if is_blank(self.title):
            raise ValueError("a document has a title")
        if self.made_at is not None and self.made_at.tzinfo is None:
            raise ValueError("made_at says its time zone")


def made_at(document: Document) -> datetime:
    """In UTC and whole seconds, as files keep it."""
    return (document.made_at or NO_DAY).astimezone(UTC).replace(microsecond=0)


def cleaned(text: str) -> str:
    """
    The text without what neither XML nor a font can hold: control characters, halves of characters.

    Line breaks stay, a tab becomes a space.

    >>> cleaned("a\\x07\\tb")
    'a b'
    """
    return "".join(_cleaned(each) for each in text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return all(unicodedata.category(each)[0] in "ZC" for each in cleaned(text))


def _cleaned(character: str) -> str:
    code = ord(character)
    if character == "\n" or 0x20 <= code < 0x7F:
        return character
    if character == "\t":
        return " "
    if code in (0x85, 0x2028, 0x2029):  # further line breaks of Unicode
        return "\n"
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return ""
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code <= 0xDFFF else character


PAGE_OF = {"id": ("Halaman ", " dari "), "en": ("Page ", " of ")}


def page_words(language: str) -> tuple[str, str]:
    """What stands before the page's number and before the number of pages."""
    return PAGE_OF["en" if language.startswith("en") else "id"]


SOURCE = {"id": "Sumber: ", "en": "Source: "}


def source_line(text: str, language: str) -> str:
    """The line under a number, which names where it comes from."""
    return SOURCE["en" if language.startswith("en") else "id"] + text
