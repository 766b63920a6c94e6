"""The rows of one assessment, read once: answers, pages and packages are made of them."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, reckoning
from guyub.apps.assessment.models import Assessment, Attachment, EvidenceVersion, Item
from guyub.engines.scoring import Answer, Instrument, Requirement
from guyub.errors import Refusal


class NoSuchAssessment(Refusal):
    """There is none, or it belongs to a regency that the reader may not see."""

    code = "assessment.no-such-assessment"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such assessment here."), remedy=_("Look it up in the list of assessments."))


@dataclass(frozen=True, slots=True)
class AgencyRef:
    pk: int
    abbreviation: str


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """
    One evidence held against one requirement, as it stands on the day asked for.

    expires_on   the last day on which it counts here: its own end, or the requirement's months after its date
    version      the number of the version that was looked at, or would be: `digest` and `file_name` are its
    state        draft, in_progress, accepted or revise, as somebody said; renewed: that was of an earlier version of
                 the evidence, the new one waits; expired, withdrawn: whatever was said, it no longer counts
    """

    pk: int
    item_id: int
    requirement: str
    evidence_id: int
    title: str
    kind: str
    number: str
    dated_on: date
    valid_until: date | None
    expires_on: date | None
    version: int
    newest_version: int
    digest: str
    file_name: str
    status: str
    state: str
    revision: str
    remark: str
    attached_at: datetime
    attached_by: int
    decided_at: datetime | None

    @property
    def counts(self) -> bool:
        return self.state == "accepted"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as answered; `attachments` in the order of attaching."""

    pk: int
    code: str
    agency: AgencyRef | None
    claimed_level: int | None
    number: Decimal | None
    indicator_period: str
    explanation: str
    answered_at: datetime | None
    answered_office: str
    attachments: tuple[AttachmentLine, ...]

    @property
    def leaf_code(self) -> str:
        """The leaf's code: "I16" of the item "I16#2"."""
        return self.code.partition("#")[0]

    @property
    def accepted(self) -> frozenset[str]:
        return frozenset(line.requirement for line in self.attachments if line.counts)

    @property
    def answer(self) -> Answer | None:
        """For the engine; None: nothing is known of this item."""
        if self.claimed_level is None and self.number is None and not self.accepted:
            return None
        number = None if self.number is None else Fraction(self.number)
        return Answer(level=self.claimed_level, number=number, accepted=self.accepted)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """The assessment itself; `day` is the one it is read for: a closed one stays as it was closed."""

    pk: int
    area: str
    instrument_id: int
    year: int
    kind: str
    weight_set: str
    due_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    official_score: Decimal | None
    official_source: str
    official_at: datetime | None
    instrument: Instrument
    day: date


_ASSESSMENT = (
    "pk", "area_id", "instrument_id", "year", "kind", "weight_set", "due_on", "opened_at", "closed_at",
    "official_score", "official_source", "official_at", "instrument__text",
)  # fmt: skip


def read_assessment(assessment_id: int, *, actor: Actor, on: date) -> AssessmentRow:
    """One database query. Raises NoSuchAssessment."""
    found = Assessment.objects.visible_to(actor).filter(pk=assessment_id).values_list(*_ASSESSMENT).first()
    if found is None:
        raise NoSuchAssessment
    *fields, text = found
    closed_at = fields[8]
    day = on if closed_at is None else min(on, timezone.localtime(closed_at).date())
    return AssessmentRow(*fields, instrument=content.parsed(text), day=day)


