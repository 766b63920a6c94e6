"""The results letter as a document: its words from content, its numbers from the published result."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils import translation

from guyub.apps.evaluation import content
from guyub.apps.evaluation.queries import RemarkLine, ResultPage
from guyub.engines.documents import (
    Block,
    Document,
    Facts,
    Figure,
    Figures,
    Heading,
    Letterhead,
    List,
    Paragraph,
    Signature,
    Table,
)
from guyub.web import figures


def compose(page: ResultPage, *, language: str) -> Document:
    """The letter in Indonesian or English; the same result gives the same document. Raises ContentError."""
    with translation.override(language):
        return _Letter(page, language).document()


class _Letter:
    """The words of content with the numbers of one result."""

    def __init__(self, page: ResultPage, language: str) -> None:
        self.page, self.language = page, language
        self._words = content.letter_words()

    def word(self, key: str, **values: Any) -> str:
        return self._words[key].in_language(self.language).format(**values)

    def number(self, value: Decimal | Fraction | None, decimals: int | None = None) -> str:
        """Half up, as people round: what is shown here is what is looked up in the list of grades."""
        if value is None:
            return figures.MISSING
        places = self.page.instrument.decimals if decimals is None else decimals
        exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
        return figures.decimal(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP), places)

    def document(self) -> Document:
        page = self.page
        return Document(
            title=self.word("title", region=page.region, stage=page.stage_name, year=page.year),
            language=self.language,
            letterhead=Letterhead(institution=self.word("institution"), office=page.signatory),
            blocks=(*self.head(), *self.outcome(), *self.remarks(), *self.end()),
            footer=self.word("footer", number=page.number, digest=page.digest[:16]),
            author=page.signatory,
            made_at=page.published_at if isinstance(page.published_at, datetime) else None,
        )

    def head(self) -> list[Block]:
        page = self.page
        blocks: list[Block] = [
            Facts(
                (
                    (self.word("number"), page.number),
                    (self.word("dated"), figures.day(page.dated_on)),
                    (self.word("subject"), self.word("subject_text", cycle=page.cycle)),
                    (self.word("addressed"), self.word("addressee", region=page.region)),
                )
            )
        ]
        if page.replaces:
            _pk, number, day = page.replaces
            blocks.append(Paragraph(self.word("replaces", number=number, day=figures.day(day)), strong=True))
        title = page.instrument.title.in_language(self.language)
        return [
            *blocks,
            Paragraph(self.word("opening", region=page.region, instrument=title, assessors=page.assessors)),
        ]

    def outcome(self) -> list[Block]:
        page = self.page
        weights = page.weights_title or self.word("weights_of_instrument")
        source = self.word("computed_from", items=len(page.items), weights=weights)
        shown = [Figure(self.number(page.total), self.word("index"), source)]
        if page.grade:
            shown.append(Figure(page.grade.title.in_language(self.language), self.word("grade"), source))
        if page.improvement is not None:
            gained = figures.signed(page.improvement, page.instrument.decimals)
            came = self.word("earlier_source", score=self.number(page.earlier), source=page.earlier_source)
            shown.append(Figure(gained, self.word("improvement"), came))
        blocks: list[Block] = [Figures(tuple(shown))]
        if page.improvement is None:
            blocks.append(Paragraph(self.word("no_earlier")))
        return [*blocks, Heading(self.word("components")), self.table(source)]

    def table(self, source: str) -> Table:
        page = self.page
        headers = [self.word(key) for key in ("component", "weight", "value", "contribution")]
        rows = [
            [
                part.title,
                figures.MISSING if part.weight is None else _plain(part.weight),
                self.number(part.value),
                self.number(part.contribution, page.instrument.decimals + 1),
            ]
            for part in page.parts
        ]
        rows.append([self.word("total"), "", "", self.number(page.total, page.instrument.decimals + 1)])
        return Table(headers, rows, aligns=("start", "end", "end", "end"), source=source)

    def remarks(self) -> list[Block]:
        blocks: list[Block] = []
        for kind, key in (
            ("strength", "strengths"), ("weakness", "weaknesses"), ("recommendation", "recommendations"),
        ):  # fmt: skip
            said = [self.sentence(remark) for remark in self.page.said_by(kind)]
            blocks.append(Heading(self.word(key)))
            blocks.append(
                List(tuple(said), numbered=kind == "recommendation") if said else Paragraph(self.word("none_written"))
            )
        return blocks

    def sentence(self, remark: RemarkLine) -> str:
        text = f"{remark.part}: {remark.text}" if remark.part else remark.text
        return self.word("due", text=text, day=figures.day(remark.due_on)) if remark.due_on else text

    def end(self) -> list[Block]:
        page = self.page
        signed = f"{self.word('place')}, {figures.day(page.dated_on)}"
        until = figures.day(page.objections_until)
        closing = [] if page.is_final else [Paragraph(self.word("closing", day=until))]
        return [*closing, Signature(signed, page.signatory)]


def _plain(weight: Fraction) -> str:
    exact = Decimal(weight.numerator) / Decimal(weight.denominator)
    places = max(0, -int(exact.normalize().as_tuple().exponent))
    return figures.decimal(exact, min(places, 2))


def file_name(page: ResultPage, suffix: str) -> str:
    area = page.area.replace(".", "")
    return f"hasil-evaluasi-{area}-{page.year}-{page.pk}.{suffix}"
