"""The ledger as officers read it: who did what, when, in one sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guyub.apps.accounts.permissions import Actor, NotPermitted, Right
from guyub.apps.areas import queries as areas
from guyub.apps.indicators import queries as indicators
from guyub.apps.monitoring import sentences
from guyub.apps.registry.files import DATASETS
from guyub.ledger import queries as ledger

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class EventInWords:
    """One event. subject: (type, id), for a link to the page of what it concerns."""

    sequence: int
    at: datetime
    sentence: str
    kind: str
    icon: str
    office: str
    subject: tuple[str, str]
    name: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    events: tuple[EventInWords, ...]
    total: int


def list_ledger(*, actor: Actor, area: str, kind: str = "", offset: int = 0, limit: int = PER_PAGE) -> LedgerPage:
    """
    The newest events of the areas whose ledger the actor reads, in words.

    kind  a key of sentences.KINDS; "" for all

    Raises NotPermitted.
    """
    reach = actor.scope(Right.READ_LEDGER).areas
    if not reach:
        raise NotPermitted(Right.READ_LEDGER, area)
    wanted = next((each for each in sentences.KINDS if each.key == kind), None)
    names = sentences.names_of(wanted) if wanted else ()
    events = ledger.list_events(areas=reach, names=names, limit=limit, offset=offset)
    words = _names(actor, area)
    return LedgerPage(tuple(_in_words(event, words) for event in events), ledger.count_events(areas=reach, names=names))


def _in_words(event: ledger.EventLine, words: dict[str, str]) -> EventInWords:
    kind = sentences.kind_of(event.name)
    return EventInWords(
        sequence=event.sequence,
        at=event.at,
        sentence=sentences.sentence(event, words),
        kind=str(kind.label),
        icon=kind.icon,
        office=event.actor_office,
        subject=(event.subject_type, event.subject_id),
        name=event.name,
    )


def _names(actor: Actor, area: str) -> dict[str, str]:
    names = {key: str(title) for key, title in DATASETS.items()}
    names |= {line.code: line.title for line in indicators.list_indicators(actor=actor, area=area)}
    return names | {f"agency:{line.pk}": line.abbreviation for line in areas.list_agencies(actor=actor, area=area)}
