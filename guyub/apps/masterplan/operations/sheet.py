"""Taking in the programmes of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import NotPermitted, Right
from guyub.apps.masterplan import files
from guyub.apps.masterplan.changes import Changes, columns_given, compare
from guyub.apps.masterplan.models import BudgetLine, Masterplan, Programme, ProgrammeSheet, Target
from guyub.apps.masterplan.permissions import planning_scope
from guyub.apps.masterplan.sheet import ProgrammeRow, Sheet
from guyub.dataplane.incoming import Readable
from guyub.errors import Refusal
from guyub.ledger import record


class NothingEnters(Refusal):
    """Not one row of the file can enter."""

    code = "masterplan.nothing-enters"
    status = 422

    def __init__(self, held: int) -> None:
        super().__init__(
            _("None of the %(count)d rows can enter.") % {"count": held}
            if held
            else _("The file has headers, but no programme beneath them."),
            remedy=_("Mend what is said of each row, and send the file again."),
        )


def import_programmes(
    *, area: str, file_name: str, stream: Readable, actor: Officer, at: datetime, title: str = "", legal_basis: str = ""
) -> int:
    """
    Take the programmes of a spreadsheet into the area's masterplan; return the id of the sheet as it was taken in.

    Usable rows enter, the others are reported with the sheet. A programme that stands in the plan is known by its code
    and changed where the file says otherwise; programmes that the file does not name stay. The first import opens the
    plan.

    title  of the masterplan when this import opens it

    A file that changes nothing and was taken in before gives the earlier sheet and no event.
    Raises NotPermitted, Unreadable, NothingEnters.
    """
    digest = files.keep_sheet(area=area, file_name=file_name, stream=stream)
    sheet = files.judge(area=area, digest=digest, masterplan=files.find_plan(area), actor=actor)
    if not sheet.programmes:
        raise NothingEnters(sheet.rows_held)
    return _enter_programmes(
        area=area,
        sheet=sheet,
        digest=digest,
        file_name=files.safe_file_name(file_name),
        opening={"title": title.strip() or _("Smart-city masterplan"), "legal_basis": legal_basis.strip()},
        actor=actor,
        at=at,
    )


@transaction.atomic(durable=True)
def _enter_programmes(
    *, area: str, sheet: Sheet, digest: str, file_name: str, opening: dict[str, str], actor: Officer, at: datetime
) -> int:
    masterplan = files.find_plan(area, locked=True)
    changes = compare(sheet, masterplan)
    _require_own(changes, actor, area)
    if masterplan is None:
        masterplan = _open_masterplan(area, sheet, opening, at=at)
    if changes.is_empty:
        earlier = ProgrammeSheet.objects.filter(masterplan=masterplan, digest=digest).order_by("-pk").first()
        if earlier is not None:
            return earlier.pk
    taken = ProgrammeSheet.objects.create(
        masterplan=masterplan,
        file_name=file_name,
        digest=digest,
        rows_in=sheet.rows_in,
        rows_entered=sheet.rows_entered,
        rows_held=sheet.rows_held,
        created=len(changes.new),
        changed=len(changes.changed),
        findings=[finding.as_json() for finding in sheet.findings],
        imported_at=at,
        imported_by=actor,
    )
    _write(changes, taken, sheet.given, at=at)
    record(
        "programmes.imported",
        actor=actor,
        at=at,
        area=area,
        subject=("masterplan.sheet", taken.pk),
        masterplan=masterplan.pk,
        digest=digest,
        rows_in=sheet.rows_in,
        rows_entered=sheet.rows_entered,
        rows_held=sheet.rows_held,
        created=len(changes.new),
        changed=len(changes.changed),
        targets=changes.new_targets,
    )
    return taken.pk


def _require_own(changes: Changes, actor: Officer, area: str) -> None:
    """Asked again under the lock: a programme may have come to another agency since the file was judged."""
    scope = planning_scope(actor, area=area)
    if not all(scope.covers(programme.lead_agency_id) for programme, _row in changes.changed):
        raise NotPermitted(Right.PLAN_PROGRAMMES, area)


def _open_masterplan(area: str, sheet: Sheet, opening: dict[str, str], *, at: datetime) -> Masterplan:
    """Five years from the first year with money, longer if the money is; programmes may begin before or go on after."""
    years = [year for row in sheet.programmes for year, _fund in row.budget]
    start = min(years, default=at.year)
    return Masterplan.objects.create(
        area_id=area,
        framework=files.DEFAULT_FRAMEWORK,
        year_start=start,
        year_end=max([start + 4, *years]),
        opened_at=at,
        **opening,
    )


def _write(changes: Changes, taken: ProgrammeSheet, given: frozenset[str], *, at: datetime) -> None:
    """Sets, not loops: a thousand programmes are a dozen statements."""
    written = _write_programmes(changes, taken, given)
    _write_supporting(written, given)
    _write_budget(written)
    _write_targets(written + changes.same, taken.masterplan, at=at)


def _write_programmes(
    changes: Changes, taken: ProgrammeSheet, given: frozenset[str]
) -> list[tuple[Programme, ProgrammeRow]]:
    columns = ["code", *columns_given(frozenset(_ALL_FIELDS))]
    made = [
        Programme(
            masterplan=taken.masterplan,
            sheet=taken,
            sheet_line=row.line,
            **{column: getattr(row, column) for column in columns},
        )
        for row in changes.new
    ]
    Programme.objects.bulk_create(made, batch_size=200)
    for programme, row in changes.changed:
        for column in columns_given(given):
            setattr(programme, column, getattr(row, column))
        programme.sheet, programme.sheet_line = taken, row.line
    fields = ["sheet", "sheet_line", *(column.removesuffix("_id") for column in columns_given(given))]
    Programme.objects.bulk_update([programme for programme, _row in changes.changed], fields, batch_size=100)
    return [*zip(made, changes.new, strict=True), *changes.changed]


_ALL_FIELDS = (
    "name", "meaning", "dimension", "sub_dimension", "lead_agency", "pic_office", "problem", "description",
    "target_group", "output", "horizon", "year_start", "year_end", "status", "source",
)  # fmt: skip


def _write_supporting(written: Iterable[tuple[Programme, ProgrammeRow]], given: frozenset[str]) -> None:
    if "supporting_agencies" not in given:
        return
    through = Programme.supporting_agencies.through
    written = list(written)
    through.objects.filter(programme_id__in=[programme.pk for programme, _row in written]).delete()
    through.objects.bulk_create(
        [
            through(programme_id=programme.pk, agency_id=agency)
            for programme, row in written
            for agency in row.supporting_agency_ids
        ],
        batch_size=400,
    )


def _write_budget(written: Iterable[tuple[Programme, ProgrammeRow]]) -> None:
    """A row that names money replaces the programme's money; what it was before stands in the sheet before."""
    with_money = [(programme, row) for programme, row in written if row.budget]
    BudgetLine.objects.filter(programme_id__in=[programme.pk for programme, _row in with_money]).delete()
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                programme=programme, year=cell.year, fund_source=cell.fund_source, amount_rupiah=cell.amount_rupiah
            )
            for programme, row in with_money
            for cell in row.budget_lines
        ],
        batch_size=400,
    )


def _write_targets(written: Iterable[tuple[Programme, ProgrammeRow]], masterplan: Masterplan, *, at: datetime) -> None:
    rows = {programme.pk: row for programme, row in written if row.targets}
    live = Target.objects.live().filter(programme__masterplan=masterplan, area=masterplan.area_id)
    standing = {(each.programme_id, each.indicator, each.year): each for each in live}
    given_up: list[int] = []
    new: list[Target] = []
    for programme_id, row in rows.items():
        for target in row.targets.values():
            earlier = standing.get((programme_id, target.indicator, target.year))
            if earlier is not None and earlier.value == target.value:
                continue
            if earlier is not None:
                given_up.append(earlier.pk)
            new.append(
                Target(
                    programme_id=programme_id,
                    indicator=target.indicator,
                    area_id=masterplan.area_id,
                    year=target.year,
                    value=target.value,
                    direction=target.direction,
                    set_at=at,
                )
            )
    Target.objects.filter(pk__in=given_up).update(withdrawn_at=Greatest("set_at", Value(at)))
    Target.objects.bulk_create(new, batch_size=400)
