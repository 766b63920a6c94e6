"""guyub package: verify a sealed package, or send it to another installation."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import click
import django

WRONG, REFUSED = 1, 2
API = "/api/paket/"
SECONDS = 60


@click.group()
def package() -> None:
    """Sealed packages: is the file whole, and sending it to the ministry."""


@package.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default="", help="The fingerprint that the region read out, with or without blanks.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
def verify(file: Path, key: str, language: str) -> None:
    """
    Say whether every byte of FILE is as it was sealed, by which office and when.

    Ends with 0 when it is whole (and of the key asked for), 1 when not. tools/verify_package.py says the same without
    Guyub.
    """
    django.setup()
    from django.utils import translation

    from guyub.apps.packages import words
    from guyub.engines import packages as engine

    with file.open("rb") as stream:
        verdict = engine.verify(stream.read(engine.MOST_BYTES + 1))
    with translation.override(language):
        told = words.tell(verdict, asked="".join(each for each in key.lower() if each.isalnum()))
    click.echo("\n".join(told.lines))
    raise SystemExit(0 if told.holds else WRONG)


@package.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("url")
def send(file: Path, url: str) -> None:
    """
    Send FILE to the installation at URL, such as https://evaluasi.example.go.id; sending it twice changes nothing.

    Ends with 0 when it is there, 2 when the installation says no, and why, or can't be reached.
    """
    data = file.read_bytes()
    request = Request(_address(url), data=data, method="POST")
    request.add_header("Content-Type", "application/octet-stream")
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            told = json.load(answer)
    except HTTPError as error:
        raise _refused(error) from None
    except (URLError, TimeoutError) as error:
        click.echo(f"{url}: {getattr(error, 'reason', error)}", err=True)
        raise SystemExit(REFUSED) from None
    is_new = answer.status == 201
    click.echo(f"{'received' if is_new else 'was there already'}: {told['package']['digest']}")


def _address(url: str) -> str:
    """The API of an installation; a whole address stays. Raises UsageError for anything but http and https."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.UsageError("URL begins with https:// (or, within an office, http://).")
    return urlunsplit((parts.scheme, parts.netloc, API if parts.path in {"", "/"} else parts.path, "", ""))


def _refused(error: HTTPError) -> SystemExit:
    """What the installation said, as it said it."""
    try:
        said = json.load(error)["error"]
        click.echo(f"{said['problem']} {said['remedy']} [{said['code']}]".strip(), err=True)
    except (ValueError, KeyError, TypeError):
        click.echo(f"HTTP {error.code}", err=True)
    return SystemExit(REFUSED)
