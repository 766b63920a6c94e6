"""Sending a file, having it checked, and giving it up."""

from __future__ import annotations

import math
import re
import tempfile
import time
import unicodedata
from collections.abc import Collection
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import (
    area_store,
    catalogue,
    parse_contract,
    reference,
    staged,
    upload_limit_bytes,
)
from guyub.apps.exchange.models import Contract, Dataset, Finding, Submission
from guyub.apps.exchange.operations.release import NotChecked, ReasonMissing
from guyub.dataplane import checks, intake
from guyub.dataplane.incoming import Kept, Readable, TooLarge, find_file, keep
from guyub.dataplane.mending import mend
from guyub.engines.values import Period
from guyub.errors import Refusal
from guyub.jobs.steps import Watcher, silent
from guyub.ledger import record


class NoSuchDataset(Refusal):
    """The area has no dataset of this name."""

    code = "exchange.no-such-dataset"
    status = 404

    def __init__(self, key: str, known: list[str]) -> None:
        super().__init__(
            _("There is no dataset called %(key)s here.") % {"key": key},
            remedy=_("Use one of: %(known)s.") % {"known": ", ".join(known)}
            if known
            else _("Adopt the contracts first."),
        )


class NoContract(Refusal):
    """A dataset without a contract in force cannot be checked."""

    code = "exchange.no-contract"

    def __init__(self, key: str) -> None:
        super().__init__(
            _("No contract is in force for the dataset %(key)s.") % {"key": key}, remedy=_("Adopt the contracts first.")
        )


class PeriodNotPossible(Refusal):
    """The month is not written as a month, or lies in the future."""

    code = "exchange.period-not-possible"
    status = 400

    def __init__(self, period: str) -> None:
        super().__init__(
            _("%(period)s is not a month that data can describe.") % {"period": period},
            remedy=_("Write year and month, such as 2026-11; it cannot lie in the future."),
        )


class FileTooLarge(Refusal):
    """The file is larger than the installation accepts; nothing of it was kept."""

    code = "exchange.file-too-large"
    status = 413

    def __init__(self, limit_bytes: int) -> None:
        limit = limit_bytes // (1024 * 1024)
        super().__init__(
            _("The file is larger than %(limit)d MB.") % {"limit": limit},
            remedy=_("Send it as CSV or Parquet, or split it by district."),
        )


class NothingProposed(Refusal):
    """No correction is known for this finding, or it is no longer open."""

    code = "exchange.nothing-proposed"

    def __init__(self) -> None:
        super().__init__(
            _("There is no proposal to accept here."),
            remedy=_("Tick rows that have a proposal, or correct the file and send it again."),
        )


class AlreadyReleased(Refusal):
    """What was released is withdrawn, not discarded."""

    code = "exchange.already-released"

    def __init__(self) -> None:
        super().__init__(
            _("This submission has been released, so it can no longer be discarded."),
            remedy=_("Withdraw the release instead."),
        )


def receive_file(
    *,
    area: str,
    dataset: str,
    period: str,
    file_name: str,
    stream: Readable,
    actor: Actor,
    at: datetime,
    agency_id: int | None = None,
    mends_id: int | None = None,
    size_bytes: int = 0,
    progress: Watcher = silent,
) -> int:
    """
    Keep an agency's file and enter it as a submission; return the submission's id.

    dataset     the dataset's key, "pupils"
    agency_id   for whom; by default the dataset's custodian
    mends_id    the submission that this file corrects
    size_bytes  what the sender says, for the progress only

    The same bytes for the same month again are the same submission. Raises NoSuchDataset, NoContract,
    PeriodNotPossible, FileTooLarge.
    """
    found = Dataset.objects.filter(area_id=area, key=dataset).first()
    if found is None:
        raise NoSuchDataset(dataset, sorted(Dataset.objects.filter(area_id=area).values_list("key", flat=True)))
    if agency_id is None:
        agency_id = found.custodian_id
    # Only who may send for every agency of the area may send another agency's part of a dataset.
    owner = agency_id if agency_id == found.custodian_id else None
    permissions.require_submitter(actor, area=area, agency_id=owner)
    _require_possible(period, at=at)
    if not Contract.objects.live().filter(dataset=found).exists():
        raise NoContract(dataset)
    try:
        kept = keep(
            area_store(area),
            stream,
            name=file_name,
            limit_bytes=upload_limit_bytes(),
            size_bytes=size_bytes,
            progress=staged(progress),
        )
    except TooLarge as reason:
        raise FileTooLarge(reason.limit_bytes) from reason
    return _enter_submission(
        dataset_id=found.pk,
        agency_id=agency_id,
        period=period,
        file_name=_safe_file_name(file_name),
        kept=kept,
        mends_id=mends_id,
        actor=actor,
        at=at,
    )


def _require_possible(period: str, *, at: datetime) -> None:
    try:
        month = Period.parse(period)
    except ValueError:
        raise PeriodNotPossible(period) from None
    if month.first_day > timezone.localdate(at) or month.year < 2000:
        raise PeriodNotPossible(period)


