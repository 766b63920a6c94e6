"""guyub receive: an agency's file, sent and checked from the command line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import django

if TYPE_CHECKING:
    from guyub.apps.exchange.queries import SubmissionPage

REFUSED, HELD = 2, 1


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dataset", required=True, help="The dataset's key: population, welfare, pupils, health_insurance, aid.")
@click.option("--period", help="The month the rows describe, YYYY-MM; by default the month that is due.")
@click.option("--area", help="The regency or city; by default GUYUB_AREA.")
@click.option("--as", "officer", help="The user name of the officer who sends; by default Guyub itself.")
@click.option("--publish", is_flag=True, help="Release the rows that pass.")
@click.option("--strict", is_flag=True, help="End with 1 when a row is held.")
@click.option(
    "--marked", type=click.Path(dir_okay=False, path_type=Path), help="Write the file with wrong cells marked."
)
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
def receive(
    file: Path,
    dataset: str,
    period: str | None,
    area: str | None,
    officer: str | None,
    publish: bool,
    strict: bool,
    marked: Path | None,
    language: str,
) -> None:
    """
    Send FILE for a dataset, check it against its contract, and say what was found.

    Ends with 0 when the rows that passed are released or ready, 1 when rows are held and --strict was given, 2 when the
    file cannot be read or something is refused.
    """
    django.setup()
    from django.conf import settings
    from django.utils import translation

    from guyub.errors import Refusal

    with translation.override(language):
        try:
            held = _receive(file, dataset, period, area or settings.HOME_AREA, officer, publish, marked)
        except Refusal as refusal:
            click.echo(f"{refusal.problem} {refusal.remedy}".rstrip(), err=True)
            raise SystemExit(REFUSED) from None
    raise SystemExit(HELD if held and strict else 0)


def _receive(
    file: Path, dataset: str, period: str | None, area: str, officer: str | None, publish: bool, marked: Path | None
) -> int:
    from django.core.exceptions import ObjectDoesNotExist
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from guyub.apps.accounts.queries import get_officer, get_system_officer
    from guyub.apps.exchange import operations, queries

    try:
        actor = get_officer(officer) if officer else get_system_officer(area)
    except ObjectDoesNotExist:
        raise click.ClickException(
            f"No officer signs in as {officer or 'Guyub itself: open the area first'}."
        ) from None
    at = timezone.now()
    if period is None:
        due = queries.get_dataset(area=area, key=dataset, actor=actor, at=at).line.due_period
        period = min(due or f"{timezone.localdate(at):%Y-%m}", f"{timezone.localdate(at):%Y-%m}")
    with file.open("rb") as stream, _Bar(_("Receiving")) as progress:
        submission_id = operations.receive_file(
            area=area,
            dataset=dataset,
            period=period,
            file_name=file.name,
            stream=stream,
            size_bytes=file.stat().st_size,
            actor=actor,
            at=at,
            progress=progress,
        )
    with _Bar(_("Checking")) as progress:
        operations.check_submission(submission_id=submission_id, actor=actor, at=timezone.now(), progress=progress)
    page = queries.get_submission(submission_id, actor=actor)
    if page.problem is not None:
        click.echo(f"{file.name}: {page.problem.title} [{page.problem.code}]. {page.problem.remedy}", err=True)
        raise SystemExit(REFUSED)
    _tell_findings(page)
    if marked is not None:
        shutil.copyfile(queries.get_marked_file(submission_id, actor=actor), marked)
        click.echo(_("The marked file is %(path)s.") % {"path": marked})
    if publish:
        _publish(submission_id, actor)
    else:
        click.echo(_("Submission %(number)d is ready; nothing has been released.") % {"number": submission_id})
    return page.line.rows_held or 0


def _tell_findings(page: SubmissionPage) -> None:
    from django.utils.translation import gettext as _

    from guyub.web import figures

    counts = {
        "rows_in": figures.number(page.line.rows_in),
        "accepted": figures.number(page.line.rows_accepted),
        "held": figures.number(page.line.rows_held),
    }
    click.echo(_("%(rows_in)s rows in = %(accepted)s accepted + %(held)s held") % counts)
    kinds = {"hold": _("Holds rows"), "warn": _("Warning"), "note": _("Note")}
    for finding in page.findings:
        click.echo(f"{kinds[finding.severity]:<12}{figures.number(finding.rows):>9}  {finding.title} [{finding.rule}]")
        click.echo(f"{'':<23}{finding.remedy}")


def _publish(submission_id: int, actor: object) -> None:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from guyub.apps.exchange import operations

    done = operations.publish_release(submission_id=submission_id, actor=actor, at=timezone.now())
    if done.is_new:
        click.echo(_("Released: release %(number)d.") % {"number": done.release_id})
    else:
        click.echo(_("Exactly these rows are released already: release %(number)d.") % {"number": done.release_id})


class _Bar:
    """A progress bar on a terminal, nothing in a file or pipe."""

    def __init__(self, label: str) -> None:
        self._bar = click.progressbar(length=1000, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
        self._done = 0

    def __enter__(self) -> Callable[..., None]:
        self._bar.__enter__()
        return self._tell

    def __exit__(self, *error: object) -> None:
        self._tell(1.0)
        self._bar.__exit__(*error)  # type: ignore[arg-type]

    def _tell(self, share_done: float, note: str = "") -> None:
        now = int(share_done * 1000)
        self._bar.update(max(0, now - self._done))
        self._done = max(self._done, now)
