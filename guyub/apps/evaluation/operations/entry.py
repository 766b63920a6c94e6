"""What comes in for a region: its package, the start of its review, what is asked back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.areas.rights import NATION
from guyub.apps.evaluation import content, items, permissions
from guyub.apps.evaluation.models import Correction, Cycle, Entry, Exclusion, PanelMember, Review
from guyub.apps.evaluation.operations._entry import instrument_of, lock_for_office, lock_for_panel
from guyub.apps.evaluation.operations.panel import ReasonMissing
from guyub.apps.packages import queries as packages
from guyub.errors import Refusal
from guyub.ledger import record


class NothingToReview(Refusal):
    """The region has not handed in."""

    code = "evaluation.nothing-to-review"

    def __init__(self) -> None:
        super().__init__(
            _("The region has not handed in yet."), remedy=_("Wait for its package, or ask the region for it.")
        )


class PanelNotComplete(Refusal):
    """Too few or too many assessors for this region, or no panel at all."""

    code = "evaluation.panel-not-complete"

    def __init__(self, members: int, fewest: int, most: int) -> None:
        super().__init__(
            _("%(members)d assessors may look at this region; a panel has %(fewest)d to %(most)d.")
            % {"members": members, "fewest": fewest, "most": most},
            remedy=_("Change the panel, or give the region to another one. Excluded assessors don't count."),
        )


class NotUnderReview(Refusal):
    """The act belongs to a review, which has not begun or is already over."""

    code = "evaluation.not-under-review"

    def __init__(self) -> None:
        super().__init__(
            _("This region is not under review now."), remedy=_("Open its page and see where the evaluation stands.")
        )


class CorrectionNotPossible(Refusal):
    """Nothing was chosen, or the day has passed."""

    code = "evaluation.correction-not-possible"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Nothing can be asked back this way."),
            remedy=_("Choose at least one item, write what is to be mended, and a day that is still to come."),
        )


@transaction.atomic(durable=True)
def register_hand_in(*, package_id: int, actor: Actor, at: datetime) -> int | None:
    """
    Take a region's package into the open cycle it is for; return the entry's id, None when there is no such cycle.

    A first one, or a later one before the review starts, is what is reviewed. While items are asked back, a later one
    answers for those items and for nothing else. Any other is set aside: what was handed in doesn't change under the
    panel's hands. Registering the same package again changes nothing.
    """
    permissions.require_office(actor, area=NATION)
    package = packages.get_package(package_id, actor=actor)
    place = {"instrument_code": package.instrument_code, "year": package.year, "closed_at": None}
    cycle = Cycle.objects.visible_to(actor).filter(**place, stage=package.stage).first()
    if cycle is None or package.kind != "hand_in":
        return None
    Area.objects.select_for_update().get(pk=package.area)
    entry, _new = Entry.objects.get_or_create(cycle=cycle, area_id=package.area, defaults={"expected_at": at})
    if package_id in (entry.package_id, entry.corrected_package_id):
        return entry.pk
    what = _taken_as(entry, timezone.localdate(at))
    if what == "handed_in":
        Entry.objects.filter(pk=entry.pk).update(package=package_id, handed_in_at=at)
    elif what == "corrected":
        Entry.objects.filter(pk=entry.pk).update(corrected_package=package_id, corrected_at=at)
        Correction.objects.filter(entry=entry, answered_at=None).update(answered_at=at)
    record(
        "entry.registered",
        actor=actor,
        at=at,
        area=cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=package.area,
        package=package_id,
        digest=package.digest,
        taken_as=what,
        late=what == "handed_in" and timezone.localdate(at) > cycle.hand_in_until,
    )
    return entry.pk


def _taken_as(entry: Entry, on: date) -> str:
    if entry.review_started_at is None:
        return "handed_in"
    asked = Correction.objects.filter(entry=entry, answered_at=None).exists()
    in_time = entry.correction_until is not None and on <= entry.correction_until
    return "corrected" if asked and in_time and entry.settled_at is None else "set_aside"


@transaction.atomic(durable=True)
def start_review(*, entry_id: int, actor: Actor, at: datetime) -> int:
    """
    Give every member of the panel a blind sheet of a region's items; return the entry's id.

    Raises NotPermitted, NoSuchEntry, NothingToReview, PanelNotComplete.
    """
    entry = lock_for_office(entry_id, actor=actor)
    if entry.review_started_at is not None:
        return entry.pk
    if entry.package_id is None:
        raise NothingToReview
    conflicts = Exclusion.objects.live().filter(area=entry.area_id).values("officer")
    seats = PanelMember.objects.filter(panel=entry.panel_id, removed_at=None).exclude(officer__in=conflicts)
    members = list(seats.order_by("number").values_list("officer_id", "number"))
    rules = content.rules()
    if not rules.fewest <= len(members) <= rules.most:
        raise PanelNotComplete(len(members), rules.fewest, rules.most)
    package = packages.get_package(entry.package_id, actor=actor)
    wanted = items.codes(instrument_of(entry.cycle), package.answers)
    Entry.objects.filter(pk=entry.pk).update(review_started_at=at, items=wanted)
    Review.objects.bulk_create(
        Review(entry=entry, officer_id=officer, number=number, started_at=at) for officer, number in members
    )
    record(
        "entry.review_started",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        assessors=len(members),
        items=len(wanted),
        package=entry.package_id,
    )
    return entry.pk


@transaction.atomic(durable=True)
def ask_correction(*, entry_id: int, reasons: Mapping[str, str], until: date, actor: Actor, at: datetime) -> int:
    """
    Ask items back from the region, each with what is to be mended; return how many are new.

    For the panel and the office, while the region is under review. Raises NoSuchEntry, NotUnderReview,
    CorrectionNotPossible, ReasonMissing.
    """
    entry = lock_for_panel(entry_id, actor=actor, or_office=True)
    if entry.review_started_at is None or entry.settled_at is not None:
        raise NotUnderReview
    if not reasons or not set(reasons) <= set(entry.items) or until < timezone.localdate(at):
        raise CorrectionNotPossible
    if not all(reason.strip() for reason in reasons.values()):
        raise ReasonMissing
    known = set(Correction.objects.filter(entry=entry).values_list("code", flat=True))
    new = [code for code in entry.items if code in reasons and code not in known]
    Correction.objects.bulk_create(
        Correction(entry=entry, code=code, reason=reasons[code].strip()[:500], asked_at=at) for code in new
    )
    Entry.objects.filter(pk=entry.pk).update(correction_until=until)
    record(
        "entry.correction_asked",
        actor=actor,
        at=at,
        area=entry.cycle.area_id,
        subject=("evaluation.entry", entry.pk),
        region=entry.area_id,
        items=new,
        until=until.isoformat(),
    )
    return len(new)
