"""Publishing a result, and what a region objects to in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.evaluation import items, permissions
from guyub.apps.evaluation.calendar import objections_until
from guyub.apps.evaluation.models import Entry, Objection, Remark, Result, Review, Settlement
from guyub.apps.evaluation.operations._entry import instrument_of, lock_for_office, lock_for_panel
from guyub.apps.evaluation.operations.entry import NotUnderReview
from guyub.apps.evaluation.operations.panel import ReasonMissing
from guyub.apps.evaluation.queries import NoSuchEntry, NoSuchItem
from guyub.errors import Refusal
from guyub.ledger import record

DIGITS = Decimal("0.000001")


class NotSettled(Refusal):
    """The panel has not settled every item."""

    code = "evaluation.not-settled"

    def __init__(self, left: int) -> None:
        super().__init__(
            _("%(left)d items are not settled yet.") % {"left": left},
            remedy=_("The panel settles them on the page of differences; then the result can be published."),
        )


class ResultStands(Refusal):
    """A published result is only replaced because of an accepted objection, once all are answered."""

    code = "evaluation.result-stands"

    def __init__(self) -> None:
        super().__init__(
            _("The published result stands."),
            remedy=_("It is replaced once every objection is answered and at least one is accepted."),
        )


class LetterNumberTaken(Refusal):
    """Two letters have the same number."""

    code = "evaluation.letter-number-taken"

    def __init__(self) -> None:
        super().__init__(
            _("Another result was published under this number."), remedy=_("Write the number of this letter.")
        )


class ObjectionNotPossible(Refusal):
    """The days are over, or the result is final."""

    code = "evaluation.objection-not-possible"

    def __init__(self) -> None:
        super().__init__(
            _("Objections to this result are no longer possible."),
            remedy=_("See the last day on the page of the result. A result that followed an objection is final."),
        )


class NoSuchObjection(Refusal):
    """There is none, or it is another panel's."""

    code = "evaluation.no-such-objection"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such objection here."), remedy=_("Open the region's page."))


