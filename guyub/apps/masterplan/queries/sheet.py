"""Spreadsheets of programmes: what one would change before it is taken in, and what became of those that were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.masterplan import files
from guyub.apps.masterplan.changes import compare
from guyub.apps.masterplan.models import Masterplan, ProgrammeSheet
from guyub.apps.masterplan.sheet import Finding, Severity, explain
from guyub.errors import Refusal


class NoSuchSheet(Refusal):
    """There is none, or it belongs to a plan that the reader may not see."""

    code = "masterplan.no-such-sheet"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("There is no such file here."), remedy=_("Look it up on the page where programmes are imported.")
        )


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in words: where, what, and what to do about it."""

    line: int
    column: str
    holds: bool
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a kept file would do to the plan, for this officer. rows_in == rows_entered + rows_held."""

    digest: str
    plan_title: str  # "" when this file would open the plan
    rows_in: int
    rows_entered: int
    rows_held: int
    new: int
    changed: int
    same: int
    targets: int
    names: tuple[str, ...]  # the first few programmes that would be new
    findings: tuple[FindingLine, ...]
    unknown_headers: tuple[str, ...]

    @property
    def held_findings(self) -> int:
        return sum(finding.holds for finding in self.findings)

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.targets)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One file that was taken in."""

    pk: int
    file_name: str
    rows_in: int
    rows_entered: int
    rows_held: int
    created: int
    changed: int
    imported_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SheetDetail:
    line: SheetLine
    digest: str
    area: str
    plan_title: str
    findings: tuple[FindingLine, ...]


def get_preview(*, area: str, digest: str, actor: Actor) -> Preview:
    """Read a kept file as the import would, and change nothing. Raises NotPermitted, Unreadable."""
    plan = files.find_plan(area)
    sheet = files.judge(area=area, digest=digest, masterplan=plan, actor=actor)
    changes = compare(sheet, plan)
    return Preview(
        digest=digest,
        plan_title=plan.title if plan else "",
        rows_in=sheet.rows_in,
        rows_entered=sheet.rows_entered,
        rows_held=sheet.rows_held,
        new=len(changes.new),
        changed=len(changes.changed),
        same=len(changes.same),
        targets=changes.new_targets,
        names=tuple(row.name for row in changes.new[:8]),
        findings=_in_words(sheet.findings),
        unknown_headers=sheet.unknown_headers,
    )


def _in_words(findings: tuple[Finding, ...]) -> tuple[FindingLine, ...]:
    """Those that hold rows first, each kind in the order of the file."""
    ordered = sorted(findings, key=lambda finding: (finding.severity is not Severity.HOLD, finding.line))
    lines = []
    for finding in ordered:
        words = explain(finding)
        lines.append(
            FindingLine(finding.line, finding.column, finding.severity is Severity.HOLD, words.problem, words.remedy)
        )
    return tuple(lines)


_LINE = (
    "pk",
    "file_name",
    "rows_in",
    "rows_entered",
    "rows_held",
    "created",
    "changed",
    "imported_at",
    "imported_by__name",
)


def list_sheets(*, area: str, actor: Actor, limit: int = 10) -> list[SheetLine]:
    """The files taken in, newest first."""
    plans = Masterplan.objects.visible_to(actor).filter(area_id=area)
    sheets = ProgrammeSheet.objects.filter(masterplan__in=plans).order_by("-imported_at", "-pk")
    return [SheetLine(*row) for row in sheets.values_list(*_LINE)[:limit]]


def get_sheet(*, sheet_id: int, actor: Actor) -> SheetDetail:
    """One file that was taken in, with what could not be. Raises NoSuchSheet."""
    plans = Masterplan.objects.visible_to(actor)
    row = (
        ProgrammeSheet.objects.filter(masterplan__in=plans, pk=sheet_id)
        .values_list(*_LINE, "digest", "masterplan__area_id", "masterplan__title", "findings")
        .first()
    )
    if row is None:
        raise NoSuchSheet
    findings = tuple(Finding.from_json(each) for each in row[-1])
    return SheetDetail(SheetLine(*row[: len(_LINE)]), row[-4], row[-3], row[-2], _in_words(findings))
