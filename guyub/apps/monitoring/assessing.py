"""Sentences for the events of assessment and evaluation; see `sentences`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

# Each capability's events stand together, in the order of the flow. `w` is sentences._Words.
SENTENCES: dict[str, Callable[[Any], str]] = {
    # assessment: instruments, evidence, measures
    "instrument.adopted": lambda w: (
        _("%(count)s instruments of assessment were adopted.") % {"count": w.count("adopted")}
    ),
    "evidence.registered": lambda w: _("Evidence registered: %(title)s.") % {"title": w.text("title")},
    "evidence.version_added": lambda w: (
        _("Evidence “%(title)s” has a new version, number %(number)s; where it was accepted it is looked at again.")
        % {"title": w.text("title"), "number": w.number("version")}
    ),
    "evidence.corrected": lambda w: (
        _("Number or dates of evidence “%(title)s” corrected.") % {"title": w.text("title")}
    ),
    "evidence.withdrawn": lambda w: (
        _("Evidence “%(title)s” withdrawn: %(reason)s") % {"title": w.text("title"), "reason": w.text("reason")}
    ),
    "measure.recorded": lambda w: (
        _("Measure %(code)s for %(year)s recorded: %(value)s.")
        % {"code": w.text("measure"), "year": w.text("year"), "value": w.decimal("value")}
    ),
    "measure.taken_in": lambda w: (
        _("%(count)s measures for %(year)s were taken over from the indicators.")
        % {"count": w.count("values"), "year": w.text("year")}
    ),
    # assessment: assessments, items, follow-ups
    "assessment.opened": lambda w: (
        _("The assessment by %(name)s for %(year)s was opened: %(items)s items.")
        % {"name": w.text("short"), "year": w.text("year"), "items": w.number("items")}
    ),
    "assessment.shared_out": lambda w: _("%(count)s items were given to agencies.") % {"count": w.count("items")},
    "assessment.part_repeated": lambda w: (
        _("A part of an assessment was repeated: %(part)s, number %(number)s.")
        % {"part": w.text("part"), "number": w.number("number")}
    ),
    "assessment.indicators_taken_in": lambda w: (
        _("Data answered %(count)s items of %(name)s %(year)s.")
        % {"count": w.count("items"), "name": w.text("short"), "year": w.text("year")}
    ),
    "item.answered": lambda w: _("Item %(code)s was answered.") % {"code": w.text("code")},
    "evidence.attached": lambda w: (
        _("%(title)s was attached to item %(code)s.") % {"title": w.text("title"), "code": w.text("code")}
    ),
    "evidence.detached": lambda w: (
        _("%(title)s was taken off item %(code)s.") % {"title": w.text("title"), "code": w.text("code")}
    ),
    "evidence.sent": lambda w: (
        _("%(count)s pieces of evidence were sent for a look.") % {"count": w.count("attachments")}
    ),
    "evidence.accepted": lambda w: (
        _("%(title)s was accepted for item %(code)s.") % {"title": w.text("title"), "code": w.text("code")}
    ),
    "evidence.sent_back": lambda w: (
        _("%(title)s was sent back to be mended, item %(code)s: %(remark)s")
        % {"title": w.text("title"), "code": w.text("code"), "remark": w.text("remark")}
    ),
    "comment.written": lambda w: _("A comment was written on item %(code)s.") % {"code": w.text("code")},
    "comment.settled": lambda w: _("A comment on item %(code)s was settled.") % {"code": w.text("code")},
    "score.kept": lambda w: (
        _("%(name)s %(year)s now comes to %(total)s; before, it was %(before)s.")
        % {
            "name": w.text("short"),
            "year": w.text("year"),
            "total": w.decimal("total"),
            "before": w.decimal("before"),
        }
    ),
    "assessment.official_score_recorded": lambda w: (
        _("Official score of %(name)s %(year)s: %(score)s, by %(source)s.")
        % {
            "name": w.text("short"),
            "year": w.text("year"),
            "score": w.decimal("score"),
            "source": w.text("source"),
        }
    ),
    "assessment.closed": lambda w: (
        _("The assessment by %(name)s for %(year)s was closed.") % {"name": w.text("short"), "year": w.text("year")}
    ),
    "follow_up.opened": lambda w: _("A recommendation became a task, by %(source)s.") % {"source": w.text("source")},
    "follow_up.given": lambda w: _("A follow-up was given to %(agency)s.") % {"agency": w.agencies("agency")},
    "follow_up.finished": lambda w: _("A follow-up was finished."),
    # improvement
    # packages
    # evaluation
    # selection, comparison
    "standing.computed": lambda w: (
        _("Score of %(year)s by %(instrument)s computed for comparison: %(score)s.")
        % {"year": w.text("year"), "instrument": w.text("instrument"), "score": w.decimal("score")}
    ),
    "standing.official": lambda w: (
        _("Official score of %(year)s by %(instrument)s noted for comparison: %(score)s, by %(source)s.")
        % {
            "year": w.text("year"),
            "instrument": w.text("instrument"),
            "score": w.decimal("score"),
            "source": w.text("source"),
        }
    ),
    "standing.recorded": lambda w: (
        _("Past scores by %(instrument)s taken in: %(rows)s lines of %(regions)s regions.")
        % {"instrument": w.text("instrument"), "rows": w.number("rows"), "regions": w.number("regions")}
    ),
    # surveys
}
