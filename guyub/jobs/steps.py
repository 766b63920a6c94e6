"""What a flow is made of: steps, their progress, and how often a failing one is tried again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Protocol

from guyub.ledger.queries import EventLine


class Cancelled(Exception):
    """The officer asked for the job to stop; raised out of the step at its next sign of progress."""


class LostLease(Exception):
    """Another worker has taken the job over; whatever this one still does must not be marked as the job's end."""


class Watcher(Protocol):
    """Whoever is told how far the work is; the note is in English, and translated where it is shown."""

    def __call__(self, share_done: float, note: str = "") -> None:
        """Tell how far the step is (0 to 1) and what it is doing; raises Cancelled when asked to stop."""


def silent(share_done: float, note: str = "") -> None:
    """Nobody watches."""


class Progress(Watcher, Protocol):
    """The watcher that a step is given: it also knows what time it is."""

    def now(self) -> datetime:
        """The time that a step's operation is told: the wall clock, or the demo's past day."""


StepFunction = Callable[[EventLine, Progress], None]
ScheduledFunction = Callable[[datetime, Progress], None]


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing that follows from an event. Running it twice must change nothing more than running it once.

    latest_only  events of the same area that arrive while one such job still waits are answered by that one job
    tries        how often it is tried in all; waits 10 s, 40 s, 160 s … in between
    """

    name: str
    run: StepFunction
    latest_only: bool = False
    tries: int = 5

    def wait_before_retry(self, attempts: int) -> timedelta:
        return timedelta(seconds=10 * 4 ** max(0, attempts - 1))


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """One thing that is due every day at a time of the regency's clock."""

    name: str
    run: ScheduledFunction
    daily_at: time
    tries: int = 3

    def wait_before_retry(self, attempts: int) -> timedelta:
        return timedelta(seconds=60 * 4 ** max(0, attempts - 1))


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole flow of data: which steps follow which event, which are due by the clock, which events end here."""

    steps: Mapping[str, tuple[Step, ...]]
    scheduled: tuple[ScheduledStep, ...] = ()
    by_name: Mapping[str, Step | ScheduledStep] = field(init=False)

    def __post_init__(self) -> None:
        named: dict[str, Step | ScheduledStep] = {}
        for step in (*(step for steps in self.steps.values() for step in steps), *self.scheduled):
            if named.setdefault(step.name, step) != step:
                raise ValueError(f"two different steps are called {step.name!r}")
        object.__setattr__(self, "by_name", named)
