"""One person of the registry: masked for every reader, whole only in the document that opening gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guyub.apps.accounts.permissions import Actor
from guyub.apps.areas import queries as areas
from guyub.apps.registry import files, permissions
from guyub.apps.registry.document import home_of
from guyub.apps.registry.queries.build import get_build
from guyub.dataplane import reading
from guyub.engines.values import Nik
from guyub.errors import Refusal
from guyub.ledger.queries import list_events
from guyub.web import figures


class NoSuchPerson(Refusal):
    """Nobody of this build has this id."""

    code = "registry.no-such-person"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            _("Nobody is known under this address or number."),
            remedy=_("Check the number, or look in the registry of another period."),
        )


class BadNik(Refusal):
    """What was typed can be nobody's NIK."""

    code = "registry.bad-nik"
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("This is no NIK: it has 16 digits, a real date of birth and a serial from 0001."),
            remedy=_("Compare it with the card, and type all 16 digits."),
        )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person before opening: enough to see that it is the right one, too little to be somebody."""

    person_id: str
    build_id: int
    area: str
    period: str
    nik: str
    name: str
    village: str | None
    datasets: tuple[str, ...]
    rows: int
    in_register: bool
    may_open: bool
    may_see_lookers: bool


@dataclass(frozen=True, slots=True)
class LookLine:
    """Somebody looked: which office, when, why."""

    office: str
    at: datetime
    purpose: str


def get_person(*, person_id: str, build_id: int, actor: Actor) -> PersonLine:
    """One person of a build, masked; the place is named by village. Raises NoSuchBuild, NoSuchPerson."""
    build = get_build(build_id, actor=actor)
    document = reading.find_document(build.folder, person_id)
    if document is None:
        raise NoSuchPerson
    home = home_of(document, build.area)
    if not permissions.may_see_masked(actor, area=home):
        raise NoSuchPerson
    said: Mapping[str, Any] = {field.name: field.value for field in document.fields}
    return PersonLine(
        person_id=person_id,
        build_id=build.pk,
        area=build.area,
        period=build.period,
        nik=figures.mask_nik(said.get("nik")),
        name=figures.mask_name(said.get("name")),
        village=areas.public_area_names([home]).get(home) if home != build.area else None,
        datasets=tuple(str(files.DATASETS[name]) for name in dict.fromkeys(told.dataset for told in document.rows)),
        rows=len(document.rows),
        in_register=any(told.dataset == "population" for told in document.rows),
        may_open=permissions.may_open(actor, area=home),
        may_see_lookers=permissions.may_see_lookers(actor, area=home),
    )


def find_person_id(nik: str, *, build_id: int, actor: Actor) -> str:
    """
    The id of the person with this NIK. Raises BadNik, NoSuchPerson, NotPermitted.

    Whether somebody is known at all is told to those only who may open that person: to a village, who lives elsewhere
    is as unknown as who lives nowhere.
    """
    build = get_build(build_id, actor=actor)
    try:
        person_id = files.id_of_nik(Nik("".join(nik.split())).digits)
    except ValueError:
        raise BadNik from None
    if not permissions.may_open_somebody(actor):
        permissions.require_opener(actor, area=build.area)
    document = reading.find_document(build.folder, person_id)
    if document is None or not permissions.may_open(actor, area=home_of(document, build.area)):
        raise NoSuchPerson
    return person_id


def list_looks(*, person_id: str, area: str, actor: Actor, limit: int = 20) -> list[LookLine]:
    """Who opened this person, newest first; empty for those who may not know."""
    if not permissions.may_see_lookers(actor, area=area):
        return []
    events = list_events(areas=[area], names=["person.opened"], subject=("registry.person", person_id), limit=limit)
    return [
        LookLine(event.actor_office, event.at, str(files.PURPOSES.get(event.facts["purpose"], event.facts["purpose"])))
        for event in events
    ]
