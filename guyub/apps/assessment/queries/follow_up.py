"""What assessors recommended, as tasks of the regency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, permissions
from guyub.apps.assessment.models import FollowUp


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """One task. instrument, part: what it is about, in words; "" when it stands by itself."""

    pk: int
    text: str
    source: str
    key: str
    code: str
    part: str
    assessment_id: int | None
    instrument: str
    year: int | None
    agency_id: int | None
    agency: str
    due_on: date | None
    opened_at: datetime
    done_at: datetime | None
    done_office: str
    outcome: str
    days_late: int
    may_finish: bool

    @property
    def tag(self) -> str:
        if self.done_at is not None:
            return "ok"
        return "bad" if self.days_late else "warn" if self.agency_id is None else "none"


_FIELDS = (
    "pk", "text", "source", "key", "code", "assessment_id", "assessment__year", "assessment__instrument__text",
    "agency_id", "agency__abbreviation", "due_on", "opened_at", "done_at", "done_office", "outcome",
)  # fmt: skip


def list_follow_ups(*, area: str, actor: Actor, on: date) -> list[FollowUpLine]:
    """Open ones first, the most pressing at the top, then those that are done; one database query."""
    found = FollowUp.objects.visible_to(actor).filter(area_id=area)
    ordered = found.order_by(F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    lines = [_line(dict(zip(_FIELDS, row, strict=True)), area, actor, on) for row in ordered.values_list(*_FIELDS)]
    return sorted(lines, key=lambda line: line.done_at is not None)


def _line(row: dict[str, object], area: str, actor: Actor, on: date) -> FollowUpLine:
    text, code = row.pop("assessment__instrument__text"), str(row["code"])
    parsed = content.parsed(str(text)) if text else None
    node = parsed.nodes.get(code.partition("#")[0]) if parsed else None
    due_on, is_open = row["due_on"], row["done_at"] is None
    late = (on - due_on).days if is_open and isinstance(due_on, date) else 0
    agency_id = row["agency_id"]
    return FollowUpLine(
        year=row.pop("assessment__year"),  # type: ignore[arg-type]
        agency=row.pop("agency__abbreviation") or "",  # type: ignore[arg-type]
        part=content.said(node.title) if node else "",
        instrument=parsed.short if parsed else "",
        days_late=max(late, 0),
        may_finish=is_open and permissions.may_answer(actor, area=area, agency_id=agency_id),  # type: ignore[arg-type]
        **row,  # type: ignore[arg-type]
    )
