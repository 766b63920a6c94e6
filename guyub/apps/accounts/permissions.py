"""Who may what, and where: the front door for every capability. The matrix itself is in `matrix`."""

from __future__ import annotations

from guyub.apps.accounts.matrix import MATRIX, Reach
from guyub.apps.areas.permissions import NotPermitted, may, require
from guyub.apps.areas.rights import NOWHERE, Actor, Grant, Right, Scope

__all__ = ["MATRIX", "NOWHERE", "Actor", "Grant", "NotPermitted", "Reach", "Right", "Scope", "may", "require", "scope"]


def scope(actor: Actor, right: Right) -> Scope:
    """Where the actor has this right; use `.where(area=…, agency=…)` in a model's `visible_to`."""
    return actor.scope(right)
