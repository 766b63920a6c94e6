"""Panels: forming, changing, giving them regions; and who may not sit on which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import Actor, Right, scope
from guyub.apps.areas.models import Area
from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import permissions
from guyub.apps.evaluation.models import Entry, Exclusion, Panel, PanelMember, Review
from guyub.apps.evaluation.operations._entry import all_submitted, lock_cycle
from guyub.apps.evaluation.queries import NoSuchPanel
from guyub.errors import Refusal
from guyub.ledger import record


class NotAnAssessor(Refusal):
    """Somebody on the list holds no assessor's office today."""

    code = "evaluation.not-an-assessor"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("One of them holds no assessor's office."), remedy=_("Appoint the person to an assessor's office first.")
        )


class PanelTitleTaken(Refusal):
    """Two panels of a cycle are not called the same."""

    code = "evaluation.panel-title-taken"

    def __init__(self) -> None:
        super().__init__(_("A panel of this name exists already."), remedy=_("Give the panel another name."))


class ConflictOfInterest(Refusal):
    """A member of the panel is excluded from a region."""

    code = "evaluation.conflict-of-interest"

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        said = "; ".join(f"{name} – {region}" for name, region in pairs)
        super().__init__(
            _("Conflict of interest: %(pairs)s.") % {"pairs": said},
            remedy=_("Give the region to another panel, or take this assessor off the panel."),
        )


class ReviewRunning(Refusal):
    """A region is not moved to another panel while it is being reviewed."""

    code = "evaluation.review-running"

    def __init__(self) -> None:
        super().__init__(
            _("A review that has started stays with its panel."),
            remedy=_("Choose regions whose review has not started."),
        )


class ReasonMissing(Refusal):
    """Said in a sentence, so that it can be understood years later."""

    code = "evaluation.reason-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("The reason is missing."), remedy=_("Write the reason in a sentence, then save again."))


class NoSuchExclusion(Refusal):
    """There is none that still holds."""

    code = "evaluation.no-such-exclusion"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such exclusion."), remedy=_("Look at the list of exclusions."))


@transaction.atomic(durable=True)
def form_panel(*, cycle_id: int, title: str, officers: Sequence[int], actor: Actor, at: datetime) -> int:
    """Form a panel of assessors in a cycle; return its id. Raises NotPermitted, NotAnAssessor, PanelTitleTaken."""
    cycle = lock_cycle(cycle_id, actor=actor)
    if Panel.objects.filter(cycle=cycle, title=title).exists():
        raise PanelTitleTaken
    members = _assessors(officers)
    panel = Panel.objects.create(cycle=cycle, title=title, formed_at=at)
    _seat(panel, members, at)
    record(
        "panel.formed",
        actor=actor,
        at=at,
        area=cycle.area_id,
        subject=("evaluation.cycle", cycle.pk),
        panel=panel.pk,
        title=title,
        members=len(members),
    )
    return panel.pk


@transaction.atomic(durable=True)
def change_panel(*, panel_id: int, officers: Sequence[int], actor: Actor, at: datetime) -> int:
    """
    Let exactly these assessors sit on a panel; return its cycle's id. Whoever leaves sees its regions no more.

    Sheets of regions under review: who leaves keeps what he wrote, which no longer counts; who comes gets a sheet.
    Raises NotPermitted, NoSuchPanel, NotAnAssessor, ConflictOfInterest.
    """
    panel = _lock_panel(panel_id, actor)
    sitting = PanelMember.objects.filter(panel=panel, removed_at=None)
    known = set(sitting.values_list("officer_id", flat=True))
    members = _assessors(officers)
    coming = [member for member in members if member.pk not in known]
    _require_no_conflict(coming, list(Entry.objects.filter(panel=panel).values_list("area_id", flat=True)))
    leaving = sitting.exclude(officer__in=[member.pk for member in members])
    left = list(leaving.values_list("officer_id", flat=True))
    if not coming and not left:
        return panel.cycle_id
    leaving.update(removed_at=at)
    _seat(panel, coming, at)
    under_review = Entry.objects.filter(panel=panel, review_started_at__isnull=False, settled_at=None)
    _set_aside(Review.objects.filter(entry__in=under_review, officer__in=left), at)
    _give_sheets(panel, list(under_review.filter(scores_opened_at=None)), [member.pk for member in coming], at)
    record(
        "panel.changed",
        actor=actor,
        at=at,
        area=panel.cycle.area_id,
        subject=("evaluation.cycle", panel.cycle_id),
        panel=panel.pk,
        title=panel.title,
        came=len(coming),
        left=len(left),
    )
    return panel.cycle_id


@transaction.atomic(durable=True)
def assign_regions(*, panel_id: int, areas: Sequence[str], actor: Actor, at: datetime) -> int:
    """
    Give regions of the cycle to a panel; return how many. Raises NotPermitted, NoSuchPanel, ConflictOfInterest,
    ReviewRunning.
    """
    panel = _lock_panel(panel_id, actor)
    entries = Entry.objects.select_for_update().filter(cycle=panel.cycle, area__in=areas)
    if entries.filter(review_started_at__isnull=False).exclude(panel=panel).exists():
        raise ReviewRunning
    members = Officer.objects.filter(pk__in=PanelMember.objects.filter(panel=panel, removed_at=None).values("officer"))
    _require_no_conflict(list(members), areas)
    given = entries.filter(review_started_at=None).update(panel=panel)
    record(
        "panel.regions_assigned",
        actor=actor,
        at=at,
        area=panel.cycle.area_id,
        subject=("evaluation.cycle", panel.cycle_id),
        panel=panel.pk,
        title=panel.title,
        regions=sorted(areas),
    )
    return given


