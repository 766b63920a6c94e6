"""Proposing a list from a build, and opening it for a purpose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Agency
from guyub.apps.registry import queries as registry
from guyub.apps.services import content, permissions
from guyub.apps.services.models import Opener, Opening, Portion, ProactiveList
from guyub.apps.services.queries import NoSuchList
from guyub.dataplane import reading
from guyub.engines.indicators import ListDefinition
from guyub.errors import Refusal
from guyub.ledger import record

LASTS = timedelta(hours=1)
FORMS = ("page", "xlsx")


class PurposeMissing(Refusal):
    """A list is opened for one of its purposes, or not at all."""

    code = "services.purpose-missing"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("The purpose is missing."), remedy=_("Choose what you need the names for, then open again."))


class DataMissing(Refusal):
    """A dataset that the list rests on is not in the build."""

    code = "services.data-missing"

    def __init__(self) -> None:
        super().__init__(
            _("Not every dataset that this list needs has been released."),
            remedy=_("Release the missing datasets; the list follows by itself."),
        )


def propose_list(*, key: str, build_id: int, actor: Actor, at: datetime) -> int:
    """
    Let a list of content be the people of this build for whom its condition holds; return the list's id.

    A list already made from this build by the same content stays. Raises NoSuchList, DataMissing, NoSuchBuild.
    """
    wanted = content.definition(key, NoSuchList())
    build = registry.get_build(build_id, actor=actor)
    permissions.require_proposer(actor, area=build.area)
    if not wanted.datasets <= build.datasets:
        raise DataMissing
    portions = reading.count_by_school(build.folder, wanted.condition)
    people = reading.count_people(build.folder, wanted.condition, areas=[build.area])
    return _commit(wanted=wanted, build=build, portions=portions, people=people, actor=actor, at=at)


@transaction.atomic(durable=True)
def _commit(
    *,
    wanted: ListDefinition,
    build: registry.BuildLine,
    portions: tuple[tuple[str, str, str, int], ...],
    people: int,
    actor: Actor,
    at: datetime,
) -> int:
    place = {"area_id": build.area, "key": wanted.key}
    live = ProactiveList.objects.live().select_for_update().filter(**place).first()
    if live is not None and live.digest == wanted.digest and (live.build_id == build.pk or live.period > build.period):
        return live.pk
    ProactiveList.objects.live().filter(**place).update(replaced_at=at)
    made = ProactiveList.objects.create(
        **place,
        version=wanted.version,
        digest=wanted.digest,
        build_id=build.pk,
        period=build.period,
        people=people,
        proposed_at=at,
    )
    agencies = Agency.objects.filter(area_id=build.area, abbreviation__in=wanted.agencies, valid_until=None)
    Opener.objects.bulk_create(Opener(list=made, agency=agency) for agency in agencies)
    Portion.objects.bulk_create(
        (Portion(list=made, village_code=v, school_code=c, school_name=n, people=p) for v, c, n, p in portions),
        batch_size=500,
    )
    record(
        "list.proposed",
        actor=actor,
        at=at,
        area=build.area,
        subject=("services.list", made.pk),
        key=wanted.key,
        version=wanted.version,
        build=build.pk,
        period=build.period,
        people=people,
        replaces=None if live is None else live.pk,
    )
    return made.pk


@transaction.atomic(durable=True)
def open_list(*, list_id: int, area: str, purpose: str, actor: Actor, at: datetime, form: str = "page") -> int:
    """
    Let the actor see the names of one part of a list for an hour; the look is recorded with its purpose.

    area  the regency, a district or a village of the list; a village's officer opens the own village only
    form  "page" or "xlsx": how the names are given out

    Raises PurposeMissing, NoSuchList, NotPermitted.
    """
    if form not in FORMS:
        raise ValueError(f"{form!r} is not one of {FORMS}")
    chosen = ProactiveList.objects.visible_to(actor).filter(pk=list_id).first()
    if chosen is None:
        raise NoSuchList
    wanted = content.definition(chosen.key, NoSuchList())
    agencies = set(chosen.openers.values_list("agency_id", flat=True))
    permissions.require_opener(actor, area=area, list_area=chosen.area_id, agency_ids=agencies)
    if purpose not in {each.key for each in wanted.purposes}:
        raise PurposeMissing
    opening = Opening.objects.create(
        list=chosen, officer_id=actor.pk, area_id=area, purpose=purpose, opened_at=at, ends_at=at + LASTS
    )
    record(
        "list.opened",
        actor=actor,
        at=at,
        area=chosen.area_id,
        subject=("services.list", chosen.pk),
        key=chosen.key,
        opening=opening.pk,
        part=area,
        purpose=purpose,
        form=form,
        people=_people(chosen.pk, area, chosen.area_id),
    )
    return opening.pk


def _people(list_id: int, area: str, whole: str) -> int:
    portions = Portion.objects.filter(list_id=list_id)
    if area != whole:
        portions = portions.filter(village_code__startswith=area)
    return sum(portions.values_list("people", flat=True))
