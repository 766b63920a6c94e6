"""Reading the lists: how long they are and where, masked people, and their names while an opening lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.registry import queries as registry
from guyub.apps.services import content, permissions
from guyub.apps.services.models import Opening, Portion, ProactiveList
from guyub.dataplane import reading
from guyub.errors import Refusal
from guyub.ledger.queries import list_events

PAGE = 25
SCHOOLS = 12


class NoSuchList(Refusal):
    """There is no such list, or it is not for this office."""

    code = "services.no-such-list"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("This list does not exist, or it is not for your office."), remedy=_("Choose one from the page of lists.")
        )


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list as it stands. people: of the whole regency, or of the parts that the reader may open."""

    pk: int
    key: str
    title: str
    meaning: str
    period: str
    people: int
    proposed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    code: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class SchoolCount:
    code: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody opened names: which office, when, why, of where, how many, on the page or as a file."""

    office: str
    at: datetime
    purpose: str
    part: str
    people: int
    form: str


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A running leave to see names."""

    pk: int
    area: str
    purpose: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ListPage:
    """
    One list, for one part of the regency.

    parts    the areas whose names the reader may open; empty for those who only watch over it
    opening  the reader's running leave to see the names of this part
    names    area code -> name, of every area with somebody on the list
    below    the next level's counts: districts of the regency, villages of a district
    """

    line: ListLine
    list_area: str
    area: str
    area_name: str
    build_id: int
    source: str
    condition: str
    indicator: str | None
    agencies: tuple[str, ...]
    purposes: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    below: tuple[PlaceCount, ...]
    schools: tuple[SchoolCount, ...]
    school_total: int
    people: int
    may_open: bool
    may_see_lookers: bool
    opening: OpeningLine | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list; nik is masked always, name only while nothing is open."""

    person_id: str
    nik: str
    name: str
    village: str
    school: str
    level: str
    age: int | None
    decile: int | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    rows: tuple[PersonRow, ...]
    total: int
    page: int
    open: bool


def list_lists(*, area: str, actor: Actor) -> list[ListLine]:
    """The lists that are for the actor's office, or that it watches over; one database query and one for its part."""
    found = ProactiveList.objects.visible_to(actor).live().filter(area_id=area)
    known = content.definitions()
    return [_line(each, actor) for each in found.order_by("key") if each.key in known]


def _line(each: ProactiveList, actor: Actor) -> ListLine:
    definition = content.definition(each.key, NoSuchList())
    return ListLine(
        pk=each.pk,
        key=each.key,
        title=content.said(definition.title),
        meaning=content.said(definition.meaning),
        period=each.period,
        people=each.people,
        proposed_at=each.proposed_at,
        version=each.version,
    )


def count_people(*, area: str, actor: Actor) -> int:
    """How many people wait on all lists that are for the actor's office: for a menu or a front page."""
    return sum(line.people for line in list_lists(area=area, actor=actor))


def get_list(key: str, *, list_area: str, actor: Actor, at: datetime, area: str | None = None) -> ListPage:
    """
    One list in one part of the regency, in at most seven database queries. Raises NoSuchList.

    area  a part that the reader may see; None: the largest
    """
    found = ProactiveList.objects.visible_to(actor).live().filter(area_id=list_area, key=key).first()
    if found is None:
        raise NoSuchList
    definition = content.definition(key, NoSuchList())
    agencies = dict(found.openers.values_list("agency_id", "agency__abbreviation"))
    parts = permissions.areas_to_open(actor, area=list_area, agency_ids=agencies)
    watches = permissions.may_see_lookers(actor, area=list_area)
    seen = [list_area] if watches else parts
    if area is None or not any(area == code or area.startswith(f"{code}.") for code in seen):
        area = seen[0]
    portions = _portions(found.pk, area, list_area)
    villages = {code for code, *_rest in portions}
    names = areas.public_area_names(
        {area, list_area, *parts, *villages, *(code.rpartition(".")[0] for code in villages)}
    )
    if area not in names:  # no such place: what an address says is anybody's
        return get_list(key, list_area=list_area, actor=actor, at=at)
    schools = _schools(portions)
    return ListPage(
        line=_line(found, actor),
        list_area=list_area,
        area=area,
        area_name=names.get(area, area),
        build_id=found.build_id,
        source=content.said(definition.source),
        condition=definition.condition_text,
        indicator=definition.indicator,
        agencies=tuple(sorted(agencies.values())),
        purposes=tuple((each.key, content.said(each.title)) for each in definition.purposes),
        parts=tuple(parts),
        below=_below(portions, area, names),
        schools=schools[:SCHOOLS],
        school_total=len(schools),
        people=sum(people for *_where, people in portions),
        may_open=any(area == code or area.startswith(f"{code}.") for code in parts),
        may_see_lookers=watches or bool(parts),
        opening=_opening(found.pk, area, actor, at),
        names=names,
    )


