"""Rounds for the office; for a region and an assessor only what is theirs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts import queries as accounts
from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.assessment import content as instruments
from guyub.apps.selection import permissions
from guyub.apps.selection.models import Assignment, Choice, Confirmation, Invitation, Round, Slot
from guyub.engines.values import Words
from guyub.errors import Refusal

STATES = {
    "invited": gettext_lazy("invited"),
    "answering": gettext_lazy("answering"),
    "submitted": gettext_lazy("handed in"),
    "confirmed": gettext_lazy("confirmed"),
    "decided": gettext_lazy("decided"),
}
ORDERS = ("wilayah", "nama", "nilai", "jadwal", "keadaan")


class NoSuchRound(Refusal):
    """There is none, or it is not the reader's."""

    code = "selection.no-such-round"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such round here."), remedy=_("Choose one from the list of rounds."))


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round with how far it is."""

    pk: int
    title: str
    year: int
    capacity: int
    answers_until: date
    presentations_until: date
    decision_on: date
    announced_at: datetime | None
    invited: int
    submitted: int
    confirmed: int
    chosen: int


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An invitation as its region or an assessor finds it; `outcome` only when it was announced."""

    pk: int
    title: str
    year: int
    area: str
    area_name: str
    answers_until: date
    submitted_at: datetime | None
    announced_at: datetime | None
    outcome: str
    confirmed_by_me: int
    elements: int
    is_mine_to_assess: bool

    @property
    def outcome_name(self) -> str:
        return str(Choice.Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region of a round, for the office."""

    pk: int
    area: str
    name: str
    province: str
    state: str
    stated: Decimal | None
    confirmed: Decimal | None
    presents_at: datetime | None
    assessors: int
    outcome: str

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])

    @property
    def tag(self) -> str:
        return {"decided": "ok", "confirmed": "info", "submitted": "info", "answering": "warn"}.get(self.state, "none")

    @property
    def outcome_name(self) -> str:
        return str(Choice.Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round for the office: `regions` in the order asked for; undecided: who handed in and has no outcome yet."""

    line: RoundLine
    instrument: str
    instrument_version: int
    decimals: int
    criteria: tuple[str, ...]
    regions: tuple[RegionLine, ...]
    provinces: tuple[tuple[str, str, int], ...]
    slots: int
    slots_taken: int
    undecided: int


@dataclass(frozen=True, slots=True)
class AssessorLine:
    pk: int
    name: str
    office: str
    regions: int


def list_rounds(*, actor: Actor) -> list[RoundLine]:
    """The rounds, newest first, for the office that runs them; one query. Raises NotPermitted."""
    permissions.require_office(actor)
    return _lines(Q())


def _lines(which: Q) -> list[RoundLine]:
    handed_in = Q(invitations__submitted_at__isnull=False)
    rows = (
        Round.objects.filter(which)
        .annotate(
            invited=Count("invitations"),
            submitted=Count("invitations", filter=handed_in),
            confirmed=Count("invitations", filter=Q(invitations__confirmed_score__isnull=False)),
            chosen=Count("invitations", filter=Q(invitations__choice__outcome=Choice.Outcome.CHOSEN)),
        )
        .order_by("-year", "-opened_at")
    )
    fields = (
        "pk", "title", "year", "capacity", "answers_until", "presentations_until", "decision_on", "announced_at",
        "invited", "submitted", "confirmed", "chosen",
    )  # fmt: skip
    return [RoundLine(*row) for row in rows.values_list(*fields)]


def list_own(*, actor: Actor) -> list[OwnLine]:
    """
    The invitations of the reader's region, and the regions given to him as an assessor; newest round first.

    Three queries, whatever their number.
    """
    given = set(Invitation.objects.assessed_by(actor).values_list("pk", flat=True))
    region = Invitation.objects.of_region(actor).values("pk")
    own = Invitation.objects.visible_to(actor).filter(Q(pk__in=region) | Q(pk__in=given))
    rows = list(own.select_related("round", "choice", "area").order_by("-round__year", "area", "pk"))
    mine: dict[int, int] = defaultdict(int)
    found = Confirmation.objects.filter(assignment__officer=actor.pk, assignment__ended_at=None)
    for pk in found.values_list("assignment__invitation_id", flat=True):
        mine[pk] += 1
    return [_own_line(row, mine[row.pk], row.pk in given) for row in rows]


def _own_line(row: Invitation, confirmed: int, mine: bool) -> OwnLine:
    place = areas.AreaLine(row.area.code, row.area.name, row.area.kind, row.area.level, row.area.parent_id)
    outcome = row.choice.outcome if row.round.announced_at and hasattr(row, "choice") else ""
    return OwnLine(
        pk=row.pk,
        title=row.round.title,
        year=row.round.year,
        area=row.area_id,
        area_name=place.full_name,
        answers_until=row.round.answers_until,
        submitted_at=row.submitted_at,
        announced_at=row.round.announced_at,
        outcome=outcome,
        confirmed_by_me=confirmed,
        elements=len(instruments.parsed(row.round.instrument_text).leaves),
        is_mine_to_assess=mine,
    )


def get_round(round_id: int, *, order: str = "wilayah", province: str = "", state: str = "", actor: Actor) -> RoundPage:
    """
    A round with all its regions for the office; six queries, whatever their number.

    order  one of ORDERS, a hyphen before it turns it round; by place unless told: the score decides nothing

    Raises NotPermitted, NoSuchRound.
    """
    permissions.require_office(actor)
    line = next(iter(_lines(Q(pk=round_id))), None)
    if line is None:
        raise NoSuchRound
    kept = Round.objects.values_list("instrument_text", "instrument_version", "criteria")
    text, version, criteria = kept.get(pk=round_id)
    parsed = instruments.parsed(text)
    regions = _regions(round_id)
    slots = Slot.objects.filter(round=round_id).aggregate(all=Count("pk"), taken=Count("invitation"))
    provinces = areas.public_area_names({region.area[:2] for region in regions})
    counts: dict[str, int] = defaultdict(int)
    for region in regions:
        counts[region.area[:2]] += 1
    shown = [
        region
        for region in regions
        if (not province or region.area.startswith(f"{province}.")) and (not state or region.state == state)
    ]
    return RoundPage(
        line=line,
        instrument=instruments.said(parsed.title),
        instrument_version=version,
        decimals=parsed.decimals,
        criteria=tuple(instruments.said(Words(each["id"], each["en"])) for each in criteria),
        regions=tuple(_ordered(shown, order)),
        provinces=tuple((code, provinces.get(code, code), counts[code]) for code in sorted(counts)),
        slots=slots["all"],
        slots_taken=slots["taken"],
        undecided=sum(region.state in ("submitted", "confirmed") for region in regions),
    )


def _regions(round_id: int) -> list[RegionLine]:
    rows = (
        Invitation.objects.filter(round=round_id)
        .annotate(
            given=Count("assignments", filter=Q(assignments__ended_at=None), distinct=True),
            said=Count("answers", distinct=True),
        )
        .order_by("area")
    )
    fields = (
        "pk", "area_id", "area__name", "area__kind", "area__level", "area__parent_id", "area__parent__name",
        "submitted_at", "stated_score", "confirmed_score", "slot__starts_at", "given", "choice__outcome", "said",
    )  # fmt: skip
    return [_region(*row) for row in rows.values_list(*fields)]


def _region(
    pk: int,
    area: str,
    name: str,
    kind: str,
    level: str,
    parent: str | None,
    province: str | None,
    submitted_at: datetime | None,
    stated: Decimal | None,
    confirmed: Decimal | None,
    presents_at: datetime | None,
    assessors: int,
    outcome: str | None,
    answers: int,
) -> RegionLine:
    state = "answering" if answers else "invited"
    if submitted_at is not None:
        state = "confirmed" if confirmed is not None else "submitted"
    return RegionLine(
        pk=pk,
        area=area,
        name=areas.AreaLine(area, name, kind, level, parent).full_name,
        province=province or "",
        state="decided" if outcome else state,
        stated=stated,
        confirmed=confirmed,
        presents_at=presents_at,
        assessors=assessors,
        outcome=outcome or "",
    )


def _ordered(regions: list[RegionLine], order: str) -> list[RegionLine]:
    """What has no value comes last, whichever way it goes."""
    name, down = order.removeprefix("-"), order.startswith("-")
    keys = {
        "nama": lambda line: line.name.partition(" ")[::-2],
        "nilai": lambda line: line.confirmed,
        "jadwal": lambda line: line.presents_at,
        "keadaan": lambda line: list(STATES).index(line.state),
    }
    if name not in keys:
        return regions[::-1] if down else regions
    known = sorted((line for line in regions if keys[name](line) is not None), key=keys[name], reverse=down)
    return known + [line for line in regions if keys[name](line) is None]


def list_assessors(*, round_id: int, on: date, actor: Actor) -> list[AssessorLine]:
    """Who holds an assessor's office on the day, with how many regions of the round each has. Raises NotPermitted."""
    permissions.require_office(actor)
    counts = dict(
        Assignment.objects.filter(invitation__round=round_id, ended_at=None)
        .values_list("officer")
        .annotate(count=Count("pk"))
    )
    found: dict[int, AssessorLine] = {}
    for seat in accounts.list_seats(actor=actor, area=permissions.NATION, on=on):
        if seat.role == "evaluator":
            for holder in seat.now:
                line = AssessorLine(holder.officer_id, holder.name, seat.title, counts.get(holder.officer_id, 0))
                found.setdefault(holder.officer_id, line)
    return sorted(found.values(), key=lambda line: (line.name, line.pk))


def count_waiting(*, actor: Actor) -> int:
    """Invitations of the reader's region not yet handed in, and regions he has yet to look at; two queries."""
    open_rounds = Q(round__announced_at=None)
    region = Invitation.objects.of_region(actor).filter(open_rounds, submitted_at=None).count()
    if not permissions.may_assess(actor):
        return region
    given = Invitation.objects.assessed_by(actor).filter(open_rounds, choice=None)
    begun = Confirmation.objects.filter(assignment__officer=actor.pk).values("assignment__invitation")
    return region + given.exclude(pk__in=begun).count()
