"""The choice: by the office, region by region, each with its reasons; seen by the regions once announced."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.permissions import Actor
from guyub.apps.selection import permissions
from guyub.apps.selection.models import Choice, Invitation, Round
from guyub.apps.selection.operations._found import lock_invitation, lock_round
from guyub.errors import Refusal
from guyub.ledger import record


class ReasonMissing(Refusal):
    """A region that is not told why learns nothing."""

    code = "selection.reason-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The reason is missing."), remedy=_("Write in two sentences what spoke for it; the region will read it.")
        )


class Undecided(Refusal):
    """Something stands in the way of a decision or of its announcement."""

    code = "selection.undecided"


class AlreadyAnnounced(Refusal):
    """What was announced stays."""

    code = "selection.already-announced"

    def __init__(self) -> None:
        super().__init__(
            _("The outcome of this round has been announced."), remedy=_("A region can take part in the next round.")
        )


@transaction.atomic(durable=True)
def choose_region(*, invitation_id: int, outcome: str, reason: str, actor: Actor, at: datetime) -> int:
    """
    Decide about one region: chosen, reserve or not_now, with the reason; return the choice's id.

    The score never decides: it is kept with the choice as it stood. May be changed until the round is announced. Raises
    NotPermitted, NoSuchInvitation, ReasonMissing, Undecided, AlreadyAnnounced.
    """
    permissions.require_office(actor)
    invitation = lock_invitation(invitation_id, actor=actor)
    round_ = Round.objects.select_for_update().get(pk=invitation.round_id)
    if round_.announced_at is not None:
        raise AlreadyAnnounced
    if outcome not in Choice.Outcome.values:
        raise Undecided(_("This is no outcome."), remedy=_("Choose one of the three."))
    if not reason.strip():
        raise ReasonMissing
    if outcome == Choice.Outcome.CHOSEN:
        _require_choosable(invitation, round_)
    fields = {"outcome": outcome, "reason": reason.strip(), "score": invitation.confirmed_score}
    standing = Choice.objects.filter(invitation=invitation).first()
    if standing is not None and all(getattr(standing, name) == value for name, value in fields.items()):
        return standing.pk
    choice, _created = Choice.objects.update_or_create(
        invitation=invitation, defaults={**fields, "decided_at": at, "decided_office": actor.acting_as}
    )
    record(
        "selection.chosen",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.invitation", invitation.pk),
        region=invitation.area_id,
        outcome=outcome,
        before=None if standing is None else standing.outcome,
        reason=reason.strip(),
        score=None if invitation.confirmed_score is None else str(invitation.confirmed_score),
    )
    return choice.pk


def _require_choosable(invitation: Invitation, round_: Round) -> None:
    """Who is chosen has handed in, was confirmed by enough assessors, and there is room."""
    if invitation.submitted_at is None:
        raise Undecided(
            _("This region has not handed in its questionnaire."), remedy=_("Choose “not this time”, or wait for it.")
        )
    if invitation.confirmed_score is None:
        raise Undecided(
            _("Not every level of this region is confirmed by enough assessors."),
            remedy=_("Ask the assessors to finish, or put the region on the reserve list."),
        )
    others = Choice.objects.filter(invitation__round=round_, outcome=Choice.Outcome.CHOSEN).exclude(
        invitation=invitation
    )
    if others.count() >= round_.capacity:
        raise Undecided(
            _("All %(count)d places of this round are given.") % {"count": round_.capacity},
            remedy=_("Put the region on the reserve list, or take another choice back first."),
        )


@transaction.atomic(durable=True)
def announce_choices(*, round_id: int, actor: Actor, at: datetime) -> int:
    """
    Let every region see its outcome with the reason; return the round's id. Again changes nothing.

    Raises NotPermitted, NoSuchRound, and Undecided while a region that handed in has no outcome.
    """
    permissions.require_office(actor)
    round_ = lock_round(round_id)
    if round_.announced_at is not None:
        return round_.pk
    invitations = Invitation.objects.filter(round=round_)
    left = invitations.filter(submitted_at__isnull=False, choice=None).count()
    if left or not invitations.filter(choice__isnull=False).exists():
        problem = ngettext(
            "%(count)d region that handed in has no outcome yet.",
            "%(count)d regions that handed in have no outcome yet.",
            left,
        )
        raise Undecided(problem % {"count": left}, remedy=_("Decide about each of them, with reasons, then announce."))
    Round.objects.filter(pk=round_.pk).update(announced_at=at)
    record(
        "selection.announced",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        chosen=invitations.filter(choice__outcome=Choice.Outcome.CHOSEN).count(),
        decided=invitations.filter(choice__isnull=False).count(),
    )
    return round_.pk
