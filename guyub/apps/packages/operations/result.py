"""Sealing what the ministry answers, so that the region can keep it and check it for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.rights import NATION
from guyub.apps.packages import files, permissions, reading
from guyub.apps.packages.collecting import plain, prose, written
from guyub.apps.packages.models import Package
from guyub.apps.packages.operations._entering import NewerStands, enter, lock, own_key, standing, told
from guyub.apps.packages.queries import NoSuchPackage
from guyub.engines import packages as engine
from guyub.errors import Refusal
from guyub.ledger import record


class ResultNamesPersons(Refusal):
    """Something in the result looks like a person's number."""

    code = "packages.result-names-persons"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("Something in the result looks like a person's number."),
            remedy=_("Take it out of the recommendations; a result names offices and no person."),
        )


def seal_result(
    *,
    hand_in_id: int,
    letter_number: str,
    letter_title: str,
    letter_on: date,
    score: Decimal,
    grade: str,
    parts: Mapping[str, Decimal],
    recommendations: Sequence[engine.Recommendation],
    office: str = "",
    actor: Actor,
    at: datetime,
) -> int:
    """
    Seal a result as the answer to a hand-in, with the ministry's key; return the package's id.

    office  that signs the letter; by default the actor's

    The same result again is the package that is there; another one supersedes it. Raises NotPermitted, NoSuchPackage,
    ResultNamesPersons.
    """
    permissions.require_ministry(actor)
    handed_in = Package.objects.visible_to(actor).filter(pk=hand_in_id, kind=Package.Kind.HAND_IN).first()
    if handed_in is None:
        raise NoSuchPackage
    content = engine.Result(
        letter_number=plain(letter_number),
        letter_title=plain(letter_title),
        letter_on=letter_on,
        score=written(score) or Decimal(0),
        grade=grade,
        parts=tuple(engine.PartScore(code, written(value)) for code, value in parts.items()),
        recommendations=tuple(replace(each, code=plain(each.code), text=prose(each.text)) for each in recommendations),
    )
    about = _about(handed_in, office=plain(office or actor.acting_as), at=at)
    before = standing(about)
    if before and reading.opened(handed_in.area_id, before.digest).result == content:
        return before.pk
    private = files.private_key(NATION)
    try:
        data = engine.seal(replace(about, supersedes=before.digest if before else ""), content, private=private)
    except engine.PersonalData:
        raise ResultNamesPersons from None
    files.keep_package(data, area=handed_in.area_id)
    return _commit_result(
        opened=engine.open_package(data),
        private=private,
        before_id=before.pk if before else None,
        actor=actor,
        at=at,
    )


def _about(handed_in: Package, *, office: str, at: datetime) -> engine.About:
    known = reading.opened(handed_in.area_id, handed_in.digest).manifest
    return engine.About(
        kind=engine.Kind.RESULT,
        area=known.area,
        instrument=known.instrument,
        year=known.year,
        stage=known.stage,
        sealed_at=at,
        sealed_office=office,
        about=handed_in.digest,
    )


@transaction.atomic(durable=True)
def _commit_result(*, opened: engine.Opened, private: bytes, before_id: int | None, actor: Actor, at: datetime) -> int:
    lock(opened.manifest.area.code)
    before = standing(opened.manifest)
    if (before.pk if before else None) != before_id:
        raise NewerStands
    own_key(NATION, private, actor=actor, at=at)
    package = enter(opened, supersedes=before, at=at)
    record(
        "package.result_sealed",
        actor=actor,
        at=at,
        area=opened.manifest.area.code,
        subject=("packages.package", package.pk),
        letter=opened.result.letter_number if opened.result else "",
        **told(package),
    )
    return package.pk
