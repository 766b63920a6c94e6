"""Panels with their members, who could sit on one, and who may not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Appointment
from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Role
from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.models import Entry, Exclusion, Panel, PanelMember
from guyub.errors import Refusal


class NoSuchPanel(Refusal):
    """There is none."""

    code = "evaluation.no-such-panel"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such panel here."), remedy=_("Look it up on the page of the cycle."))


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """One who holds an assessor's office; `excluded` are names of regions."""

    pk: int
    name: str
    office: str
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberLine:
    pk: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class PanelLine:
    """regions: (code, name, whether its review has started)."""

    pk: int
    title: str
    members: tuple[MemberLine, ...]
    regions: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ExclusionLine:
    pk: int
    officer_pk: int
    name: str
    area: str
    region: str
    kind: str
    reason: str
    declared_at: datetime
    by_himself: bool

    @property
    def kind_name(self) -> str:
        return str(Exclusion.Kind(self.kind).label)


def list_panels(*, cycle_id: int, actor: Actor) -> list[PanelLine]:
    """The panels of a cycle for its office, in three queries. Raises NotPermitted."""
    permissions.require_office(actor, area=NATION)
    members: dict[int, list[MemberLine]] = defaultdict(list)
    seats = PanelMember.objects.filter(panel__cycle=cycle_id, removed_at=None).order_by("number")
    for panel, *row in seats.values_list("panel_id", "officer_id", "number", "officer__name"):
        members[panel].append(MemberLine(*row))
    regions: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    entries = Entry.objects.filter(cycle=cycle_id, panel__isnull=False).order_by("area")
    for panel, code, name, started in entries.values_list("panel_id", "area_id", "area__name", "review_started_at"):
        regions[panel].append((code, name, started is not None))
    panels = Panel.objects.filter(cycle=cycle_id).order_by("pk").values_list("pk", "title")
    return [PanelLine(pk, title, tuple(members[pk]), tuple(regions[pk])) for pk, title in panels]


def list_assessors(*, actor: Actor, on: date) -> list[AssessorLine]:
    """Everyone who holds an assessor's office on a day, by name, in two queries. Raises NotPermitted."""
    permissions.require_office(actor, area=NATION)
    excluded: dict[int, list[str]] = defaultdict(list)
    for officer, region in Exclusion.objects.live().order_by("area").values_list("officer_id", "area__name"):
        excluded[officer].append(region)
    held = Appointment.objects.held_on(on).filter(office__role=Role.EVALUATOR, officer__is_active=True)
    rows = held.order_by("officer__name", "officer").values_list("officer_id", "officer__name", "office__title")
    return list({pk: AssessorLine(pk, name, office, tuple(excluded[pk])) for pk, name, office in rows}.values())


def list_exclusions(*, actor: Actor) -> list[ExclusionLine]:
    """The exclusions that hold, by region: all of them for the office, an assessor's own for himself; one query."""
    fields = (
        "pk",
        "officer_id",
        "officer__name",
        "area_id",
        "area__name",
        "kind",
        "reason",
        "declared_at",
        "declared_by",
    )
    rows = Exclusion.objects.live().visible_to(actor).order_by("area", "officer").values_list(*fields)
    return [ExclusionLine(*row[:8], by_himself=row[1] == row[8]) for row in rows]