def _safe_file_name(name: str) -> str:
    """
    The officer's file name without folders, control characters and long numbers (a NIK, say), at most 120 characters.

    >>> _safe_file_name("C:\\\\data\\\\siswa 3313990101100001.xlsx")
    'siswa ….xlsx'
    """
    bare = PureWindowsPath(PurePosixPath(name).name).name
    shown = "".join(
        each for each in unicodedata.normalize("NFC", bare) if unicodedata.category(each)[0] not in "CZ" or each == " "
    )
    shown = re.sub(r"\d[\d .-]{11,}\d", "…", shown).strip(" .") or "berkas"
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 8 else shown[:120]


def accept_proposals(
    *, submission_id: int, rule: str, column: str, actor: Actor, at: datetime, lines: Collection[int] | None = None
) -> int:
    """
    Send the file once more with the proposals of one finding taken up; return the new submission's id.

    lines  only those lines of the officer's file; None for every line that has a proposal

    The file that came stays as it came: what the officer accepted is a submission of its own, checked like any other.
    Raises NothingProposed.
    """
    submission = Submission.objects.select_related("dataset", "contract").get(pk=submission_id)
    permissions.require_submitter(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    proposed = Finding.objects.filter(submission=submission, rule=rule, column=column, proposals__gt=0)
    if submission.state != Submission.State.CHECKED or not proposed.exists():
        raise NothingProposed
    store = area_store(submission.dataset.area_id)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=store.folder / "incoming") as folder:
        mended = Path(folder) / "mended.csv"
        taken = mend(
            find_file(store, submission.sha256),
            checks=store.checks(submission.pk),
            contract=parse_contract(submission.contract.text),
            code=rule,
            column=column,
            lines=lines,
            target=mended,
        )
        if not taken:
            raise NothingProposed
        with mended.open("rb") as stream:
            kept = keep(store, stream, name=mended.name, limit_bytes=upload_limit_bytes())
    stem = submission.file_name.rpartition(".")[0] or submission.file_name
    return _enter_submission(
        dataset_id=submission.dataset_id,
        agency_id=submission.agency_id,
        period=submission.period,
        file_name=_safe_file_name(f"{stem.split(' + ')[0]} + {taken} {rule}.csv"),
        kept=kept,
        mends_id=submission.pk,
        actor=actor,
        at=at,
    )


@transaction.atomic(durable=True)
def _enter_submission(
    *,
    dataset_id: int,
    agency_id: int,
    period: str,
    file_name: str,
    kept: Kept,
    mends_id: int | None,
    actor: Actor,
    at: datetime,
) -> int:
    dataset = Dataset.objects.select_for_update().get(
        pk=dataset_id
    )  # two uploads of one file at once: the second waits
    place = {"dataset_id": dataset_id, "agency_id": agency_id, "period": period}
    same = Submission.objects.filter(**place, sha256=kept.sha256).exclude(state=Submission.State.DISCARDED)
    if (known := same.values_list("pk", flat=True).first()) is not None:
        return known
    mends = Submission.objects.filter(**place, pk=mends_id).first() if mends_id is not None else None
    submission = Submission.objects.create(
        **place,
        file_name=file_name,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        received_at=at,
        received_by_id=actor.pk,
        mends=mends,
    )
    record(
        "submission.received",
        actor=actor,
        at=at,
        area=dataset.area_id,
        subject=("exchange.submission", submission.pk),
        dataset=dataset.key,
        agency=agency_id,
        period=period,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        mends=None if mends is None else mends.pk,
    )
    return submission.pk


def check_submission(*, submission_id: int, actor: Actor, at: datetime, progress: Watcher = silent) -> None:
    """
    Check a received file against its contract and write down what was found; one already checked stays as it is.

    A file that cannot be read at all becomes unreadable, with the reason: that is an answer, not a failure.
    """
    submission = Submission.objects.select_related("dataset").get(pk=submission_id)
    area = submission.dataset.area_id
    permissions.require_submitter(actor, area=area, agency_id=submission.agency_id)
    if submission.state != Submission.State.RECEIVED:
        return
    contract = Contract.objects.live().get(dataset_id=submission.dataset_id)
    store, started = area_store(area), time.monotonic()
    try:
        checked = checks.examine(
            find_file(store, submission.sha256),
            contract=parse_contract(contract.text),
            reference=reference(area, on=timezone.localdate(submission.received_at)),
            target=store.checks(submission.pk),
            progress=staged(progress),
        )
    except intake.Unreadable as reason:
        _commit_unreadable(submission_id=submission_id, code=reason.code, facts=dict(reason.params), actor=actor, at=at)
        return
    seconds = math.ceil(time.monotonic() - started)
    _commit_check(submission_id=submission_id, checked=checked, seconds=seconds, actor=actor, at=at)


