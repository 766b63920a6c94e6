"""A letter says the same in DOCX and PDF, whatever its words are; the same letter gives the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guyub.engines.documents import (
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
    to_docx,
    to_pdf,
)
from guyub.engines.documents.document import CHARACTERS_ACROSS

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
MARKUP = (
    "#set $x$ *tebal* _miring_ <label> @rujuk & // komentar `kode` \\ {{ x }} [a] = judul - butir + 1. ~ -- \"q\" 'r'"
)
LETTER = Document(
    title="Hasil evaluasi 2026",
    language="id",
    subtitle="Indeks 3,21 dari 5",
    letterhead=Letterhead("Pemerintah Kabupaten Contoh", "Dinas Komunikasi dan Informatika", "Jalan Contoh 1"),
    footer="Dicetak 21 November 2026",
    author="Dinas Komunikasi dan Informatika",
    made_at=datetime(2026, 11, 21, 2, 15, tzinfo=UTC),
    blocks=(
        Facts((("Nomor", "1/2026"), ("Hal", MARKUP))),
        Figures((Figure("3,21", "Indeks", "Panel 4"), Figure("0,25", "Kenaikan", "Hasil 2025"))),
        Heading("Nilai", 1),
        Table(
            ("Komponen", "Nilai"),
            [(f"Komponen {n}", f"{n},00") for n in range(80)],
            ("start", "end"),
            caption="Tabel 1",
            source="Lembar penilaian",
        ),
        PageBreak(),
        Heading("Rekomendasi", 2),
        List(("Satu", "Dua")),
        List(("Pertama", "Kedua"), numbered=True),
        List(("Pertama lagi",), numbered=True),
        Paragraph("Terima kasih.", strong=True),
        Source("Panel 4"),
        Signature("Contoh, 21 November 2026", "Bupati", "Sri Contoh"),
    ),
)


def of(text: str) -> Document:
    return Document(title="Surat", language="id", blocks=(Paragraph(text),))


def words_of_docx(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    return "\n".join(each.text for each in file.element.body.iter(qn("w:t")))


def words_of_pdf(content: bytes) -> str:
    command = ["pdftotext", "-enc", "UTF-8", "-layout", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def bare(text: str) -> str:
    """Without white space and joiners, which line breaks change; composed, as fonts draw it."""
    drawn = (
        each for each in unicodedata.normalize("NFKC", text) if not unicodedata.category(each).startswith(("Z", "C"))
    )
    return "".join(drawn)


def test_the_same_letter_gives_the_same_bytes():
    assert to_docx(LETTER) == to_docx(LETTER)
    assert to_pdf(LETTER) == to_pdf(LETTER)


def test_a_moment_of_any_zone_and_a_part_of_a_second_is_kept_as_a_whole_second_of_utc():
    at = datetime(2026, 11, 21, 9, 15, 0, 123456, tzinfo=ZoneInfo("Asia/Jakarta"))
    letter = Document("Surat", "id", (), made_at=at)

    assert b"2026-11-21T02:15:00" in to_pdf(letter)
    assert docx.Document(io.BytesIO(to_docx(letter))).core_properties.created == datetime(
        2026, 11, 21, 2, 15, tzinfo=UTC
    )


def test_both_files_say_every_word_of_the_letter():
    spoken = [
        *("Pemerintah Kabupaten Contoh", "Hasil evaluasi 2026", "Indeks 3,21 dari 5", "Nomor", "3,21", "Kenaikan"),
        *("Sumber: Hasil 2025", "Tabel 1", "Komponen 79", "79,00", "Sumber: Lembar penilaian", "Rekomendasi", "Dua"),
        *("Kedua", "Terima kasih.", "Sumber: Panel 4", "Bupati", "Sri Contoh", MARKUP),
    ]
    texts = [words_of_docx(to_docx(LETTER))] + ([words_of_pdf(to_pdf(LETTER))] if shutil.which("pdftotext") else [])
    for text in texts:
        assert [each for each in spoken if bare(each) not in bare(text)] == []


@needs_pdftotext
def test_each_page_of_the_pdf_carries_its_number_and_the_footer():
    pages = words_of_pdf(to_pdf(LETTER)).strip("\f").split("\f")

    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "Dicetak 21 November 2026" in page


@needs_pdftotext
def test_an_english_letter_speaks_english():
    letter = Document(title="Result", language="en", blocks=(Source("Panel 4"),))

    text = words_of_pdf(to_pdf(letter))
    assert "Page 1 of 1" in text
    assert "Source: Panel 4" in text


@needs_pdftotext
def test_the_headers_of_a_table_stand_on_each_of_its_pages():
    pages = [page for page in words_of_pdf(to_pdf(LETTER)).split("\f") if re.search(r"Komponen \d", page)]

    assert len(pages) >= 2
    assert all(re.search(r"Komponen\s+Nilai", page) for page in pages)


def test_the_pdf_is_tagged_and_an_archive_file():
    content = to_pdf(LETTER)

    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_the_word_file_has_styles_headers_that_repeat_a_language_and_properties():
    file = docx.Document(io.BytesIO(to_docx(LETTER)))

    styles = [each.style.name for each in file.paragraphs]
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "List Number", "Source"} <= set(styles)
    table = next(each for each in file.tables if each.rows[0].cells[0].text == "Komponen")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    defaults = file.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:val")) == "id-ID"
    assert (file.core_properties.title, file.core_properties.author) == ("Hasil evaluasi 2026", LETTER.author)
    assert (file.sections[0].page_width.mm, file.sections[0].page_height.mm) == pytest.approx((210, 297), abs=0.1)


def test_each_numbered_list_begins_at_one():
    file = docx.Document(io.BytesIO(to_docx(LETTER)))

    numbers = [each._p.pPr.numPr.numId.val for each in file.paragraphs if each.style.name == "List Number"]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_archive_of_a_word_file_says_no_time():
    with zipfile.ZipFile(io.BytesIO(to_docx(LETTER))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@needs_pdftotext
def test_a_character_that_no_font_draws_is_named_by_its_number():
    text = words_of_pdf(to_pdf(of("Bagus \N{GRINNING FACE}\N{CJK UNIFIED IDEOGRAPH-4E2D} sekali")))

    assert "Bagus [U+1F600][U+4E2D] sekali" in text


@needs_pdftotext
def test_a_word_longer_than_a_line_is_broken_and_kept_whole():
    word = "".join(chr(ord("a") + n % 26) for n in range(400))
    document = Document("Surat", "id", (Paragraph(word), Table(("A", "B"), [(word, "1")], ("start", "end"))))

    assert bare(words_of_pdf(to_pdf(of(word)))).count(word) == 1
    assert bare(words_of_docx(to_docx(document))).count(word) == 2


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_in_word(text):
    content = to_docx(Document("Surat", "id", (Paragraph(text), Table(("Judul",), [(text,)]), List((text,)))))

    lines = cleaned(text).split("\n")
    written = [each.text or "" for each in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t"))]
    assert "".join(written).count("".join(lines)) >= (3 if "".join(lines) else 0)


@needs_pdftotext
@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Z")), min_size=1, max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_latin_text_survives_in_pdf(text):
    assert bare(text) in bare(words_of_pdf(to_pdf(of("awal" + text + "akhir"))))


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_becomes_a_pdf(text):
    assume(not is_blank(text))
    document = Document(
        "Surat", "id", (Heading(text), Facts(((text, text),)), List((text,), numbered=True)), footer=text
    )

    assert to_pdf(document).startswith(b"%PDF-")


@given(st.lists(st.text(max_size=60), min_size=1, max_size=7), st.text(max_size=300))
def test_the_columns_shares_sum_to_one(headers, text):
    shares = Table(headers, [[text] * len(headers)]).shares()

    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0


def test_a_column_is_never_narrower_than_its_longest_word_whatever_is_wished():
    table = Table(("Butir", "Nilai sesudahnya"), [("Satu", "3,51")], widths=(99, 1))

    assert table.shares()[1] * CHARACTERS_ACROSS >= len("sesudahnya") + 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Table(("a", "b"), [("1",)]),
        lambda: Table((), []),
        lambda: Table(("a",), [], aligns=("end", "end")),
        lambda: Table(("a",), [], widths=(0,)),
        lambda: Figure("3,21", "Indeks", " "),
        lambda: Figures(()),
        lambda: Heading("x", 4),
        lambda: Heading("\u200b"),
        lambda: Document(" ", "id", ()),
        lambda: Document("x", "id", (), made_at=datetime(2026, 1, 1)),
    ],
)
def test_an_outline_that_cannot_be_set_is_refused_at_once(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
