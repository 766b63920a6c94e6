"""The database itself refuses to change or delete a package, whatever program asks: it can only be superseded."""

from __future__ import annotations

from typing import Any

_SAYS = "a package is sealed: supersede it"
_SQLITE = tuple(
    f"CREATE TRIGGER packages_package_no_{verb.lower()} BEFORE {verb} ON packages_package "
    f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    for verb in ("UPDATE", "DELETE")
)
_POSTGRESQL = (
    f"CREATE FUNCTION packages_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$",
    "CREATE TRIGGER packages_package_no_change BEFORE UPDATE OR DELETE ON packages_package "
    "FOR EACH ROW EXECUTE FUNCTION packages_refuse()",
    "CREATE TRIGGER packages_package_no_truncate BEFORE TRUNCATE ON packages_package "
    "FOR EACH STATEMENT EXECUTE FUNCTION packages_refuse()",
)
_DROP = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS packages_package_no_update",
        "DROP TRIGGER IF EXISTS packages_package_no_delete",
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS packages_package_no_change ON packages_package",
        "DROP TRIGGER IF EXISTS packages_package_no_truncate ON packages_package",
        "DROP FUNCTION IF EXISTS packages_refuse()",
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
