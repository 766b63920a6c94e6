"""What was found in a submission: groups from the database, the cells themselves from the data plane, masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import permissions
from guyub.apps.exchange.files import area_store, catalogue, language, parse_contract
from guyub.apps.exchange.models import Finding, Submission
from guyub.apps.exchange.queries._findings import FindingLine, findings_of
from guyub.apps.exchange.showing import shown_in_file, shown_proposal
from guyub.dataplane import findings as cells
from guyub.dataplane.annotate import annotate
from guyub.dataplane.incoming import find_file
from guyub.dataplane.store import building
from guyub.engines.contracts import Contract
from guyub.errors import Refusal


class NoSuchSubmission(Refusal):
    """There is no such submission, or it is another agency's: the answer is the same."""

    code = "exchange.no-such-submission"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This submission does not exist."), remedy=_("Choose one from the list of submissions."))


_MARKED = "marked.xlsx"


@dataclass(frozen=True, slots=True)
class CellLine:
    """
    One wrong cell, masked.

    line      the line in the officer's own file
    value     as written; "–" when empty
    proposal  the correction that is known, or ""
    about     what tells the row apart, by the contract's columns: ("SDN 02 Karangpandan", "G•••• S••••••")
    """

    line: int
    value: str
    proposal: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """One page of the cells of a finding. headings: names of the columns in `about`."""

    headings: tuple[str, ...]
    cells: tuple[CellLine, ...]
    total: int
    page: int

    @property
    def proposed(self) -> int:
        """How many of the cells on this page have a proposal."""
        return sum(bool(cell.proposal) for cell in self.cells)


def list_cells(
    *, submission_id: int, rule: str, column: str, actor: Actor, page: int = 1, per_page: int = 50
) -> CellPage:
    """One page of the cells of one finding, masked, by line. Raises NoSuchSubmission."""
    submission, contract = _open(submission_id, actor)
    folder = area_store(submission.dataset.area_id).checks(submission.pk)
    total = cells.count_cells(folder, code=rule, column=column or None)
    page = max(1, min(page, -(-total // per_page) or 1))
    found = cells.list_cells(
        folder, contract=contract, code=rule, column=column or None, offset=(page - 1) * per_page, limit=per_page
    )
    columns = {each.name: each for each in contract.columns}
    described = tuple(name for name in contract.describe if name != column)
    return CellPage(
        headings=tuple(columns[name].label for name in described),
        cells=tuple(
            CellLine(
                line=each.line,
                value=shown_in_file(columns.get(each.column or ""), each.value),
                proposal=shown_proposal(columns.get(each.column or ""), each.proposal),
                about=tuple(shown_in_file(columns[name], each.about.get(name)) for name in described),
            )
            for each in found
        ),
        total=total,
        page=page,
    )


def list_finding_rows(*, submission_id: int, actor: Actor, batch: int = 5000) -> Iterator[tuple[str, ...]]:
    """
    Every wrong cell for a download: line, column, rule, severity, title, value (masked), proposal (masked), remedy.

    Read in batches, so memory stays the same however long it is. Raises NoSuchSubmission at once.
    """
    submission, contract = _open(submission_id, actor)
    folder = area_store(submission.dataset.area_id).checks(submission.pk)
    groups = findings_of(submission.pk, contract_text=submission.contract.text)
    return _rows(folder, groups, contract, batch)


def _rows(folder: Path, groups: tuple[FindingLine, ...], contract: Contract, batch: int) -> Iterator[tuple[str, ...]]:
    columns = {each.name: each for each in contract.columns}
    for group in groups:
        if group.severity == Finding.Severity.NOTE:
            yield ("", group.label, group.rule, group.severity, group.title, "", "", group.remedy)
            continue
        for offset in range(0, group.cells, batch):
            for each in cells.list_cells(
                folder, contract=contract, code=group.rule, column=group.column or None, offset=offset, limit=batch
            ):
                column = columns.get(group.column)
                value, proposal = shown_in_file(column, each.value), shown_proposal(column, each.proposal)
                yield (
                    str(each.line),
                    group.label,
                    group.rule,
                    group.severity,
                    group.title,
                    value,
                    proposal,
                    group.remedy,
                )


def find_marked_file(submission_id: int, *, actor: Actor) -> Path | None:
    """The file that get_marked_file made, or None when it has not been made. Raises NoSuchSubmission."""
    submission, _contract = _open(submission_id, actor)
    permissions.require_rows(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    path = _marked_folder(submission) / _MARKED
    return path if path.exists() else None


def get_marked_file(submission_id: int, *, actor: Actor) -> Path:
    """
    The officer's own file as XLSX with the wrong cells marked, in the active language; made once, then kept.

    It holds what the officer sent, unmasked: it goes back to the agency it came from. Making it takes 0.1 s of CPU time
    for each thousand rows. Raises NoSuchSubmission.
    """
    submission, contract = _open(submission_id, actor)
    permissions.require_rows(actor, area=submission.dataset.area_id, agency_id=submission.agency_id)
    store = area_store(submission.dataset.area_id)
    folder = _marked_folder(submission)
    if not folder.is_dir():
        with building(folder) as work:
            annotate(
                find_file(store, submission.sha256),
                checks=store.checks(submission.pk),
                contract=contract,
                catalogue=catalogue(),
                target=work / _MARKED,
                language=language(),
            )
    return folder / _MARKED


def _marked_folder(submission: Submission) -> Path:
    return area_store(submission.dataset.area_id).folder / "marked" / f"{submission.pk}-{language()}"


def _open(submission_id: int, actor: Actor) -> tuple[Submission, Contract]:
    visible = Submission.objects.visible_to(actor).select_related("dataset", "contract")
    submission = visible.filter(pk=submission_id, contract__isnull=False).first()
    if submission is None:
        raise NoSuchSubmission
    return submission, parse_contract(submission.contract.text)
