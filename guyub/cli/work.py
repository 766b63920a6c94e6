"""guyub work: the worker process."""

import click
import django


@click.command()
@click.option("--until-idle", is_flag=True, help="Do what is waiting, then stop.")
def work(until_idle: bool) -> None:
    """Take the steps that follow from what happened, one after another, until told to stop."""
    django.setup()
    from guyub.flows.table import FLOW
    from guyub.jobs import worker

    if until_idle:
        click.echo(f"{worker.run_until_idle(FLOW)} jobs done")
    else:
        worker.work_forever(FLOW)