@transaction.atomic(durable=True)
def publish_result(
    *,
    entry_id: int,
    number: str,
    dated_on: date,
    signatory: str,
    earlier_total: Decimal | None = None,
    earlier_source: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """
    Publish what the panel settled, under the number and day of its letter; return the result's id.

    earlier_…  last year's score and where it stands, for a region whose earlier result is not kept here

    After an accepted objection it replaces the earlier result, which stays as it was published. Raises NotPermitted,
    NoSuchEntry, NotSettled, ResultStands, LetterNumberTaken.
    """
    entry = lock_for_office(entry_id, actor=actor)
    standing = _require_publishable(entry, number)
    settled = _settled(entry)
    if left := len(set(entry.items) - set(settled)) or (0 if entry.items else 1):
        raise NotSettled(left)
    instrument = instrument_of(entry.cycle)
    scored = items.computed(instrument, settled, weights=entry.cycle.weight_set)
    if scored.total is None:
        raise NotSettled(len(entry.items))
    Result.objects.filter(entry=entry, replaced_at=None).update(replaced_at=at)
    letter = _letter(entry, earlier_total, earlier_source, weights=entry.cycle.weight_set)
    letter["contributions"] = {
        code: str(_digits(part.contribution)) for code, part in scored.parts.items() if part.contribution is not None
    }
    result = Result.objects.create(
        entry=entry,
        number=number.strip(),
        dated_on=dated_on,
        signatory=signatory.strip(),
        total=_digits(scored.total),
        grade=scored.grade.code if scored.grade else "",
        parts={code: str(_digits(part.value)) for code, part in scored.parts.items() if part.value is not None},
        settled={code: str(level if level is not None else given) for code, (level, given) in settled.items()},
        letter=letter,
        published_at=at,
        replaces=standing,
    )
    record(
        "result.published",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.result", result.pk),
        region=entry.area_id,
        number=result.number,
        total=str(result.total),
        grade=result.grade,
        digest=_digest(result),
        replaces=standing.pk if standing else None,
    )
    return result.pk


@transaction.atomic(durable=True)
def file_objection(*, entry_id: int, code: str, reason: str, actor: Actor, at: datetime) -> int:
    """
    Object in the region's name to one item of its result; return the objection's id.

    Raises NoSuchEntry, NotPermitted, NoSuchItem, ReasonMissing, ObjectionNotPossible.
    """
    entry = Entry.objects.of_region(actor).select_related("cycle").select_for_update(of=("self",)).filter(pk=entry_id)
    found = entry.first()
    if found is None:
        raise NoSuchEntry
    permissions.require_region(actor, area=found.area_id)
    result = Result.objects.filter(entry=found, replaced_at=None).first()
    if result is None:
        raise ObjectionNotPossible
    until = objections_until(timezone.localdate(result.published_at), found.cycle.objection_days)
    if result.replaces_id is not None or timezone.localdate(at) > until:
        raise ObjectionNotPossible
    if code not in found.items:
        raise NoSuchItem
    if not reason.strip():
        raise ReasonMissing
    standing = Objection.objects.filter(result=result, code=code).first()
    if standing is not None:
        return standing.pk
    objection = Objection.objects.create(
        result=result, code=code, reason=reason.strip(), filed_at=at, filed_office=actor.acting_as
    )
    record(
        "objection.filed",
        actor=actor,
        at=at,
        area=found.area_id,
        subject=("evaluation.objection", objection.pk),
        result=result.pk,
        item=code,
    )
    return objection.pk


@transaction.atomic(durable=True)
def answer_objection(
    *,
    objection_id: int,
    accepted: bool,
    reason: str,
    level: int | None = None,
    number: Decimal | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    The panel answers an objection, with its reason and, where it accepts, the item's new value; return the entry's id.

    The published result stays; the office publishes its successor. Raises NoSuchObjection, NoSuchEntry, ReasonMissing,
    ScoreNotPossible.
    """
    place = Objection.objects.filter(pk=objection_id).values_list("result__entry", flat=True).first()
    if place is None:
        raise NoSuchObjection
    entry = lock_for_panel(place, actor=actor)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    if not reason.strip():
        raise ReasonMissing
    if objection.answer:
        return entry.pk
    if accepted:
        items.require_possible(instrument_of(entry.cycle), objection.code, level, number)
        live = Settlement.objects.filter(entry=entry, code=objection.code, replaced_at=None)
        live.update(replaced_at=at)
        Settlement.objects.create(
            entry=entry,
            code=objection.code,
            level=level,
            number=number,
            way=Settlement.Way.OBJECTION,
            reason=reason.strip(),
            settled_at=at,
            settled_by_id=actor.pk,
        )
    answer = Objection.Answer.ACCEPTED if accepted else Objection.Answer.REJECTED
    Objection.objects.filter(pk=objection.pk).update(answer=answer, answer_reason=reason.strip(), answered_at=at)
    record(
        "objection.answered",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.objection", objection.pk),
        region=entry.area_id,
        item=objection.code,
        answer=str(answer),
    )
    return entry.pk


def _require_publishable(entry: Entry, number: str) -> Result | None:
    """The result that would be replaced, if there is one."""
    if entry.scores_opened_at is None or entry.cycle.closed_at is not None:
        raise NotUnderReview
    if Result.objects.filter(number=number.strip()).exists():
        raise LetterNumberTaken
    standing = Result.objects.select_for_update().filter(entry=entry, replaced_at=None).first()
    if standing is None:
        return None
    answers = list(Objection.objects.filter(result=standing).values_list("answer", flat=True))
    if "" in answers or Objection.Answer.ACCEPTED not in answers:
        raise ResultStands
    return standing


def _settled(entry: Entry) -> dict[str, items.Given]:
    live = Settlement.objects.filter(entry=entry, replaced_at=None)
    return {code: (level, number) for code, level, number in live.values_list("code", "level", "number")}


def _letter(entry: Entry, total: Decimal | None, source: str, *, weights: str) -> dict[str, Any]:
    """What the letter says besides the numbers, as it stands on this day."""
    earlier = _earlier(entry) or ({"total": str(total), "source": source.strip()} if total is not None else None)
    remarks: dict[str, list[Mapping[str, Any]]] = {str(kind): [] for kind in Remark.Kind}
    written = Remark.objects.filter(entry=entry, removed_at=None).order_by("written_at", "pk")
    for pk, kind, code, text, due_on in written.values_list("pk", "kind", "code", "text", "due_on"):
        remarks[kind].append({"key": pk, "code": code, "text": text, "due_on": due_on and due_on.isoformat()})
    counted = Review.objects.filter(entry=entry, set_aside_at=None, submitted_at__isnull=False).count()
    return {"remarks": remarks, "earlier": earlier, "weights": weights, "assessors": counted}


def _earlier(entry: Entry) -> dict[str, str] | None:
    """The result of the year before by the same instrument, as it was last published."""
    same = {"entry__area": entry.area_id, "entry__cycle__instrument_code": entry.cycle.instrument_code}
    found = Result.objects.filter(**same, entry__cycle__year=entry.cycle.year - 1, replaced_at=None)
    row = found.order_by("-entry__cycle__stage").values_list("total", "number").first()
    return None if row is None else {"total": str(row[0]), "source": row[1]}


def _digits(value: Any) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(DIGITS)


def _digest(result: Result) -> str:
    content = {"total": str(result.total), "parts": result.parts, "settled": result.settled, "letter": result.letter}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
