"""Taking in an edition of the national list of areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from guyub.apps.areas import reference
from guyub.apps.areas.models import Area, Edition
from guyub.apps.areas.permissions import require
from guyub.apps.areas.rights import NATION, Actor, Right
from guyub.ledger import record


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `is_new` False: this edition was there already and nothing was written."""

    edition_id: int
    is_new: bool
    areas: int
    dropped: int


def import_reference(*, actor: Actor | None, at: datetime) -> Imported:
    """
    Bring the table of areas to the edition of content/reference/areas.yaml; once done, a repeat writes nothing.

    Areas that the edition no longer lists stay and are marked, since older rows point to them. `actor` None is the
    operator at the machine: before there are areas there are no officers. Raises ContentError.
    """
    source = reference.read_source()
    areas, digest = reference.read_areas(source)
    return _adopt(source, areas, digest, actor=actor, at=at)


@transaction.atomic(durable=True)
def _adopt(
    source: reference.Source, areas: list[reference.ReferenceArea], digest: str, *, actor: Actor | None, at: datetime
) -> Imported:
    if actor is not None:
        require(actor, Right.MANAGE_CONTENT, area=settings.HOME_AREA)
    known = Edition.objects.filter(digest=digest).first()
    if known:
        _set_up_nation(known)
        return Imported(known.pk, False, len(areas), 0)

    edition = Edition.objects.create(
        title=source.title,
        source=f"{source.package} {source.version}",
        licence=source.licence,
        digest=digest,
        imported_at=at,
    )
    _upsert(areas, edition.pk)
    _set_up_nation(edition)
    earlier = Area.objects.exclude(edition=edition).exclude(pk=NATION)
    dropped = earlier.filter(dropped_in=None).update(dropped_in=edition)
    record(
        "area.reference_imported",
        actor=actor,
        at=at,
        area="",
        subject=("areas.edition", edition.pk),
        title=source.title,
        package=f"{source.package} {source.version}",
        digest=digest,
        areas=len(areas),
        dropped=dropped,
    )
    return Imported(edition.pk, True, len(areas), dropped)


def _set_up_nation(edition: Edition) -> None:
    """Where the ministry's offices stand. No list names it, and no search finds it."""
    fields = {"name": "Indonesia", "level": "nation", "kind": "negara", "edition": edition, "search": ""}
    Area.objects.get_or_create(code=NATION, defaults=fields)


# The same in SQLite and PostgreSQL. By bulk_create the 91,599 rows took 3.0 s of CPU, by this 0.7 s.
_UPSERT = """
insert into areas_area (code, name, level, kind, parent_id, edition_id, search, dropped_in_id)
values (%s, %s, %s, %s, %s, %s, %s, null)
on conflict (code) do update set name = excluded.name, level = excluded.level, kind = excluded.kind,
    parent_id = excluded.parent_id, edition_id = excluded.edition_id, search = excluded.search, dropped_in_id = null
"""


def _upsert(areas: list[reference.ReferenceArea], edition_id: int) -> None:
    rows = [(area.code, area.name, area.level, area.kind, area.parent, edition_id, area.search) for area in areas]
    words = [
        (area.code.count("."), word, area.code) for area in areas for word in {*reference.searchable(area.name).split()}
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
        cursor.execute("delete from areas_areaword")
        cursor.executemany("insert into areas_areaword (depth, word, area_id) values (%s, %s, %s)", words)
