"""Handing an assessment in: everything in one sealed file, which from then on can only be superseded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.packages import files, permissions, reading
from guyub.apps.packages.collecting import gather
from guyub.apps.packages.operations._entering import NewerStands, TooLarge, enter, lock, own_key, standing, told
from guyub.apps.packages.queries import Hurdle, list_hurdles
from guyub.engines import packages as engine
from guyub.errors import Refusal
from guyub.ledger import record


class NotReady(Refusal):
    """Something stands in the way that only work on the assessment removes."""

    code = "packages.not-ready"

    def __init__(self, hurdle: Hurdle) -> None:
        problem, remedy = {
            Hurdle.NOT_OWN: (
                _("An earlier year that was scored again is not handed in."),
                _("Hand in the self-assessment of the year."),
            ),
            Hurdle.NOTHING_ANSWERED: (
                _("Nothing of this assessment is answered."),
                _("Answer at least one item; the check shows which are open."),
            ),
            Hurdle.PERSONAL: (
                _("Something in it looks like a person's number."),
                _("Open the check: it names each place. Write how many, never who."),
            ),
        }[hurdle]
        super().__init__(problem, remedy=remedy)


class GapsOpen(Refusal):
    """There are gaps, and nobody has said that they are known."""

    code = "packages.gaps-open"

    def __init__(self, count: int) -> None:
        super().__init__(
            _("The check found %(count)d things that are not finished.") % {"count": count},
            remedy=_("Look at them, then tick that you know of them and hand in all the same."),
        )


def hand_in(*, assessment_id: int, stage: int = 1, knows_gaps: bool = False, actor: Actor, at: datetime) -> int:
    """
    Seal an assessment as it stands into a package of its region; return the package's id.

    stage        of the ministry's cycle
    knows_gaps   whoever hands in has seen what the check found, and wants it all the same

    It supersedes the package of the same instrument, year and stage, if one stands; when nothing has changed since,
    that one's id is returned. Raises NoSuchAssessment, NotPermitted, NotReady, GapsOpen, PackageDamaged.
    """
    gathered = gather(assessment_id, actor=actor, at=at)
    area = gathered.dossier.area
    permissions.require_hand_in(actor, area=area)
    hurdles = list_hurdles(gathered, actor=actor, on=timezone.localdate(at))
    if stopping := next((line.hurdle for line in hurdles if line.stops), None):
        raise NotReady(stopping)
    if hurdles and not knows_gaps:
        raise GapsOpen(sum(len(line.places) for line in hurdles))
    about = replace(gathered.about, stage=stage)
    before = standing(about)
    private = files.private_key(area)
    about = replace(about, supersedes=before.digest if before else "")
    try:
        data = engine.seal(about, gathered.content, private=private)
    except engine.PersonalData:
        raise NotReady(Hurdle.PERSONAL) from None
    except engine.TooMuch:
        raise TooLarge from None
    opened = engine.open_package(data)
    if before and reading.opened(area, before.digest).manifest.members == opened.manifest.members:
        return before.pk
    files.keep_package(data, area=area)
    return _commit_hand_in(
        opened=opened,
        private=private,
        before_id=before.pk if before else None,
        assessment_id=assessment_id,
        actor=actor,
        at=at,
    )


@transaction.atomic(durable=True)
def _commit_hand_in(
    *,
    opened: engine.Opened,
    private: bytes,
    before_id: int | None,
    assessment_id: int,
    actor: Actor,
    at: datetime,
) -> int:
    area = opened.manifest.area.code
    lock(area)
    before = standing(opened.manifest)
    if (before.pk if before else None) != before_id:
        raise NewerStands
    own_key(area, private, actor=actor, at=at)
    package = enter(opened, supersedes=before, at=at, assessment_id=assessment_id)
    record(
        "package.handed_in",
        actor=actor,
        at=at,
        area=area,
        subject=("packages.package", package.pk),
        assessment=assessment_id,
        **told(package),
    )
    return package.pk
