"""Rows that operations change, locked, and the refusals when they are not there."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content as instruments
from guyub.apps.selection import content, reckoning
from guyub.apps.selection.models import Fact, Invitation, Round
from guyub.apps.selection.queries import NoSuchInvitation, NoSuchRound
from guyub.engines.scoring import Instrument


def lock_round(round_id: int) -> Round:
    found = Round.objects.select_for_update().filter(pk=round_id).first()
    if found is None:
        raise NoSuchRound
    return found


def lock_invitation(invitation_id: int, *, actor: Actor) -> Invitation:
    """One that the actor may see; whether he may change it is asked by the operation."""
    visible = Invitation.objects.visible_to(actor).filter(pk=invitation_id)
    found = (
        Invitation.objects.select_for_update(of=("self",)).select_related("round").filter(pk__in=visible.values("pk"))
    )
    invitation = found.first()
    if invitation is None:
        raise NoSuchInvitation
    return invitation


def instrument_of(round_: Round) -> Instrument:
    return instruments.parsed(round_.instrument_text)


def numbers_of(invitation_id: int, instrument: Instrument) -> dict[str, Decimal]:
    """What data answer: leaf -> number, of the facts that the region has confirmed."""
    facts: Mapping[str, Decimal | None] = dict(
        Fact.objects.filter(invitation_id=invitation_id).values_list("key", "value")
    )
    names = {fact.key: fact.name for fact in content.setup().facts if fact.origin == "indicator"}
    return reckoning.numbers_of(instrument, facts, names)
