"""Where a cycle and an entry stand: computed from the calendar, the acts and the day, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class State(StrEnum):
    EXPECTED = "expected"
    MISSING = "missing"
    HANDED_IN = "handed_in"
    IN_REVIEW = "in_review"
    CORRECTION = "correction"
    DISCUSSION = "discussion"
    SETTLED = "settled"
    RESULT = "result"
    OBJECTION = "objection"


STATE_NAMES: dict[State, Any] = {
    State.EXPECTED: gettext_lazy("Expected"),
    State.MISSING: gettext_lazy("Not handed in"),
    State.HANDED_IN: gettext_lazy("Handed in"),
    State.IN_REVIEW: gettext_lazy("In review"),
    State.CORRECTION: gettext_lazy("Being corrected"),
    State.DISCUSSION: gettext_lazy("Being settled"),
    State.SETTLED: gettext_lazy("Settled by the panel"),
    State.RESULT: gettext_lazy("Result published"),
    State.OBJECTION: gettext_lazy("Objection open"),
}
_TAGS = {
    State.MISSING: "bad",
    State.CORRECTION: "warn",
    State.OBJECTION: "warn",
    State.HANDED_IN: "info",
    State.IN_REVIEW: "info",
    State.DISCUSSION: "info",
    State.SETTLED: "ok",
    State.RESULT: "ok",
}


@dataclass(frozen=True, slots=True)
class Acts:
    """What was done with an entry so far. `asked_back`: items whose correction is still awaited."""

    handed_in_at: datetime | None
    review_started_at: datetime | None
    scores_opened_at: datetime | None
    settled_at: datetime | None
    correction_until: date | None
    asked_back: int
    published_at: datetime | None
    open_objections: int


def state_of(acts: Acts, *, hand_in_until: date, on: date) -> State:
    if acts.published_at is not None:
        return State.OBJECTION if acts.open_objections else State.RESULT
    if acts.asked_back and acts.correction_until is not None and on <= acts.correction_until:
        return State.CORRECTION
    if acts.settled_at is not None:
        return State.SETTLED
    if acts.scores_opened_at is not None:
        return State.DISCUSSION
    if acts.review_started_at is not None:
        return State.IN_REVIEW
    if acts.handed_in_at is not None:
        return State.HANDED_IN
    return State.MISSING if on > hand_in_until else State.EXPECTED


def state_tag(state: State) -> str:
    """The kind of status tag that goes with it."""
    return _TAGS.get(state, "none")


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a calendar, as the stepper shows it."""

    key: str
    title: str
    until: date
    state: str  # done, now, later


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a cycle, each the last one of its stretch."""

    opens_on: date
    hand_in_until: date
    desk_review_until: date
    interviews_until: date
    visits_until: date
    correction_until: date
    results_on: date
    objection_days: int

    @property
    def objections_until(self) -> date:
        """When results come on the day planned; each region counts from its own letter."""
        return self.results_on + timedelta(days=self.objection_days)

    def steps(self, on: date) -> tuple[Step, ...]:
        stretches = (
            ("hand_in", _("Hand-in"), self.hand_in_until),
            ("desk", _("Desk review"), self.desk_review_until),
            ("interview", _("Interviews"), self.interviews_until),
            ("visit", _("Field visits"), self.visits_until),
            ("correction", _("Correction"), self.correction_until),
            ("result", _("Results"), self.results_on),
            ("objection", _("Objections"), self.objections_until),
        )
        now = next((key for key, _title, until in stretches if on <= until), "") if on >= self.opens_on else "none"
        passed = not now
        found = []
        for key, title, until in stretches:
            state = "now" if key == now else "done" if passed or (now != "none" and on > until) else "later"
            found.append(Step(key, title, until, state))
        return tuple(found)


def objections_until(published_at: date, days: int) -> date:
    return published_at + timedelta(days=days)
