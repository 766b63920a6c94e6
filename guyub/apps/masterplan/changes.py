"""What a judged spreadsheet would change in a masterplan: what is new, what says something else, what is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from guyub.apps.masterplan.models import BudgetLine, Masterplan, Programme, Target
from guyub.apps.masterplan.sheet import ProgrammeRow, Sheet

# Field of the file -> columns of the table that it fills
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **{
        name: (name,)
        for name in (
            "name", "meaning", "dimension", "sub_dimension", "pic_office", "problem", "description", "target_group",
            "output", "horizon", "year_start", "year_end", "status",
        )
    },
    "lead_agency": ("lead_agency_id",),
    "source": ("source_kind", "source"),
}  # fmt: skip


@dataclass(slots=True)
class Changes:
    """Programmes by what becomes of them. `same` rows are in the plan already, word for word."""

    new: list[ProgrammeRow] = field(default_factory=list)
    changed: list[tuple[Programme, ProgrammeRow]] = field(default_factory=list)
    same: list[tuple[Programme, ProgrammeRow]] = field(default_factory=list)
    new_targets: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.new_targets)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the plan holds of a programme beside its own row."""

    supporting: frozenset[int]
    budget: Mapping[tuple[int, str], int]
    targets: Mapping[tuple[str, int], Decimal]


def compare(sheet: Sheet, masterplan: Masterplan | None) -> Changes:
    """The sheet against the plan as it stands; a programme is known by its code, whatever its capitals."""
    changes = Changes()
    known = {} if masterplan is None else _programmes(masterplan)
    standing = {} if masterplan is None else _standing(masterplan)
    for row in sheet.programmes:
        programme = known.get(row.code.lower())
        if programme is None:
            changes.new.append(row)
            changes.new_targets += len(row.targets)
            continue
        there = standing[programme.pk]
        changes.new_targets += sum(there.targets.get(key) != target.value for key, target in row.targets.items())
        where = changes.changed if _differs(programme, there, row, sheet.given) else changes.same
        where.append((programme, row))
    return changes


def _programmes(masterplan: Masterplan) -> dict[str, Programme]:
    return {each.code.lower(): each for each in Programme.objects.filter(masterplan=masterplan)}


def _standing(masterplan: Masterplan) -> dict[int, Standing]:
    here = {"programme__masterplan": masterplan}
    supporting: dict[int, set[int]] = {}
    through = Programme.supporting_agencies.through.objects.filter(**here)
    for programme, agency in through.values_list("programme_id", "agency_id"):
        supporting.setdefault(programme, set()).add(agency)
    budget: dict[int, dict[tuple[int, str], int]] = {}
    lines = BudgetLine.objects.filter(**here).values_list("programme_id", "year", "fund_source", "amount_rupiah")
    for programme, year, fund, amount in lines:
        budget.setdefault(programme, {})[year, fund] = amount
    targets: dict[int, dict[tuple[str, int], Decimal]] = {}
    live = Target.objects.live().filter(**here, area=masterplan.area_id)
    for programme, indicator, year, value in live.values_list("programme_id", "indicator", "year", "value"):
        targets.setdefault(programme, {})[indicator, year] = value
    pks = Programme.objects.filter(masterplan=masterplan).values_list("pk", flat=True)
    return {pk: Standing(frozenset(supporting.get(pk, ())), budget.get(pk, {}), targets.get(pk, {})) for pk in pks}


def _differs(programme: Programme, there: Standing, row: ProgrammeRow, given: frozenset[str]) -> bool:
    if any(getattr(programme, column) != getattr(row, column) for column in columns_given(given)):
        return True
    if "supporting_agencies" in given and there.supporting != set(row.supporting_agency_ids):
        return True
    return bool(row.budget) and dict(there.budget) != row.budget


def columns_given(given: frozenset[str]) -> list[str]:
    """The columns of the table that a file with these fields fills, without the code that names the row."""
    return [column for name in sorted(given) for column in COLUMNS.get(name, ())]
