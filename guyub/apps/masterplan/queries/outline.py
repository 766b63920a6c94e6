"""The plan at a glance: how many programmes and how much money, by dimension and by agency."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.masterplan import frameworks
from guyub.apps.masterplan.models import BudgetLine, Masterplan, Programme


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One masterplan. `framework` is the frame's title, in the reader's language."""

    pk: int
    title: str
    framework: str
    framework_code: str
    legal_basis: str
    year_start: int
    year_end: int


@dataclass(frozen=True, slots=True)
class SubLine:
    code: str
    name: str
    programmes: int


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension. budget_rupiah: planned for the year asked for."""

    code: str
    name: str
    short: str
    programmes: int
    budget_rupiah: int
    subs: tuple[SubLine, ...]


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """The programmes that an agency answers for; pk None: those that nobody answers for yet."""

    pk: int | None
    abbreviation: str
    programmes: int
    budget_rupiah: int


@dataclass(frozen=True, slots=True)
class Outline:
    plan: PlanLine
    year: int
    programmes: int
    budget_rupiah: int
    dimensions: tuple[DimensionLine, ...]
    agencies: tuple[AgencyLine, ...]  # most programmes first

    @property
    def without_agency(self) -> int:
        return sum(line.programmes for line in self.agencies if line.pk is None)

    @property
    def most_programmes(self) -> int:
        return max((line.programmes for line in self.dimensions), default=0)


def find_plan(*, area: str, actor: Actor) -> PlanLine | None:
    """The newest masterplan of the area, or None when it has none yet."""
    plan = Masterplan.objects.visible_to(actor).filter(area_id=area).order_by("-year_start", "-pk").first()
    return None if plan is None else _plan_line(plan)


def _plan_line(plan: Masterplan) -> PlanLine:
    return PlanLine(
        pk=plan.pk,
        title=plan.title,
        framework=str(frameworks.load(plan.framework).title),
        framework_code=plan.framework,
        legal_basis=plan.legal_basis,
        year_start=plan.year_start,
        year_end=plan.year_end,
    )


def find_outline(*, area: str, year: int, actor: Actor) -> Outline | None:
    """The newest masterplan with its counts and the money planned for `year`, or None. Three queries."""
    plan = find_plan(area=area, actor=actor)
    if plan is None:
        return None
    counted = ("dimension", "sub_dimension", "lead_agency_id", "lead_agency__abbreviation")
    here = Programme.objects.visible_to(actor).filter(masterplan=plan.pk)
    programmes = list(here.values_list(*counted).annotate(count=Count("pk")).order_by())
    lines = BudgetLine.objects.filter(programme__masterplan=plan.pk, year=year)
    money = list(
        lines.values_list("programme__dimension", "programme__lead_agency_id")
        .annotate(sum=Sum("amount_rupiah"))
        .order_by()
    )
    return Outline(
        plan=plan,
        year=year,
        programmes=sum(row[4] for row in programmes),
        budget_rupiah=sum(row[2] for row in money),
        dimensions=_dimensions(plan, programmes, money),
        agencies=_agencies(programmes, money),
    )


def _dimensions(plan: PlanLine, programmes: list[tuple], money: list[tuple]) -> tuple[DimensionLine, ...]:
    return tuple(
        DimensionLine(
            code=dimension.code,
            name=str(dimension.name),
            short=str(dimension.short),
            programmes=sum(row[4] for row in programmes if row[0] == dimension.code),
            budget_rupiah=sum(row[2] for row in money if row[0] == dimension.code),
            subs=tuple(
                SubLine(sub.code, str(sub.name), sum(row[4] for row in programmes if row[1] == sub.code))
                for sub in dimension.subs
            ),
        )
        for dimension in frameworks.load(plan.framework_code).dimensions
    )


def _agencies(programmes: list[tuple], money: list[tuple]) -> tuple[AgencyLine, ...]:
    names = {row[2]: row[3] or _("no agency yet") for row in programmes}
    lines = [
        AgencyLine(
            pk=agency,
            abbreviation=name,
            programmes=sum(row[4] for row in programmes if row[2] == agency),
            budget_rupiah=sum(row[2] for row in money if row[1] == agency),
        )
        for agency, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.programmes, line.abbreviation)))
