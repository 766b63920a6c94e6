"""Giving regions to assessors, and what the assessors find: every level confirmed or changed, with a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Appointment, Officer
from guyub.apps.accounts.permissions import Actor, Right
from guyub.apps.selection import permissions, reckoning
from guyub.apps.selection.models import Answer, Assignment, Choice, Confirmation, Invitation
from guyub.apps.selection.operations._found import instrument_of, lock_round, numbers_of
from guyub.apps.selection.queries import NoSuchInvitation
from guyub.errors import Refusal
from guyub.ledger import record


class AssessorNotPossible(Refusal):
    """An officer who is no assessor, or has to do with the region."""

    code = "selection.assessor-not-possible"
    status = 422


class LevelWrong(Refusal):
    """A level that does not exist, or a change without a note."""

    code = "selection.level-wrong"
    status = 422


@transaction.atomic(durable=True)
def assign_assessors(
    *, round_id: int, areas: Collection[str], officer_ids: Collection[int], actor: Actor, at: datetime
) -> int:
    """
    Give each of these regions to each of these assessors; return the round's id. What is given already stays.

    Raises NotPermitted, NoSuchRound, NoSuchInvitation, and AssessorNotPossible for who is no assessor, who is or was in
    one of the regions, or handed one of them back.
    """
    permissions.require_office(actor)
    round_ = lock_round(round_id)
    invitations = dict(Invitation.objects.filter(round=round_, area__in=set(areas)).values_list("area_id", "pk"))
    if not invitations or set(areas) - set(invitations):
        raise NoSuchInvitation
    officers = list(Officer.objects.filter(pk__in=set(officer_ids), is_active=True).select_related("area"))
    if not officers or len(officers) < len(set(officer_ids)) or not all(each.scope(Right.ASSESS) for each in officers):
        raise AssessorNotPossible(
            _("Not everyone chosen is an assessor."), remedy=_("Choose officers who hold an assessor's office today.")
        )
    standing = {
        (one.invitation_id, one.officer_id): one.ended_at
        for one in Assignment.objects.filter(invitation__in=invitations.values())
    }
    _require_no_conflict(officers, invitations, standing)
    new = [
        Assignment(invitation_id=pk, officer=officer, assigned_at=at)
        for pk in invitations.values()
        for officer in officers
        if (pk, officer.pk) not in standing
    ]
    if not new:
        return round_.pk
    Assignment.objects.bulk_create(new, batch_size=500)
    record(
        "selection.assigned",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        regions=len({one.invitation_id for one in new}),
        assessors=len({one.officer_id for one in new}),
    )
    return round_.pk


def _require_no_conflict(
    officers: list[Officer], invitations: dict[str, int], standing: dict[tuple[int, int], datetime | None]
) -> None:
    """Nobody looks at a region where he is registered, ever held an office, or which he handed back."""
    homes: dict[int, set[str]] = defaultdict(set)
    held = Appointment.objects.filter(officer__in=officers).values_list("officer_id", "office__area_id")
    for officer_id, code in (*((each.pk, each.area_id) for each in officers), *held):
        homes[officer_id].add(".".join(code.split(".")[:2]))
    for officer in officers:
        for area, pk in sorted(invitations.items()):
            if area in homes[officer.pk]:
                raise AssessorNotPossible(
                    _("%(name)s has or had an office in %(area)s.") % {"name": officer.name, "area": area},
                    remedy=_("Give this region to another assessor."),
                )
            if standing.get((pk, officer.pk)) is not None:
                raise AssessorNotPossible(
                    _("%(name)s handed %(area)s back.") % {"name": officer.name, "area": area},
                    remedy=_("Give this region to another assessor."),
                )


@transaction.atomic(durable=True)
def end_assignment(*, invitation_id: int, officer_id: int, reason: str, actor: Actor, at: datetime) -> int:
    """
    Take a region from an assessor, or hand it back oneself, with the reason; return the invitation's id.

    What he confirmed stays on record and counts no more. Raises NoSuchInvitation, AssessorNotPossible.
    """
    visible = Invitation.objects.visible_to(actor).filter(pk=invitation_id)
    invitation = Invitation.objects.select_for_update().filter(pk__in=visible.values("pk")).first()
    assignment = Assignment.objects.filter(invitation=invitation_id, officer=officer_id, ended_at=None).first()
    if invitation is None or assignment is None or not (permissions.may_run(actor) or officer_id == actor.pk):
        raise NoSuchInvitation
    if not reason.strip():
        raise AssessorNotPossible(_("The reason is missing."), remedy=_("Write it in a sentence; it is kept."))
    Assignment.objects.filter(pk=assignment.pk).update(ended_at=at, reason=reason.strip()[:500])
    _keep_confirmed(invitation)
    record(
        "selection.handed_back",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.invitation", invitation.pk),
        region=invitation.area_id,
        reason=reason.strip()[:500],
    )
    return invitation.pk


@transaction.atomic(durable=True)
def confirm_level(*, invitation_id: int, code: str, level: int, note: str, actor: Actor, at: datetime) -> int:
    """
    Confirm the level of one element, or find another with a note; return the invitation's id.

    Raises NoSuchInvitation for a region that was not given to the actor, or is not handed in or decided; LevelWrong.
    """
    visible = Invitation.objects.assessed_by(actor).filter(pk=invitation_id, choice=None)
    found = Invitation.objects.select_for_update(of=("self",)).select_related("round")
    invitation = found.filter(pk__in=visible.values("pk")).first()
    if invitation is None:
        raise NoSuchInvitation
    instrument = instrument_of(invitation.round)
    leaf = instrument.nodes.get(code)
    if leaf is None or leaf.leaf is None or level not in [each.level for each in leaf.leaf.levels]:
        raise LevelWrong(_("There is no such level."), remedy=_("Choose one of the levels of the element."))
    stated = _stated_level(invitation, code)
    if level != stated and not note.strip():
        raise LevelWrong(
            _("Another level than the region's needs a note."), remedy=_("Write what you saw that speaks for it.")
        )
    assignment = Assignment.objects.get(invitation=invitation, officer=actor.pk, ended_at=None)
    fields = {"level": level, "note": note.strip()}
    standing = Confirmation.objects.filter(assignment=assignment, code=code).first()
    if standing is not None and all(getattr(standing, name) == value for name, value in fields.items()):
        return invitation.pk
    Confirmation.objects.update_or_create(assignment=assignment, code=code, defaults={**fields, "confirmed_at": at})
    _keep_confirmed(invitation)
    record(
        "selection.level_confirmed",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.invitation", invitation.pk),
        region=invitation.area_id,
        element=code,
        stated=stated,
        level=level,
        before=None if standing is None else standing.level,
        note=note.strip(),
    )
    return invitation.pk


def _stated_level(invitation: Invitation, code: str) -> int | None:
    """The region's level: what its data reach, else what it gave itself."""
    instrument = instrument_of(invitation.round)
    numbers = numbers_of(invitation.pk, instrument)
    if code in numbers:
        return reckoning.level_of(instrument.nodes[code], numbers[code])
    return Answer.objects.filter(invitation=invitation, code=code).values_list("level", flat=True).first()


def _keep_confirmed(invitation: Invitation) -> None:
    """The confirmed score, as long as nothing is decided: a decision keeps the score it was made on."""
    if Choice.objects.filter(invitation=invitation).exists():
        return
    given: dict[str, list[int]] = defaultdict(list)
    live = Confirmation.objects.filter(assignment__invitation=invitation, assignment__ended_at=None)
    for code, level in live.values_list("code", "level"):
        given[code].append(level)
    found = reckoning.confirmed(instrument_of(invitation.round), given, needed=invitation.round.assessors)
    Invitation.objects.filter(pk=invitation.pk).update(
        confirmed_score=found.total, confirmed_parts={code: str(value) for code, value in found.parts.items()}
    )
