"""guyub indicator: one number, with the way back to where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import django

from guyub.errors import Refusal

if TYPE_CHECKING:
    from guyub.apps.indicators.queries import IndicatorPage


@click.command()
@click.argument("code")
@click.option("--area", help="Code of the area; by default the installation's own.")
@click.option("--period", help="The month, 2026-11; by default the newest.")
@click.option("--as", "username", required=True, help="Username of the officer who asks.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
def indicator(code: str, area: str | None, period: str | None, username: str, language: str) -> None:
    """Show an indicator's value, its rule and the releases it was made from."""
    django.setup()
    from django.conf import settings
    from django.core.exceptions import ObjectDoesNotExist
    from django.utils import translation

    from guyub.apps.accounts.queries import get_officer
    from guyub.apps.indicators import queries

    with translation.override(language):
        try:
            actor = get_officer(username)
        except ObjectDoesNotExist:
            raise click.ClickException(f"No officer signs in as {username}.") from None
        try:
            page = queries.get_indicator(code=code, area=area or settings.HOME_AREA, actor=actor, period=period)
        except Refusal as refusal:
            raise click.ClickException(f"{refusal.problem} {refusal.remedy}") from refusal
        click.echo(f"{page.line.title}, {page.area_name}, {page.line.period or 'not computed yet'}")
        click.echo(_value(page))
        click.echo(f"rule: version {page.version}, in force from {page.valid_from}. {page.line.meaning}")
        for source in page.inputs:
            click.echo(
                f"from: {source.title}, {source.agency}, {source.period}, {source.rows} rows, {source.digest[:12]}"
            )


def _value(page: IndicatorPage) -> str:
    from guyub.web import figures

    line = page.line
    if line.suppressed:
        return f"hidden: the group has fewer than {line.smallest_cell}, or the count is too small"
    if line.value is None:
        return "no data"
    write = figures.percent if line.unit == "%" else figures.decimal
    number = write(line.value, line.decimals)
    return f"{number} ({line.numerator} {line.counted} / {line.denominator} {line.group})"
