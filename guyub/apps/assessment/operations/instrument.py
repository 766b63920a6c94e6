"""Adopting instruments: those delivered with Guyub, and those an officer brings."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.assessment import content, permissions
from guyub.apps.assessment.models import Instrument
from guyub.engines.scoring import Instrument as Parsed
from guyub.errors import ContentError, Refusal
from guyub.ledger import record

MAX_CHARACTERS = 1_000_000


class VersionReused(Refusal):
    """A version number already stands for another text, or an earlier number for a later one."""

    code = "assessment.version-reused"

    def __init__(self, instrument: str, version: int, newest: int) -> None:
        super().__init__(
            _("Version %(version)d of %(instrument)s already stands for another text.")
            % {"instrument": instrument, "version": version},
            remedy=_("Write version %(next)d into the instrument, and adopt it again.") % {"next": newest + 1},
        )


class InstrumentWrong(Refusal):
    """The text is no instrument that could be scored."""

    code = "assessment.instrument-wrong"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This instrument can't be used yet."), remedy=_("Upload it to see what is to be mended, and where.")
        )


@transaction.atomic(durable=True)
def adopt_instruments(*, area: str, actor: Actor, at: datetime) -> tuple[str, ...]:
    """
    Put the instruments of the content directory in force for an area; return the codes of those that are new.

    What an officer brought under a higher version stays in force, and so does an instrument that content no longer has:
    assessments stand on it. Raises ContentError, VersionReused.
    """
    permissions.require_instrument_manager(actor, area=area)
    live = {each.code: each for each in Instrument.objects.live().select_for_update().filter(area_id=area)}
    adopted: dict[str, int] = {}
    for code, text in content.delivered_texts().items():
        parsed = content.parsed(text)
        standing = live.get(code)
        if standing is not None and _stays(standing, parsed, text):
            continue
        _put_in_force(area, parsed, text, file_name="", at=at)
        adopted[code] = parsed.version
    if adopted:
        record("instrument.adopted", actor=actor, at=at, area=area, subject=("areas.area", area), adopted=adopted)
    return tuple(adopted)


@transaction.atomic(durable=True)
def adopt_instrument(*, area: str, text: str, file_name: str, actor: Actor, at: datetime) -> int:
    """
    Put an instrument that an officer brings in force for an area; return its id.

    Its earlier version goes out of force and keeps explaining the scores that were made by it. A text that was in force
    before comes back under its own number. Raises InstrumentWrong, VersionReused.
    """
    permissions.require_instrument_manager(actor, area=area)
    if len(text) > MAX_CHARACTERS:
        raise InstrumentWrong
    try:
        parsed = content.parsed(text)
    except ContentError as error:
        raise InstrumentWrong from error
    standing = Instrument.objects.live().select_for_update().filter(area_id=area, code=parsed.code).first()
    if standing is not None and standing.digest == _digest(text):
        return standing.pk
    instrument = _put_in_force(area, parsed, text, file_name=file_name[:120], at=at)
    record(
        "instrument.adopted",
        actor=actor,
        at=at,
        area=area,
        subject=("assessment.instrument", instrument.pk),
        adopted={parsed.code: parsed.version},
        digest=instrument.digest,
        file=file_name[:120],
    )
    return instrument.pk


def _stays(standing: Instrument, parsed: Parsed, text: str) -> bool:
    if standing.digest == _digest(text) or standing.version > parsed.version:
        return True
    return standing.version == parsed.version and bool(standing.file_name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _put_in_force(area: str, parsed: Parsed, text: str, *, file_name: str, at: datetime) -> Instrument:
    versions = Instrument.objects.filter(area_id=area, code=parsed.code)
    digest = _digest(text)
    same = versions.filter(version=parsed.version).first()
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    if (same is None and parsed.version <= newest) or (same is not None and same.digest != digest):
        raise VersionReused(parsed.code, parsed.version, newest)
    # A clock that was put back must not stand in the way.
    versions.live().update(replaced_at=Greatest("adopted_at", Value(at)))
    if same is None:
        return Instrument.objects.create(
            area_id=area,
            code=parsed.code,
            version=parsed.version,
            digest=digest,
            text=text,
            file_name=file_name,
            adopted_at=at,
        )
    same.adopted_at, same.replaced_at = at, None
    same.save(update_fields=["adopted_at", "replaced_at"])
    return same
