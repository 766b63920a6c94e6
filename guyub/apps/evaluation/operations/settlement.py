"""What the panel stands by: item by item after discussion, by the rule where it applies; and its remarks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.evaluation import content, items
from guyub.apps.evaluation.models import Correction, Entry, ItemScore, Remark, Result, Settlement
from guyub.apps.evaluation.operations._entry import instrument_of, lock_for_panel
from guyub.apps.evaluation.operations.entry import NotUnderReview
from guyub.apps.evaluation.operations.panel import ReasonMissing
from guyub.apps.evaluation.queries import NoSuchItem
from guyub.errors import Refusal
from guyub.ledger import record


class ScoresStillBlind(Refusal):
    """Settling begins when everybody's scores are on the table."""

    code = "evaluation.scores-still-blind"

    def __init__(self) -> None:
        super().__init__(
            _("The scores are not open yet."),
            remedy=_("Wait until every assessor has handed in, or ask the office to close the round."),
        )


class CorrectionRunning(Refusal):
    """The region still has time to mend this item."""

    code = "evaluation.correction-running"

    def __init__(self, until: date) -> None:
        super().__init__(
            _("This item was asked back, and the region has time to mend it."),
            remedy=_("Settle it when the correction is in, or after the day set for it."),
        )
        self.until = until


@transaction.atomic(durable=True)
def settle_item(
    *,
    entry_id: int,
    code: str,
    level: int | None = None,
    number: Decimal | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Settle an item by the panel's discussion, with its reason; return the settlement's id. An earlier one is kept.

    Raises NoSuchEntry, NoSuchItem, ScoresStillBlind, NotUnderReview, CorrectionRunning, ReasonMissing,
    ScoreNotPossible.
    """
    entry = lock_for_panel(entry_id, actor=actor)
    _require_open(entry)
    if code not in entry.items:
        raise NoSuchItem
    if not reason.strip():
        raise ReasonMissing
    if code in _awaited(entry, timezone.localdate(at)) and entry.correction_until is not None:
        raise CorrectionRunning(entry.correction_until)
    items.require_possible(instrument_of(entry.cycle), code, level, number)
    Settlement.objects.filter(entry=entry, code=code, replaced_at=None).update(replaced_at=at)
    settlement = Settlement.objects.create(
        entry=entry,
        code=code,
        level=level,
        number=number,
        way=Settlement.Way.DISCUSSION,
        reason=reason.strip(),
        settled_at=at,
        settled_by_id=actor.pk,
    )
    complete = _settled(entry, at)
    record(
        "entry.item_settled",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        item=code,
        complete=complete,
    )
    return settlement.pk


@transaction.atomic(durable=True)
def settle_by_rule(*, entry_id: int, actor: Actor, at: datetime) -> int:
    """
    Settle what needs no discussion: items on which all agree, and those close enough for the median; return how many.

    How close is said by content/evaluation/rules.yaml. Raises NoSuchEntry, ScoresStillBlind, NotUnderReview.
    """
    entry = lock_for_panel(entry_id, actor=actor, or_office=True)
    _require_open(entry)
    done = set(Settlement.objects.filter(entry=entry, replaced_at=None).values_list("code", flat=True))
    done |= _awaited(entry, timezone.localdate(at))
    closest = content.rules().median_up_to
    found: list[Settlement] = []
    for code, given in _scores(entry).items():
        apart = items.spread(given)
        # A number is measured, not judged: two different ones are not settled by their middle.
        if code in done or (apart and (apart > closest or given[0][0] is None)):
            continue
        level, number = items.middle(given)
        way = Settlement.Way.MEDIAN if apart else Settlement.Way.AGREED
        found.append(
            Settlement(
                entry=entry, code=code, level=level, number=number, way=way, settled_at=at, settled_by_id=actor.pk
            )
        )
    Settlement.objects.bulk_create(found)
    if found:
        record(
            "entry.settled_by_rule",
            actor=actor,
            at=at,
            area=entry.cycle.area_id,
            subject=("evaluation.entry", entry.pk),
            region=entry.area_id,
            agreed=sum(each.way == Settlement.Way.AGREED for each in found),
            median=sum(each.way == Settlement.Way.MEDIAN for each in found),
            complete=_settled(entry, at),
        )
    return len(found)


@transaction.atomic(durable=True)
def write_remark(
    *,
    entry_id: int,
    kind: str,
    code: str,
    text: str,
    due_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Write a strength, a weakness or a recommendation for the results letter; return its id.

    For the panel and the office, until the result is published. Raises NoSuchEntry, NoSuchItem, NotUnderReview,
    ReasonMissing.
    """
    entry = lock_for_panel(entry_id, actor=actor, or_office=True)
    _require_not_published(entry)
    if not items.has_part(instrument_of(entry.cycle), code):
        raise NoSuchItem
    if not text.strip():
        raise ReasonMissing
    remark = Remark.objects.create(
        entry=entry,
        kind=kind,
        code=code,
        text=text.strip(),
        due_on=due_on if kind == Remark.Kind.RECOMMENDATION else None,
        written_at=at,
    )
    record(
        "entry.remark_written",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        kind=kind,
        part=code,
    )
    return remark.pk


@transaction.atomic(durable=True)
def remove_remark(*, entry_id: int, remark_id: int, actor: Actor, at: datetime) -> int:
    """Take a remark out of the letter before it is published. Raises NoSuchEntry, NotUnderReview."""
    entry = lock_for_panel(entry_id, actor=actor, or_office=True)
    _require_not_published(entry)
    if Remark.objects.filter(entry=entry, pk=remark_id, removed_at=None).update(removed_at=at):
        record(
            "entry.remark_removed",
            actor=actor,
            at=at,
            area=entry.cycle.area_id,
            subject=("evaluation.entry", entry.pk),
            region=entry.area_id,
            remark=remark_id,
        )
    return entry.pk


def _require_open(entry: Entry) -> None:
    if entry.scores_opened_at is None:
        raise ScoresStillBlind
    _require_not_published(entry)


def _require_not_published(entry: Entry) -> None:
    if entry.review_started_at is None or Result.objects.filter(entry=entry).exists():
        raise NotUnderReview


def _awaited(entry: Entry, on: date) -> set[str]:
    """The items whose correction the region may still send."""
    if entry.correction_until is None or on > entry.correction_until:
        return set()
    return set(Correction.objects.filter(entry=entry, answered_at=None).values_list("code", flat=True))


def _scores(entry: Entry) -> Mapping[str, list[items.Given]]:
    counted = ItemScore.objects.filter(
        review__entry=entry, review__set_aside_at=None, review__submitted_at__isnull=False
    )
    found: dict[str, list[items.Given]] = {}
    for code, level, number in counted.order_by("review__number").values_list("code", "level", "number"):
        found.setdefault(code, []).append((level, number))
    return found


def _settled(entry: Entry, at: datetime) -> bool:
    """Whether nothing is left to settle; the entry keeps since when."""
    live = set(Settlement.objects.filter(entry=entry, replaced_at=None).values_list("code", flat=True))
    complete = live >= set(entry.items)
    if complete and entry.settled_at is None:
        Entry.objects.filter(pk=entry.pk).update(settled_at=at)
    return complete
