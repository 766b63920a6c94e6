"""What every package shares on its way into the table: its key's line, its place in the chain, its row."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.packages.models import Package, SigningKey
from guyub.engines import packages as engine
from guyub.errors import Refusal


class NewerStands(Refusal):
    """Another package of the same area, instrument, year and stage stands, which this one doesn't supersede."""

    code = "packages.newer-stands"

    def __init__(self) -> None:
        super().__init__(
            _("Another package for this year stands already, and this one doesn't name it as the one it supersedes."),
            remedy=_("Seal the hand-in anew: it then supersedes the one that stands."),
        )


class PredecessorMissing(Refusal):
    """The package supersedes one that never came in."""

    code = "packages.predecessor-missing"

    def __init__(self, digest: str) -> None:
        super().__init__(
            _("This package supersedes %(digest)s…, which has not been received.") % {"digest": digest[:12]},
            remedy=_("Send the earlier package first, then this one."),
        )


class TooLarge(Refusal):
    """More than a package may be."""

    code = "packages.too-large"
    status = 413

    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than a package may be (%(limit)d MB).") % {"limit": engine.MOST_BYTES // 2**20},
            remedy=_("A package holds hashes of evidence, not the files: send the package alone."),
        )


def own_key(area: str, private: bytes, *, actor: Actor, at: datetime) -> SigningKey:
    """
    The line of the key that the area seals with. Within a transaction.

    The file decides: a line whose private half is gone (a restored disk, a step that broke off) is revoked.
    """
    public = engine.public_key(private)
    mark = engine.fingerprint(public)
    live = SigningKey.objects.live().filter(area_id=area, is_own=True)
    live.exclude(fingerprint=mark).update(
        revoked_at=at, revoked_office=actor.acting_as, revoked_reason="the private key is no longer here"
    )
    found = live.filter(fingerprint=mark).first()
    if found is not None:
        return found
    fields = {"public_key": public, "is_own": True, "added_at": at, "added_office": actor.acting_as}
    return SigningKey.objects.create(area_id=area, fingerprint=mark, **fields)


def lock(area: str) -> None:
    """Two packages of an area at once: the second waits here, and then sees the first."""
    Area.objects.select_for_update().get(pk=area)


def standing(manifest: engine.Manifest | engine.About) -> Package | None:
    """The package that a new one of this kind would have to supersede."""
    return (
        Package.objects.live()
        .filter(
            area_id=manifest.area.code,
            kind=manifest.kind.value,
            instrument_code=manifest.instrument.code,
            year=manifest.year,
            stage=manifest.stage,
        )
        .first()
    )


def require_next(manifest: engine.Manifest) -> Package | None:
    """The predecessor of a package that is to enter; None for the first. Raises NewerStands, PredecessorMissing."""
    now = standing(manifest)
    if (now.digest if now else "") == manifest.supersedes:
        return now
    if manifest.supersedes and not Package.objects.filter(digest=manifest.supersedes).exists():
        raise PredecessorMissing(manifest.supersedes)
    raise NewerStands


def enter(opened: engine.Opened, *, supersedes: Package | None, at: datetime, **fields: Any) -> Package:
    manifest, verdict = opened.manifest, opened.verdict
    return Package.objects.create(
        area_id=manifest.area.code,
        kind=manifest.kind.value,
        instrument_code=manifest.instrument.code,
        instrument_version=manifest.instrument.version,
        instrument_title=manifest.instrument.title[:300],
        year=manifest.year,
        stage=manifest.stage,
        digest=verdict.digest,
        size_bytes=verdict.size,
        format_version=manifest.version,
        fingerprint=manifest.key,
        total=_total(opened),
        supersedes=supersedes,
        about=Package.objects.filter(digest=manifest.about).first() if manifest.about else None,
        sealed_at=manifest.sealed_at,
        sealed_office=manifest.sealed_office,
        entered_at=at,
        **fields,
    )


def _total(opened: engine.Opened) -> Decimal | None:
    if opened.result is not None:
        return opened.result.score
    return opened.hand_in.score.total if opened.hand_in else None


def told(package: Package) -> dict[str, Any]:
    """The facts of every event about a package."""
    return {
        "kind": package.kind,
        "instrument": package.instrument_code,
        "title": package.instrument_title,
        "year": package.year,
        "stage": package.stage,
        "digest": package.digest,
        "key": package.fingerprint,
        "supersedes": package.supersedes.digest if package.supersedes else None,
    }
