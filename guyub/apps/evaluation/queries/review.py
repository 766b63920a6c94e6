"""An assessor's own sheet: the items, and one of them with what the region says and shows. Blind: nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import queries as assessment
from guyub.apps.assessment.content import parsed, said
from guyub.apps.evaluation import items, permissions
from guyub.apps.evaluation.dossiers import Claim, Dossier, read_dossier
from guyub.apps.evaluation.models import Correction, Entry, ItemScore, Note, Review
from guyub.apps.evaluation.queries.entry import EntryLine, NoSuchEntry, read_entries
from guyub.engines.scoring import Instrument, Node
from guyub.errors import Refusal


class NoSuchItem(Refusal):
    """The instrument of this evaluation has no such part, or it isn't scored here."""

    code = "evaluation.no-such-item"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such item here."), remedy=_("Choose one from the list of items."))


class ProofElsewhere(Refusal):
    """The region keeps the file in its own installation, or has it no more."""

    code = "evaluation.proof-elsewhere"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("This file is not kept here: the region handed in its fingerprint."),
            remedy=_("Ask the region for the file and compare its fingerprint with the one on this page."),
        )


@dataclass(frozen=True, slots=True)
class OwnScore:
    """What the reader himself gave."""

    level: int | None
    number: Decimal | None
    note: str
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in the list at the side: own score, and whether it was asked back."""

    code: str
    title: str
    group: str
    claimed: str
    own: OwnScore | None
    own_text: str
    asked_back: str
    answered: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """`number`: of the assessor who wrote it; `own`: the reader did."""

    pk: int
    kind: str
    held_on: date
    code: str
    part: str
    text: str
    level: int | None
    number: int
    own: bool

    @property
    def kind_name(self) -> str:
        return str(Note.Kind(self.kind).label)


@dataclass(frozen=True)
class Sheet:
    """An assessor's sheet of one entry: every item with his own scores and nobody else's."""

    entry: EntryLine
    number: int
    submitted_at: datetime | None
    lines: tuple[ItemLine, ...]
    notes: tuple[NoteLine, ...]
    instrument: Instrument

    @property
    def scored(self) -> int:
        return sum(line.own is not None for line in self.lines)

    @property
    def next_open(self) -> str:
        """The first item without a score; the first of all when none is left."""
        return next((line.code for line in self.lines if line.own is None), self.lines[0].code if self.lines else "")


@dataclass(frozen=True)
class ItemPage:
    """One item: the leaf, what the region says and shows, the reader's own score, the way on."""

    sheet: Sheet
    line: ItemLine
    node: Node
    claim: Claim | None
    package_digest: str
    sealed_at: datetime
    before: str
    after: str
    position: int


def get_sheet(entry_id: int, *, actor: Actor, on: date) -> Sheet:
    """The reader's own sheet, also after he handed it in. Raises NoSuchEntry."""
    return _read(entry_id, actor=actor, on=on)[0]


def get_item(entry_id: int, *, code: str, actor: Actor, on: date) -> ItemPage:
    """Raises NoSuchEntry, NoSuchItem."""
    sheet, dossier = _read(entry_id, actor=actor, on=on)
    codes = [line.code for line in sheet.lines]
    if code not in codes:
        raise NoSuchItem
    place = codes.index(code)
    return ItemPage(
        sheet=sheet,
        line=sheet.lines[place],
        node=items.node_of(sheet.instrument, code),
        claim=dossier.claims.get(code),
        package_digest=dossier.digest,
        sealed_at=dossier.sealed_at,
        before=codes[place - 1] if place else "",
        after=codes[place + 1] if place + 1 < len(codes) else "",
        position=place + 1,
    )


