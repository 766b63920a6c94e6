"""Reading instruments: those in force, one as a tree, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, Right, may
from guyub.apps.assessment import content
from guyub.apps.assessment.models import Instrument
from guyub.engines.scoring import Instrument as Parsed
from guyub.errors import Refusal


class NoSuchInstrument(Refusal):
    """There is none, or it belongs to another area."""

    code = "assessment.no-such-instrument"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("This instrument does not exist here."), remedy=_("Choose one from the list of instruments.")
        )


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """
    One version of an instrument as the area adopted it.

    title, publisher   in the language of the page
    official           True only where text and weights are the publisher's own
    items              how many leaves it has
    file_name          of an upload; empty: delivered with Guyub
    replaced_at        None: the version in force
    """

    pk: int
    code: str
    version: int
    digest: str
    title: str
    short: str
    publisher: str
    official: bool
    valid_from: date
    valid_until: date | None
    items: int
    text: str
    file_name: str
    adopted_at: datetime
    replaced_at: datetime | None

    @property
    def parsed(self) -> Parsed:
        return content.parsed(self.text)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """One version as a tree, and the other versions of its code, newest first."""

    line: InstrumentLine
    instrument: Parsed
    versions: tuple[InstrumentLine, ...]
    may_adopt: bool


_LINE = ("pk", "code", "version", "digest", "text", "file_name", "adopted_at", "replaced_at")


def list_instruments(*, area: str, actor: Actor) -> list[InstrumentLine]:
    """The live version of each instrument of an area, by title; one database query."""
    return sorted(_lines(_of(area, actor).live()), key=lambda line: line.title)


def find_instrument(*, area: str, code: str, actor: Actor) -> InstrumentLine | None:
    """The live version of one instrument; None when the area has none of this code."""
    return next(iter(_lines(_of(area, actor).live().filter(code=code))), None)


def get_instrument(pk: int, *, actor: Actor) -> InstrumentPage:
    """One version, live or replaced, with its sisters; two database queries. Raises NoSuchInstrument."""
    place = Instrument.objects.visible_to(actor).filter(pk=pk).values_list("area_id", "code").first()
    if place is None:
        raise NoSuchInstrument
    area, code = place
    versions = _lines(_of(area, actor).filter(code=code).order_by("-version"))
    line = next(each for each in versions if each.pk == pk)
    return InstrumentPage(
        line=line,
        instrument=line.parsed,
        versions=tuple(versions),
        may_adopt=may(actor, Right.MANAGE_INSTRUMENTS, area=area),
    )


def _of(area: str, actor: Actor) -> QuerySet[Instrument]:
    return Instrument.objects.visible_to(actor).filter(area_id=area)


def _lines(instruments: QuerySet[Instrument]) -> list[InstrumentLine]:
    return [_line(*row) for row in instruments.values_list(*_LINE)]


def _line(
    pk: int,
    code: str,
    version: int,
    digest: str,
    text: str,
    file_name: str,
    adopted: datetime,
    replaced: datetime | None,
) -> InstrumentLine:
    parsed = content.parsed(text)
    return InstrumentLine(
        pk=pk,
        code=code,
        version=version,
        digest=digest,
        title=content.said(parsed.title),
        short=parsed.short,
        publisher=parsed.publisher,
        official=parsed.official,
        valid_from=parsed.valid_from,
        valid_until=parsed.valid_until,
        items=len(parsed.leaves),
        text=text,
        file_name=file_name,
        adopted_at=adopted,
        replaced_at=replaced,
    )
