"""
What an officer does to the exchange: adopt contracts, send a file, have it checked, publish, withdraw.

File work takes minutes and comes first, outside any transaction; what it makes is named by its content, so doing it
twice is harmless. Then one short transaction writes the change and its event.
"""

from guyub.apps.exchange.operations.contract import UnknownCustodian, VersionReused, adopt_contracts
from guyub.apps.exchange.operations.release import (
    NewerReleaseStands,
    NotChecked,
    NothingAccepted,
    Published,
    ReasonMissing,
    publish_release,
    withdraw_release,
)
from guyub.apps.exchange.operations.submission import (
    AlreadyReleased,
    FileTooLarge,
    NoContract,
    NoSuchDataset,
    NothingProposed,
    PeriodNotPossible,
    accept_proposals,
    check_submission,
    discard_submission,
    receive_file,
    request_marked_file,
)

__all__ = [
    "AlreadyReleased",
    "FileTooLarge",
    "NewerReleaseStands",
    "NoContract",
    "NoSuchDataset",
    "NotChecked",
    "NothingAccepted",
    "NothingProposed",
    "PeriodNotPossible",
    "Published",
    "ReasonMissing",
    "UnknownCustodian",
    "VersionReused",
    "accept_proposals",
    "adopt_contracts",
    "check_submission",
    "discard_submission",
    "publish_release",
    "receive_file",
    "request_marked_file",
    "withdraw_release",
]
