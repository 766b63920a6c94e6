"""
Letters and books: a frozen outline to DOCX and PDF; every number carries its source.

    document = Document(title="Hasil penilaian", language="id", blocks=(Paragraph("…"),), footer="…")
    to_docx(document), to_pdf(document)

Both hold the same words. The same document always gives the same bytes: nothing here reads a clock, a file or a font of
the machine.
"""

from guyub.engines.documents.document import (
    Block,
    Document,
    Facts,
    Figure,
    Figures,
    Heading,
    Letterhead,
    List,
    PageBreak,
    Paragraph,
    Signature,
    Source,
    Table,
    cleaned,
    is_blank,
)
from guyub.engines.documents.pdf import to_pdf
from guyub.engines.documents.word import to_docx

__all__ = [
    "Block",
    "Document",
    "Facts",
    "Figure",
    "Figures",
    "Heading",
    "Letterhead",
    "List",
    "PageBreak",
    "Paragraph",
    "Signature",
    "Source",
    "Table",
    "cleaned",
    "is_blank",
    "to_docx",
    "to_pdf",
]
