"""What waits for the reader in the open assessments of his regency, and how items are shared out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.areas import queries as areas
from guyub.apps.assessment import content, permissions, reckoning
from guyub.apps.assessment.models import Assessment, Attachment, Comment, Item
from guyub.apps.assessment.queries._rows import AgencyRef, AssessmentRow, read_assessment

MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class WorkLine:
    """
    One thing to do at an item.

    kind  answer (nobody has), mend (evidence was sent back), send (a draft), look (evidence waits for the reader),
          reply (a comment asks the reader)
    """

    kind: str
    item_id: int
    assessment_id: int
    code: str
    title: str
    instrument: str
    year: int
    due_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    lines: tuple[WorkLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One item to give to an agency; suggested: whom the instrument or last year names."""

    code: str
    title: str
    part: str
    duty: str
    agency: AgencyRef | None
    suggested: AgencyRef | None


@dataclass(frozen=True, slots=True)
class SharePage:
    assessment_id: int
    short: str
    year: int
    is_closed: bool
    lines: tuple[ShareLine, ...]
    agencies: tuple[AgencyRef, ...]

    @property
    def unshared(self) -> int:
        return sum(1 for line in self.lines if line.agency is None)

    @property
    def suggestions(self) -> int:
        return sum(1 for line in self.lines if line.agency is None and line.suggested is not None)


_ITEM = ("item_id", "item__assessment_id", "item__code")


def list_work(*, area: str, actor: Actor) -> Work:
    """
    What waits for the reader: his agency's items first unanswered, then to mend, then to send; what he is to look at;
    what he is asked. Six database queries at most.
    """
    opened = Assessment.objects.visible_to(actor).open().filter(area_id=area)
    known = {pk: (text, year, due_on) for pk, text, year, due_on in opened.values_list(
        "pk", "instrument__text", "year", "due_on")}  # fmt: skip
    if not known:
        return Work((), 0)
    mine = scope(actor, Right.ANSWER_ITEMS).where(area="assessment__area__code", agency="agency_id")
    answers = scope(actor, Right.ANSWER_ITEMS).where(area="item__assessment__area__code", agency="item__agency_id")
    held = Attachment.objects.filter(removed_at=None, item__assessment__in=list(known))
    asked = Comment.objects.visible_to(actor).filter(item__assessment__in=list(known), mentions=actor.pk)
    rows = [
        *(
            ("answer", *row, "")
            for row in Item.objects.filter(mine, assessment__in=list(known), answered_at=None)
            .order_by("assessment", "order")
            .values_list("pk", "assessment_id", "code")
        ),
        *(("mend", *row) for row in held.filter(answers, status="revise").values_list(*_ITEM, "remark")),
        *(("send", *row) for row in held.filter(answers, status="draft").values_list(*_ITEM, "evidence__title")),
        *(("reply", *row) for row in asked.filter(settled_at=None).values_list(*_ITEM, "text")),
    ]
    if permissions.may_verify(actor, area=area):
        waiting = held.filter(~Q(attached_by=actor.pk), status="in_progress", evidence__withdrawn_at=None)
        rows += [("look", *row) for row in waiting.order_by("attached_at").values_list(*_ITEM, "evidence__title")]
    order = ("reply", "look", "mend", "send", "answer")
    rows.sort(key=lambda row: order.index(row[0]))
    return Work(tuple(_work(row, *known[row[2]]) for row in rows[:MOST_LINES]), len(rows))


def count_work(*, area: str, actor: Actor) -> int:
    """For the menu: what waits for the reader."""
    return list_work(area=area, actor=actor).total


def _work(row: tuple[str, int, int, str, str], text: str, year: int, due_on: date | None) -> WorkLine:
    kind, item_id, assessment_id, code, about = row
    parsed = content.parsed(text)
    title = content.said(parsed.nodes[code.partition("#")[0]].title)
    return WorkLine(kind, item_id, assessment_id, code, title, parsed.short, year, due_on, about)


def get_shares(assessment_id: int, *, actor: Actor, on: date) -> SharePage:
    """
    Who answers what, and who could: as in the year before, else the agency that the instrument hints at.

    Five database queries. Raises NoSuchAssessment.
    """
    row = read_assessment(assessment_id, actor=actor, on=on)
    known = areas.list_agencies(actor=actor, area=row.area, on=on)
    agencies = {each.pk: AgencyRef(each.pk, each.abbreviation) for each in known}
    by_name = {each.abbreviation.casefold(): agencies[each.pk] for each in known}
    last = _last_year(row, actor)
    rows = Item.objects.filter(assessment_id=row.pk).order_by("order", "pk").values_list("code", "agency_id")
    lines = []
    for code, agency_id in rows:
        node, leaf = row.instrument.nodes[code.partition("#")[0]], reckoning.leaf_of(row.instrument, code)
        suggested = agencies.get(last.get(code, 0)) or by_name.get(leaf.duty.casefold())
        part = row.instrument.nodes[row.instrument.parents[node.code]]
        titles = (content.said(node.title), content.said(part.title))
        lines.append(ShareLine(code, *titles, leaf.duty, agencies.get(agency_id), suggested))
    return SharePage(
        assessment_id=row.pk,
        short=row.instrument.short,
        year=row.year,
        is_closed=row.closed_at is not None,
        lines=tuple(lines),
        agencies=tuple(sorted(agencies.values(), key=lambda each: each.abbreviation.casefold())),
    )


def _last_year(row: AssessmentRow, actor: Actor) -> dict[str, int]:
    """The item's code -> who answered it when this instrument was last used here."""
    earlier = Assessment.objects.visible_to(actor).filter(
        area_id=row.area, instrument__code=row.instrument.code, year__lt=row.year
    )
    newest = earlier.order_by("-year", "-pk").values("pk")[:1]
    return dict(Item.objects.filter(assessment__in=newest).exclude(agency=None).values_list("code", "agency_id"))
