"""What changes who holds which office."""

from guyub.apps.accounts.operations.appointment import (
    AlreadyEnded,
    AlreadyHeld,
    EndsBeforeItBegins,
    NobodyToAppoint,
    OfficeClosed,
    OfficeTaken,
    appoint,
    dismiss,
    hand_over,
)
from guyub.apps.accounts.operations.officer import (
    EmailTaken,
    UsernameTaken,
    WeakPassword,
    open_area,
    register_officer,
    set_password,
)

__all__ = [
    "AlreadyEnded",
    "AlreadyHeld",
    "EmailTaken",
    "EndsBeforeItBegins",
    "NobodyToAppoint",
    "OfficeClosed",
    "OfficeTaken",
    "UsernameTaken",
    "WeakPassword",
    "appoint",
    "dismiss",
    "hand_over",
    "open_area",
    "register_officer",
    "set_password",
]
