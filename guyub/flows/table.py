"""
What follows from what: the whole flow of data on one screen.

Each event that an operation records stands here, with the steps that follow it; FINAL says that nothing does. What the
clock brings stands at the end.
"""

from datetime import time

from guyub.flows import (
    assessing,
    assessing_surveys,
    comparison,
    evaluation,
    exchange,
    improvement,
    masterplan,
    measures,
    nightly,
    packages,
    registry,
    selection,
)
from guyub.jobs.steps import Flow, ScheduledStep, Step

FINAL: tuple[Step, ...] = ()

BUILD_REGISTRY = Step("registry.build_registry", registry.build_registry, latest_only=True)
HAND_DOWN_AIMS = Step("masterplan.hand_down_aims", masterplan.hand_down_aims, latest_only=True)
KEEP_SCORES = Step("assessing.keep_scores", assessing.keep_scores, latest_only=True)
TAKE_IN_INDICATORS = Step("assessing.take_in_indicators", assessing.take_in_indicators, latest_only=True)
TAKE_IN_MEASURES = Step("measures.take_in_measures", measures.take_in_measures)
REGISTER_HAND_IN = Step("evaluation.register_hand_in", evaluation.register_hand_in)
NOTE_COMPUTED = Step("comparison.note_computed_score", comparison.note_computed_score)
NOTE_PACKAGE = Step("comparison.note_package", comparison.note_package)

