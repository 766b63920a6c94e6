"""
A document as DOCX for going on writing: real styles, table headers that repeat, the language set, A4.

The same document gives the same bytes: the archive's times and the file's properties come from the document alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from guyub.engines.documents.document import (
    Align,
    Block,
    Document,
    Facts,
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
    made_at,
    page_words,
    source_line,
)

FONT = "Arial"
INK, QUIET, RULE, WASH = "1D2939", "475467", "98A2B3", "F2F4F7"
TEXT_WIDTH_MM = 163
MANY_COLUMNS = 6
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the archive's own times are no facts
_ALIGNS = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}


def to_docx(document: Document) -> bytes:
    """The document as one DOCX file, A4."""
    file = docx.Document()
    _set_page(file)
    _set_styles(file, document.language)
    _set_properties(file, document)
    _set_footer(file, document)
    if document.letterhead:
        _add_letterhead(file, document.letterhead)
    _add(file, document.title, "Title")
    if document.subtitle:
        _add(file, document.subtitle, "Subtitle")
    for block in document.blocks:
        _add_block(file, block, document.language)
    return _packed(file)


def _add_block(file: Any, block: Block, language: str) -> None:
    match block:
        case Heading(text, level):
            _add(file, text, f"Heading {level}")
        case Paragraph(text, strong):
            _add(file, text, "Normal", strong=strong)
        case Facts(items):
            _add_facts(file, items)
        case Figures():
            _add_figures(file, block, language)
        case Table():
            _add_table(file, block, language)
        case List(texts, numbered):
            _add_list(file, texts, numbered)
        case Source(text):
            _add(file, source_line(text, language), "Source")
        case Signature():
            _add_signature(file, block)
        case PageBreak():
            file.add_page_break()


# --- the page -------------------------------------------------------------------------------------------------------


def _set_page(file: Any) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(22), Mm(22), Mm(24)
    page.header_distance = page.footer_distance = Mm(11)


def _set_footer(file: Any, document: Document) -> None:
    line = file.sections[0].footer.paragraphs[0]
    line.style = file.styles["Footer"]
    stops = line.paragraph_format.tab_stops
    for stop in list(file.styles["Footer"].paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    _write(line, document.footer)
    before, between = page_words(document.language)
    line.add_run("\t" + before)
    _add_field(line, "PAGE")
    line.add_run(between)
    _add_field(line, "NUMPAGES")
    _rule(line._p.get_or_add_pPr(), "top", RULE, 4, space=6)


def _add_field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
        elif kind != "text":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _add_letterhead(file: Any, head: Letterhead) -> None:
    lines = [(head.institution, "Letterhead"), (head.office, "Letterhead office"), (head.address, "Letterhead address")]
    kept = [(text, style) for text, style in lines if text]
    for text, style in kept:
        paragraph = _add(file, text, style)
    _rule(paragraph._p.get_or_add_pPr(), "bottom", INK, 12, space=6)
    paragraph.paragraph_format.space_after = Pt(18)


# --- styles ---------------------------------------------------------------------------------------------------------


def _set_styles(file: Any, language: str) -> None:
    _set_defaults(file, "en-GB" if language.startswith("en") else "id-ID")
    styles = file.styles
    _style(styles["Normal"], 11, after=7, line=1.15)
    _style(styles["Title"], 20, bold=True, after=8)
    _unruled(styles["Title"])
    _style(styles["Subtitle"], 12, colour=QUIET, after=16)
    for level, size, before in ((1, 15, 18), (2, 12.5, 14), (3, 11, 12)):
        _style(styles[f"Heading {level}"], size, bold=True, before=before, after=6)
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        _style(styles[name], 11, after=4, line=1.15)
    _style(styles["Footer"], 8.5, colour=QUIET)
    _style(styles["Caption"], 10, bold=True, before=12, after=5)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, size, facts in _OWN_STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _style(style, size, **facts)


_OWN_STYLES: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("Source", 9, {"colour": QUIET, "before": 4, "after": 12}),
    ("Letterhead", 10.5, {"colour": QUIET, "after": 2}),
    ("Letterhead office", 14, {"bold": True, "after": 2}),
    ("Letterhead address", 9, {"colour": QUIET, "after": 2}),
    ("Table text", 9.5, {"after": 0, "line": 1.1}),
    ("Table header", 9.5, {"bold": True, "after": 0, "line": 1.1}),
    ("Figure value", 20, {"bold": True, "after": 2}),
    ("Figure label", 10, {"after": 2}),
)


def _set_defaults(file: Any, language: str) -> None:
    """The language of the words, and the font in every script: the template's theme fonts would win otherwise."""
    default = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    tongue = default.find(qn("w:lang"))
    if tongue is None:
        tongue = OxmlElement("w:lang")
        default.append(tongue)
    tongue.set(qn("w:val"), language)


