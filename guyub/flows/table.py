"""
What follows from what: the whole flow of data on one screen.

Each event that an operation records stands here, with the steps that follow it; FINAL says that nothing does.
"""

from guyub.flows import exchange
from guyub.jobs.steps import Flow, Step

FINAL: tuple[Step, ...] = ()

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
        "release.published": FINAL,
        "release.withdrawn": FINAL,
    },
)
