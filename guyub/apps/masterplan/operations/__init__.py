"""What an officer does to a masterplan."""

from guyub.apps.masterplan.operations.sheet import NothingEnters, import_programmes
from guyub.apps.masterplan.operations.target import NoSuchIndicator, TargetNotPossible, set_target, withdraw_target

__all__ = [
    "NoSuchIndicator",
    "NothingEnters",
    "TargetNotPossible",
    "import_programmes",
    "set_target",
    "withdraw_target",
]
