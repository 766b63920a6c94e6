"""The region's side: data that are known confirmed or corrected, levels with reasons, the head's commitment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.permissions import Actor
from guyub.apps.selection import content, permissions, reckoning
from guyub.apps.selection.models import Answer, Fact, Invitation
from guyub.apps.selection.operations._found import instrument_of, lock_invitation, lock_round, numbers_of
from guyub.errors import Refusal
from guyub.ledger import record


class AlreadySubmitted(Refusal):
    """What was handed in isn't changed any more."""

    code = "selection.already-submitted"

    def __init__(self) -> None:
        super().__init__(
            _("The questionnaire was handed in and can't be changed any more."),
            remedy=_("Tell the assessors at the presentation what is different."),
        )


class TooLate(Refusal):
    """The last day for questionnaires is over."""

    code = "selection.too-late"

    def __init__(self) -> None:
        super().__init__(
            _("The last day for questionnaires is over."), remedy=_("Ask the ministry's office whether it can wait.")
        )


class AnswerWrong(Refusal):
    """A level or a value that cannot be, or one without its reason."""

    code = "selection.answer-wrong"
    status = 422


class NotComplete(Refusal):
    """Something is still open, or the commitment is missing."""

    code = "selection.not-complete"
    status = 422

    def __init__(self, open_count: int) -> None:
        if open_count:
            problem = ngettext("%(count)d answer is still open.", "%(count)d answers are still open.", open_count)
            super().__init__(problem % {"count": open_count}, remedy=_("Answer what is marked, then hand in."))
        else:
            super().__init__(
                _("The head's commitment is missing."), remedy=_("Write in a sentence or two what the head commits to.")
            )


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as it is known beforehand, with its source and the day or period it holds for."""

    value: Decimal
    source: str
    as_of: str


@transaction.atomic(durable=True)
def prefill_facts(*, round_id: int, known: Mapping[str, Mapping[str, Known]], actor: Actor, at: datetime) -> int:
    """
    Put what is known of regions beside their questions; return how many figures are new or newer.

    known  area -> key -> figure. What the region has confirmed already stays as it is; the same figures again change
    nothing. Raises NotPermitted, NoSuchRound.
    """
    permissions.require_office(actor)
    round_ = lock_round(round_id)
    invitations = {
        area: pk
        for area, pk in Invitation.objects.filter(round=round_, submitted_at=None).values_list("area_id", "pk")
        if area in known
    }
    standing = {
        (fact.invitation_id, fact.key): fact for fact in Fact.objects.filter(invitation__in=invitations.values())
    }
    new, newer = [], []
    for area, pk in sorted(invitations.items()):
        for key, figure in known[area].items():
            fact = standing.get((pk, key))
            fields = {"known": figure.value, "known_source": figure.source[:300], "known_as_of": figure.as_of[:10]}
            if fact is None:
                new.append(Fact(invitation_id=pk, key=key, **fields))
            elif fact.value is None and any(getattr(fact, name) != value for name, value in fields.items()):
                for name, value in fields.items():
                    setattr(fact, name, value)
                newer.append(fact)
    if not new and not newer:
        return 0
    Fact.objects.bulk_create(new, batch_size=500)
    Fact.objects.bulk_update(newer, ["known", "known_source", "known_as_of"], batch_size=200)
    record(
        "selection.prefilled",
        actor=actor,
        at=at,
        area=permissions.NATION,
        subject=("selection.round", round_.pk),
        title=round_.title,
        regions=len(invitations),
        figures=len(new) + len(newer),
    )
    return len(new) + len(newer)


def _open_questionnaire(invitation_id: int, actor: Actor, at: datetime) -> Invitation:
    invitation = lock_invitation(invitation_id, actor=actor)
    permissions.require_answerer(actor, area=invitation.area_id)
    if invitation.submitted_at is not None:
        raise AlreadySubmitted
    if timezone.localdate(at) > invitation.round.answers_until:
        raise TooLate
    return invitation


@transaction.atomic(durable=True)
def confirm_fact(*, invitation_id: int, key: str, value: Decimal, reason: str, actor: Actor, at: datetime) -> int:
    """
    Say what a figure is: the known one, or another with the reason why; return the invitation's id.

    Raises NoSuchInvitation, NotPermitted, AlreadySubmitted, TooLate, AnswerWrong.
    """
    invitation = _open_questionnaire(invitation_id, actor, at)
    kind = content.setup().find(key)
    if kind is None:
        raise AnswerWrong(_("There is no such figure."), remedy=_("Choose one of the questionnaire."))
    if value < 0 or (kind.unit == "%" and value > 100):
        raise AnswerWrong(
            _("%(title)s can't be %(value)s.") % {"title": kind.said, "value": value}, remedy=_("Look at it once more.")
        )
    fact, _created = Fact.objects.select_for_update().get_or_create(invitation=invitation, key=key)
    reason = reason.strip()[:500]
    if value != fact.known and not reason:
        raise AnswerWrong(
            _("%(title)s needs a reason or a source.") % {"title": kind.said},
            remedy=_("Write where the figure is from, or why it differs from the one that was known."),
        )
    if fact.value == value and fact.reason == reason:
        return invitation.pk
    Fact.objects.filter(pk=fact.pk).update(
        value=value, reason=reason, confirmed_at=at, confirmed_office=actor.acting_as
    )
    _keep_stated(invitation)
    record(
        "selection.fact_confirmed",
        actor=actor,
        at=at,
        area=invitation.area_id,
        subject=("selection.invitation", invitation.pk),
        title=kind.title.id,
        key=key,
        value=str(value),
        known=None if fact.known is None else str(fact.known),
    )
    return invitation.pk


@transaction.atomic(durable=True)
def answer_element(*, invitation_id: int, code: str, level: int, explanation: str, actor: Actor, at: datetime) -> int:
    """
    Give oneself a level in one element, with the reason; return the invitation's id.

    Raises NoSuchInvitation, NotPermitted, AlreadySubmitted, TooLate, AnswerWrong.
    """
    invitation = _open_questionnaire(invitation_id, actor, at)
    leaf = instrument_of(invitation.round).nodes.get(code)
    if leaf is None or leaf.leaf is None:
        raise AnswerWrong(_("There is no such element."), remedy=_("Choose one of the questionnaire."))
    if level not in [each.level for each in leaf.leaf.levels]:
        raise AnswerWrong(_("There is no level %(level)d.") % {"level": level}, remedy=_("Choose one of the levels."))
    if not explanation.strip():
        raise AnswerWrong(
            _("The level needs a reason."), remedy=_("Write in two sentences what is there, and where it can be seen.")
        )
    fields = {"level": level, "explanation": explanation.strip()}
    standing = Answer.objects.filter(invitation=invitation, code=code).first()
    if standing is not None and all(getattr(standing, name) == value for name, value in fields.items()):
        return invitation.pk
    Answer.objects.update_or_create(
        invitation=invitation, code=code, defaults={**fields, "answered_at": at, "answered_office": actor.acting_as}
    )
    _keep_stated(invitation)
    record(
        "selection.answered",
        actor=actor,
        at=at,
        area=invitation.area_id,
        subject=("selection.invitation", invitation.pk),
        element=code,
        level=level,
        before=None if standing is None else standing.level,
    )
    return invitation.pk


def _keep_stated(invitation: Invitation) -> None:
    """The score that the page and the lists show, kept when what it rests on changes."""
    instrument = instrument_of(invitation.round)
    levels = dict(Answer.objects.filter(invitation=invitation).values_list("code", "level"))
    numbers = numbers_of(invitation.pk, instrument)
    found = reckoning.stated(instrument, levels, numbers)
    Invitation.objects.filter(pk=invitation.pk).update(stated_score=found.total)


@transaction.atomic(durable=True)
def submit_questionnaire(*, invitation_id: int, commitment: str, actor: Actor, at: datetime) -> int:
    """
    Hand the questionnaire in, with the head's commitment in words; return the invitation's id.

    Raises NoSuchInvitation, NotPermitted, AlreadySubmitted, TooLate, NotComplete.
    """
    invitation = _open_questionnaire(invitation_id, actor, at)
    permissions.require_signer(actor, area=invitation.area_id)
    instrument = instrument_of(invitation.round)
    answered = set(Answer.objects.filter(invitation=invitation).values_list("code", flat=True))
    answered |= set(numbers_of(invitation.pk, instrument))
    facts = set(Fact.objects.filter(invitation=invitation, value__isnull=False).values_list("key", flat=True))
    left = sum(leaf.code not in answered for leaf in instrument.leaves)
    left += sum(kind.key not in facts for kind in content.setup().facts)
    if left or not commitment.strip():
        raise NotComplete(left)
    Invitation.objects.filter(pk=invitation.pk).update(
        submitted_at=at, submitted_office=actor.acting_as, commitment=commitment.strip()
    )
    record(
        "selection.submitted",
        actor=actor,
        at=at,
        area=invitation.area_id,
        subject=("selection.invitation", invitation.pk),
        title=invitation.round.title,
        score=None if invitation.stated_score is None else str(invitation.stated_score),
    )
    return invitation.pk
