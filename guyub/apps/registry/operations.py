"""Making a build of the registry the one that holds, and opening one person's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guyub.apps.accounts.permissions import Actor
from guyub.apps.exchange import queries as exchange
from guyub.apps.registry import files, permissions
from guyub.apps.registry.document import PersonDocument, document_of, home_of
from guyub.apps.registry.models import Build, Input
from guyub.apps.registry.queries import NoSuchBuild, NoSuchPerson
from guyub.dataplane import reading, registry
from guyub.errors import Refusal
from guyub.jobs.steps import Watcher, silent
from guyub.ledger import record


class NoRegister(Refusal):
    """Without a release of the population register there is no registry."""

    code = "registry.no-register"

    def __init__(self, period: str) -> None:
        super().__init__(
            _("No population register has been released for %(period)s or before.") % {"period": period},
            remedy=_("Release the population register first; the registry follows by itself."),
        )


class PurposeMissing(Refusal):
    """A person is opened for a purpose, or not at all."""

    code = "registry.purpose-missing"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("The purpose is missing."), remedy=_("Choose what you need this person's data for, then open again.")
        )


_STAGES = {
    "registry": gettext_noop("Joining the rows into persons"),
    "lookup": gettext_noop("Writing one document per person"),
}


def adopt_build(*, area: str, period: str, actor: Actor, at: datetime, progress: Watcher = silent) -> int:
    """
    Build the registry of a period from the releases that hold for it, and let it replace the one before; return its id.

    If the live build was made from exactly these releases nothing changes. The files are made before the transaction:
    they are named for what they were made from, so a repetition finds them. Raises NoRegister.
    """
    permissions.require_builder(actor, area=area)
    releases = exchange.list_live_releases(area=area, actor=actor, period=period)
    if not any(release.dataset == "population" for release in releases):
        raise NoRegister(period)
    sources = {release.pk: files.source_of(area, release) for release in releases}
    manifest = registry.build(
        sources.values(),
        area=area,
        period=period,
        key=files.key(),
        folder=files.store(area).folder / "builds",
        progress=lambda stage, share: progress(share, _STAGES.get(stage, stage)),
    )
    inputs = [_input(release, manifest) for release in releases]
    return _commit(area=area, manifest=manifest, inputs=inputs, actor=actor, at=at)


def _input(release: exchange.LiveRelease, manifest: registry.Manifest) -> dict[str, Any]:
    [match] = [each for each in manifest.matches if (each.dataset, each.release) == (release.dataset, release.digest)]
    return {
        "release_id": release.pk,
        "dataset": release.dataset,
        "agency_id": release.agency_id,
        "period": release.period,
        "digest": release.digest,
        "published_at": release.published_at,
        "rows": match.rows,
        "register": match.register,
        "nik_exact": match.nik_exact,
        "no_nik": match.no_nik,
        "not_in_register": match.not_in_register,
        "disagrees": match.disagrees,
    }


@transaction.atomic(durable=True)
def _commit(*, area: str, manifest: registry.Manifest, inputs: list[dict[str, Any]], actor: Actor, at: datetime) -> int:
    live = Build.objects.live().select_for_update().filter(area_id=area, period=manifest.period).first()
    if live is not None and live.digest == manifest.build:
        return live.pk
    Build.objects.live().filter(area_id=area, period=manifest.period).update(
        replaced_at=Greatest("adopted_at", Value(at))  # a clock that was put back must not stand in the way
    )
    build = Build.objects.create(
        area_id=area,
        period=manifest.period,
        digest=manifest.build,
        rules=manifest.rules,
        persons=manifest.persons,
        persons_in_register=manifest.persons_in_register,
        households=manifest.households,
        adopted_at=at,
    )
    Input.objects.bulk_create([Input(build=build, **fields) for fields in inputs])
    record(
        "build.adopted",
        actor=actor,
        at=at,
        area=area,
        subject=("registry.build", build.pk),
        digest=build.digest,
        period=build.period,
        persons=build.persons,
        households=build.households,
        releases=[fields["release_id"] for fields in inputs],
        replaces=None if live is None else live.pk,
    )
    return build.pk


@transaction.atomic(durable=True)
def open_person(*, build_id: int, person_id: str, purpose: str, actor: Actor, at: datetime) -> PersonDocument:
    """
    Show one person's data with the source of every field; the look is recorded with its purpose before it is answered.

    purpose  one of files.PURPOSES. Raises PurposeMissing, NoSuchBuild, NoSuchPerson, NotPermitted.
    """
    if purpose not in files.PURPOSES:
        raise PurposeMissing
    build = Build.objects.visible_to(actor).filter(pk=build_id).first()
    if build is None:
        raise NoSuchBuild
    document = reading.find_document(files.build_folder(build.area_id, build.digest), person_id)
    if document is None:
        raise NoSuchPerson
    permissions.require_opener(actor, area=home_of(document, build.area_id))
    record(
        "person.opened",
        actor=actor,
        at=at,
        area=build.area_id,
        subject=("registry.person", person_id),
        build=build.pk,
        purpose=purpose,
        datasets=sorted({told.dataset for told in document.rows}),
    )
    return document_of(document, build.pk)
