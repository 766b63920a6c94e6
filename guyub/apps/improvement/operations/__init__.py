"""What an officer does to lift a score: say what evidence takes, seek a way, link programmes, ask for ratings."""

from guyub.apps.improvement.operations.gap import GapNotPossible, NoSuchLink, link_programme, unlink_programme
from guyub.apps.improvement.operations.plan import (
    EffortNotPossible,
    TargetNotPossible,
    estimate_efforts,
    prove_way,
    seek_way,
)
from guyub.apps.improvement.operations.rating import (
    RatingNotPossible,
    RoundNotPossible,
    RoundOver,
    close_round,
    open_round,
    rate_parts,
)

__all__ = [
    "EffortNotPossible",
    "GapNotPossible",
    "NoSuchLink",
    "RatingNotPossible",
    "RoundNotPossible",
    "RoundOver",
    "TargetNotPossible",
    "close_round",
    "estimate_efforts",
    "link_programme",
    "open_round",
    "prove_way",
    "rate_parts",
    "seek_way",
    "unlink_programme",
]
