"""Taking in the official scores of past years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas.models import Area
from guyub.apps.assessment import content as instruments
from guyub.apps.assessment import queries as assessment
from guyub.apps.comparison import history, permissions
from guyub.apps.comparison.history import History, Row, WrongRow
from guyub.apps.comparison.models import Participant, Standing
from guyub.errors import Refusal
from guyub.ledger import record

_OFFICIAL = [
    "instrument_version",
    "weight_set",
    "official",
    "official_parts",
    "official_source",
    "published_at",
    "changed_at",
]


class NoSuchInstrument(Refusal):
    """History is taken in by an instrument that the area adopted: its bounds and parts check the file."""

    code = "comparison.no-such-instrument"
    status = 404

    def __init__(self, code: str) -> None:
        super().__init__(
            _("The instrument “%(code)s” is not adopted here.") % {"code": code},
            remedy=_("Adopt it on the page of instruments, then take the file in again."),
        )


class HistoryWrong(Refusal):
    """Rows of the file are wrong; none was taken in. `wrong` names each."""

    code = "comparison.history-wrong"
    status = 422

    def __init__(self, wrong: tuple[WrongRow, ...]) -> None:
        problem = ngettext(
            "%(count)d line is wrong; nothing was taken in.",
            "%(count)d lines are wrong; nothing was taken in.",
            len(wrong),
        )
        super().__init__(
            problem % {"count": len(wrong)}, remedy=_("Mend the lines named here and take the whole file in again.")
        )
        self.wrong = wrong


@transaction.atomic(durable=True)
def record_standings(*, area: str, instrument_code: str, content: bytes, actor: Actor, at: datetime) -> int:
    """
    Take in official scores of past years from a CSV; return how many regions and years it held.

    area     whose instrument checks the file: the nation for the ministry's office, a regency for its own past
    content  the file; its columns are those of history.headings

    All or nothing. A year that is there already is replaced on its official half; the computed half stays. Only what
    the ministry's office takes in counts as published. Raises NotPermitted, NoSuchInstrument, HistoryWrong.
    """
    permissions.require_keeper(actor, area=area)
    line = assessment.find_instrument(area=area, code=instrument_code, actor=actor)
    if line is None:
        raise NoSuchInstrument(instrument_code)
    regencies = frozenset(Area.objects.filter(level=Area.Level.REGENCY, dropped_in=None).values_list("code", flat=True))
    read = history.read(content, instrument=instruments.parsed(line.text), regencies=regencies)
    publishes = permissions.may_publish(actor)
    wrong = (*read.wrong, *_out_of_reach(read, actor), *(() if publishes else _published(read, instrument_code)))
    if wrong:
        raise HistoryWrong(wrong)
    Standing.objects.bulk_create(
        (_standing(row, instrument_code, line.version, publishes, at) for row in read.rows),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["area", "instrument_code", "year"],
        update_fields=_OFFICIAL,
    )
    _keep_participants(read.rows, at)
    years = [row.year for row in read.rows]
    record(
        "standing.recorded",
        actor=actor,
        at=at,
        area=area,
        subject=("comparison.standing", 0),
        instrument=instrument_code,
        rows=len(read.rows),
        regions=len({row.area for row in read.rows}),
        first_year=min(years),
        last_year=max(years),
        published=publishes,
    )
    return len(read.rows)


def _out_of_reach(read: History, actor: Actor) -> tuple[WrongRow, ...]:
    reach = {area: permissions.may_take_in(actor, area=area) for area in {row.area for row in read.rows}}
    return tuple(
        WrongRow(row.line, _("%(area)s is not your region.") % {"area": row.area}, _("Leave the line out."))
        for row in read.rows
        if not reach[row.area]
    )


def _published(read: History, code: str) -> tuple[WrongRow, ...]:
    """What the ministry published is not a regency's to change."""
    areas = {row.area for row in read.rows}
    published = Standing.objects.published().filter(instrument_code=code, area__in=areas)
    known = set(published.values_list("area_id", "year"))
    return tuple(
        WrongRow(
            row.line,
            _("The ministry has published %(area)s for %(year)d already.") % {"area": row.area, "year": row.year},
            _("Leave the line out; ask the ministry if its number is wrong."),
        )
        for row in read.rows
        if (row.area, row.year) in known
    )


def _standing(row: Row, code: str, version: int, publishes: bool, at: datetime) -> Standing:
    published = None
    if publishes and row.published_on is not None:
        published = datetime.combine(row.published_on, time(), UTC)
    return Standing(
        area_id=row.area,
        instrument_code=code,
        year=row.year,
        instrument_version=version,
        weight_set=row.weight_set,
        official=row.score,
        official_parts={part: str(value) for part, value in row.parts.items()},
        official_source=row.source,
        published_at=published,
        changed_at=at,
    )


def _keep_participants(rows: Iterable[Row], at: datetime) -> None:
    """Cohort and population of the newest line that says them; what no line says stays as it was."""
    found: dict[str, Participant] = {}
    codes = {row.area for row in rows}
    known = Participant.objects.filter(area__in=codes) if len(codes) < 500 else Participant.objects.all()
    standing = {each.area_id: each for each in known}
    for row in sorted(rows, key=lambda row: row.year):
        if row.cohort is None and row.population is None:
            continue
        one = found.get(row.area) or standing.get(row.area) or Participant(area_id=row.area)
        one.cohort = row.cohort or one.cohort
        if row.population is not None:
            one.population, one.source = row.population, row.population_source
        one.changed_at = at
        found[row.area] = one
    Participant.objects.bulk_create(
        found.values(),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["area"],
        update_fields=["cohort", "population", "source", "changed_at"],
    )
