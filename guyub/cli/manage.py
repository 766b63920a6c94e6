"""guyub manage …: Django's own commands, for operators who know them."""

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own management commands: guyub manage migrate, guyub manage check --deploy, …"""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["guyub manage", *arguments])
