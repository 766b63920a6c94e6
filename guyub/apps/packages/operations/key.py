"""Making one's key anew, vouching for another's, revoking."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.packages import files, permissions
from guyub.apps.packages.models import SigningKey
from guyub.apps.packages.operations._entering import own_key
from guyub.engines import packages as engine
from guyub.errors import Refusal
from guyub.ledger import record


class NotAKey(Refusal):
    """What was typed is no public key."""

    code = "packages.not-a-key"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This is no public key."),
            remedy=_("Copy all 64 digits and letters (0-9, a-f) from the region's page of keys."),
        )


class ReasonMissing(Refusal):
    """Trust and revocation say how one knows."""

    code = "packages.reason-missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The reason is missing."), remedy=_("Write who read the fingerprint out to whom and when, or why not.")
        )


class NoSuchKey(Refusal):
    """There is none, or it isn't the actor's to see."""

    code = "packages.no-such-key"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such key here."), remedy=_("Look it up in the list of keys."))


class NoSuchArea(Refusal):
    """No area has this code."""

    code = "packages.no-such-area"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("No area has this code."), remedy=_("Write it as in 33.13; ID is the ministry."))


class KeyRevoked(Refusal):
    """A revoked key is never trusted again."""

    code = "packages.key-revoked"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("This key has been revoked."), remedy=_("The region makes a new key; register that one instead.")
        )


def make_key(*, area: str, reason: str = "", actor: Actor, at: datetime) -> int:
    """
    Have the area a key to seal with; return its id. With a reason a new one takes the place of the one it has.

    The old private key is destroyed; what it sealed stays verifiable, and those who trusted it must be told.
    """
    permissions.require_key_keeper(actor, area=area)
    if reason.strip():
        files.destroy_private_key(area)
    return _commit_key(area=area, private=files.private_key(area), actor=actor, at=at)


@transaction.atomic(durable=True)
def _commit_key(*, area: str, private: bytes, actor: Actor, at: datetime) -> int:
    before = SigningKey.objects.live().filter(area_id=area, is_own=True).values_list("pk", flat=True).first()
    key = own_key(area, private, actor=actor, at=at)
    if key.pk == before:
        return key.pk
    record(
        "key.made",
        actor=actor,
        at=at,
        area=area,
        subject=("packages.signing_key", key.pk),
        fingerprint=key.fingerprint,
        replaces=before,
    )
    return key.pk


@transaction.atomic(durable=True)
def trust_key(*, area: str, public_key: str, reason: str, actor: Actor, at: datetime) -> int:
    """
    Vouch that a key is this area's, so that what it seals is taken in; return its id. "ID" is the ministry.

    reason  how that was made sure: who read the fingerprint out to whom

    Raises NotPermitted, NoSuchArea, NotAKey, ReasonMissing, KeyRevoked.
    """
    permissions.require_truster(actor, area=area)
    if not Area.objects.filter(pk=area).exists():
        raise NoSuchArea
    public = "".join(public_key.split()).lower()
    try:
        mark = engine.fingerprint(public)
    except ValueError:
        raise NotAKey from None
    if not reason.strip():
        raise ReasonMissing
    known = SigningKey.objects.select_for_update().filter(area_id=area, fingerprint=mark).first()
    if known is not None:
        if known.revoked_at is not None:
            raise KeyRevoked
        return known.pk
    key = SigningKey.objects.create(
        area_id=area,
        public_key=public,
        fingerprint=mark,
        is_own=False,
        reason=" ".join(reason.split())[:300],
        added_at=at,
        added_office=actor.acting_as,
    )
    record(
        "key.trusted",
        actor=actor,
        at=at,
        area=area,
        subject=("packages.signing_key", key.pk),
        fingerprint=mark,
        reason=key.reason,
    )
    return key.pk


@transaction.atomic(durable=True)
def revoke_key(*, key_id: int, reason: str, actor: Actor, at: datetime) -> int:
    """
    Believe a key no longer; return its id. What it sealed and was taken in before stays, and shows that it was revoked.

    Raises NoSuchKey, NotPermitted, ReasonMissing.
    """
    key = SigningKey.objects.visible_to(actor).select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NoSuchKey
    if key.is_own:
        permissions.require_key_keeper(actor, area=key.area_id)
    else:
        permissions.require_truster(actor, area=key.area_id)
    if not reason.strip():
        raise ReasonMissing
    if key.revoked_at is not None:
        return key.pk
    why = " ".join(reason.split())[:300]
    SigningKey.objects.filter(pk=key.pk).update(revoked_at=at, revoked_office=actor.acting_as, revoked_reason=why)
    if key.is_own:
        files.destroy_private_key(key.area_id)
    record(
        "key.revoked",
        actor=actor,
        at=at,
        area=key.area_id,
        subject=("packages.signing_key", key.pk),
        fingerprint=key.fingerprint,
        reason=why,
    )
    return key.pk
