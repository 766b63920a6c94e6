"""
The demo regency, built through the front door: real files, the real intake, the real operations and flows.

Every stage may be run again: what stands is found standing. A build that was killed goes on where it was.
"""

from __future__ import annotations

import fcntl
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
from django.conf import settings

from guyub import __version__
from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.models import Officer
from guyub.apps.areas import operations as areas
from guyub.apps.areas import queries as places
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import operations as assessment
from guyub.apps.exchange import operations as exchange
from guyub.apps.exchange import queries as exchanged
from guyub.apps.indicators import operations as indicators
from guyub.apps.masterplan import operations as masterplan
from guyub.demo.assessing import seed_assessments
from guyub.demo.evaluating import seed_evaluation
from guyub.demo.files import write_files
from guyub.demo.improving import seed_improvement
from guyub.demo.ministry import seed_ministry
from guyub.demo.people_and_offices import seed_offices
from guyub.demo.population import PERIODS, Truth, make_truth
from guyub.demo.programmes import write_programmes
from guyub.demo.surveying import seed_surveys
from guyub.flows.table import FLOW
from guyub.jobs import queries as jobs
from guyub.jobs import worker
from guyub.jobs.models import Job
from guyub.ledger.queries import get_event

AREA = "33.13"
SENDERS = {
    "population": "disdukcapil",
    "welfare": "dinsos",
    "pupils": "disdikbud",
    "health_insurance": "dinkes",
    "aid": "dinsos",
}
# How many days after the month began each agency sends, in that order.
SENT_AFTER_DAYS = {"population": 1, "pupils": 4, "aid": 6, "welfare": 9, "health_insurance": 13}
DATASETS = tuple(SENT_AFTER_DAYS)

Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Recipe:
    """What a demo is made from: the same recipe gives the same regency."""

    people: int = 60_000
    seed: int = 1
    periods: tuple[str, ...] = PERIODS
    version: str = __version__


@dataclass(frozen=True)
class Stage:
    """One step of the build, with its name for the progress bar."""

    title: str
    run: Callable[[Tell], None]


class AlreadyBuilding(Exception):
    """Another process is building this demo."""


def folder() -> Path:
    return settings.DATA_DIR / "demo"


def built() -> Recipe | None:
    """The recipe of the demo that stands, or None when none is finished."""
    stamp = folder() / "built.json"
    if not stamp.exists():
        return None
    facts = json.loads(stamp.read_text())
    return Recipe(**{**facts, "periods": tuple(facts["periods"])})


def stages(recipe: Recipe) -> Iterator[Stage]:
    """The stages in their order; each is idempotent."""
    truth = Later(lambda: make_truth(recipe.people, recipe.seed, _villages()))
    yield Stage("Areas of Indonesia", import_areas)
    yield Stage("Agencies, offices, accounts", open_offices)
    yield Stage("Contracts, indicators, instruments", adopt_content)
    yield Stage(f"{recipe.people:,} synthetic people", lambda tell: truth.make())
    for period in recipe.periods:
        yield Stage(f"{period}: agency files", lambda tell, period=period: write_period(truth.make(), period, tell))
        yield Stage(f"{period}: intake and release", lambda tell, period=period: send_period(period, tell))
        yield Stage(f"{period}: registry, indicators", follow)
    yield Stage("Programmes and targets", import_programmes)
    yield Stage("Assessments and evidence", assess)
    yield Stage("Evaluation by the ministry", evaluate)
    yield Stage("Work left for the visitor", lambda tell: leave_work(recipe, tell))
    yield Stage("Done", lambda tell: _stamp(recipe))


class Later:
    """The truth, made when the first stage needs it: a resumed build may not need it at all."""

    def __init__(self, make: Callable[[], Truth]) -> None:
        self._make = make
        self._made: Truth | None = None

    def make(self) -> Truth:
        if self._made is None:
            self._made = self._make()
        return self._made