def _style(
    style: Any,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
) -> None:
    font, shape = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), FONT)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:  # the template's Title and Subtitle are set wide
        style.element.rPr.remove(spacing)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line


def _unruled(style: Any) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _rule(properties: Any, side: str, colour: str, eighths: int, *, space: int = 1) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(_line(side, colour, eighths, space))
    before = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(borders, *before)


def _line(side: str, colour: str, eighths: int, space: int = 0) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    return line


# --- blocks ---------------------------------------------------------------------------------------------------------


def _add(file: Any, text: str, style: str, *, strong: bool = False) -> Any:
    paragraph = file.add_paragraph(style=style)
    _write(paragraph, text, strong=strong)
    return paragraph


def _write(paragraph: Any, text: str, *, strong: bool = False) -> None:
    """The text as it is; its line breaks become breaks."""
    for number, line in enumerate(cleaned(text).split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.bold = True if strong else None


def _add_list(file: Any, texts: Sequence[str], numbered: bool) -> None:
    number = _new_numbering(file) if numbered else None
    for text in texts:
        paragraph = _add(file, text, "List Number" if numbered else "List Bullet")
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number


def _new_numbering(file: Any) -> int:
    """Each numbered list begins at 1: without its own number Word counts on from the list before."""
    numbering = file.part.numbering_part.numbering_definitions._numbering
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(each for each in numbering.num_lst if each.numId == style).abstractNumId.val
    added = numbering.add_num(abstract)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def _add_facts(file: Any, items: Sequence[tuple[str, str]]) -> None:
    if not items:
        return
    longest = max(len(name) for name, _value in items)
    name_mm = min(max(longest * 2.2, 24), 60)
    table = _plain_table(file, len(items), (name_mm, 5, TEXT_WIDTH_MM - name_mm - 5))
    for row, (name, value) in zip(table.rows, items, strict=True):
        for cell, text in zip(row.cells, (name, ":", value), strict=True):
            _write_cell(cell, text, "Normal")
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
    _gap(file, 6)


def _add_figures(file: Any, figures: Figures, language: str) -> None:
    """Side by side, an empty column between two so that their rules stand apart."""
    gap_mm, count = 5, len(figures.items)
    each_mm = (TEXT_WIDTH_MM - gap_mm * (count - 1)) / count
    table = _plain_table(file, 1, [gap_mm if column % 2 else each_mm for column in range(2 * count - 1)])
    for cell, figure in zip(table.rows[0].cells[::2], figures.items, strict=True):
        _write_cell(cell, figure.value, "Figure value")
        for text, style in ((figure.label, "Figure label"), (source_line(figure.source, language), "Source")):
            _write(cell.add_paragraph(style=style), text)
        _borders(cell, top=(INK, 12))
    _gap(file, 6)


def _add_table(file: Any, given: Table, language: str) -> None:
    if given.caption:
        _add(file, given.caption, "Caption")
    table = _plain_table(file, len(given.rows) + 1, [share * TEXT_WIDTH_MM for share in given.shares()], padded=True)
    _describe(table, given.caption)
    columns = range(len(given.headers))
    for number, texts in enumerate((given.headers, *given.rows)):
        row = table.rows[number]
        _keep_whole(row, header=number == 0)
        for column, cell in zip(columns, row.cells, strict=True):
            _write_cell(cell, texts[column], "Table text" if number else "Table header", align=given.align_of(column))
            _borders(cell, bottom=(RULE, 4) if number else (INK, 6), **({} if number else {"top": (INK, 8)}))
            if not number:
                _shade(cell)
    if given.source:
        _add(file, source_line(given.source, language), "Source")
    else:
        _gap(file, 10)


def _plain_table(file: Any, rows: int, widths_mm: Sequence[float], *, padded: bool = False) -> Any:
    table = file.add_table(rows=rows, cols=len(widths_mm))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    # Many columns stand closer, so that no number breaks.
    side = 60 if len(widths_mm) > MANY_COLUMNS else 120
    _margins(table, side=side if padded else 0, height=55 if padded else 0)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    return table


def _write_cell(cell: Any, text: str, style: str, *, align: Align = "start") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.alignment = _ALIGNS[align]
    _write(paragraph, text)


def _margins(table: Any, *, side: int, height: int) -> None:
    indent = OxmlElement("w:tblInd")  # without it the padding of the first column hangs out of the text
    indent.set(qn("w:w"), str(side))
    indent.set(qn("w:type"), "dxa")
    margins = OxmlElement("w:tblCellMar")
    for name, twips in (("top", height), ("start", side), ("bottom", height), ("end", side)):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _put(table, indent)
    _put(table, margins)


def _describe(table: Any, caption: str) -> None:
    if caption:
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), cleaned(caption).replace("\n", " "))
        _put(table, described)


