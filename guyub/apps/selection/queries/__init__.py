"""Reading selection: rounds, one round with its regions, one region with what it says, the calendar."""

from guyub.apps.selection.queries.invitation import (
    ConfirmationLine,
    Element,
    FactLine,
    NoSuchInvitation,
    Region,
    get_region,
)
from guyub.apps.selection.queries.round import (
    STATES,
    AssessorLine,
    NoSuchRound,
    OwnLine,
    RegionLine,
    RoundLine,
    RoundPage,
    count_waiting,
    get_round,
    list_assessors,
    list_own,
    list_rounds,
)
from guyub.apps.selection.queries.slot import SlotLine, list_slots

__all__ = [
    "STATES",
    "AssessorLine",
    "ConfirmationLine",
    "Element",
    "FactLine",
    "NoSuchInvitation",
    "NoSuchRound",
    "OwnLine",
    "Region",
    "RegionLine",
    "RoundLine",
    "RoundPage",
    "SlotLine",
    "count_waiting",
    "get_region",
    "get_round",
    "list_assessors",
    "list_own",
    "list_rounds",
    "list_slots",
]
