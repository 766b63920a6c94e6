"""Everything that changes packages and keys."""

from guyub.apps.packages.operations._entering import NewerStands, PredecessorMissing, TooLarge
from guyub.apps.packages.operations.hand_in import GapsOpen, NotReady, hand_in
from guyub.apps.packages.operations.key import (
    KeyRevoked,
    NoSuchArea,
    NoSuchKey,
    NotAKey,
    ReasonMissing,
    make_key,
    revoke_key,
    trust_key,
)
from guyub.apps.packages.operations.receive import (
    FromTheFuture,
    KeyNotTrusted,
    NotReceiving,
    NotScorable,
    NotWhole,
    Received,
    receive_package,
)
from guyub.apps.packages.operations.result import ResultNamesPersons, seal_result

__all__ = [
    "FromTheFuture",
    "GapsOpen",
    "KeyNotTrusted",
    "KeyRevoked",
    "NewerStands",
    "NoSuchArea",
    "NoSuchKey",
    "NotAKey",
    "NotReady",
    "NotReceiving",
    "NotScorable",
    "NotWhole",
    "PredecessorMissing",
    "ReasonMissing",
    "Received",
    "ResultNamesPersons",
    "TooLarge",
    "hand_in",
    "make_key",
    "receive_package",
    "revoke_key",
    "seal_result",
    "trust_key",
]
