"""guyub demo …: the synthetic regency."""

from __future__ import annotations

import shutil
import sys
import time

import click
import django

from guyub.cli.init import data_dir, make_keys

PASSWORD = "guyub-demo"
SIZES = click.IntRange(100, 1_200_000)


@click.group()
def demo() -> None:
    """A synthetic Kabupaten Karanganyar: real villages, invented people."""


@demo.command()
@click.option("--people", type=SIZES, default=60_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demo that stands away first.")
def build(people: int, seed: int, fresh: bool) -> None:
    """Build the demo regency through the real intake; one that stands is reused, a broken-off one goes on."""
    _build(people, seed, fresh)


@demo.command()
@click.option("--people", type=SIZES, default=60_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demo that stands away first.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(people: int, seed: int, fresh: bool, host: str, port: int) -> None:
    """Build the demo regency if it does not stand yet, and serve it."""
    from guyub.cli import up

    _refuse_taken(host, port)
    _build(people, seed, fresh)
    click.echo(f"\nGuyub: http://{host}:{port}/   (Ctrl+C stops it; a second ./run demo reuses what stands)\n")
    click.echo(f"Demo accounts, all with the password {PASSWORD}:")
    for name, office in _accounts():
        click.echo(f"  {name:<20} {office}")
    click.echo("")
    up.serve(host=host, port=port)


def _build(people: int, seed: int, fresh: bool) -> None:
    import os

    os.environ.setdefault("GUYUB_DEMO", "1")
    if fresh and data_dir().exists():
        if not (data_dir() / "demo").exists() and any(data_dir().iterdir()):
            raise click.ClickException(f"{data_dir()} holds no demo: --fresh will not delete it.")
        shutil.rmtree(data_dir())
    make_keys(data_dir())
    django.setup()
    from guyub.cli.up import prepare

    began = time.monotonic()
    _bar("Database", lambda tell: prepare())
    from guyub.demo import build as building

    recipe = building.Recipe(people=people, seed=seed)
    standing = building.built()
    if standing == recipe:
        click.echo(f"The demo regency stands: {people:,} synthetic people.")
        return
    if standing is not None:
        raise click.ClickException(
            f"Another demo stands here ({standing.people:,} people, seed {standing.seed}, version {standing.version}): "
            "add --fresh to throw it away, or set GUYUB_DATA_DIR to another folder."
        )
    try:
        with building.alone():
            for stage in building.stages(recipe):
                _bar(stage.title, stage.run)
    except building.AlreadyBuilding:
        raise click.ClickException("Another process is building this demo; wait for it, or stop it.") from None
    click.echo(f"Built in {time.monotonic() - began:.0f} s.")


def _bar(title, run) -> None:  # type: ignore[no-untyped-def]
    """Run a stage under a bar; on a pipe, one line when it is over."""
    is_terminal, began = sys.stdout.isatty(), time.monotonic()

    def tell(share: float, note: str = "") -> None:
        if is_terminal:
            full = round(share * 24)
            text = f"{title:<32} [{'#' * full}{'.' * (24 - full)}] {share:4.0%}  {note[:30]}"
            click.echo(f"\r{text:<100}", nl=False)

    tell(0.0)
    run(tell)
    tell(1.0, f"{time.monotonic() - began:.1f} s")
    click.echo("" if is_terminal else f"{title:<32} {time.monotonic() - began:5.1f} s")


def _accounts() -> list[tuple[str, str]]:
    from guyub.demo.ministry import list_ministry_accounts
    from guyub.demo.people_and_offices import list_accounts

    return [*list_accounts(), *list_ministry_accounts()]


def _refuse_taken(host: str, port: int) -> None:
    """Say so before building for a minute, when the port is taken."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(f"Port {port} is taken: ./run demo --port {port + 1}") from None
