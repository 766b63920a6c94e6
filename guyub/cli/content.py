"""guyub content: put contracts, indicators and instruments in force for an area."""

from __future__ import annotations

import click
import django

from guyub.errors import ContentError, Refusal


@click.group()
def content() -> None:
    """Law and local choice as data files: contracts, indicators and instruments of assessment."""
    django.setup()


@content.command()
@click.option("--area", help="The regency or city, or ID for the ministry; by default GUYUB_AREA.")
@click.option("--as", "username", help="The user name of the officer who decides it; by default Guyub itself.")
def adopt(area: str | None, username: str | None) -> None:
    """
    Put the contracts, indicators and instruments of the content directory in force; what is in force already stays.

    Submissions, values and assessments keep the version they were made by. Indicators are computed anew by the worker.
    The ministry (ID) collects no data of its own: there only the instruments are adopted.
    """
    from django.conf import settings
    from django.core.exceptions import ObjectDoesNotExist
    from django.utils import timezone, translation

    from guyub.apps.accounts.queries import get_officer, get_system_officer
    from guyub.apps.areas.rights import NATION
    from guyub.apps.assessment import operations as assessment
    from guyub.apps.exchange import operations as exchange
    from guyub.apps.indicators import operations as indicators

    area = area or settings.HOME_AREA
    try:
        actor = get_officer(username) if username else get_system_officer(area)
    except ObjectDoesNotExist:
        hint = "is nobody's user name" if username else "opens no area yet: `guyub officers open-area` first"
        raise click.ClickException(f"{username or area} {hint}.") from None
    try:
        with translation.override("en"):
            adopted = {}
            if area != NATION:
                adopted["contracts"] = exchange.adopt_contracts(area=area, actor=actor, at=timezone.now())
                adopted["indicators"] = indicators.adopt_definitions(area=area, actor=actor, at=timezone.now())
            adopted["instruments"] = assessment.adopt_instruments(area=area, actor=actor, at=timezone.now())
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.problem} {refusal.remedy}".rstrip()) from refusal
    except ContentError as error:
        raise click.ClickException(str(error)) from error
    for kind, keys in adopted.items():
        click.echo(f"{kind}: {', '.join(keys) or 'nothing new'}")
