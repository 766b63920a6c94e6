"""Writing to the ledger, and proving it whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.db.models import Subquery

from guyub.ledger import chain


class Acting(Protocol):
    """Whoever acts: an officer, with the office in which it was done."""

    pk: Any

    @property
    def acting_as(self) -> str: ...


def record(
    name: str, *, actor: Acting | None, at: datetime, area: str, subject: tuple[str, int | str], **facts: Any
) -> int:
    """
    Append one event in the transaction of the change it tells of; return its sequence number.

    name     what happened, "noun.past-participle"; must stand in flows/table.py
    subject  ("exchange.release", 41)
    facts    ids, counts, hashes; JSON without floats, and never personal data

    Raises RuntimeError outside a transaction: a change and its event stand or fall together.
    """
    from guyub.ledger.models import Event, Head

    if not connection.in_atomic_block:
        raise RuntimeError(f"record({name!r}) outside a transaction: write the change and its event together")
    head = Head.objects.select_for_update().filter(pk=1).first() or _first_head()
    fields: dict[str, Any] = {
        "name": name,
        "at": at,
        "actor_id": None if actor is None else actor.pk,
        "actor_office": "" if actor is None else actor.acting_as,
        "area": area,
        "subject_type": subject[0],
        "subject_id": str(subject[1]),
        "facts": facts,
    }
    sequence = head.sequence + 1
    content = chain.canonical(**fields)
    event_hash = chain.digest(sequence, head.hash, content)
    Event.objects.create(sequence=sequence, previous_hash=head.hash, hash=event_hash, **fields)
    Head.objects.filter(pk=1).update(sequence=sequence, hash=event_hash)
    return sequence


def _first_head() -> Any:
    from guyub.ledger.models import Head

    # Two first events at once: the second waits here for the first one's transaction.
    Head.objects.bulk_create([Head(pk=1, sequence=0, hash=chain.GENESIS)], ignore_conflicts=True)
    return Head.objects.select_for_update().get(pk=1)


def verify() -> list[chain.Fault]:
    """What is wrong with the ledger; an empty list means that no event was changed, removed or moved."""
    from guyub.ledger.models import Head

    # Read before the events: if there are none after it, there were none then.
    head = Head.objects.filter(pk=1).values_list("sequence", "hash").first() or (0, chain.GENESIS)
    events = _events()
    for first in events:
        known = (first.head_sequence or 0, first.head_hash or chain.GENESIS)
        return chain.find_faults(map(_link, itertools.chain([first], events)), head=known)
    return chain.find_faults((), head=head)


def _events() -> Iterator[Any]:
    """
    Every event with the head as it stands, by one statement, whose snapshot is one also under READ COMMITTED.

    Read by two statements, what is recorded between them looks like tampering; a transaction would not help there, and
    in SQLite would keep every writer waiting until the last event is read.
    """
    from guyub.ledger.models import Event, Head

    head = Head.objects.filter(pk=1)
    events = Event.objects.annotate(
        head_sequence=Subquery(head.values("sequence")), head_hash=Subquery(head.values("hash"))
    )
    return events.order_by("sequence").iterator(chunk_size=2000)


def _link(event: Any) -> chain.Link:
    content = chain.canonical(
        name=event.name,
        at=event.at,
        actor_id=event.actor_id,
        actor_office=event.actor_office,
        area=event.area,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        facts=event.facts,
    )
    return chain.Link(event.sequence, content, event.previous_hash, event.hash)