@contextmanager
def alone() -> Iterator[None]:
    """Only one process may build; raises AlreadyBuilding for the second."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyBuilding from error
        yield


def import_areas(tell: Tell) -> None:
    areas.import_reference(actor=None, at=_day(PERIODS[0], 0))


def open_offices(tell: Tell) -> None:
    seed_offices(AREA, _day(PERIODS[0], 0))
    seed_ministry(_day(PERIODS[0], 0))


def adopt_content(tell: Tell) -> None:
    system = officers.get_system_officer(AREA)
    exchange.adopt_contracts(area=AREA, actor=system, at=_day(PERIODS[0], 0))
    indicators.adopt_definitions(area=AREA, actor=system, at=_day(PERIODS[0], 0))
    for area in (AREA, NATION):
        assessment.adopt_instruments(area=area, actor=officers.get_system_officer(area), at=_day(PERIODS[0], 0))


def write_period(truth: Truth, period: str, tell: Tell) -> None:
    """The five agency files of a period, as the agencies would send them; whole or not there."""
    if _manifest(period).exists():
        return
    files = write_files(truth, period, folder() / "files" / period)
    names = {key: str(path.relative_to(folder())) for key, path in files.items()}
    scratch = _manifest(period).with_suffix(".tmp")
    scratch.write_text(json.dumps(names))
    scratch.replace(_manifest(period))


def send_period(period: str, tell: Tell) -> None:
    """Each agency sends its file, the flows check it, the agency releases what passed."""
    files = json.loads(_manifest(period).read_text())
    sent = {}
    for number, dataset in enumerate(DATASETS):
        path, at = folder() / files[dataset], _sent_at(period, dataset)
        tell(number / 10, path.name)
        with path.open("rb") as stream:
            sent[dataset] = exchange.receive_file(
                area=AREA,
                dataset=dataset,
                period=period,
                file_name=path.name,
                stream=stream,
                actor=officers.get_officer(SENDERS[dataset]),
                at=at,
            )
    follow(lambda share, note: tell(0.5 + share / 4, note))
    for dataset, submission in sent.items():
        sender = officers.get_officer(SENDERS[dataset])
        state = exchanged.get_submission(submission, actor=sender).state
        if state not in {"checked", "released"}:
            raise RuntimeError(f"the demo's own file {files[dataset]} was {state}: see submission {submission}")
        if state == "checked":
            at = _sent_at(period, dataset) + timedelta(hours=3)
            if (period, dataset) == (PERIODS[-1], "aid"):
                _take_up_proposals(submission, sender, at)
            exchange.publish_release(submission_id=submission, actor=sender, at=at)


def _take_up_proposals(submission: int, sender: Officer, at: datetime) -> None:
    """The mended file is checked like any other and then waits for its release: work for the visitor."""
    page = exchanged.get_submission(submission, actor=sender)
    for finding in page.findings:
        if finding.proposals:
            exchange.accept_proposals(
                submission_id=submission, rule=finding.rule, column=finding.column, actor=sender, at=at
            )
            return


def leave_work(recipe: Recipe, tell: Tell) -> None:
    """What waits for somebody when the visitor comes: a file nobody can read (`send_period` leaves a mended one)."""
    period = recipe.periods[-1]
    at = _day(period, 17)
    spoiled = io.BytesIO(b"<html><body>Sesi Anda berakhir. Silakan masuk lagi.</body></html>")
    exchange.receive_file(
        area=AREA,
        dataset="health_insurance",
        period=period,
        file_name=f"jkn_{period}_revisi.xls",
        stream=spoiled,
        actor=officers.get_officer(SENDERS["health_insurance"]),
        at=at,
    )
    follow(tell)


def import_programmes(tell: Tell) -> None:
    path = write_programmes(folder() / "files")
    planner = officers.get_officer("bappeda")
    at = _day(PERIODS[-1], 15)
    with path.open("rb") as stream:
        masterplan.import_programmes(area=AREA, file_name=path.name, stream=stream, actor=planner, at=at)
    follow(tell)


def assess(tell: Tell) -> None:
    seed_surveys(AREA)
    follow(tell)
    seed_assessments(AREA)
    follow(tell)
    seed_improvement(AREA)
    follow(tell)


def evaluate(tell: Tell) -> None:
    seed_evaluation(AREA, lambda: follow(tell))


def follow(tell: Tell) -> None:
    """Do what follows from the ledger, here or in a worker beside; return when nothing is left to do."""
    while True:
        worker.run_until_idle(FLOW, now=_two_minutes_later, on_job=lambda job: tell(0.5, job.step))
        if not jobs.count_unfinished(areas=[AREA, NATION]):
            break
        time.sleep(0.05)
    failed = jobs.list_jobs(areas=[AREA, NATION], states=(Job.State.FAILED,))
    if failed:
        raise RuntimeError(f"{failed[0].step} failed: {failed[0].problem}")


def _two_minutes_later(job: Job) -> datetime:
    """The demo replays the past: a step is taken two minutes after its event."""
    assert job.event_sequence is not None
    return get_event(job.event_sequence).at + timedelta(minutes=2)


def _villages() -> pl.DataFrame:
    districts = places.public_list_children(AREA)
    rows = [(v.code, v.name, d.code, d.name) for d in districts for v in places.public_list_children(d.code)]
    return pl.DataFrame(rows, schema=["village_code", "village", "district_code", "district"], orient="row")


def _day(period: str, days: int) -> datetime:
    """So many days into the period's month, at nine in the morning in Karanganyar."""
    return datetime.fromisoformat(f"{period}-01T02:00:00").replace(tzinfo=UTC) + timedelta(days=days)


def _sent_at(period: str, dataset: str) -> datetime:
    return _day(period, SENT_AFTER_DAYS[dataset])


def _manifest(period: str) -> Path:
    path = folder() / "files" / f"{period}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _stamp(recipe: Recipe) -> None:
    stamp = folder() / "built.json"
    scratch = stamp.with_suffix(".tmp")
    scratch.write_text(json.dumps(asdict(recipe)))
    scratch.replace(stamp)
