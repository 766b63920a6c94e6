"""The facts of a decision as a letter: what was decided, why, on which levels. Signing it is the ministry's."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from guyub.apps.selection.queries import Element, NoSuchInvitation, Region
from guyub.engines.documents import Block, Document, Facts, Heading, Letterhead, List, Paragraph, Signature, Table
from guyub.web import figures


def compose(region: Region, *, language: str) -> Document:
    """The letter of a decided region; the same decision gives the same document. Raises NoSuchInvitation before it."""
    if not region.outcome:
        raise NoSuchInvitation
    short = "en" if language.startswith("en") else "id"
    with translation.override(short):
        return Document(
            title=_("Outcome of the selection: %(region)s") % {"region": region.area_name},
            language=short,
            letterhead=Letterhead(institution=region.decided_office),
            blocks=tuple(_blocks(region)),
            footer=_("%(title)s · %(region)s") % {"title": region.round_title, "region": region.area_name},
            author=region.decided_office,
            # Files keep whole seconds.
            made_at=region.decided_at.replace(microsecond=0) if region.decided_at else None,
        )


def _blocks(region: Region) -> list[Block]:
    score = figures.decimal(region.confirmed, region.decimals)
    blocks: list[Block] = [
        Facts(
            (
                (_("Round"), f"{region.round_title} ({region.year})"),
                (_("Region"), region.area_name),
                (_("Decision"), region.outcome_name),
                (_("Confirmed readiness"), f"{score} {region.grade}".strip()),
                (_("Instrument"), f"{region.instrument}, {region.instrument_version}"),
                (_("Decided on"), figures.day(region.decided_at)),
            )
        ),
        Heading(_("Reason")),
        Paragraph(region.reason),
        Heading(_("What was looked at")),
        List(region.criteria),
    ]
    if any(element.confirmations for element in region.elements):
        blocks += [Heading(_("Levels")), _levels(region)]
    blocks += [
        Paragraph(region.standing),
        Signature(place_and_date="", office=region.decided_office, name=""),
    ]
    return blocks


def _levels(region: Region) -> Table:
    return Table(
        headers=(_("Element"), _("As stated"), _("As confirmed")),
        rows=tuple((f"{each.code} {each.title}", _said(each.level), _given(each)) for each in region.elements),
        aligns=("start", "end", "end"),
        source=_("Questionnaire of the region, confirmed by the assessors"),
    )


def _said(level: int | None) -> str:
    return figures.MISSING if level is None else str(level)


def _given(element: Element) -> str:
    return ", ".join(str(line.level) for line in element.confirmations) or figures.MISSING
