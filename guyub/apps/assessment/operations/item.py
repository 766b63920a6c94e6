"""Answering an item: by an officer of its agency, or by the regency's own data."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, permissions, reckoning
from guyub.apps.assessment.models import Item, MeasuredValue
from guyub.apps.assessment.operations.assessment import AssessmentClosed, open_for_change
from guyub.apps.assessment.queries import NoSuchItem
from guyub.apps.indicators import queries as indicators
from guyub.engines.scoring import Asks, Instrument, Leaf
from guyub.errors import Refusal
from guyub.ledger import record
from guyub.ledger.queries import list_events

BY_DATA = "Guyub"  # who answered, where nobody typed anything


class AnswerNotPossible(Refusal):
    """A level that the scale does not have, a number outside its range, a number that is not typed here."""

    code = "assessment.answer-not-possible"
    status = 422


class AnsweredMeanwhile(Refusal):
    """Somebody else saved another answer after this page was opened: nothing is overwritten unseen."""

    code = "assessment.answered-meanwhile"

    def __init__(self, office: str) -> None:
        super().__init__(
            _("%(office)s saved another answer after you opened this page.") % {"office": office},
            remedy=_("Compare both, then save the one that is right."),
        )


@transaction.atomic(durable=True)
def answer_item(
    *,
    item_id: int,
    claimed_level: int | None = None,
    number: Decimal | None = None,
    explanation: str = "",
    seen: str | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Say of an item which level is reached, what was measured or whether it is so, and why; return the item's id.

    claimed_level  counts only as far as accepted evidence reaches
    number         1 and 0 for yes and no; never for an item that indicators or measures answer
    seen           the state (`ItemPage.state`) that the officer had before him; None: whatever it is

    The same answer again changes nothing. Raises NoSuchItem, NotPermitted, AssessmentClosed, AnswerNotPossible,
    AnsweredMeanwhile.
    """
    item, leaf = item_to_answer(item_id, actor)
    explanation = explanation.strip()
    if leaf.indicator or leaf.measure:
        number, claimed_level = item.number, item.claimed_level
    _require_possible(leaf, claimed_level, number)
    if (item.claimed_level, item.number, item.explanation) == (claimed_level, number, explanation):
        return item.pk
    if seen is not None and seen != reckoning.state(item.answered_at) and not _was_last_answered_by(item, actor):
        raise AnsweredMeanwhile(item.answered_office)
    before = item.claimed_level if leaf.asks is Asks.LEVEL else item.number
    is_answered = claimed_level is not None or number is not None or explanation != ""
    item.claimed_level, item.number, item.explanation = claimed_level, number, explanation
    item.answered_at = at if is_answered else None
    item.answered_office = actor.acting_as if is_answered else ""
    item.save(update_fields=["claimed_level", "number", "explanation", "answered_at", "answered_office"])
    record(
        "item.answered",
        actor=actor,
        at=at,
        area=item.assessment.area_id,
        subject=("assessment.item", item.pk),
        assessment=item.assessment_id,
        code=item.code,
        level=claimed_level,
        number=None if number is None else str(number),
        before=None if before is None else str(before),
    )
    return item.pk


def _was_last_answered_by(item: Item, actor: Actor) -> bool:
    """A page that saves by itself may not have heard yet of its own last save: that is no conflict."""
    subject = ("assessment.item", item.pk)
    last = list_events(areas=[item.assessment.area_id], names=["item.answered"], subject=subject, limit=1)
    return bool(last) and last[0].actor_id == actor.pk


def _require_possible(leaf: Leaf, claimed_level: int | None, number: Decimal | None) -> None:
    levels = [level.level for level in leaf.levels]
    if claimed_level is not None and claimed_level not in levels:
        raise AnswerNotPossible(
            _("This item has no level %(level)d.") % {"level": claimed_level}, remedy=_("Choose one from the list.")
        )
    if number is None:
        return
    if leaf.asks is Asks.YES_NO and number not in (0, 1):
        raise AnswerNotPossible(_("This item is answered by yes or no."), remedy=_("Choose one of the two."))
    if (leaf.low is not None and number < leaf.low) or (leaf.high is not None and number > leaf.high):
        raise AnswerNotPossible(
            _("The number lies outside what is possible here."),
            remedy=_("Compare it with the unit: %(low)s to %(high)s.") % {"low": leaf.low, "high": leaf.high},
        )