def read_items(assessment: AssessmentRow) -> tuple[ItemRow, ...]:
    """The items in the order of the instrument, with their attachments; two database queries."""
    held: dict[int, list[AttachmentLine]] = defaultdict(list)
    found = Attachment.objects.filter(item__assessment_id=assessment.pk, removed_at=None)
    for line in read_attachments(found, assessment):
        held[line.item_id].append(line)
    rows = Item.objects.filter(assessment_id=assessment.pk).order_by("order", "pk")
    items = [
        ItemRow(
            pk=row[0], code=row[1], agency=AgencyRef(row[2], row[3]) if row[2] else None, claimed_level=row[4],
            number=row[5], indicator_period=row[6], explanation=row[7], answered_at=row[8], answered_office=row[9],
            attachments=tuple(held[row[0]]),
        )
        for row in rows.values_list(
            "pk", "code", "agency_id", "agency__abbreviation", "claimed_level", "number", "indicator_period",
            "explanation", "answered_at", "answered_office",
        )
    ]  # fmt: skip
    return tuple(sorted(items, key=_reading_order(assessment.instrument)))


def _reading_order(instrument: Instrument) -> Callable[[ItemRow], tuple[int, int, int]]:
    """As the instrument, and all of the first thing of a repeated part before the second."""
    places = {leaf.code: place for place, leaf in enumerate(instrument.leaves)}
    begins = {
        leaf.code: min(places[node.code] for node in instrument.nodes[part].walk() if node.leaf is not None)
        for leaf in instrument.leaves
        if (part := reckoning.repeated_part_of(instrument, leaf.code))
    }

    def place(item: ItemRow) -> tuple[int, int, int]:
        code, _hash, number = item.code.partition("#")
        return (begins.get(code, places[code]), int(number or 0), places[code])

    return place


# Field of AttachmentLine -> where it is read; the rest of the line is worked out.
_ATTACHMENT = {
    "pk": "pk",
    "item_id": "item_id",
    "requirement": "requirement",
    "evidence_id": "evidence_id",
    "title": "evidence__title",
    "kind": "evidence__kind",
    "number": "evidence__number",
    "dated_on": "evidence__dated_on",
    "valid_until": "evidence__valid_until",
    "version": "version__number",
    "newest_version": "newest",
    "digest": "version__digest",
    "file_name": "version__file_name",
    "status": "status",
    "revision": "revision",
    "remark": "remark",
    "attached_at": "attached_at",
    "attached_by": "attached_by_id",
    "decided_at": "decided_at",
}


def read_attachments(found: QuerySet[Attachment], assessment: AssessmentRow) -> list[AttachmentLine]:
    """The attachments of items of this assessment, in the order of attaching; one database query."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("evidence")).order_by("-number").values("number")[:1]
    months = {place: each.valid_months for place, each in requirements_of(assessment.instrument).items()}
    rows = found.annotate(newest=Subquery(newest)).order_by("attached_at", "pk")
    lines = []
    for code, withdrawn_at, *row in rows.values_list("item__code", "evidence__withdrawn_at", *_ATTACHMENT.values()):
        fields = dict(zip(_ATTACHMENT, row, strict=True))
        lasts = months.get((code.partition("#")[0], fields["requirement"]))
        ends = (fields["valid_until"], None if lasts is None else months_after(fields["dated_on"], lasts))
        expires_on = min((end for end in ends if end is not None), default=None)
        state = _state(fields, assessment, expires_on=expires_on, withdrawn_at=withdrawn_at)
        lines.append(AttachmentLine(**fields, expires_on=expires_on, state=state))
    return lines


def _state(
    fields: Mapping[str, Any], assessment: AssessmentRow, *, expires_on: date | None, withdrawn_at: datetime | None
) -> str:
    if withdrawn_at is not None and timezone.localtime(withdrawn_at).date() <= assessment.day:
        return "withdrawn"
    if expires_on is not None and expires_on < assessment.day:
        return "expired"
    is_renewed = fields["newest_version"] > fields["version"] and assessment.closed_at is None
    if is_renewed and fields["status"] in ("accepted", "revise"):
        return "renewed"
    return str(fields["status"])


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def requirements_of(instrument: Instrument) -> dict[tuple[str, str], Requirement]:
    """(leaf, requirement's code) -> the requirement."""
    return {
        (node.code, requirement.code): requirement
        for node in instrument.leaves
        if node.leaf is not None
        for requirement in node.leaf.requirements
    }
