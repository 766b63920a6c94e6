"""The database itself refuses to change or delete an event, whatever program asks."""

from __future__ import annotations

from typing import Any

_SQLITE = (
    "CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    "CREATE TRIGGER ledger_event_no_change BEFORE UPDATE OR DELETE ON ledger_event "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
)
_DROP = {
    "sqlite": ("DROP TRIGGER IF EXISTS ledger_event_no_update", "DROP TRIGGER IF EXISTS ledger_event_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS ledger_event_no_change ON ledger_event",
        "DROP TRIGGER IF EXISTS ledger_event_no_truncate ON ledger_event",
        "DROP FUNCTION IF EXISTS ledger_refuse()",
    ),
}


def create(connection: Any) -> None:
    _run(connection, _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def drop(connection: Any) -> None:
    _run(connection, _DROP[connection.vendor])


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
