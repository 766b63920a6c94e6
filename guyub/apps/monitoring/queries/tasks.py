"""What waits for somebody: submissions, late datasets, failed work. Each task says whose it is and where to act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.exchange.queries import DatasetLine, SubmissionLine
from guyub.apps.indicators.queries import IndicatorLine
from guyub.apps.masterplan.queries import Promise
from guyub.apps.monitoring.choices import FrontPageChoices
from guyub.jobs.queries import JobLine
from guyub.web import figures


@dataclass(frozen=True, slots=True)
class Task:
    """
    One thing to do.

    deadline_on  by when; None when nothing was promised
    days_late    how long past it, 0 when it is not
    place        (page, key): ("submission", "41") or ("dataset", "pupils"); ("", "") when there is no page
    mine         the reader's own office may do it
    """

    title: str
    text: str
    agency: str
    act: str
    place: tuple[str, str]
    deadline_on: date | None
    days_late: int
    mine: bool

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def deadline(self) -> str:
        """The deadline in words, for the tag."""
        if self.deadline_on is None:
            return ""
        if self.days_late:
            return ngettext("%(days)d day late", "%(days)d days late", self.days_late) % {"days": self.days_late}
        return _("Due %(day)s") % {"day": figures.day_short(self.deadline_on)}


@dataclass(frozen=True, slots=True)
class Wait:
    """One agency's work waits for another's data. who: who waits; whom: who is waited for."""

    who: str
    whom: str
    days: int
    consequence: str

    @property
    def time(self) -> str:
        return ngettext("%(days)d day", "%(days)d days", self.days) % {"days": self.days}


def tasks_of(
    *,
    submissions: Sequence[SubmissionLine],
    datasets: Sequence[DatasetLine],
    jobs: Sequence[JobLine],
    choices: FrontPageChoices,
    today: date,
) -> list[Task]:
    """All that waits, what the reader can do himself first, then what is longest late."""
    own = {line.agency for line in datasets if line.may_submit}
    tasks = [_of_submission(line, choices, own, today) for line in submissions if line.state != "received"]
    tasks += [_of_dataset(line, today) for line in datasets if line.is_late or line.release is None]
    tasks += [_of_job(job) for job in jobs]
    return sorted(tasks, key=lambda task: (not task.mine, -task.days_late, task.deadline_on or date.max, task.title))


def _of_submission(line: SubmissionLine, choices: FrontPageChoices, own: set[str], today: date) -> Task:
    words = {"data": line.title, "period": figures.period(line.period), "agency": line.agency}
    received = timezone.localdate(line.received_at)
    if line.state == "unreadable":
        title = _("%(data)s for %(period)s cannot be read") % words
        text, act, days = _("%(agency)s has to send the file again.") % words, _("See why"), choices.mend_days
    elif line.rows_held:
        words |= {"held": figures.number(line.rows_held), "usable": figures.number(line.rows_accepted)}
        title = ngettext(
            "%(held)s row of %(data)s for %(period)s is held",
            "%(held)s rows of %(data)s for %(period)s are held",
            line.rows_held,
        )
        title %= words
        text = _("%(usable)s rows can be released now; the held ones wait for a correction by %(agency)s.") % words
        act, days = _("Mend or release"), choices.mend_days
    else:
        words |= {"usable": figures.number(line.rows_accepted)}
        title = _("%(data)s for %(period)s is ready for release") % words
        text = _("%(usable)s rows of %(agency)s, nothing held.") % words
        act, days = _("Open and release"), choices.publish_days
    deadline = received + timedelta(days=days)
    return Task(
        title=title,
        text=text,
        agency=line.agency,
        act=act,
        place=("submission", str(line.pk)),
        deadline_on=deadline,
        days_late=max(0, (today - deadline).days),
        mine=line.agency in own,
    )


def _of_dataset(line: DatasetLine, today: date) -> Task:
    words = {"data": line.title, "agency": line.agency, "months": line.cadence_months}
    if line.release is None:
        return Task(
            title=_("%(data)s has never come") % words,
            text=_("%(agency)s delivers it every %(months)d months; indicators that need it stay empty.") % words,
            agency=line.agency,
            act=_("Send the first file") if line.may_submit else _("Open the dataset"),
            place=("submit" if line.may_submit else "dataset", line.key),
            deadline_on=None,
            days_late=0,
            mine=line.may_submit,
        )
    words |= {"due": figures.period(line.due_period), "last": figures.period(line.release.period)}
    return Task(
        title=_("%(data)s for %(due)s has not come") % words,
        text=_("The newest is of %(last)s. %(agency)s promised it every %(months)d months.") % words,
        agency=line.agency,
        act=_("Send the file") if line.may_submit else _("Open the dataset"),
        place=("submit" if line.may_submit else "dataset", line.key),
        deadline_on=line.due_on,
        days_late=days_late(line, today),
        mine=line.may_submit,
    )


def _of_job(job: JobLine) -> Task:
    place = ("submission", job.subject_id) if job.subject_type == "exchange.submission" else ("", "")
    return Task(
        title=_("A step stopped: %(step)s") % {"step": step_name(job.step)},
        text=f"{job.problem} {job.remedy}".strip(),
        agency="",
        act=_("Open the submission") if place[0] else "",
        place=place,
        deadline_on=None,
        days_late=0,
        mine=False,
    )


def step_name(step: str) -> str:
    """A step of the flow as officers call it."""
    return {
        "exchange.check_submission": _("checking a submission"),
        "comparison.note_result": _("noting a result for comparison"),
        "comparison.note_package": _("noting a package for comparison"),
        "selection.prefill_facts": _("filling in what is known of regions"),
        "comparison.note_official_score": _("noting an official score for comparison"),
        "comparison.note_computed_score": _("noting a score for comparison"),
        "exchange.mark_file": _("marking the wrong cells of a file"),
        "registry.build_registry": _("joining the registry"),
        "indicators.compute_period": _("computing the indicators"),
        "indicators.compute_all_periods": _("computing the indicators"),
        "services.propose_lists": _("proposing a list"),
        "assessing_surveys.record_survey_values": _("handing a survey's result to the assessments"),
        "assessing_surveys.register_survey_evidence": _("keeping a survey's result as evidence"),
        "improvement.prove_way": _("searching on for the cheapest way to a target"),
        "masterplan.hand_down_aims": _("handing the targets to the indicators"),
        "packages.record_official_score": _("taking over the ministry's score"),
        "packages.open_follow_ups": _("making tasks of the ministry's recommendations"),
        "evaluation.register_hand_in": _("taking a hand-in into its evaluation"),
        "evaluation.record_official_score": _("taking over the ministry's score"),
        "evaluation.open_follow_ups": _("making tasks of the ministry's recommendations"),
        "evaluation.seal_result": _("sealing a result"),
        "assessing.take_in_indicators": _("answering items by data"),
        "assessing.keep_scores": _("computing the scores"),
        "assessing.keep_last_score": _("computing the scores"),
        "assessing.keep_all_scores": _("computing the scores at night"),
        "measures.take_in_measures": _("taking over measured values"),
        "nightly.verify_ledger": _("proving the ledger whole"),
        "nightly.sweep": _("sweeping up at night"),
    }.get(step, step)


def days_late(line: DatasetLine, today: date) -> int:
    return 0 if line.due_on is None else max(0, (today - line.due_on).days)


def waits_of(
    *,
    datasets: Sequence[DatasetLine],
    indicators: Mapping[str, IndicatorLine],
    promises: Sequence[Promise],
    today: date,
) -> list[Wait]:
    """
    Who waits for whom: agencies whose promises are measured with a late dataset wait for the agency that delivers it.

    Where no promise rests on it, its indicators wait: somebody asked for them.
    """
    waits = []
    for line in datasets:
        if not line.is_late:
            continue
        used = {code for code, indicator in indicators.items() if line.key in indicator.datasets}
        resting = [promise for promise in promises if promise.indicator in used and promise.agency != line.agency]
        who = sorted({promise.agency for promise in resting if promise.agency})
        waits.append(
            Wait(
                who=_short(who)
                or ngettext("%(count)d indicator", "%(count)d indicators", len(used)) % {"count": len(used)},
                whom=line.agency,
                days=days_late(line, today),
                consequence=_consequence(line, len(used), len(resting)),
            )
        )
    return sorted(waits, key=lambda wait: -wait.days)


def _short(names: list[str]) -> str:
    """At most two names fit beside the arrow."""
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(first)s and %(count)d others") % {"first": names[0], "count": len(names) - 1}


def _consequence(line: DatasetLine, used: int, resting: int) -> str:
    words = {"data": line.title, "period": figures.period(line.due_period), "used": used, "resting": resting}
    text = _("%(data)s for %(period)s. So %(used)d indicators stand still.") % words
    if resting:
        more = ngettext("%(resting)d promise cannot be judged.", "%(resting)d promises cannot be judged.", resting)
        text = f"{text} {more % words}"
    return text
