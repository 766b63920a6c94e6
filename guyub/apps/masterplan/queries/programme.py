"""Programmes: a filtered, paged list, and one programme with its money and its promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor, Right, may
from guyub.apps.indicators.queries import IndicatorLine
from guyub.apps.masterplan import frameworks, measures
from guyub.apps.masterplan.models import BudgetLine, Programme, Target
from guyub.apps.masterplan.queries.promise import Promise, read_promises
from guyub.errors import Refusal

PER_PAGE = 50


class NoSuchProgramme(Refusal):
    """There is none, or it stands in a plan that the reader may not see."""

    code = "masterplan.no-such-programme"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such programme here."), remedy=_("Look it up in the list of programmes."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the list; empty means whatever. agency "none": programmes that nobody answers for."""

    text: str = ""
    dimension: str = ""
    sub_dimension: str = ""
    agency: str = ""
    horizon: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme in the list. budget_rupiah is planned for the year asked for; None: nothing is written down."""

    pk: int
    code: str
    name: str
    meaning: str
    dimension: str
    dimension_name: str
    sub_dimension: str
    agency: str
    horizon: str
    status: str
    year_start: int | None
    year_end: int | None
    budget_rupiah: int | None
    source_kind: str

    @property
    def horizon_name(self) -> str:
        return str(Programme.Horizon(self.horizon).label) if self.horizon else ""

    @property
    def status_name(self) -> str:
        return str(Programme.Status(self.status).label)

    @property
    def tag(self) -> str:
        return status_tag(self.status)

    @property
    def source_name(self) -> str:
        return str(Programme.SourceKind(self.source_kind).label)


def status_tag(status: str) -> str:
    """The kind of status tag: only what runs is green, only what stopped asks for a look."""
    return {"running": "ok", "finished": "ok", "trial": "info", "suspended": "warn", "replaced": "warn"}.get(
        status, "none"
    )


@dataclass(frozen=True, slots=True)
class Programmes:
    """One page of the list, and how many there are in all."""

    lines: tuple[ProgrammeLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter."""

    value: str
    label: str


def list_programmes(
    *, area: str, wanted: Wanted, year: int, actor: Actor, offset: int = 0, limit: int = PER_PAGE
) -> Programmes:
    """Programmes of the newest masterplan, by dimension, then name; the money is that of `year`. Three queries."""
    plan = _newest_plan(area, actor)
    if plan is None:
        return Programmes((), 0)
    masterplan, framework = plan
    found = _filtered(Programme.objects.visible_to(actor).filter(masterplan=masterplan), wanted)
    names = {each.code: str(each.short) for each in frameworks.load(framework).dimensions}
    rows = list(
        found.annotate(budget=Sum("budget_lines__amount_rupiah", filter=Q(budget_lines__year=year)))
        .order_by("dimension", "name", "pk")
        .values_list(
            "pk", "code", "name", "meaning", "dimension", "sub_dimension", "lead_agency__abbreviation", "horizon",
            "status", "year_start", "year_end", "budget", "source_kind",
        )[offset : offset + limit]
    )  # fmt: skip
    lines = tuple(
        ProgrammeLine(
            pk=row[0], code=row[1], name=row[2], meaning=row[3], dimension=row[4],
            dimension_name=names.get(row[4], row[4]), sub_dimension=row[5], agency=row[6] or "", horizon=row[7],
            status=row[8], year_start=row[9], year_end=row[10], budget_rupiah=row[11], source_kind=row[12],
        )
        for row in rows
    )  # fmt: skip
    return Programmes(lines, found.count())


def public_list_horizons() -> list[Choice]:
    """The horizons a programme can have."""
    return [Choice(value, str(label)) for value, label in Programme.Horizon.choices]


def public_list_statuses() -> list[Choice]:
    """The states a programme can be in."""
    return [Choice(value, str(label)) for value, label in Programme.Status.choices]


def _newest_plan(area: str, actor: Actor) -> tuple[int, str] | None:
    plans = Programme.objects.visible_to(actor).filter(masterplan__area_id=area)
    return (
        plans.order_by("-masterplan__year_start", "-masterplan_id")
        .values_list("masterplan_id", "masterplan__framework")
        .first()
    )


