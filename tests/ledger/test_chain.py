"""The chain finds what was changed, removed or moved, and says which."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.ledger import chain

AT = datetime(2026, 11, 21, 9, 14, tzinfo=UTC)


def content(number: int, **facts) -> str:
    return chain.canonical(
        name="release.published", at=AT, actor_id=number, actor_office="Walidata", area="33.13",
        subject_type="exchange.release", subject_id=str(number), facts=facts,
    )  # fmt: skip


def whole(length: int) -> list[chain.Link]:
    links, previous = [], chain.GENESIS
    for number in range(1, length + 1):
        text = content(number)
        links.append(chain.Link(number, text, previous, chain.digest(number, previous, text)))
        previous = links[-1].hash
    return links


def head(links: list[chain.Link]) -> tuple[int, str]:
    return (links[-1].sequence, links[-1].hash) if links else (0, chain.GENESIS)


@given(st.integers(0, 30))
def test_an_untouched_chain_is_whole(length):
    links = whole(length)

    assert chain.find_faults(links, head=head(links)) == []


@given(st.integers(1, 30), st.data())
def test_a_changed_event_is_named(length, data):
    links = whole(length)
    at = data.draw(st.integers(0, length - 1))
    end = head(links)
    links[at] = replace(links[at], content=content(999))

    assert [(fault.kind, fault.sequence) for fault in chain.find_faults(links, head=end)] == [("changed", at + 1)]


@given(st.integers(2, 30), st.data())
def test_a_changed_event_with_a_recomputed_hash_is_still_named(length, data):
    links = whole(length)
    at = data.draw(st.integers(0, length - 1))
    end = head(links)
    forged = content(999)
    links[at] = replace(links[at], content=forged, hash=chain.digest(at + 1, links[at].previous_hash, forged))

    assert [(fault.kind, fault.sequence) for fault in chain.find_faults(links, head=end)] == [("changed", at + 1)]


@given(st.integers(1, 30), st.data())
def test_a_removed_event_is_named_also_at_the_end(length, data):
    links = whole(length)
    at = data.draw(st.integers(0, length - 1))
    end = head(links)
    del links[at]

    assert ("missing", at + 1) in [(fault.kind, fault.sequence) for fault in chain.find_faults(links, head=end)]


@given(st.integers(2, 30), st.data())
def test_two_events_that_changed_places_are_named_as_reordered(length, data):
    links = whole(length)
    first, second = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    end = head(links)
    links[first], links[second] = (
        replace(links[second], sequence=first + 1),
        replace(links[first], sequence=second + 1),
    )

    faults = chain.find_faults(links, head=end)

    assert [(fault.kind, fault.sequence) for fault in faults] == [("reordered", first + 1), ("reordered", second + 1)]


def test_facts_with_a_float_are_refused_since_their_digits_are_not_portable():
    with pytest.raises(TypeError, match=r"facts\.shares"):
        content(1, shares=[0.1])
