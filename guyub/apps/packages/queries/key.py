"""The keys that sign: one's own, and those that somebody vouched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from guyub.apps.accounts.permissions import Actor
from guyub.apps.packages import permissions, words
from guyub.apps.packages.models import SigningKey


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key. reason: how it was made sure that it is this area's; may_revoke: the reader may."""

    pk: int
    area: str
    area_name: str
    public_key: str
    fingerprint: str
    is_own: bool
    reason: str
    added_at: datetime
    added_office: str
    revoked_at: datetime | None
    revoked_office: str
    revoked_reason: str
    may_revoke: bool

    @property
    def spoken(self) -> str:
        return words.spoken(self.fingerprint)


_FIELDS = (
    "pk", "area_id", "area__name", "public_key", "fingerprint", "is_own", "reason", "added_at", "added_office",
    "revoked_at", "revoked_office", "revoked_reason",
)  # fmt: skip


def list_keys(*, actor: Actor) -> list[KeyLine]:
    """Own before trusted, in force before revoked, newest first; one database query."""
    rows = SigningKey.objects.visible_to(actor).order_by("-is_own", F("revoked_at").desc(nulls_first=True), "-pk")
    return [_line(row, actor) for row in rows.values_list(*_FIELDS)]


def find_own_key(*, area: str, actor: Actor) -> KeyLine | None:
    """The key that the area seals with; None before the first use."""
    row = SigningKey.objects.visible_to(actor).live().filter(area_id=area, is_own=True).values_list(*_FIELDS).first()
    return None if row is None else _line(row, actor)


def _line(row: tuple, actor: Actor) -> KeyLine:
    fields = dict(zip(_FIELDS, row, strict=True))
    fields["area_name"] = fields.pop("area__name")
    fields["area"] = area = fields.pop("area_id")
    allowed = permissions.may_manage_own_key if fields["is_own"] else permissions.may_trust
    return KeyLine(**fields, may_revoke=fields["revoked_at"] is None and allowed(actor, area=area))
