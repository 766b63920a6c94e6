"""Evidence held against a requirement: attached by the agency, sent for a look, accepted or sent back by a verifier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import permissions
from guyub.apps.assessment.models import Attachment, Evidence
from guyub.apps.assessment.operations.assessment import AssessmentClosed
from guyub.apps.assessment.operations.item import item_to_answer
from guyub.apps.assessment.queries import NoSuchEvidence
from guyub.errors import Refusal
from guyub.ledger import record


class NoSuchAttachment(Refusal):
    """It is not attached, or no longer, or not where the actor may see it."""

    code = "assessment.no-such-attachment"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This evidence is not attached here."), remedy=_("Open the item and look at its evidence."))


class NoSuchRequirement(Refusal):
    code = "assessment.no-such-requirement"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The item asks for no such evidence."), remedy=_("Choose what it is to prove from the item's list.")
        )


class OwnEvidence(Refusal):
    """Who attached evidence does not say himself whether it proves anything."""

    code = "assessment.own-evidence"

    def __init__(self) -> None:
        super().__init__(
            _("You attached this evidence yourself, so somebody else looks at it."),
            remedy=_("Ask the inspectorate or a colleague of the smart-city office."),
        )


class NotToDecide(Refusal):
    """A draft, evidence that was withdrawn, or another version than the one that was looked at."""

    code = "assessment.not-to-decide"


class RemarkMissing(Refusal):
    code = "assessment.remark-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Evidence is not sent back without a word."), remedy=_("Write in one sentence what is to be done.")
        )


@transaction.atomic(durable=True)
def attach_evidence(*, item_id: int, requirement: str, evidence_id: int, actor: Actor, at: datetime) -> int:
    """
    Hold evidence of the register against what an item asks for; return the attachment's id. It is a draft until sent.

    requirement  its code in the leaf; "" for an item that asks for no particular evidence

    Attached already, nothing changes. Raises NoSuchItem, NotPermitted, AssessmentClosed, NoSuchRequirement,
    NoSuchEvidence.
    """
    item, leaf = item_to_answer(item_id, actor)
    if requirement not in ([each.code for each in leaf.requirements] or [""]):
        raise NoSuchRequirement
    evidence = Evidence.objects.live().filter(pk=evidence_id, area_id=item.assessment.area_id).first()
    if evidence is None:
        raise NoSuchEvidence
    standing = Attachment.objects.filter(item=item, requirement=requirement, evidence=evidence, removed_at=None).first()
    if standing is not None:
        return standing.pk
    new = Attachment.objects.create(
        item=item,
        requirement=requirement,
        evidence=evidence,
        version=evidence.versions.order_by("-number")[0],
        status=Attachment.Status.DRAFT,
        attached_at=at,
        attached_by_id=actor.pk,
    )
    record(
        "evidence.attached",
        actor=actor,
        at=at,
        area=item.assessment.area_id,
        subject=("assessment.item", item.pk),
        attachment=new.pk,
        evidence=evidence.pk,
        title=evidence.title,
        requirement=requirement,
        code=item.code,
    )
    return new.pk


@transaction.atomic(durable=True)
def detach_evidence(*, attachment_id: int, actor: Actor, at: datetime) -> int:
    """
    Take evidence off an item, also accepted evidence; return the item's id. That it was there stays written.

    Raises NoSuchAttachment, NotPermitted, AssessmentClosed.
    """
    attachment = _find(attachment_id, actor)
    _require_answerer(attachment, actor)
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=at)
    record(
        "evidence.detached",
        actor=actor,
        at=at,
        area=attachment.item.assessment.area_id,
        subject=("assessment.item", attachment.item_id),
        attachment=attachment.pk,
        evidence=attachment.evidence_id,
        title=attachment.evidence.title,
        requirement=attachment.requirement,
        code=attachment.item.code,
        status=attachment.status,
    )
    return attachment.item_id


@transaction.atomic(durable=True)
def send_evidence(*, attachment_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """
    Ask for a look at drafts and at what was sent back; return how many were sent. All are of one assessment.

    What waits already or is accepted stays as it is. Raises NoSuchAttachment, NotPermitted, AssessmentClosed.
    """
    found = [_find(pk, actor) for pk in sorted(set(attachment_ids))]
    for attachment in found:
        _require_answerer(attachment, actor)
    if len({attachment.item.assessment_id for attachment in found}) > 1:
        raise NoSuchAttachment
    sent = [each for each in found if each.status in (Attachment.Status.DRAFT, Attachment.Status.REVISE)]
    if not sent:
        return 0
    for attachment in sent:
        attachment.status, attachment.revision, attachment.remark = Attachment.Status.IN_PROGRESS, "", ""
        attachment.version = attachment.evidence.versions.order_by("-number")[0]
        attachment.decided_at = attachment.decided_by = None
    Attachment.objects.bulk_update(sent, ["status", "revision", "remark", "version", "decided_at", "decided_by"])
    items = {attachment.item_id: attachment.item.code for attachment in sent}
    assessment = sent[0].item.assessment
    subject = ("assessment.item", sent[0].item_id) if len(items) == 1 else ("assessment.assessment", assessment.pk)
    record(
        "evidence.sent",
        actor=actor,
        at=at,
        area=assessment.area_id,
        subject=subject,
        attachments=[attachment.pk for attachment in sent],
        codes=sorted(items.values()),
        title=sent[0].evidence.title,
    )
    return len(sent)


@transaction.atomic(durable=True)
def decide_evidence(
    *,
    attachment_id: int,
    decision: str,
    revision: str = "",
    remark: str = "",
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """
    Accept evidence for a requirement, or send it back with what is to be done; return the item's id.

    decision  "accepted" or "revise"; the latter with a revision ("unfit", "missing", "automatic") and a remark
    version   the number of the version that was looked at; None: the newest

    Raises NoSuchAttachment, NotPermitted, AssessmentClosed, OwnEvidence, NotToDecide, RemarkMissing.
    """
    attachment = _find(attachment_id, actor)
    area = attachment.item.assessment.area_id
    permissions.require_verifier(actor, area=area)
    if attachment.item.assessment.closed_at is not None:
        raise AssessmentClosed
    if attachment.attached_by_id == actor.pk:
        raise OwnEvidence
    newest = attachment.evidence.versions.order_by("-number")[0]
    _require_decidable(attachment, is_newest=version in (None, newest.number))
    is_accepted = decision == Attachment.Status.ACCEPTED
    remark = remark.strip()[:500]
    if not is_accepted and (not remark or revision not in Attachment.Revision.values):
        raise RemarkMissing
    Attachment.objects.filter(pk=attachment.pk).update(
        status=Attachment.Status.ACCEPTED if is_accepted else Attachment.Status.REVISE,
        revision="" if is_accepted else revision,
        remark=remark,
        version=newest,
        decided_at=at,
        decided_by_id=actor.pk,
    )
    record(
        "evidence.accepted" if is_accepted else "evidence.sent_back",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.item", attachment.item_id),
        attachment=attachment.pk,
        evidence=attachment.evidence_id,
        title=attachment.evidence.title,
        version=newest.number,
        digest=newest.digest,
        requirement=attachment.requirement,
        code=attachment.item.code,
        revision="" if is_accepted else revision,
        remark=remark,
    )
    return attachment.item_id


def _require_decidable(attachment: Attachment, *, is_newest: bool) -> None:
    if attachment.status == Attachment.Status.DRAFT:
        raise NotToDecide(
            _("The agency has not sent this evidence yet."), remedy=_("Wait until it is sent, or ask in a comment.")
        )
    if attachment.evidence.withdrawn_at is not None:
        raise NotToDecide(
            _("This evidence has been withdrawn meanwhile."), remedy=_("Wait for the agency to attach another.")
        )
    if not is_newest:
        raise NotToDecide(
            _("The evidence has got a new version since you opened it."), remedy=_("Look at the new version first.")
        )


def _require_answerer(attachment: Attachment, actor: Actor) -> None:
    assessment = attachment.item.assessment
    permissions.require_answerer(actor, area=assessment.area_id, agency_id=attachment.item.agency_id)
    if assessment.closed_at is not None:
        raise AssessmentClosed


def _find(attachment_id: int, actor: Actor) -> Attachment:
    """The attachment, locked. Raises NoSuchAttachment."""
    found = Attachment.objects.select_for_update(of=("self",)).select_related("item__assessment", "evidence")
    attachment = found.filter(pk=attachment_id, removed_at=None).first()
    if attachment is None or not permissions.may_see(actor, area=attachment.item.assessment.area_id):
        raise NoSuchAttachment
    return attachment