def _portions(list_id: int, area: str, whole: str) -> list[tuple[str, str, str, int]]:
    portions = Portion.objects.filter(list_id=list_id)
    if area != whole:
        portions = portions.filter(Q(village_code=area) | Q(village_code__startswith=f"{area}."))
    return list(portions.values_list("village_code", "school_code", "school_name", "people"))


def _child(village: str, area: str) -> str:
    """The area right below `area` in which a village lies: its district, or the village itself."""
    return ".".join(village.split(".")[: area.count(".") + 2])


def _below(portions: list[tuple[str, str, str, int]], area: str, names: dict[str, str]) -> tuple[PlaceCount, ...]:
    if area.count(".") == 3:
        return ()
    counts: Counter[str] = Counter()
    for village, _code, _name, people in portions:
        counts[_child(village, area)] += people
    lines = [PlaceCount(code, names.get(code, "") or _("village not known"), n) for code, n in counts.items()]
    return tuple(sorted(lines, key=lambda line: (-line.people, line.name)))


def _schools(portions: list[tuple[str, str, str, int]]) -> tuple[SchoolCount, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for _village, code, name, people in portions:
        counts[code, name] += people
    lines = [SchoolCount(code, name, n) for (code, name), n in counts.items()]
    return tuple(sorted(lines, key=lambda line: (-line.people, line.name)))


def _opening(list_id: int, area: str, actor: Actor, at: datetime) -> OpeningLine | None:
    """The actor's own leave that covers this part and has not run out."""
    own = Opening.objects.visible_to(actor).filter(list_id=list_id, ends_at__gt=at, opened_at__lte=at)
    rows = own.order_by("-opened_at", "-pk").values_list("pk", "area_id", "purpose", "ends_at")
    covering = (row for row in rows if area == row[1] or area.startswith(f"{row[1]}."))
    row = next(covering, None)
    return None if row is None else OpeningLine(*row)


def list_people(
    page: ListPage, *, actor: Actor, at: datetime, school: str | None = None, number: int = 1, per_page: int = PAGE
) -> PeoplePage:
    """
    One page of the people in a part of a list: masked, and by name while the actor's opening lasts.

    Who only watches over the list sees no rows at all. One database query.
    """
    if not page.may_open:
        return PeoplePage((), 0, 1, False)
    definition = content.definition(page.line.key, NoSuchList())
    folder = registry.get_build_folder(page.build_id, actor=actor)
    is_open = page.opening is not None and page.opening.ends_at > at
    total = reading.count_people(folder, definition.condition, areas=[page.area], school=school)
    number = max(1, min(number, -(-total // per_page) or 1))
    found = reading.list_people(
        folder, definition.condition, areas=[page.area], school=school, offset=(number - 1) * per_page, limit=per_page
    )
    whole = reading.list_names(folder, [row.person_id for row in found]) if is_open else {}
    rows = tuple(_person(row, page.names, whole.get(row.person_id, (None, None))[1]) for row in found)
    return PeoplePage(rows, total, number, is_open)


def _person(row: reading.MartRow, villages: Mapping[str, str], name: str | None) -> PersonRow:
    return PersonRow(
        person_id=row.person_id,
        nik=row.nik_masked or "–",
        name=name or row.name_masked or "–",
        village=villages.get(row.village_code or "", "–"),
        school=row.school_name or "–",
        level=row.pupil_level or "",
        age=row.age,
        decile=row.decile,
    )


def list_looks(page: ListPage, *, actor: Actor, limit: int = 10) -> list[LookLine]:
    """Who opened names of this list, newest first: all for those who watch, a village's own for the village."""
    if not page.may_see_lookers:
        return []
    events = list_events(
        areas=[page.list_area], names=["list.opened"], subject=("services.list", page.line.pk), limit=10 * limit
    )
    watches = permissions.may_see_lookers(actor, area=page.list_area)
    mine = [event for event in events if watches or _touches(event.facts["part"], page.parts)][:limit]
    purposes = dict(page.purposes)
    return [
        LookLine(
            office=event.actor_office,
            at=event.at,
            purpose=purposes.get(event.facts["purpose"], event.facts["purpose"]),
            part=page.names.get(event.facts["part"], event.facts["part"]),
            people=event.facts["people"],
            form=event.facts["form"],
        )
        for event in mine
    ]


def _touches(part: str, parts: tuple[str, ...]) -> bool:
    return any(part == own or part.startswith(f"{own}.") or own.startswith(f"{part}.") for own in parts)