# Word refuses a file whose table properties stand in another order than the standard's.
_TABLE_PROPERTIES = tuple(
    qn(f"w:{name}")
    for name in (
        *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc"),
        *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
    )
)


def _put(table: Any, element: Any) -> None:
    properties = table._tbl.tblPr
    properties.append(element)
    properties[:] = sorted(properties, key=lambda each: _TABLE_PROPERTIES.index(each.tag))


def _keep_whole(row: Any, *, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _borders(cell: Any, **sides: tuple[str, int]) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "bottom"):
        if side in sides:
            borders.append(_line(side, *sides[side]))
    cell._tc.get_or_add_tcPr().append(borders)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _add_signature(file: Any, signature: Signature) -> None:
    """In the right half, never alone on a page."""
    file.paragraphs[-1].paragraph_format.keep_with_next = True
    lines = (signature.place_and_date, signature.office, signature.name or "_" * 30)
    for number, text in enumerate(lines):
        paragraph = _add(file, text, "Normal", strong=number == 2 and bool(signature.name))
        shape = paragraph.paragraph_format
        shape.left_indent = Mm(TEXT_WIDTH_MM - 72)
        shape.keep_together, shape.keep_with_next = True, number < 2
        shape.space_before, shape.space_after = Pt((18, 0, 54)[number]), Pt(2)


def _gap(file: Any, points: float) -> None:
    paragraph = file.add_paragraph(style="Table text")
    paragraph.paragraph_format.line_spacing = Pt(points)


# --- the file -------------------------------------------------------------------------------------------------------


def _set_properties(file: Any, document: Document) -> None:
    made = made_at(document).replace(tzinfo=None)
    properties = file.core_properties
    properties.title = cleaned(document.title).replace("\n", " ")[:255]
    properties.author = properties.last_modified_by = cleaned(document.author)[:255]
    properties.language = "en-GB" if document.language.startswith("en") else "id-ID"
    properties.created = properties.modified = made
    properties.comments = properties.keywords = properties.subject = ""
    properties.revision = 1


def _packed(file: Any) -> bytes:
    """The archive again, with its parts at one fixed time."""
    first, last = io.BytesIO(), io.BytesIO()
    file.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, made.read(name))
    return last.getvalue()
