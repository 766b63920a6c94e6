"""What officers say to each other about an item."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import Officer
from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment.models import Comment
from guyub.apps.assessment.operations.item import find_item
from guyub.errors import Refusal
from guyub.ledger import record


class NothingSaid(Refusal):
    code = "assessment.nothing-said"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("The comment is empty."), remedy=_("Write what you want to say or ask."))


class NoSuchComment(Refusal):
    code = "assessment.no-such-comment"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such comment here."), remedy=_("Open the item and look at its comments."))


@transaction.atomic(durable=True)
def comment_on_item(*, item_id: int, text: str, mentions: Collection[int] = (), actor: Actor, at: datetime) -> int:
    """
    Say something about an item, and ask the officers who are mentioned; return the comment's id.

    Whoever may read the assessment may comment. Officers of another regency can't be mentioned: they are left out.
    Raises NoSuchItem, NothingSaid.
    """
    item = find_item(item_id, actor)
    if not text.strip():
        raise NothingSaid
    area = item.assessment.area_id
    asked = list(Officer.objects.filter(pk__in=mentions, area_id=area, is_active=True).values_list("pk", flat=True))
    comment = Comment.objects.create(item=item, text=text.strip(), written_by_id=actor.pk, written_at=at)
    comment.mentions.set(asked)
    record(
        "comment.written",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.item", item.pk),
        comment=comment.pk,
        code=item.code,
        mentions=sorted(asked),
    )
    return comment.pk


@transaction.atomic(durable=True)
def settle_comment(*, comment_id: int, actor: Actor, at: datetime) -> int:
    """Say that a comment has been dealt with; return the item's id. Raises NoSuchComment."""
    found = Comment.objects.select_for_update(of=("self",)).select_related("item__assessment").visible_to(actor)
    comment = found.filter(pk=comment_id).first()
    if comment is None:
        raise NoSuchComment
    if comment.settled_at is not None:
        return comment.item_id
    Comment.objects.filter(pk=comment.pk).update(settled_at=at)
    record(
        "comment.settled",
        actor=actor,
        at=at,
        area=comment.item.assessment.area_id,
        subject=("assessment.item", comment.item_id),
        comment=comment.pk,
        code=comment.item.code,
    )
    return comment.item_id
