"""guyub init: make the keys and the data directory, once."""

import os
import secrets
from pathlib import Path

import click


@click.command()
def init() -> None:
    """Make the data directory and its keys; what is there already stays."""
    for name in make_keys(data_dir()):
        click.echo(f"made {name}")
    click.echo("Next: guyub up")


def data_dir() -> Path:
    return Path(os.environ.get("GUYUB_DATA_DIR", Path(__file__).resolve().parents[2] / "var")).resolve()


def make_keys(directory: Path) -> list[Path]:
    """Write each missing key, readable by its owner alone, as is the directory; return those that were made."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = directory / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in ("secret.key", "registry.key"):
        path = keys / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        made.append(path)
    return made
