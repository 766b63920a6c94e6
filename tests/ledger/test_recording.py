"""Events are written with the change they tell of, and nobody can change them afterwards."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from guyub.ledger import record, triggers, verify
from guyub.ledger.models import Event, Head

AT = datetime(2026, 11, 21, 9, 14, tzinfo=UTC)


def some_events(count: int) -> None:
    with transaction.atomic():
        for number in range(1, count + 1):
            record(
                "release.published", actor=None, at=AT, area="33.13", subject=("exchange.release", number), rows=number
            )


@pytest.mark.django_db
def test_recorded_events_form_a_whole_chain():
    some_events(5)

    assert (verify(), Event.objects.count(), Head.objects.get().sequence) == ([], 5, 5)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("release.published", actor=None, at=AT, area="33.13", subject=("exchange.release", 1))


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_change_that_was_rolled_back_is_gone_with_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        some_events(1)
        raise ZeroDivisionError

    assert (Event.objects.count(), verify()) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        ("UPDATE ledger_event SET facts = '{\"rows\": 9}' WHERE sequence = 3", "changed"),
        ("UPDATE ledger_event SET actor_office = 'Bupati' WHERE sequence = 3", "changed"),
        ("DELETE FROM ledger_event WHERE sequence = 3", "missing"),
        ("DELETE FROM ledger_event WHERE sequence = 5", "missing"),
    ],
)
def test_tampering_past_the_triggers_is_found_by_verify(tamper, kind):
    some_events(5)
    with connection.cursor() as cursor:
        cursor.execute(tamper)

    assert kind in [fault.kind for fault in verify()]


@pytest.mark.django_db
@pytest.mark.parametrize("tamper", ["UPDATE ledger_event SET name = 'x'", "DELETE FROM ledger_event"])
def test_the_database_refuses_to_change_or_delete_an_event(tamper):
    some_events(2)
    triggers.create(connection)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(tamper)


@pytest.mark.django_db(transaction=True)
def test_events_recorded_while_the_ledger_is_verified_are_no_fault():
    some_events(3)

    def another_officer_records(execute, sql, params, many, context):
        if "ledger_event" in sql and threading.current_thread() is threading.main_thread():
            with ThreadPoolExecutor(1) as other:
                other.submit(_record_elsewhere).result()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_officer_records):
        faults = verify()

    assert (faults, Event.objects.count()) == ([], 4)


def _record_elsewhere() -> None:
    some_events(1)
    connection.close()


@pytest.mark.django_db
def test_an_event_smuggled_in_behind_the_last_one_is_found_by_verify():
    some_events(2)
    head = Head.objects.get()
    some_events(1)
    Head.objects.update(sequence=head.sequence, hash=head.hash)

    assert verify() != []


@pytest.mark.django_db
def test_a_ledger_emptied_to_the_last_event_is_found_by_verify():
    some_events(2)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_event")

    assert [fault.kind for fault in verify()] == ["missing"]
