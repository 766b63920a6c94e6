"""What follows from an invitation: what is known of a region stands in its questionnaire, with source and date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from guyub.apps.accounts.queries import get_system_officer
from guyub.apps.areas import queries as areas
from guyub.apps.areas.rights import Actor
from guyub.apps.indicators import queries as indicators
from guyub.apps.selection import content, operations
from guyub.apps.selection.operations import Known
from guyub.jobs.steps import Progress
from guyub.ledger.queries import EventLine


def prefill_facts(event: EventLine, progress: Progress) -> None:
    """After selection.regions_invited: the figures of all regions that were invited, at once."""
    today = timezone.localdate(progress.now())
    villages, edition = areas.public_count_villages(), areas.public_find_source()
    since = edition.imported_at.strftime("%Y-%m") if edition else ""
    known: dict[str, dict[str, Known]] = {}
    for area in event.facts["regions"]:
        known[area] = _known(area, today)
        if edition is not None and area in villages:
            known[area] |= _each("villages", Known(Decimal(villages[area]), edition.title, since))
    operations.prefill_facts(
        round_id=int(event.subject_id), known=known, actor=get_system_officer(event.area), at=progress.now()
    )


def _known(area: str, today: date) -> dict[str, Known]:
    """What others have published of a region; and, where it works with this installation, what it keeps here."""
    published = {line.name: line for line in indicators.public_list_published(area=area)}
    found: dict[str, Known] = {}
    for kind in content.setup().facts:
        if kind.origin == "published" and kind.name in published:
            line = published[kind.name]
            found[kind.key] = Known(Decimal(line.value), line.publisher, line.period)
    try:
        system = get_system_officer(area)
    except ObjectDoesNotExist:
        return found  # this region keeps its data in an installation of its own
    return found | _kept_here(area, system, today)


def _kept_here(area: str, system: Actor, today: date) -> dict[str, Known]:
    agencies = len(areas.list_agencies(actor=system, area=area, on=today))
    found = _each("agencies", Known(Decimal(agencies), "Daftar OPD di Guyub", f"{today:%Y-%m}")) if agencies else {}
    lines = {line.code: line for line in indicators.list_indicators(actor=system, area=area)}
    for kind in content.setup().facts:
        line = lines.get(kind.name) if kind.origin == "indicator" else None
        if line is not None and line.value is not None and line.period:
            found[kind.key] = Known(line.value, f"Hitungan Guyub: {line.title}", line.period)
    return found


def _each(origin: str, known: Known) -> dict[str, Known]:
    """The figure under each key of content that is counted so."""
    return {kind.key: known for kind in content.setup().facts if kind.origin == origin}