@transaction.atomic(durable=True)
def _commit_unreadable(*, submission_id: int, code: str, facts: dict[str, object], actor: Actor, at: datetime) -> None:
    submission = Submission.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=submission_id)
    if submission.state != Submission.State.RECEIVED:
        return
    shown = {name: value if isinstance(value, int) else str(value)[:400] for name, value in facts.items()}
    Submission.objects.filter(pk=submission.pk).update(
        state=Submission.State.UNREADABLE, problem_code=code, problem_facts=shown, checked_at=at
    )
    record(
        "submission.unreadable",
        actor=actor,
        at=at,
        area=submission.dataset.area_id,
        subject=("exchange.submission", submission.pk),
        dataset=submission.dataset.key,
        period=submission.period,
        problem=code,
    )


@transaction.atomic(durable=True)
def _commit_check(*, submission_id: int, checked: checks.Checked, seconds: int, actor: Actor, at: datetime) -> None:
    submission = Submission.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=submission_id)
    if submission.state != Submission.State.RECEIVED:  # discarded meanwhile, or checked by a worker thought dead
        return
    # The files may stem from a run that was killed after them and before this; their contract is the one that counts.
    contract = Contract.objects.get(dataset_id=submission.dataset_id, version=checked.contract_version)
    read = checked.staged
    findings = [
        Finding(
            submission=submission,
            rule=group.code,
            column=group.column or "",
            severity=group.severity,
            rows=group.rows,
            cells=group.cells,
            proposals=group.proposals,
        )
        for group in checked.findings
    ]
    findings += _notes(submission, checked)
    Finding.objects.bulk_create(findings)
    Submission.objects.filter(pk=submission.pk).update(
        state=Submission.State.CHECKED,
        contract=contract,
        checked_at=at,
        check_seconds=seconds,
        rules_run=parse_contract(contract.text).rule_count,
        layout={
            "format": read.format,
            "sheet": read.sheet,
            "encoding": read.encoding,
            "delimiter": read.delimiter,
            "header_line": read.header_line,
            "columns": dict(read.columns),
        },
        rows_in=checked.rows_in,
        rows_accepted=checked.rows_accepted,
        rows_held=checked.rows_held,
    )
    record(
        "submission.checked",
        actor=actor,
        at=at,
        area=submission.dataset.area_id,
        subject=("exchange.submission", submission.pk),
        dataset=submission.dataset.key,
        period=submission.period,
        contract=contract.version,
        rows_in=checked.rows_in,
        accepted=checked.rows_accepted,
        held=checked.rows_held,
        findings=len(findings),
    )


def _notes(submission: Submission, checked: checks.Checked) -> list[Finding]:
    """What was noticed about the file as a whole; the catalogue has words for each."""
    known = catalogue().rules
    notes: dict[tuple[str, str], Finding] = {}
    for note in checked.notes:
        column = str(note.params.get("column", ""))[:60]
        count = note.params.get("count", 1)
        assert note.code in known, note.code
        notes[note.code, column] = Finding(
            submission=submission,
            rule=note.code,
            column=column,
            severity=Finding.Severity.NOTE,
            rows=count if isinstance(count, int) else 1,
            cells=0,
            facts=dict(note.params),
        )
    return list(notes.values())


@transaction.atomic(durable=True)
def request_marked_file(*, submission_id: int, language: str, actor: Actor, at: datetime) -> None:
    """
    Have the officer's own file made with its wrong cells marked; asked for before, it is not made twice.

    A file of a million rows takes minutes, so a step makes it. It goes back unmasked to the agency it came from.
    """
    submission = Submission.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=submission_id)
    permissions.require_rows(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    if submission.contract_id is None:
        raise NotChecked
    if language in submission.marking_asked:
        return
    asked = [*submission.marking_asked, language]
    Submission.objects.filter(pk=submission.pk).update(marking_asked=asked)
    record(
        "submission.marking_requested",
        actor=actor,
        at=at,
        area=submission.dataset.area_id,
        subject=("exchange.submission", submission.pk),
        language=language,
    )


@transaction.atomic(durable=True)
def discard_submission(*, submission_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """
    Give a submission up; file and findings stay, for the record. One already discarded stays as it is.

    Raises ReasonMissing, AlreadyReleased.
    """
    submission = Submission.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=submission_id)
    permissions.require_submitter(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    if submission.state == Submission.State.RELEASED:
        raise AlreadyReleased
    if not (reason := " ".join(reason.split())[:300]):
        raise ReasonMissing
    if submission.state == Submission.State.DISCARDED:
        return
    Submission.objects.filter(pk=submission.pk).update(
        state=Submission.State.DISCARDED, closed_at=at, discard_reason=reason
    )
    record(
        "submission.discarded",
        actor=actor,
        at=at,
        area=submission.dataset.area_id,
        subject=("exchange.submission", submission.pk),
        dataset=submission.dataset.key,
        period=submission.period,
    )
