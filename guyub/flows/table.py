"""
What follows from what: the whole flow of data on one screen.

Each event that an operation records stands here, with the steps that follow it; FINAL says that nothing does. What the
clock brings stands at the end.
"""

from datetime import time

from guyub.flows import exchange, masterplan, nightly, registry
from guyub.jobs.steps import Flow, ScheduledStep, Step

FINAL: tuple[Step, ...] = ()

BUILD_REGISTRY = Step("registry.build_registry", registry.build_registry, latest_only=True)
HAND_DOWN_AIMS = Step("masterplan.hand_down_aims", masterplan.hand_down_aims, latest_only=True)

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
        "values.computed": (Step("services.propose_lists", registry.propose_lists),),
        "person.opened": FINAL,
        "list.proposed": FINAL,
        "list.opened": FINAL,
        # Programmes and their promises; the indicators' pages draw what is promised.
        "programmes.imported": (HAND_DOWN_AIMS,),
        "target.set": (HAND_DOWN_AIMS,),
        "target.withdrawn": (HAND_DOWN_AIMS,),
        "aims.adopted": FINAL,
    },
    scheduled=(
        ScheduledStep("nightly.verify_ledger", nightly.verify_ledger, daily_at=time(2, 0)),
        ScheduledStep("nightly.sweep", nightly.sweep, daily_at=time(2, 30)),
    ),
)
