"""The tables of selection: rounds, invitations with what regions say, presentations, confirmation, the choice."""

from guyub.apps.selection.models.invitation import Answer, Fact, Invitation
from guyub.apps.selection.models.judging import Assignment, Choice, Confirmation
from guyub.apps.selection.models.round import Round
from guyub.apps.selection.models.slot import Slot

__all__ = ["Answer", "Assignment", "Choice", "Confirmation", "Fact", "Invitation", "Round", "Slot"]
