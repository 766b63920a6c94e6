"""guyub ledger verify: is the ledger whole?"""

import click
import django


@click.group()
def ledger() -> None:
    """What happened: the append-only, hash-chained events."""
    django.setup()


@ledger.command()
def verify() -> None:
    """Exit 0 when no event was changed, removed or moved; else name each break and exit 1."""
    from guyub.ledger import verify as find_faults
    from guyub.ledger.models import Head

    faults = find_faults()
    for fault in faults:
        click.echo(f"{fault.kind}: {fault.detail}", err=True)
    if faults:
        raise SystemExit(1)
    count = Head.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    click.echo(f"whole: {count} events")