def get_proof(entry_id: int, *, code: str, digest: str, actor: Actor, on: date) -> assessment.EvidenceFile:
    """
    The file behind one piece of evidence that the region handed in for an item, while it is kept in this installation.

    Packages carry hashes, not files: of a region elsewhere there is nothing to open. Raises NoSuchEntry, NoSuchItem,
    ProofElsewhere.
    """
    page = get_item(entry_id, code=code, actor=actor, on=on)
    if page.claim is None or digest not in {proof.digest for proof in page.claim.proofs}:
        raise NoSuchItem
    area = page.sheet.entry.area
    try:
        found = assessment.find_sealed_file(area=area, digest=digest, actor=get_system_officer(area))
    except ObjectDoesNotExist:
        found = None
    if found is None:
        raise ProofElsewhere
    return found


def _read(entry_id: int, *, actor: Actor, on: date) -> tuple[Sheet, Dossier]:
    entry = Entry.objects.assessed_by(actor).select_related("cycle").filter(pk=entry_id).first()
    review = None if entry is None else Review.objects.filter(entry=entry, officer=actor.pk, set_aside_at=None).first()
    if entry is None or review is None or not permissions.may_assess(actor):
        raise NoSuchEntry
    instrument = parsed(entry.cycle.instrument_text)
    dossier = dossier_of(entry)
    asked = asked_back(entry)
    fields = ("level", "number", "note", "scored_at")
    own = {row[0]: OwnScore(*row[1:]) for row in ItemScore.objects.filter(review=review).values_list("code", *fields)}
    lines = tuple(
        _item(instrument, code, dossier.claims.get(code), own.get(code), asked.get(code)) for code in entry.items
    )
    line = read_entries(Entry.objects.assessed_by(actor).filter(pk=entry_id), on=on)[0]
    notes = tuple(read_notes(entry, instrument, actor=actor))
    return Sheet(line, review.number, review.submitted_at, lines, notes, instrument), dossier


def dossier_of(entry: Entry) -> Dossier:
    """What the region handed in, for whom the entry has been opened: packages are read in the office's stead."""
    if entry.package_id is None:
        raise NoSuchEntry
    asked = list(Correction.objects.filter(entry=entry).values_list("code", flat=True))
    return read_dossier(entry.package_id, entry.corrected_package_id, asked=asked, actor=get_system_officer(NATION))


def asked_back(entry: Entry) -> dict[str, tuple[str, bool]]:
    """item -> what is to be mended, and whether the region answered."""
    rows = Correction.objects.filter(entry=entry).values_list("code", "reason", "answered_at")
    return {code: (reason, answered is not None) for code, reason, answered in rows}


def read_notes(entry: Entry, instrument: Instrument, *, actor: Actor) -> Sequence[NoteLine]:
    """The panel's notes; while the round is blind only the reader's own, since a note may propose a level."""
    notes = Note.objects.filter(entry=entry, review__set_aside_at=None)
    if entry.scores_opened_at is None:
        notes = notes.filter(review__officer=actor.pk)
    fields = ("pk", "kind", "held_on", "code", "text", "level", "review__number", "review__officer_id")
    return [
        NoteLine(pk, kind, day, code, title_of(instrument, code), text, level, number, officer == actor.pk)
        for pk, kind, day, code, text, level, number, officer in notes.order_by("held_on", "pk").values_list(*fields)
    ]


def title_of(instrument: Instrument, code: str) -> str:
    """The title of a part or item; with its number where a part is repeated."""
    if not code:
        return ""
    name, _sign, thing = code.partition("#")
    title = said(instrument.nodes[name].title)
    return f"{title} ({thing})" if thing else title


def group_of(instrument: Instrument, code: str) -> str:
    """The title of the component an item lies in."""
    place = code.partition("#")[0]
    while (above := instrument.parents.get(place)) and above != instrument.root.code:
        place = above
    return said(instrument.nodes[place].title)


def _item(
    instrument: Instrument, code: str, claim: Claim | None, own: OwnScore | None, asked: tuple[str, bool] | None
) -> ItemLine:
    return ItemLine(
        code=code,
        title=title_of(instrument, code),
        group=group_of(instrument, code),
        claimed=items.written(instrument, code, (claim.level, claim.number)) if claim else items.figures.MISSING,
        own=own,
        own_text=items.written(instrument, code, (own.level, own.number)) if own else "",
        asked_back=asked[0] if asked else "",
        answered=bool(asked and asked[1]),
    )
