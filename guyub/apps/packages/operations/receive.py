"""Taking a package in: whole, sealed with a key that is vouched for, next in its chain; or refused with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas.models import Area
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import content
from guyub.apps.packages import files, permissions, reading, words
from guyub.apps.packages.models import Package, SigningKey
from guyub.apps.packages.operations._entering import TooLarge, enter, lock, require_next, told
from guyub.apps.packages.operations.key import KeyRevoked
from guyub.engines import packages as engine
from guyub.engines.scoring import InstrumentError, score
from guyub.errors import Refusal
from guyub.ledger import record

CLOCKS_DIFFER = timedelta(days=1)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Received:
    """is_new: False when exactly these bytes had come in before."""

    package_id: int
    digest: str
    is_new: bool


class NotWhole(Refusal):
    """The file isn't what somebody sealed. findings: everything that is wrong, in words."""

    code = "packages.not-whole"
    status = 422

    def __init__(self, findings: tuple[engine.Finding, ...]) -> None:
        self.findings = words.say_all(findings)
        first = self.findings[0]
        super().__init__(
            _("%(what)s Place: %(where)s.") % {"what": first.what, "where": first.where},
            remedy=_("Have the file sent again as it was sealed; opening and saving it elsewhere changes it."),
        )


class KeyNotTrusted(Refusal):
    """Nobody has vouched for the key that sealed the file."""

    code = "packages.key-not-trusted"
    status = 403

    def __init__(self, fingerprint: str, area: str) -> None:
        super().__init__(
            _("Nobody has vouched yet that this key is the key of %(area)s: %(key)s.")
            % {"area": area, "key": words.spoken(fingerprint)},
            remedy=_("Have the region read its fingerprint out on the telephone, register the key, then send again."),
        )


class NotReceiving(Refusal):
    """The installation doesn't take in packages of this kind or area."""

    code = "packages.not-receiving"
    status = 404

    def __init__(self, area: str) -> None:
        super().__init__(
            _("This installation takes in no package of %(area)s.") % {"area": area},
            remedy=_("Check the address: hand-ins go to the ministry's installation, results to the region's own."),
        )


class FromTheFuture(Refusal):
    """It says that it was sealed after today."""

    code = "packages.from-the-future"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The package says that it was sealed in the future."),
            remedy=_("Set the clock of the installation that sealed it, and seal it anew."),
        )


class NotScorable(Refusal):
    """Its instrument or its answers can't be put together."""

    code = "packages.not-scorable"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("The instrument in the package can't be read, or isn't the one it names."),
            remedy=_("Seal the hand-in anew with an instrument that the check of instruments accepts."),
        )


def receive_package(*, stream: Readable, actor: Actor | None, at: datetime) -> Received:
    """
    Take a package in; the same bytes again are the package that is there.

    actor  None: nobody has signed in, and the signature alone says who it is from; Guyub then acts itself

    Raises TooLarge, NotWhole, NotReceiving, NotPermitted, KeyNotTrusted, KeyRevoked, FromTheFuture, NotScorable,
    NewerStands, PredecessorMissing.
    """
    data = stream.read(engine.MOST_BYTES + 1)
    if len(data) > engine.MOST_BYTES:
        raise TooLarge
    verdict = engine.verify(data)
    manifest = verdict.manifest
    if not verdict.is_whole or manifest is None:
        raise NotWhole(verdict.findings)
    area, office = manifest.area.code, "" if actor is None else actor.acting_as
    if not Area.objects.filter(pk=area, level__in=[Area.Level.PROVINCE, Area.Level.REGENCY]).exists():
        raise NotReceiving(area)
    acting = actor if actor is not None else _guyub_itself(manifest)
    permissions.require_receiver(acting, kind=manifest.kind.value, area=area)
    known = Package.objects.filter(digest=verdict.digest).values_list("pk", flat=True).first()
    if known is not None:
        return Received(known, verdict.digest, is_new=False)
    _require_trust(manifest)
    if manifest.sealed_at > at + CLOCKS_DIFFER:
        raise FromTheFuture
    opened = _open(verdict)
    _require_scorable(opened)
    files.keep_package(data, area=area)
    return _commit_received(opened=opened, office=office, actor=acting, at=at)


def _guyub_itself(manifest: engine.Manifest) -> Actor:
    area = NATION if manifest.kind is engine.Kind.HAND_IN else manifest.area.code
    try:
        return get_system_officer(area)
    except ObjectDoesNotExist:
        raise NotReceiving(manifest.area.code) from None


def _require_trust(manifest: engine.Manifest) -> None:
    """Hand-ins are sealed with the region's key, results with the ministry's."""
    area = manifest.area.code if manifest.kind is engine.Kind.HAND_IN else NATION
    key = SigningKey.objects.filter(area_id=area, fingerprint=manifest.key).first()
    if key is None:
        raise KeyNotTrusted(manifest.key, area)
    if key.revoked_at is not None:
        raise KeyRevoked


def _open(verdict: engine.Verdict) -> engine.Opened:
    """Read only now: a stranger's file costs its signature and its hashes, and no more."""
    try:
        return engine.read_verified(verdict)
    except engine.Spoiled as error:
        raise NotWhole(error.findings) from None


def _require_scorable(opened: engine.Opened) -> None:
    """What is taken in can be computed again at any time; a page must not be the first to find out that it can't."""
    if opened.hand_in is None:
        return
    try:
        instrument = content.parsed(opened.hand_in.instrument_text)
        score(instrument, reading.answers_of(opened.hand_in), weights=opened.hand_in.answers.weight_set)
    except (InstrumentError, ValueError):
        raise NotScorable from None
    named = opened.manifest.instrument
    if (instrument.code, instrument.version) != (named.code, named.version):
        raise NotScorable


@transaction.atomic(durable=True)
def _commit_received(*, opened: engine.Opened, office: str, actor: Actor, at: datetime) -> Received:
    manifest = opened.manifest
    lock(manifest.area.code)
    known = Package.objects.filter(digest=opened.verdict.digest).values_list("pk", flat=True).first()
    if known is not None:  # the same file twice at once
        return Received(known, opened.verdict.digest, is_new=False)
    before = require_next(manifest)
    package = enter(opened, supersedes=before, at=at, received_at=at, received_by=office)
    record(
        "package.received",
        actor=actor,
        at=at,
        area=manifest.area.code,
        subject=("packages.package", package.pk),
        sealed_office=manifest.sealed_office,
        by_api=not office,
        **told(package),
    )
    return Received(package.pk, opened.verdict.digest, is_new=True)
