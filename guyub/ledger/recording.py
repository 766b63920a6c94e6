"""Writing to the ledger, and proving it whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

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

    with transaction.atomic():  # one snapshot: events recorded meanwhile are not half seen
        head = Head.objects.filter(pk=1).values_list("sequence", "hash").first() or (0, chain.GENESIS)
        return chain.find_faults(_links(), head=head)


def _links() -> Iterator[chain.Link]:
    from guyub.ledger.models import Event

    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
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
        yield chain.Link(event.sequence, content, event.previous_hash, event.hash)
