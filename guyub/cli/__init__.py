"""The `guyub` command: one thin file per verb."""

import os
from importlib import import_module

import click

# verb -> module under guyub.cli that holds it; imported only when called, so that `guyub --help` is quick
VERBS = {
    "areas": "guyub.cli.areas",
    "content": "guyub.cli.content",
    "demo": "guyub.cli.demo",
    "doctor": "guyub.cli.doctor",
    "indicator": "guyub.cli.indicator",
    "init": "guyub.cli.init",
    "instrument": "guyub.cli.instrument",
    "ledger": "guyub.cli.ledger",
    "manage": "guyub.cli.manage",
    "officers": "guyub.cli.officers",
    "package": "guyub.cli.package",
    "receive": "guyub.cli.receive",
    "up": "guyub.cli.up",
    "work": "guyub.cli.work",
}


class Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command = getattr(import_module(VERBS[name]), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guyub")
def main() -> None:
    """Guyub: one shared register, services without forms, a masterplan computed from released data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.settings")
    # The database and the releases hold personal data: for the account that Guyub runs under, and for no other.
    os.umask(0o077)
