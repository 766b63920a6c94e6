"""The hash chain: what an event's hash covers, and what is wrong with a chain that does not hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the chain sees it."""

    sequence: int
    content: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One break: `kind` is changed, missing or reordered; `sequence` is the event it concerns."""

    kind: str
    sequence: int
    detail: str


def canonical(
    *,
    name: str,
    at: datetime,
    actor_id: int | None,
    actor_office: str,
    area: str,
    subject_type: str,
    subject_id: str,
    facts: Mapping[str, Any],
) -> str:
    """The one text an event's hash is made from: sorted keys, UTC time, no float (their digits are not portable)."""
    _refuse_floats(facts, "facts")
    return json.dumps(
        {
            "name": name,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [actor_id, actor_office],
            "area": area,
            "subject": [subject_type, subject_id],
            "facts": facts,
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def digest(sequence: int, previous_hash: str, content: str) -> str:
    return hashlib.sha256(f"{sequence}\n{previous_hash}\n{content}".encode()).hexdigest()


def find_faults(links: Iterable[Link], *, head: tuple[int, str]) -> list[Fault]:
    """
    What breaks the chain, in order of sequence; an empty list means whole.

    links  all events, by ascending sequence
    head   (sequence, hash) the chain must end with; (0, GENESIS) for an empty ledger
    """
    faults: list[Fault] = []
    pending: list[Link] = []  # links whose predecessor is not right before them
    expected, previous = 1, GENESIS
    last_hash = GENESIS
    for link in links:
        if link.sequence != expected:
            gone = f"{expected}" if link.sequence == expected + 1 else f"{expected} to {link.sequence - 1}"
            faults.append(Fault("missing", expected, f"event {gone} is missing before event {link.sequence}"))
            if link.hash != digest(link.sequence, link.previous_hash, link.content):
                faults.append(_judge(link, head[0]))
        elif link.hash != digest(link.sequence, link.previous_hash, link.content):
            faults.append(_judge(link, head[0]))
        elif link.previous_hash != previous:
            pending.append(link)
        expected, previous = link.sequence + 1, link.hash
        last_hash = link.hash
    for link in pending:
        # A neighbour already named explains why this one no longer joins.
        if not any(fault.sequence in (link.sequence - 1, link.sequence) for fault in faults):
            faults.append(
                Fault("changed", link.sequence - 1, f"event {link.sequence} no longer joins event {link.sequence - 1}")
            )
    if expected - 1 < head[0]:
        faults.append(
            Fault("missing", expected, f"the ledger ends at event {expected - 1}, but {head[0]} were recorded")
        )
    elif (expected - 1, last_hash) != head and not faults:
        faults.append(
            Fault("changed", expected - 1, f"the last event {expected - 1} is not the one that was recorded last")
        )
    return sorted(faults, key=lambda fault: fault.sequence)


def _judge(link: Link, recorded: int) -> Fault:
    """Changed, or moved from another place? An event that is right for another sequence number was moved here."""
    for original in range(1, recorded + 1):
        if original != link.sequence and digest(original, link.previous_hash, link.content) == link.hash:
            return Fault("reordered", link.sequence, f"event {link.sequence} was recorded as event {original}")
    return Fault("changed", link.sequence, f"event {link.sequence} is not what was recorded")


def _refuse_floats(value: object, place: str) -> None:
    if isinstance(value, float):
        raise TypeError(f"{place} is a float; write an int, a Decimal as text, or a share in per mille")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _refuse_floats(inner, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _refuse_floats(inner, f"{place}[{number}]")