def _filtered(programmes: QuerySet[Programme], wanted: Wanted) -> QuerySet[Programme]:
    if wanted.dimension:
        programmes = programmes.filter(dimension=wanted.dimension)
    if wanted.sub_dimension:
        programmes = programmes.filter(sub_dimension=wanted.sub_dimension)
    if wanted.agency == "none":
        programmes = programmes.filter(lead_agency=None)
    elif wanted.agency.isdigit():
        programmes = programmes.filter(lead_agency_id=int(wanted.agency))
    if wanted.horizon:
        programmes = programmes.filter(horizon=wanted.horizon)
    if wanted.status:
        programmes = programmes.filter(status=wanted.status)
    for word in wanted.text.split()[:6]:
        programmes = programmes.filter(
            Q(name__icontains=word)
            | Q(meaning__icontains=word)
            | Q(code__icontains=word)
            | Q(description__icontains=word)
        )
    return programmes


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """The money of one year: by fund source, and together."""

    year: int
    parts: tuple[tuple[str, int], ...]  # (fund source in words, rupiah)

    @property
    def total_rupiah(self) -> int:
        return sum(amount for _name, amount in self.parts)


@dataclass(frozen=True, slots=True)
class ProgrammeDetail:
    """
    One programme.

    measures  the indicators of its area, with their values
    may_plan  the reader may set its targets
    """

    line: ProgrammeLine
    area: str
    plan_title: str
    plan_years: tuple[int, int]
    dimension_full: str
    sub_dimension_name: str
    agency_pk: int | None
    agency_name: str
    supporting: tuple[str, ...]
    pic_office: str
    problem: str
    description: str
    target_group: str
    output: str
    source: str
    sheet_pk: int | None
    sheet_name: str
    sheet_line: int | None
    imported_at: datetime | None
    budget: tuple[BudgetYear, ...]
    promises: tuple[Promise, ...]
    measures: tuple[IndicatorLine, ...]
    may_plan: bool

    @property
    def total_rupiah(self) -> int:
        return sum(year.total_rupiah for year in self.budget)


def get_programme(*, programme_id: int, today: date, actor: Actor) -> ProgrammeDetail:
    """One programme with all that is known of it. Raises NoSuchProgramme."""
    found = (
        Programme.objects.visible_to(actor)
        .select_related("masterplan", "lead_agency", "sheet")
        .filter(pk=programme_id)
        .first()
    )
    if found is None:
        raise NoSuchProgramme
    plan, agency = found.masterplan, found.lead_agency
    frame = frameworks.load(plan.framework)
    dimension, sub = frame.find_dimension(found.dimension), frame.find_sub(found.sub_dimension)
    budget = _budget(found.pk)
    this_year = sum(year.total_rupiah for year in budget if year.year == today.year)
    targets = Target.objects.live().filter(programme=found)
    known = measures.list_measures(area=plan.area_id, actor=actor)
    return ProgrammeDetail(
        line=ProgrammeLine(
            pk=found.pk, code=found.code, name=found.name, meaning=found.meaning, dimension=found.dimension,
            dimension_name=str(dimension.short) if dimension else found.dimension, sub_dimension=found.sub_dimension,
            agency=agency.abbreviation if agency else "", horizon=found.horizon, status=found.status,
            year_start=found.year_start, year_end=found.year_end, budget_rupiah=this_year or None,
            source_kind=found.source_kind,
        ),
        area=plan.area_id,
        plan_title=plan.title,
        plan_years=(plan.year_start, plan.year_end),
        dimension_full=str(dimension.name) if dimension else found.dimension,
        sub_dimension_name=str(sub.name) if sub else "",
        agency_pk=found.lead_agency_id,
        agency_name=agency.name if agency else "",
        supporting=_supporting(found.pk),
        pic_office=found.pic_office,
        problem=found.problem,
        description=found.description,
        target_group=found.target_group,
        output=found.output,
        source=found.source,
        sheet_pk=found.sheet_id,
        sheet_name=found.sheet.file_name if found.sheet else "",
        sheet_line=found.sheet_line,
        imported_at=found.sheet.imported_at if found.sheet else None,
        budget=budget,
        promises=tuple(read_promises(targets, area=plan.area_id, today=today, actor=actor, known=known)),
        measures=tuple(known.values()),
        may_plan=may(actor, Right.PLAN_PROGRAMMES, area=plan.area_id, agency_id=found.lead_agency_id),
    )  # fmt: skip


def _supporting(programme: int) -> tuple[str, ...]:
    through = Programme.supporting_agencies.through.objects.filter(programme_id=programme)
    return tuple(through.order_by("agency__abbreviation").values_list("agency__abbreviation", flat=True))


def _budget(programme: int) -> tuple[BudgetYear, ...]:
    lines = BudgetLine.objects.filter(programme_id=programme).order_by("year", F("amount_rupiah").desc())
    years: dict[int, list[tuple[str, int]]] = {}
    for year, fund, amount in lines.values_list("year", "fund_source", "amount_rupiah"):
        years.setdefault(year, []).append((str(BudgetLine.FundSource(fund).label), amount))
    return tuple(BudgetYear(year, tuple(parts)) for year, parts in years.items())
