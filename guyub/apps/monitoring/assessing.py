"""Sentences for the events of assessment and evaluation; see `sentences`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


def _way_sought(w: Any) -> str:
    words = {
        "instrument": w.text("instrument"),
        "year": w.text("year"),
        "target": w.decimal("target"),
        "days": w.number("days"),
    }
    if w.text("reachable") != "True":
        return _("A way for %(instrument)s %(year)s to %(target)s was sought: it is not reachable.") % words
    return _("A way for %(instrument)s %(year)s to %(target)s was sought: %(days)s working days.") % words


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
    "gap.efforts_estimated": lambda w: (
        _("For %(pieces)s pieces of evidence of %(instrument)s %(year)s it was said how long they take.")
        % {"pieces": w.number("pieces"), "instrument": w.text("instrument"), "year": w.text("year")}
    ),
    "gap.way_sought": lambda w: _way_sought(w),
    "gap.way_proven": lambda w: (
        _("The way for %(instrument)s %(year)s was searched on: %(days)s working days, %(before)s before.")
        % {
            "instrument": w.text("instrument"),
            "year": w.text("year"),
            "days": w.number("days"),
            "before": w.number("before"),
        }
    ),
    "gap.linked": lambda w: (
        _("Programme %(title)s was linked to the gap %(part)s of %(instrument)s.")
        % {"title": w.text("title"), "part": w.text("part"), "instrument": w.text("instrument")}
    ),
    "gap.unlinked": lambda w: (
        _("Programme %(title)s no longer closes the gap %(part)s of %(instrument)s.")
        % {"title": w.text("title"), "part": w.text("part"), "instrument": w.text("instrument")}
    ),
    "rating.round_opened": lambda w: (
        _("A rating round was opened: %(title)s, %(parts)s parts.")
        % {"title": w.text("title"), "parts": w.number("parts")}
    ),
    "rating.given": lambda w: (
        _("%(agency)s rated in the round %(title)s; what it said stays hidden until the round is over.")
        % {"agency": w.agencies("agency"), "title": w.text("title")}
    ),
    "rating.round_closed": lambda w: (
        _("The rating round %(title)s was closed with the ratings of %(agencies)s agencies.")
        % {"title": w.text("title"), "agencies": w.number("agencies")}
    ),
    # packages
    "key.made": lambda w: _("A new key for sealing packages was made."),
    "key.trusted": lambda w: _("A key for sealed packages was vouched for: %(reason)s") % {"reason": w.text("reason")},
    "key.revoked": lambda w: _("A key for sealed packages was revoked: %(reason)s") % {"reason": w.text("reason")},
    "package.handed_in": lambda w: (
        _("%(title)s %(year)s was handed in as one sealed file.") % {"title": w.text("title"), "year": w.text("year")}
    ),
    "package.received": lambda w: (
        _("A sealed package came in: %(title)s %(year)s, from %(office)s.")
        % {"title": w.text("title"), "year": w.text("year"), "office": w.text("sealed_office")}
    ),
    "package.result_sealed": lambda w: (
        _("The result of %(title)s %(year)s was sealed for the region.")
        % {"title": w.text("title"), "year": w.text("year")}
    ),
    # evaluation
    "cycle.opened": lambda w: (
        _("The evaluation %(title)s was opened: %(regions)s regions are expected.")
        % {"title": w.text("title"), "regions": w.number("regions")}
    ),
    "cycle.regions_added": lambda w: (
        _("%(regions)s regions were added to the evaluation %(title)s.")
        % {"title": w.text("title"), "regions": w.number("regions")}
    ),
    "cycle.closed": lambda w: _("The evaluation %(title)s was closed.") % {"title": w.text("title")},
    "panel.formed": lambda w: (
        _("%(title)s was formed, with %(members)s assessors.")
        % {"title": w.text("title"), "members": w.number("members")}
    ),
    "panel.changed": lambda w: (
        _("%(title)s was changed: %(came)s came, %(left)s left.")
        % {"title": w.text("title"), "came": w.number("came"), "left": w.number("left")}
    ),
    "panel.regions_assigned": lambda w: (
        _("%(title)s was given %(regions)s regions.") % {"title": w.text("title"), "regions": w.count("regions")}
    ),
    "panel.exclusion_declared": lambda w: (
        _("An assessor was excluded from region %(region)s: conflict of interest.") % {"region": w.text("region")}
    ),
    "panel.exclusion_ended": lambda w: (
        _("An assessor's exclusion from region %(region)s was ended.") % {"region": w.text("region")}
    ),
    "entry.registered": lambda w: (
        _("A hand-in of region %(region)s was registered in its evaluation.") % {"region": w.text("region")}
    ),
    "entry.review_started": lambda w: (
        _("The review of region %(region)s has started: %(assessors)s assessors, %(items)s items.")
        % {"region": w.text("region"), "assessors": w.number("assessors"), "items": w.number("items")}
    ),
    "entry.item_scored": lambda w: (
        _("An assessor scored item %(item)s of region %(region)s.")
        % {"item": w.text("item"), "region": w.text("region")}
    ),
    "entry.review_submitted": lambda w: (
        _("Assessor %(assessor)s handed in the sheet of region %(region)s.")
        % {"assessor": w.number("assessor"), "region": w.text("region")}
    ),
    "entry.scores_opened": lambda w: (
        _("The blind round of region %(region)s was closed by the office.") % {"region": w.text("region")}
    ),
    "entry.note_written": lambda w: (
        _("An interview or a visit in region %(region)s was noted.") % {"region": w.text("region")}
    ),
    "entry.correction_asked": lambda w: (
        _("%(items)s items were asked back from region %(region)s, until %(day)s.")
        % {"items": w.count("items"), "region": w.text("region"), "day": w.day("until")}
    ),
    "entry.item_settled": lambda w: (
        _("The panel settled item %(item)s of region %(region)s.")
        % {"item": w.text("item"), "region": w.text("region")}
    ),
    "entry.settled_by_rule": lambda w: (
        _("Items of region %(region)s settled by the rule: %(agreed)s agreed, %(median)s by the median.")
        % {"region": w.text("region"), "agreed": w.number("agreed"), "median": w.number("median")}
    ),
    "entry.remark_written": lambda w: (
        _("A sentence for the results letter of region %(region)s was written.") % {"region": w.text("region")}
    ),
    "entry.remark_removed": lambda w: (
        _("A sentence for the results letter of region %(region)s was taken out.") % {"region": w.text("region")}
    ),
    "result.published": lambda w: (
        _("The result of region %(region)s was published by letter %(number)s: %(total)s.")
        % {"region": w.text("region"), "number": w.text("number"), "total": w.decimal("total")}
    ),
    "objection.filed": lambda w: _("The region objected to item %(item)s of its result.") % {"item": w.text("item")},
    "objection.answered": lambda w: (
        _("The panel answered the objection to item %(item)s of region %(region)s.")
        % {"item": w.text("item"), "region": w.text("region")}
    ),
    # selection, comparison
    "selection.opened": lambda w: (
        _("Selection “%(title)s” opened for %(capacity)s regions.")
        % {"title": w.text("title"), "capacity": w.number("capacity")}
    ),
    "selection.regions_invited": lambda w: (
        _("%(regions)s regions invited to “%(title)s”.") % {"title": w.text("title"), "regions": w.count("regions")}
    ),
    "selection.prefilled": lambda w: (
        _("“%(title)s”: %(figures)s known figures put into the questionnaires.")
        % {"title": w.text("title"), "figures": w.number("figures")}
    ),
    "selection.fact_confirmed": lambda w: (
        _("Questionnaire: %(title)s is %(value)s.") % {"title": w.text("title"), "value": w.decimal("value")}
    ),
    "selection.answered": lambda w: (
        _("Questionnaire: element %(element)s answered with level %(level)s.")
        % {"element": w.text("element"), "level": w.text("level")}
    ),
    "selection.submitted": lambda w: (
        _("The questionnaire of “%(title)s” was handed in with the head's commitment.") % {"title": w.text("title")}
    ),
    "selection.slots_offered": lambda w: (
        _("“%(title)s”: %(slots)s times for presentations offered.")
        % {"title": w.text("title"), "slots": w.number("slots")}
    ),
    "selection.slot_taken": lambda w: (
        _("A presentation was set for %(day)s, %(room)s.") % {"day": w.day("starts_at"), "room": w.text("room")}
    ),
    "selection.slot_freed": lambda w: _("The presentation on %(day)s was given back.") % {"day": w.day("starts_at")},
    "selection.assigned": lambda w: (
        _("“%(title)s”: %(regions)s regions given to %(assessors)s assessors.")
        % {"title": w.text("title"), "regions": w.number("regions"), "assessors": w.number("assessors")}
    ),
    "selection.handed_back": lambda w: (
        _("Region %(region)s was handed back by an assessor: %(reason)s")
        % {"region": w.text("region"), "reason": w.text("reason")}
    ),
    "selection.level_confirmed": lambda w: (
        _("Region %(region)s, element %(element)s: level %(level)s found, %(stated)s stated.")
        % {
            "region": w.text("region"),
            "element": w.text("element"),
            "level": w.text("level"),
            "stated": w.text("stated"),
        }
    ),
    "selection.chosen": lambda w: (
        _("Region %(region)s was decided on: %(reason)s") % {"region": w.text("region"), "reason": w.text("reason")}
    ),
    "selection.announced": lambda w: (
        _("“%(title)s” announced: %(chosen)s regions chosen.")
        % {"title": w.text("title"), "chosen": w.number("chosen")}
    ),
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
    "survey.opened": lambda w: (
        _("The survey “%(title)s” was opened: %(respondents)s respondents in %(villages)s villages, draw %(seed)s.")
        % {
            "title": w.text("title"),
            "respondents": w.number("respondents"),
            "villages": w.number("villages"),
            "seed": w.text("seed"),
        }
    ),
    "survey.answered": lambda w: _("An interview about “%(title)s” was recorded.") % {"title": w.text("title")},
    "survey.imported": lambda w: (
        _("%(count)s interviews of “%(title)s” were recorded from a sheet.")
        % {"count": w.number("responses"), "title": w.text("title")}
    ),
    "survey.closed": lambda w: (
        _("The survey “%(title)s” was closed with %(count)s of %(wanted)s respondents.")
        % {"title": w.text("title"), "count": w.number("responses"), "wanted": w.number("wanted")}
    ),
}
