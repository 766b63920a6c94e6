"""What an agency delivers (datasets, contracts), what came (submissions, findings), what holds (releases)."""

from guyub.apps.exchange.models.dataset import Contract, Dataset
from guyub.apps.exchange.models.release import Release
from guyub.apps.exchange.models.submission import Finding, Submission

__all__ = ["Contract", "Dataset", "Finding", "Release", "Submission"]
