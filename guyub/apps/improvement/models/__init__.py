"""The tables of improvement: effort, plans, gaps and their programmes, rating rounds."""

from guyub.apps.improvement.models.gap import GapLink
from guyub.apps.improvement.models.plan import Effort, ImprovementPlan
from guyub.apps.improvement.models.rating import Rating, RatingRound

__all__ = ["Effort", "GapLink", "ImprovementPlan", "Rating", "RatingRound"]