@transaction.atomic(durable=True)
def take_in_indicators(*, assessment_id: int, actor: Actor, at: datetime) -> int:
    """
    Answer by data what data can answer: each item whose leaf names an indicator or a measure; return how many changed.

    The newest value up to the end of the assessment's year counts; a hidden or missing value answers nothing.
    Raises NotPermitted, NoSuchAssessment, AssessmentClosed.
    """
    assessment = open_for_change(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    parsed = content.parsed(assessment.instrument.text)
    known = _known_values(parsed, assessment.area_id, assessment.year, actor)
    changed = []
    for item in Item.objects.select_for_update().filter(assessment=assessment):
        leaf = reckoning.leaf_of(parsed, item.code)
        number, period = known.get(leaf.indicator) or known.get(f"measure:{leaf.measure}") or (None, "")
        if number is not None and (item.number, item.indicator_period) != (number, period):
            item.number, item.indicator_period = number, period
            item.answered_at, item.answered_office = at, BY_DATA
            changed.append(item)
    if not changed:
        return 0
    Item.objects.bulk_update(changed, ["number", "indicator_period", "answered_at", "answered_office"])
    record(
        "assessment.indicators_taken_in",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        short=parsed.short,
        year=assessment.year,
        items={item.code: [str(item.number), item.indicator_period] for item in changed},
    )
    return len(changed)


def _known_values(parsed: Instrument, area: str, year: int, actor: Actor) -> dict[str, tuple[Decimal, str]]:
    """An indicator's code, or "measure:" and a measure's -> its value and the period it is of."""
    leaves = [node.leaf for node in parsed.leaves if node.leaf is not None]
    known: dict[str, tuple[Decimal, str]] = {}
    if any(leaf.indicator for leaf in leaves):
        for line in indicators.list_indicators(actor=actor, area=area, period=f"{year}-12"):
            if line.value is not None and line.period is not None:
                known[line.code] = (line.value.quantize(Decimal("0.000001")), line.period)
    if any(leaf.measure for leaf in leaves):
        live = MeasuredValue.objects.live().filter(area_id=area, year=year)
        known |= {f"measure:{code}": (value, str(year)) for code, value in live.values_list("measure", "value")}
    return known


@transaction.atomic(durable=True)
def repeat_part(*, assessment_id: int, part: str, actor: Actor, at: datetime) -> int:
    """
    Add one more of a repeated part ("the next innovation"): an item for each of its leaves; return its number.

    Raises NotPermitted, NoSuchAssessment, AssessmentClosed, AnswerNotPossible.
    """
    assessment = open_for_change(assessment_id, actor)
    permissions.require_manager(actor, area=assessment.area_id)
    node = content.parsed(assessment.instrument.text).nodes.get(part)
    if node is None or node.repeat_at_least is None:
        raise AnswerNotPossible(_("This part is answered only once."), remedy=_("Choose a part that is repeated."))
    leaves = [each.code for each in node.walk() if each.leaf is not None]
    first = {item.code.partition("#")[0]: item for item in assessment.items.filter(code__in=[f"{c}#1" for c in leaves])}
    taken = assessment.items.filter(code__startswith=f"{leaves[0]}#").values_list("code", flat=True)
    number = max(int(code.partition("#")[2]) for code in taken) + 1
    Item.objects.bulk_create(
        Item(assessment=assessment, code=f"{code}#{number}", order=first[code].order, agency_id=first[code].agency_id)
        for code in leaves
    )
    record(
        "assessment.part_repeated",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=("assessment.assessment", assessment.pk),
        part=part,
        number=number,
    )
    return number


def item_to_answer(item_id: int, actor: Actor) -> tuple[Item, Leaf]:
    """The item, locked, and its leaf. Raises NoSuchItem, NotPermitted, AssessmentClosed."""
    item = find_item(item_id, actor)
    assessment = item.assessment
    permissions.require_answerer(actor, area=assessment.area_id, agency_id=item.agency_id)
    if assessment.closed_at is not None:
        raise AssessmentClosed
    return item, reckoning.leaf_of(content.parsed(assessment.instrument.text), item.code)


def find_item(item_id: int, actor: Actor) -> Item:
    """The item, locked. Raises NoSuchItem, also for one in a regency that the actor may not see."""
    found = Item.objects.select_for_update(of=("self",)).select_related("assessment__instrument")
    item = found.filter(pk=item_id).first()
    if item is None or not permissions.may_see(actor, area=item.assessment.area_id):
        raise NoSuchItem
    return item