@transaction.atomic(durable=True)
def declare_exclusion(*, officer_id: int, area: str, kind: str, reason: str, actor: Actor, at: datetime) -> int:
    """
    Keep an assessor away from a region, as he says himself or the office does; return the exclusion's id.

    He sees nothing of it from now on, and what he scored there no longer counts. Raises NotPermitted, ReasonMissing,
    NotAnAssessor.
    """
    if officer_id != actor.pk or not scope(actor, Right.ASSESS):
        permissions.require_office(actor, area=NATION)
    if not reason.strip():
        raise ReasonMissing
    _assessors([officer_id])
    Area.objects.select_for_update().get(pk=area)
    standing = Exclusion.objects.live().filter(officer=officer_id, area=area).first()
    if standing is not None:
        return standing.pk
    exclusion = Exclusion.objects.create(
        officer_id=officer_id, area_id=area, kind=kind, reason=reason.strip(), declared_at=at, declared_by_id=actor.pk
    )
    sheets = Review.objects.filter(officer=officer_id, entry__area=area, entry__settled_at=None)
    _set_aside(sheets, at)
    record(
        "panel.exclusion_declared",
        actor=actor,
        at=at,
        area=NATION,
        subject=("evaluation.exclusion", exclusion.pk),
        officer=officer_id,
        region=area,
        kind=kind,
        by_himself=officer_id == actor.pk,
    )
    return exclusion.pk


@transaction.atomic(durable=True)
def end_exclusion(*, exclusion_id: int, actor: Actor, at: datetime) -> int:
    """The office finds that the reason holds no more; return its id. Raises NotPermitted, NoSuchExclusion."""
    permissions.require_office(actor, area=NATION)
    live = Exclusion.objects.live().visible_to(actor).select_for_update().filter(pk=exclusion_id)
    exclusion = live.first()
    if exclusion is None:
        raise NoSuchExclusion
    live.update(ended_at=at)
    record(
        "panel.exclusion_ended",
        actor=actor,
        at=at,
        area=NATION,
        subject=("evaluation.exclusion", exclusion.pk),
        officer=exclusion.officer_id,
        region=exclusion.area_id,
    )
    return exclusion.pk


def _lock_panel(panel_id: int, actor: Actor) -> Panel:
    panel = Panel.objects.select_for_update(of=("self",)).select_related("cycle").filter(pk=panel_id).first()
    if panel is None:
        raise NoSuchPanel
    permissions.require_office(actor, area=panel.cycle.area_id)
    return panel


def _assessors(ids: Sequence[int]) -> list[Officer]:
    found = list(Officer.objects.filter(pk__in=set(ids)).order_by("pk"))
    if len(found) != len(set(ids)) or not all(scope(each, Right.ASSESS) for each in found):
        raise NotAnAssessor
    return found


def _seat(panel: Panel, members: Sequence[Officer], at: datetime) -> None:
    last = PanelMember.objects.filter(panel=panel).aggregate(last=Max("number"))["last"] or 0
    PanelMember.objects.bulk_create(
        PanelMember(panel=panel, officer=member, number=number, appointed_at=at)
        for number, member in enumerate(members, start=last + 1)
    )


def _require_no_conflict(members: Sequence[Officer], areas: Sequence[str]) -> None:
    found = Exclusion.objects.live().filter(officer__in=members, area__in=areas).order_by("area", "officer")
    if pairs := list(found.values_list("officer__name", "area__name")):
        raise ConflictOfInterest(pairs)


def _set_aside(sheets, at: datetime) -> None:  # type: ignore[no-untyped-def]
    """Scores that count no more; where the others have all handed in, they see each other's now."""
    entries = [sheet.entry for sheet in sheets.filter(set_aside_at=None).select_related("entry")]
    sheets.filter(set_aside_at=None).update(set_aside_at=at)
    ready = [entry.pk for entry in entries if entry.scores_opened_at is None and _has_sheets(entry)]
    Entry.objects.filter(pk__in=ready).update(scores_opened_at=at)


def _has_sheets(entry: Entry) -> bool:
    return Review.objects.filter(entry=entry, set_aside_at=None).exists() and all_submitted(entry)


def _give_sheets(panel: Panel, entries: Sequence[Entry], officers: Sequence[int], at: datetime) -> None:
    numbers = dict(PanelMember.objects.filter(panel=panel, removed_at=None).values_list("officer_id", "number"))
    known = set(Review.objects.filter(entry__in=entries).values_list("entry_id", "officer_id"))
    Review.objects.filter(entry__in=entries, officer__in=officers).update(set_aside_at=None)
    Review.objects.bulk_create(
        Review(entry=entry, officer_id=officer, number=numbers[officer], started_at=at)
        for entry in entries
        for officer in officers
        if (entry.pk, officer) not in known
    )
