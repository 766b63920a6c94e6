"""What came, from whom, and where each of its rows stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import catalogue, language
from guyub.apps.exchange.models import Release, Submission
from guyub.apps.exchange.queries._findings import FindingLine, findings_of
from guyub.apps.exchange.queries.finding import NoSuchSubmission

PAGE = 25


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One submission in a list."""

    pk: int
    dataset: str
    title: str
    agency: str
    period: str
    file_name: str
    size_bytes: int
    state: str
    received_at: datetime
    rows_in: int | None
    rows_accepted: int | None
    rows_held: int | None


@dataclass(frozen=True, slots=True)
class SubmissionList:
    """One page of a list; by_state counts all that the reader may see, whatever the filter."""

    lines: tuple[SubmissionLine, ...]
    total: int
    page: int
    by_state: dict[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read, in words."""

    code: str
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """
    One submission with its findings.

    live_release  (id, period, published_at) of what is released now for the same dataset, agency and month
    release       the release made of this submission, live or withdrawn
    mended_by     a later submission that corrects this one
    """

    line: SubmissionLine
    area: str
    agency_id: int
    agency_name: str
    received_by: str
    sha256: str
    mends_id: int | None
    mended_by_id: int | None
    contract_version: str
    checked_at: datetime | None
    check_seconds: int | None
    rules_run: int | None
    layout: dict[str, Any]
    marking_asked: tuple[str, ...]
    problem: Problem | None
    closed_at: datetime | None
    discard_reason: str
    findings: tuple[FindingLine, ...]
    release_id: int | None
    release_is_live: bool
    live_release_id: int | None
    live_release_at: datetime | None
    may_submit: bool
    may_publish: bool
    may_see_rows: bool

    @property
    def pk(self) -> int:
        return self.line.pk

    @property
    def state(self) -> str:
        return self.line.state

    @property
    def holding(self) -> tuple[FindingLine, ...]:
        return tuple(each for each in self.findings if each.severity == "hold")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many submissions wait: for the check, for a correction, for their release; unreadable ones for a new file."""

    to_check: int
    to_mend: int
    to_publish: int
    unreadable: int

    @property
    def total(self) -> int:
        return self.to_check + self.to_mend + self.to_publish + self.unreadable


_LINE = (
    "pk", "dataset__key", "dataset__titles", "agency__abbreviation", "period", "file_name", "size_bytes", "state",
    "received_at", "rows_in", "rows_accepted", "rows_held",
)  # fmt: skip


def list_submissions(
    *, area: str, actor: Actor, state: str = "", dataset: str = "", page: int = 1, per_page: int = PAGE
) -> SubmissionList:
    """
    The submissions of an area, newest first; two database queries in all.

    state  one of Submission.State, "open" for those that wait for somebody, "" for all
    """
    visible = Submission.objects.visible_to(actor).filter(dataset__area_id=area)
    if dataset:
        visible = visible.filter(dataset__key=dataset)
    of_each = {"count": Count("pk"), "waiting": Count("pk", filter=Q(pk__in=visible.open()))}
    counts = list(visible.values("state").annotate(**of_each).order_by())
    by_state = {row["state"]: row["count"] for row in counts}
    by_state |= {"": sum(by_state.values()), "open": sum(row["waiting"] for row in counts)}
    if state:
        visible = visible.open() if state == "open" else visible.filter(state=state)
    total = by_state.get(state, 0)
    page = max(1, min(page, -(-total // per_page) or 1))
    rows = visible.order_by("-received_at", "-pk").values_list(*_LINE)[(page - 1) * per_page : page * per_page]
    return SubmissionList(tuple(_line(row) for row in rows), total, page, by_state)


def list_open_submissions(*, area: str, actor: Actor, limit: int = PAGE) -> list[SubmissionLine]:
    """Those that wait for somebody, oldest first; one database query."""
    waiting = Submission.objects.visible_to(actor).open().filter(dataset__area_id=area)
    return [_line(row) for row in waiting.order_by("received_at", "pk").values_list(*_LINE)[:limit]]


def _line(row: tuple[Any, ...]) -> SubmissionLine:
    pk, key, titles, *rest = row
    return SubmissionLine(pk, key, titles[language()], *rest)


def get_submission(submission_id: int, *, actor: Actor) -> SubmissionPage:
    """One submission with its findings, in four database queries. Raises NoSuchSubmission."""
    found = (
        Submission.objects.visible_to(actor)
        .select_related("dataset", "agency", "contract", "received_by")
        .filter(pk=submission_id)
        .first()
    )
    if found is None:
        raise NoSuchSubmission
    area, agency_id = found.dataset.area_id, found.agency_id
    line = SubmissionLine(
        found.pk, found.dataset.key, found.dataset.titles[language()], found.agency.abbreviation, found.period,
        found.file_name, found.size_bytes, found.state, found.received_at, found.rows_in, found.rows_accepted,
        found.rows_held,
    )  # fmt: skip
    place = {"dataset_id": found.dataset_id, "agency_id": agency_id, "period": found.period}
    releases = list(
        Release.objects.filter(Q(submission_id=found.pk) | Q(**place, withdrawn_at=None))
        .order_by("pk")
        .values_list("pk", "submission_id", "withdrawn_at", "published_at")
    )
    own = next((each for each in reversed(releases) if each[1] == found.pk), None)
    live = next((each for each in releases if each[2] is None), None)
    mended_by = Submission.objects.filter(mends_id=found.pk).order_by("-pk").values_list("pk", flat=True).first()
    contract = found.contract
    return SubmissionPage(
        line=line,
        area=area,
        agency_id=agency_id,
        agency_name=found.agency.name,
        received_by=found.received_by.name,
        sha256=found.sha256,
        mends_id=found.mends_id,
        mended_by_id=mended_by,
        contract_version="" if contract is None else contract.version,
        checked_at=found.checked_at,
        check_seconds=found.check_seconds,
        rules_run=found.rules_run,
        layout=found.layout,
        marking_asked=tuple(found.marking_asked),
        problem=_problem(found.problem_code, found.problem_facts),
        closed_at=found.closed_at,
        discard_reason=found.discard_reason,
        findings=findings_of(found.pk, contract_text=None if contract is None else contract.text),
        release_id=None if own is None else own[0],
        release_is_live=own is not None and own[2] is None,
        live_release_id=None if live is None else live[0],
        live_release_at=None if live is None else live[3],
        may_submit=permissions.may_submit(actor, area=area, agency_id=agency_id),
        may_publish=permissions.may_publish(actor, area=area, agency_id=agency_id),
        may_see_rows=permissions.may_see_rows(actor, area=area, agency_id=agency_id),
    )


def _problem(code: str, facts: dict[str, Any]) -> Problem | None:
    if not code:
        return None
    words = catalogue().refuse(code, language(), **facts)
    return Problem(code, words.title, words.remedy)


def count_waiting(*, area: str, actor: Actor) -> Waiting:
    """How many submissions of an area wait for something, for the menu and the front page; one database query."""
    counts = (
        Submission.objects.visible_to(actor)
        .filter(dataset__area_id=area)
        .open()
        .aggregate(
            to_check=Count("pk", filter=Q(state=Submission.State.RECEIVED)),
            to_mend=Count("pk", filter=Q(state=Submission.State.CHECKED, rows_held__gt=0)),
            to_publish=Count("pk", filter=Q(state=Submission.State.CHECKED, rows_held=0)),
            unreadable=Count("pk", filter=Q(state=Submission.State.UNREADABLE)),
        )
    )
    return Waiting(**counts)
