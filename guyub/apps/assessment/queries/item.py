"""One item: what each level asks for, what is there, what was said, what happened; and the comments on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from guyub.apps.accounts import queries as accounts
from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, permissions, reckoning
from guyub.apps.assessment.models import Attachment, Comment, Evidence, Item
from guyub.apps.assessment.queries._rows import (
    AssessmentRow,
    AttachmentLine,
    ItemRow,
    NoSuchAssessment,
    read_assessment,
    read_items,
)
from guyub.apps.assessment.queries._standing import ItemState, best_state, state_of
from guyub.apps.assessment.queries.answers import answers_of
from guyub.engines.scoring import Asks, Leaf, Requirement, score
from guyub.errors import Refusal
from guyub.ledger.queries import list_events


class NoSuchItem(Refusal):
    """There is none, or it belongs to a regency that the reader may not see."""

    code = "assessment.no-such-item"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such item here."), remedy=_("Look it up in its assessment."))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another item that the same evidence serves."""

    item_id: int
    instrument: str
    year: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class HeldEvidence:
    """One piece at a requirement, with what the reader may do with it."""

    line: AttachmentLine
    kind_name: str
    revision_name: str
    elsewhere: tuple[Elsewhere, ...]
    may_detach: bool
    may_decide: bool
    is_own: bool

    @property
    def tag(self) -> str:
        return {"accepted": "ok", "in_progress": "warn", "renewed": "warn", "draft": "none"}.get(self.line.state, "bad")

    @property
    def word(self) -> str:
        return {
            "accepted": _("Accepted"),
            "in_progress": _("Waiting for a look"),
            "renewed": _("New version, waiting for a look"),
            "draft": _("Draft, not sent yet"),
            "revise": _("To revise"),
            "expired": _("Expired"),
            "withdrawn": _("Withdrawn"),
        }[self.line.state]


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One piece of evidence that a level asks for; state: the best that is there, "none" when nothing is."""

    code: str
    text: str
    kind: str
    kind_name: str
    valid_months: int | None
    state: str
    held: tuple[HeldEvidence, ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    level: int
    title: str
    text: str
    requirements: tuple[RequirementLine, ...]
    is_reached: bool
    is_claimed: bool

    @property
    def met(self) -> int:
        return sum(1 for each in self.requirements if each.state == "accepted")


@dataclass(frozen=True, slots=True)
class CommentLine:
    pk: int
    text: str
    by: str
    at: datetime
    settled_at: datetime | None
    mentions: tuple[str, ...]
    is_for_reader: bool


@dataclass(frozen=True, slots=True)
class HappenedLine:
    at: datetime
    office: str
    text: str


@dataclass(frozen=True, slots=True)
class Mentionable:
    """An officer who can be asked in a comment, by the office he holds."""

    pk: int
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """
    state_token   what `answer_item` is told was seen
    loose         evidence that stands at no requirement of the leaf: of an item that asks for none in particular
    """

    row: ItemRow
    assessment_id: int
    area: str
    year: int
    instrument: str
    unit_of_score: str
    title: str
    meaning: str
    path: tuple[str, ...]
    leaf: Leaf
    state: ItemState
    levels: tuple[LevelLine, ...]
    loose: tuple[HeldEvidence, ...]
    comments: tuple[CommentLine, ...]
    history: tuple[HappenedLine, ...]
    mentionable: tuple[Mentionable, ...]
    before: int | None
    after: int | None
    due_on: date | None
    is_closed: bool
    may_answer: bool
    may_verify: bool
    state_token: str

    @property
    def sendable(self) -> tuple[int, ...]:
        """Attachments that wait for the agency to send them."""
        return tuple(line.pk for line in self.row.attachments if line.state in ("draft", "revise"))

    @property
    def is_answered_by_data(self) -> bool:
        return bool(self.leaf.indicator or self.leaf.measure)

    @property
    def written(self) -> str:
        return reckoning.written(self.row.number)

    @property
    def typed(self) -> str:
        return reckoning.typed(self.row.number)

    @property
    def lowest(self) -> int:
        return self.levels[0].level

    @property
    def highest(self) -> int:
        return self.levels[-1].level

    @property
    def asks(self) -> str:
        """What an officer types: level, number or yes_no; a scale without evidence is answered by its number."""
        is_number = self.leaf.asks is Asks.LEVEL and not self.leaf.requirements
        return Asks.NUMBER.value if is_number else self.leaf.asks.value

    @property
    def requirements(self) -> tuple[RequirementLine, ...]:
        return tuple(each for level in self.levels for each in level.requirements)


def get_item(item_id: int, *, actor: Actor, on: date) -> ItemPage:
    """
    Everything on one item; a number of database queries that does not grow with its evidence.

    Raises NoSuchItem.
    """
    place = Item.objects.filter(pk=item_id).values_list("assessment_id", flat=True).first()
    if place is None:
        raise NoSuchItem
    try:
        assessment = read_assessment(place, actor=actor, on=on)
    except NoSuchAssessment as unseen:
        raise NoSuchItem from unseen
    items = read_items(assessment)
    at = next(n for n, each in enumerate(items) if each.pk == item_id)
    row, parsed = items[at], assessment.instrument
    node, leaf = parsed.nodes[row.leaf_code], reckoning.leaf_of(parsed, row.code)
    scored = score(parsed, answers_of(items), weights=assessment.weight_set)
    state = state_of(row, leaf, value=reckoning.value_of(scored, row.code))
    is_closed = assessment.closed_at is not None
    may_answer = not is_closed and permissions.may_answer(
        actor, area=assessment.area, agency_id=row.agency.pk if row.agency else None
    )
    may_verify = not is_closed and permissions.may_verify(actor, area=assessment.area)
    held = _held(row, assessment, actor, may_answer=may_answer, may_verify=may_verify)
    return ItemPage(
        row=row,
        assessment_id=assessment.pk,
        area=assessment.area,
        year=assessment.year,
        instrument=parsed.short,
        unit_of_score=parsed.unit,
        title=content.said(node.title),
        meaning=content.said(node.meaning),
        path=_path(assessment, row),
        leaf=leaf,
        state=state,
        levels=_levels(row, leaf, state, held),
        loose=tuple(each for line in row.attachments if line.requirement == "" for each in held[line.pk]),
        comments=_comments(row.pk, actor),
        history=_history(row.pk, assessment.area),
        mentionable=_mentionable(assessment.area, actor, on),
        before=items[at - 1].pk if at else None,
        after=items[at + 1].pk if at + 1 < len(items) else None,
        due_on=assessment.due_on,
        is_closed=is_closed,
        may_answer=may_answer,
        may_verify=may_verify,
        state_token=reckoning.state(row.answered_at),
    )


def _path(assessment: AssessmentRow, row: ItemRow) -> tuple[str, ...]:
    """The parts around the item, from the largest."""
    parsed, names = assessment.instrument, []
    code = parsed.parents.get(row.leaf_code)
    while code is not None and code != parsed.root.code:
        names.append(content.said(parsed.nodes[code].title))
        code = parsed.parents.get(code)
    return tuple(reversed(names))


def _held(
    row: ItemRow, assessment: AssessmentRow, actor: Actor, *, may_answer: bool, may_verify: bool
) -> dict[int, tuple[HeldEvidence]]:
    elsewhere = _elsewhere(row, assessment)
    return {
        line.pk: (
            HeldEvidence(
                line=line,
                kind_name=str(Evidence.Kind(line.kind).label),
                revision_name=str(Attachment.Revision(line.revision).label) if line.revision else "",
                elsewhere=tuple(elsewhere[line.evidence_id]),
                may_detach=may_answer,
                may_decide=may_verify
                and line.attached_by != actor.pk
                and line.state in ("in_progress", "renewed", "accepted", "revise"),
                is_own=line.attached_by == actor.pk,
            ),
        )
        for line in row.attachments
    }


def _elsewhere(row: ItemRow, assessment: AssessmentRow) -> Mapping[int, list[Elsewhere]]:
    """Evidence -> the other items it serves in this regency; the reader may see those as he may see this one."""
    wanted = {line.evidence_id for line in row.attachments}
    found = Attachment.objects.filter(evidence__in=wanted, removed_at=None, item__assessment__area_id=assessment.area)
    rows = (
        found.exclude(item_id=row.pk)
        .order_by("-item__assessment__year", "item__order", "pk")
        .values_list(
            "evidence_id", "item_id", "item__assessment__year", "item__code", "item__assessment__instrument__text"
        )
    )
    serves: dict[int, list[Elsewhere]] = defaultdict(list)
    for evidence_id, item_id, year, code, text in rows:
        parsed = content.parsed(text)
        title = content.said(parsed.nodes[code.partition("#")[0]].title)
        if all(each.item_id != item_id for each in serves[evidence_id]):
            serves[evidence_id].append(Elsewhere(item_id, parsed.short, year, code, title))
    return serves


def _levels(
    row: ItemRow, leaf: Leaf, state: ItemState, held: Mapping[int, tuple[HeldEvidence]]
) -> tuple[LevelLine, ...]:
    return tuple(
        LevelLine(
            level=level.level,
            title=content.said(level.title),
            text=content.said(level.text),
            requirements=tuple(_requirement(each, row, held) for each in level.evidence),
            is_reached=state.reached is not None and level.level <= state.reached,
            is_claimed=level.level == row.claimed_level,
        )
        for level in leaf.levels
    )


def _requirement(each: Requirement, row: ItemRow, held: Mapping[int, tuple[HeldEvidence]]) -> RequirementLine:
    return RequirementLine(
        code=each.code,
        text=content.said(each.text),
        kind=each.kind,
        kind_name=str(Evidence.Kind(each.kind).label),
        valid_months=each.valid_months,
        state=best_state(row.attachments, each.code),
        held=tuple(one for line in row.attachments if line.requirement == each.code for one in held[line.pk]),
    )


def _comments(item_id: int, actor: Actor) -> tuple[CommentLine, ...]:
    """Oldest first; two database queries."""
    found = Comment.objects.visible_to(actor).filter(item_id=item_id).order_by("written_at", "pk")
    mentions: dict[int, list[tuple[int, str]]] = defaultdict(list)
    named = found.order_by("pk", "mentions__name").exclude(mentions=None)
    for pk, officer_id, name in named.values_list("pk", "mentions", "mentions__name"):
        mentions[pk].append((officer_id, name))
    return tuple(
        CommentLine(
            *row,
            mentions=tuple(name for _pk, name in mentions[row[0]]),
            is_for_reader=any(officer_id == actor.pk for officer_id, _name in mentions[row[0]]),
        )
        for row in found.values_list("pk", "text", "written_by__name", "written_at", "settled_at")
    )


def _mentionable(area: str, actor: Actor, on: date) -> tuple[Mentionable, ...]:
    """Who holds an office of the regency, villages left out, by office; one person once."""
    known: dict[int, Mentionable] = {}
    for seat in accounts.list_seats(actor=actor, area=area, on=on):
        for holder in seat.now:
            if seat.area == area and holder.officer_id != actor.pk:
                known.setdefault(holder.officer_id, Mentionable(holder.officer_id, holder.name, seat.title))
    return tuple(sorted(known.values(), key=lambda each: (each.office, each.name)))


def _history(item_id: int, area: str) -> tuple[HappenedLine, ...]:
    """From the ledger, newest first; one database query."""
    events = list_events(areas=[area], subject=("assessment.item", item_id), limit=30)
    return tuple(HappenedLine(event.at, event.actor_office, _told(event.name, event.facts)) for event in events)


def _told(name: str, facts: Mapping[str, object]) -> str:
    title = str(facts.get("title") or "")
    if name == "item.answered":
        value = facts.get("level") if facts.get("level") is not None else facts.get("number")
        return _("Answered: %(value)s") % {"value": "–" if value is None else str(value)}
    sentences = {
        "evidence.attached": _("Attached: %(title)s"),
        "evidence.detached": _("Taken off: %(title)s"),
        "evidence.sent": _("Sent for a look: %(title)s"),
        "evidence.accepted": _("Accepted: %(title)s"),
        "evidence.sent_back": _("Sent back: %(title)s. %(remark)s"),
        "comment.written": _("Commented"),
        "comment.settled": _("A comment was settled"),
    }
    return sentences.get(name, name) % {"title": title, "remark": str(facts.get("remark") or "")}
