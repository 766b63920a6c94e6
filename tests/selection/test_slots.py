"""The calendar of presentations: offered, taken, given back, and never booked twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.selection import operations, queries
from guyub.apps.selection.models import Slot
from guyub.ledger.queries import list_events
from tests.support import make

TOMORROW = make.AT + timedelta(days=1)


def offer(actor, round_id, *starts, rooms=("Ruang A", "Ruang B")):
    times = [(start, start + timedelta(minutes=45)) for start in starts or (TOMORROW,)]
    return operations.offer_slots(round_id=round_id, times=times, rooms=rooms, actor=actor, at=make.AT)


def take(actor, invitation, slot, at=make.AT):
    return operations.take_slot(slot_id=slot, invitation_id=invitation, actor=actor, at=at)


def slots():
    return list(Slot.objects.order_by("starts_at", "room").values_list("pk", flat=True))


def test_times_are_offered_in_each_room_once(ministry, round_id):
    offer(ministry, round_id, TOMORROW, TOMORROW + timedelta(hours=1))
    offer(ministry, round_id, TOMORROW)

    assert Slot.objects.count() == 4
    assert len(list_events(areas=["ID"], names=["selection.slots_offered"])) == 1


@pytest.mark.parametrize("start", [make.AT - timedelta(days=1), make.AT + timedelta(weeks=9)])
def test_times_that_are_over_or_too_late_are_not_offered(ministry, round_id, start):
    with pytest.raises(operations.SlotsWrong):
        offer(ministry, round_id, start)
    with pytest.raises(operations.SlotsWrong):
        offer(ministry, round_id, rooms=(" ",))


def test_a_taken_time_is_nobody_elses(ministry, round_id, invited, regent):
    offer(ministry, round_id)
    first, second = slots()
    take(regent, invited["33.13"], first)

    other = make.officer("sukoharjo", role="regent", area_code="33.11")
    with pytest.raises(operations.SlotTaken):
        take(other, invited["33.11"], first)
    take(other, invited["33.11"], second)
    assert Slot.objects.filter(invitation__isnull=False).count() == 2


def test_choosing_another_time_frees_the_first(ministry, round_id, invited, regent):
    offer(ministry, round_id)
    first, second = slots()
    take(regent, invited["33.13"], first)
    take(regent, invited["33.13"], first)
    take(regent, invited["33.13"], second)

    assert Slot.objects.get(invitation=invited["33.13"]).pk == second
    assert len(list_events(areas=["33.13"], names=["selection.slot_taken"])) == 2
    operations.free_slot(invitation_id=invited["33.13"], actor=regent, at=make.AT)
    assert not Slot.objects.filter(invitation__isnull=False).exists()


def test_the_database_itself_refuses_to_book_a_region_twice(ministry, round_id, invited):
    offer(ministry, round_id)
    first, second = slots()
    Slot.objects.filter(pk=first).update(invitation=invited["33.13"], taken_at=make.AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=second).update(invitation=invited["33.13"], taken_at=make.AT)


def test_the_office_gives_a_time_and_a_time_that_is_over_is_not_taken(ministry, round_id, invited):
    offer(ministry, round_id)
    first, second = slots()

    take(ministry, invited["33.11"], first)
    with pytest.raises(operations.SlotTaken):
        take(ministry, invited["33.13"], second, at=TOMORROW + timedelta(days=1))
    with pytest.raises(operations.SlotTaken):
        take(ministry, invited["33.13"], 999_999)


def test_who_only_reads_books_nothing(ministry, round_id, invited):
    offer(ministry, round_id)
    with pytest.raises(NotPermitted):
        take(make.officer(role="inspector"), invited["33.13"], slots()[0])


def test_a_region_sees_that_a_time_is_taken_and_not_by_whom(ministry, round_id, invited, regent):
    offer(ministry, round_id)
    take(ministry, invited["33.11"], slots()[0])

    [taken, free] = queries.list_slots(round_id, actor=regent)
    assert (taken.is_free, taken.region, taken.invitation, free.is_free) == (False, "", None, True)
    assert queries.list_slots(round_id, actor=ministry)[0].region.endswith("Sukoharjo")
    assert queries.list_slots(round_id, actor=make.officer(role="regent", area_code="36.01")) == []
