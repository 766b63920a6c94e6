"""
A document as PDF/A-2a and PDF/UA-1: tagged for screen readers, kept for archives, the same bytes on every machine.

Only the fonts that Typst carries are used. A character that none of them can draw is written as its Unicode number,
"[U+1F600]": the standards refuse a file with an empty box in it, and a reader can look the number up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import typst

from guyub.engines.documents.document import (
    Block,
    Document,
    Facts,
    Figures,
    Heading,
    List,
    PageBreak,
    Paragraph,
    Signature,
    Source,
    Table,
    cleaned,
    made_at,
    page_words,
    source_line,
)
from guyub.engines.documents.template import TEMPLATE

STANDARDS: Any = ["a-2a", "ua-1"]
_UNDRAWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))", re.DOTALL)


def to_pdf(document: Document) -> bytes:
    """The document as one PDF file, A4."""
    undrawn: set[str] = set()
    while True:
        try:
            return _compiled(document, undrawn)
        except typst.TypstError as error:
            found = _undrawn(str(error) + error.diagnostic) - undrawn
            if not found:
                raise
            undrawn |= found


def _compiled(document: Document, undrawn: set[str]) -> bytes:
    return typst.compile(
        TEMPLATE.encode(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_content(document, _writer(undrawn)), ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=made_at(document),
    )


def _undrawn(message: str) -> set[str]:
    """The characters that a refusal names as drawn by no font."""
    texts = (_ESCAPE.sub(_unescaped, text) for text in _UNDRAWN.findall(message))
    return {character for text in texts for character in text if character != "\n"}


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(found[2], found[2])


def _writer(undrawn: set[str]) -> Callable[[str], str]:
    table = {ord(character): f"[U+{ord(character):04X}]" for character in undrawn}
    return lambda text: cleaned(text).translate(table)


def _content(document: Document, say: Callable[[str], str]) -> dict[str, Any]:
    head = document.letterhead
    return {
        "title": say(document.title),
        "subtitle": say(document.subtitle),
        "author": say(document.author),
        "language": "en" if document.language.startswith("en") else "id",
        "footer": say(document.footer),
        "page": page_words(document.language),
        "letterhead": head
        and {"institution": say(head.institution), "office": say(head.office), "address": say(head.address)},
        "blocks": [_block(block, document.language, say) for block in document.blocks],
    }


def _block(block: Block, language: str, say: Callable[[str], str]) -> Mapping[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": say(text), "level": level}
        case Paragraph(text, strong):
            return {"kind": "paragraph", "text": say(text), "strong": strong}
        case Facts(items):
            return {"kind": "facts", "items": [[say(name), say(value)] for name, value in items]}
        case Figures(figures):
            return {"kind": "figures", "items": [_figure(each, language, say) for each in figures]}
        case Table():
            return _table(block, language, say)
        case List(texts, numbered):
            return {"kind": "list", "items": [say(text) for text in texts], "numbered": numbered}
        case Source(text):
            return {"kind": "source", "text": say(source_line(text, language))}
        case Signature(place, office, name):
            return {"kind": "signature", "place": say(place), "office": say(office), "name": say(name)}
        case PageBreak():
            return {"kind": "page-break"}


def _figure(figure: Any, language: str, say: Callable[[str], str]) -> dict[str, str]:
    return {
        "value": say(figure.value),
        "label": say(figure.label),
        "source": say(source_line(figure.source, language)),
    }


def _table(table: Table, language: str, say: Callable[[str], str]) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": say(table.caption),
        "headers": [say(header) for header in table.headers],
        "rows": [[say(cell) for cell in row] for row in table.rows],
        "aligns": [table.align_of(column) for column in range(len(table.headers))],
        "shares": table.shares(),
        "source": say(source_line(table.source, language)) if table.source else "",
    }