FLOW = Flow(
    steps={
        # Places and people: what the structure is, and who holds which office.
        "area.reference_imported": FINAL,
        "area.opened": FINAL,
        "agency.registered": FINAL,
        "agency.merged": FINAL,
        "agency.split": FINAL,
        "agency.renamed": FINAL,
        "agency.retired": FINAL,
        "office.opened": FINAL,
        "body.set_up": FINAL,
        "officer.registered": FINAL,
        "officer.password_set": FINAL,
        "officer.appointed": FINAL,
        "officer.dismissed": FINAL,
        "officer.handed_over": FINAL,
        # An agency sends a file; it is checked, corrected, released.
        "contract.adopted": FINAL,
        "submission.received": (Step("exchange.check_submission", exchange.check_submission),),
        "submission.checked": FINAL,
        "submission.unreadable": FINAL,
        "submission.discarded": FINAL,
        "submission.marking_requested": (Step("exchange.mark_file", exchange.mark_file),),
        "release.published": (BUILD_REGISTRY,),
        "release.withdrawn": (BUILD_REGISTRY,),
        # Releases become persons, persons become numbers, numbers become a list that helps someone.
        "build.adopted": (Step("indicators.compute_period", registry.compute_period),),
        "definition.adopted": (Step("indicators.compute_all_periods", registry.compute_all_periods),),
        "values.computed": (
            Step("services.propose_lists", registry.propose_lists),
            TAKE_IN_INDICATORS,
            TAKE_IN_MEASURES,
        ),
        "person.opened": FINAL,
        "list.proposed": FINAL,
        "list.opened": FINAL,
        # Instruments, evidence kept when the work is done, what the city measures.
        "instrument.adopted": FINAL,
        "evidence.registered": FINAL,
        "evidence.version_added": (KEEP_SCORES,),
        "evidence.corrected": (KEEP_SCORES,),
        "evidence.withdrawn": (KEEP_SCORES,),
        "measure.recorded": (TAKE_IN_INDICATORS,),
        "measure.taken_in": (TAKE_IN_INDICATORS,),
        # Programmes and their promises; the indicators' pages draw what is promised.
        "programmes.imported": (HAND_DOWN_AIMS,),
        "target.set": (HAND_DOWN_AIMS,),
        "target.withdrawn": (HAND_DOWN_AIMS,),
        "aims.adopted": FINAL,
        # Assessments: answered and proved when the work is done, so the score is known on any day.
        "assessment.opened": (TAKE_IN_INDICATORS, KEEP_SCORES),
        "assessment.shared_out": FINAL,
        "assessment.part_repeated": (KEEP_SCORES,),
        "assessment.indicators_taken_in": (KEEP_SCORES,),
        "item.answered": (KEEP_SCORES,),
        "evidence.attached": FINAL,
        "evidence.detached": (KEEP_SCORES,),
        "evidence.sent": FINAL,
        "evidence.accepted": (KEEP_SCORES,),
        "evidence.sent_back": (KEEP_SCORES,),
        "comment.written": FINAL,
        "comment.settled": FINAL,
        "score.kept": (NOTE_COMPUTED,),
        "assessment.official_score_recorded": (Step("comparison.note_official_score", comparison.note_official_score),),
        "assessment.closed": (Step("assessing.keep_last_score", assessing.keep_last_score), NOTE_COMPUTED),
        "follow_up.opened": FINAL,
        "follow_up.given": FINAL,
        "follow_up.finished": FINAL,
        # Residents are asked; what they say answers items, and proves them.
        "survey.opened": FINAL,
        "survey.answered": FINAL,
        "survey.imported": FINAL,
        "survey.closed": (
            Step("assessing_surveys.record_survey_values", assessing_surveys.record_survey_values),
            Step("assessing_surveys.register_survey_evidence", assessing_surveys.register_survey_evidence),
        ),
        # What would lift a score: effort, ways, programmes for gaps, how the agencies see it.
        "gap.efforts_estimated": FINAL,
        "gap.way_sought": (Step("improvement.prove_way", improvement.prove_way),),
        "gap.way_proven": FINAL,
        "gap.linked": FINAL,
        "gap.unlinked": FINAL,
        "rating.round_opened": FINAL,
        "rating.given": FINAL,
        "rating.round_closed": FINAL,
        # What a region hands in, and what the ministry answers: sealed files that can only be superseded.
        "key.made": FINAL,
        "key.trusted": FINAL,
        "key.revoked": FINAL,
        "package.handed_in": (REGISTER_HAND_IN, NOTE_PACKAGE),
        "package.received": (
            Step("packages.record_official_score", packages.record_official_score),
            Step("packages.open_follow_ups", packages.open_follow_ups),
            REGISTER_HAND_IN,
            NOTE_PACKAGE,
        ),
        "package.result_sealed": FINAL,
        # The ministry evaluates: cycles, panels, blind sheets, what was settled, results, objections.
        "cycle.opened": FINAL,
        "cycle.regions_added": FINAL,
        "cycle.closed": FINAL,
        "panel.formed": FINAL,
        "panel.changed": FINAL,
        "panel.regions_assigned": FINAL,
        "panel.exclusion_declared": FINAL,
        "panel.exclusion_ended": FINAL,
        "entry.registered": FINAL,
        "entry.review_started": FINAL,
        "entry.item_scored": FINAL,
        "entry.review_submitted": FINAL,
        "entry.scores_opened": FINAL,
        "entry.note_written": FINAL,
        "entry.correction_asked": FINAL,
        "entry.item_settled": FINAL,
        "entry.settled_by_rule": FINAL,
        "entry.remark_written": FINAL,
        "entry.remark_removed": FINAL,
        "result.published": (
            Step("evaluation.record_official_score", evaluation.record_official_score),
            Step("evaluation.open_follow_ups", evaluation.open_follow_ups),
            Step("evaluation.seal_result", evaluation.seal_result),
            Step("comparison.note_result", comparison.note_result),
        ),
        "objection.filed": FINAL,
        "objection.answered": FINAL,
        # Which regions are guided next: invited, answered, presented, confirmed, chosen.
        "selection.opened": FINAL,
        "selection.regions_invited": (Step("selection.prefill_facts", selection.prefill_facts),),
        "selection.prefilled": FINAL,
        "selection.fact_confirmed": FINAL,
        "selection.answered": FINAL,
        "selection.submitted": FINAL,
        "selection.slots_offered": FINAL,
        "selection.slot_taken": FINAL,
        "selection.slot_freed": FINAL,
        "selection.assigned": FINAL,
        "selection.handed_back": FINAL,
        "selection.level_confirmed": FINAL,
        "selection.chosen": FINAL,
        "selection.announced": FINAL,
        # Regions over the years: computed and official beside each other.
        "standing.computed": FINAL,
        "standing.official": FINAL,
        "standing.recorded": FINAL,
    },
    scheduled=(
        ScheduledStep("nightly.verify_ledger", nightly.verify_ledger, daily_at=time(2, 0)),
        ScheduledStep("nightly.sweep", nightly.sweep, daily_at=time(2, 30)),
        ScheduledStep("assessing.keep_all_scores", assessing.keep_all_scores, daily_at=time(0, 30)),
    ),
)
