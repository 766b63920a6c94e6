"""
guyub officers: the first officers of an area, and a new password for one who forgot it.

Whoever works at the machine acts as Guyub itself; the ledger says so. All else is done on the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
import django

PASSWORD = click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="GUYUB_PASSWORD")


@click.group()
def officers() -> None:
    """Open an area for work; register and appoint its first officers."""
    django.setup()


@officers.command("open-area")
@click.argument("area")
def open_area(area: str) -> None:
    """Make an AREA (33.13) ready for its first officers; a second time changes nothing."""
    from django.utils import timezone

    from guyub.apps.accounts import operations
    from guyub.apps.areas import queries as places

    regency = places.public_find_area(area)
    if regency is None or regency.level != "regency":
        raise click.ClickException(f"{area} is no regency or city: see `guyub areas search NAME`.")
    operations.open_area(area=area, actor=None, at=timezone.now())
    click.echo(f"open: {regency.full_name}")


@officers.command()
@click.argument("area")
@click.argument("username")
@click.option("--name", required=True, help="The officer's name.")
@click.option("--role", required=True, help="Kind of office: regional_secretary, smart_city_office, data_custodian …")
@click.option("--office", required=True, help="Title of the office; opened when it does not exist.")
@PASSWORD
def add(area: str, username: str, name: str, role: str, office: str, password: str) -> None:
    """Register USERNAME in AREA and appoint to an office from today on."""
    from django.utils import timezone

    from guyub.apps.accounts import operations, queries
    from guyub.apps.areas import operations as structure
    from guyub.apps.areas import queries as places
    from guyub.apps.areas.models import Role

    if role not in Role.values or role == Role.SYSTEM:
        known = ", ".join(value for value in Role.values if value != Role.SYSTEM)
        raise click.ClickException(f"{role} is no kind of office; choose of: {known}.")
    now, today = timezone.now(), timezone.localdate()
    system = _system(area)
    with _refusals():
        officer_id = operations.register_officer(
            username=username, name=name, area=area, password=password, actor=system, at=now
        )
        offices = {line.title: line.pk for line in places.list_offices(actor=system, area=area) if line.area == area}
        office_id = offices.get(office) or structure.open_office(
            area=area, title=office, role=role, on=today, actor=system, at=now
        )
        operations.appoint(officer_id=officer_id, office_id=office_id, start_on=today, actor=system, at=now)
    click.echo(f"registered: {queries.get_officer(username.strip().lower()).username}, {office}")


@officers.command()
@click.argument("username")
@PASSWORD
def password(username: str, password: str) -> None:
    """Give USERNAME a new password, to be handed over in person."""
    from django.core.exceptions import ObjectDoesNotExist
    from django.utils import timezone

    from guyub.apps.accounts import operations, queries

    try:
        officer = queries.get_officer(username)
    except ObjectDoesNotExist:
        raise click.ClickException(f"no officer is called {username}.") from None
    with _refusals():
        operations.set_password(
            officer_id=officer.pk, password=password, actor=_system(officer.area_id), at=timezone.now()
        )
    click.echo(f"new password: {username}")


@officers.command("list")
@click.argument("area")
def list_(area: str) -> None:
    """The officers of an AREA with the offices they hold today."""
    from guyub.apps.accounts import queries

    for line in queries.list_officers(actor=_system(area), area=area, on=date.today()):
        click.echo("\t".join((line.username, line.name, "; ".join(line.offices) or "-")))


def _system(area: str):  # type: ignore[no-untyped-def]
    from django.core.exceptions import ObjectDoesNotExist

    from guyub.apps.accounts import queries

    try:
        return queries.get_system_officer(area)
    except ObjectDoesNotExist:
        raise click.ClickException(f"{area} is not open yet: run `guyub officers open-area {area}`.") from None


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal on the command line: the problem, then what to do."""
    from guyub.errors import Refusal

    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.problem} {refusal.remedy}") from None
