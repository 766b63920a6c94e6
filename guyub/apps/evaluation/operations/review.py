"""An assessor's own sheet: scores, handing it in; opening the scores; notes of interviews and visits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.permissions import Actor
from guyub.apps.evaluation import items
from guyub.apps.evaluation.models import Entry, ItemScore, Note, Review
from guyub.apps.evaluation.operations._entry import all_submitted, instrument_of, lock_for_office, lock_for_panel
from guyub.apps.evaluation.operations.entry import NotUnderReview
from guyub.apps.evaluation.operations.panel import ReasonMissing
from guyub.apps.evaluation.queries import NoSuchItem
from guyub.errors import Refusal
from guyub.ledger import record


class SheetHandedIn(Refusal):
    """Scores given blind stay as they were given."""

    code = "evaluation.sheet-handed-in"

    def __init__(self) -> None:
        super().__init__(
            _("Your sheet is handed in; its scores stay as they were given."),
            remedy=_("Raise it in the panel's discussion, which settles the item."),
        )


class ItemsWithoutScore(Refusal):
    """A sheet is handed in whole."""

    code = "evaluation.items-without-score"

    def __init__(self, count: int, first: str) -> None:
        problem = ngettext(
            "%(count)d item has no score yet, first %(first)s.",
            "%(count)d items have no score yet, first %(first)s.",
            count,
        )
        super().__init__(problem % {"count": count, "first": first}, remedy=_("Score it, then hand your sheet in."))


class NobodyHandedIn(Refusal):
    """There is nothing to open."""

    code = "evaluation.nobody-handed-in"

    def __init__(self) -> None:
        super().__init__(
            _("No assessor has handed in a sheet for this region."),
            remedy=_("Ask the assessors to hand in, then close the round."),
        )


@transaction.atomic(durable=True)
def score_item(
    *,
    entry_id: int,
    code: str,
    level: int | None = None,
    number: Decimal | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """
    Give one's own level (or number) and note to an item; return the score's id. The same again changes nothing.

    Raises NoSuchEntry, NoSuchItem, NotUnderReview, SheetHandedIn, ScoreNotPossible.
    """
    entry = lock_for_panel(entry_id, actor=actor)
    sheet = _own_sheet(entry, actor)
    if code not in entry.items:
        raise NoSuchItem
    if sheet.submitted_at is not None or entry.scores_opened_at is not None:
        raise SheetHandedIn
    items.require_possible(instrument_of(entry.cycle), code, level, number)
    given = {"level": level, "number": number, "note": note.strip()}
    before = ItemScore.objects.filter(review=sheet, code=code).first()
    if before is not None and all(getattr(before, name) == value for name, value in given.items()):
        return before.pk
    score, _new = ItemScore.objects.update_or_create(review=sheet, code=code, defaults={**given, "scored_at": at})
    # Neither the value nor a hint of it: the ledger is read by others, and the round is blind.
    record(
        "entry.item_scored",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        item=code,
    )
    return score.pk


@transaction.atomic(durable=True)
def submit_review(*, entry_id: int, actor: Actor, at: datetime) -> int:
    """
    Hand in one's own sheet; when all have, the panel sees all scores. Returns the entry's id.

    Raises NoSuchEntry, NotUnderReview, ItemsWithoutScore.
    """
    entry = lock_for_panel(entry_id, actor=actor)
    sheet = _own_sheet(entry, actor)
    if sheet.submitted_at is not None:
        return entry.pk
    scored = set(ItemScore.objects.filter(review=sheet).values_list("code", flat=True))
    if missing := [code for code in entry.items if code not in scored]:
        raise ItemsWithoutScore(len(missing), missing[0])
    Review.objects.filter(pk=sheet.pk).update(submitted_at=at)
    opened = entry.scores_opened_at is None and all_submitted(entry)
    if opened:
        Entry.objects.filter(pk=entry.pk).update(scores_opened_at=at)
    record(
        "entry.review_submitted",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        assessor=sheet.number,
        opened=opened,
    )
    return entry.pk


@transaction.atomic(durable=True)
def open_scores(*, entry_id: int, actor: Actor, at: datetime) -> int:
    """
    The office closes the blind round: the panel sees the scores of the sheets handed in. Returns the entry's id.

    A sheet not handed in by now no longer counts. Raises NotPermitted, NoSuchEntry, NotUnderReview, NobodyHandedIn.
    """
    entry = lock_for_office(entry_id, actor=actor)
    if entry.review_started_at is None:
        raise NotUnderReview
    if entry.scores_opened_at is not None:
        return entry.pk
    sheets = Review.objects.filter(entry=entry, set_aside_at=None)
    if not sheets.filter(submitted_at__isnull=False).exists():
        raise NobodyHandedIn
    dropped = sheets.filter(submitted_at=None).update(set_aside_at=at)
    Entry.objects.filter(pk=entry.pk).update(scores_opened_at=at)
    record(
        "entry.scores_opened",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        not_handed_in=dropped,
    )
    return entry.pk


@transaction.atomic(durable=True)
def write_note(
    *,
    entry_id: int,
    kind: str,
    held_on: date,
    code: str,
    text: str,
    level: int | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Note what an interview or a visit showed, and the level it leads to; return the note's id.

    While the round is blind only its writer sees it. Raises NoSuchEntry, NoSuchItem, NotUnderReview, ReasonMissing,
    ScoreNotPossible.
    """
    entry = lock_for_panel(entry_id, actor=actor)
    sheet = _own_sheet(entry, actor)
    instrument = instrument_of(entry.cycle)
    if not items.has_part(instrument, code):
        raise NoSuchItem
    if not text.strip():
        raise ReasonMissing
    if level is not None:
        items.require_possible(instrument, code or instrument.root.code, level, None)
    note = Note.objects.create(
        entry=entry, review=sheet, kind=kind, held_on=held_on, code=code, text=text.strip(), level=level, written_at=at
    )
    record(
        "entry.note_written",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        kind=kind,
        held_on=held_on.isoformat(),
        part=code,
    )
    return note.pk


def _own_sheet(entry: Entry, actor: Actor) -> Review:
    sheet = Review.objects.select_for_update().filter(entry=entry, officer=actor.pk, set_aside_at=None).first()
    if sheet is None or entry.settled_at is not None:
        raise NotUnderReview
    return sheet
