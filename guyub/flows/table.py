"""
What follows from what: the whole flow of data on one screen.

Each event that an operation records stands here, with the steps that follow it; FINAL says that nothing does.
"""

from guyub.jobs.steps import Flow, Step

FINAL: tuple[Step, ...] = ()

FLOW = Flow(
    steps={},
)
