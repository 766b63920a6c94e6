"""What changes a region's standing: a package's computed score, a published result, a history taken in."""

from guyub.apps.comparison.operations.history import HistoryWrong, NoSuchInstrument, record_standings
from guyub.apps.comparison.operations.standing import keep_computed, keep_official

__all__ = ["HistoryWrong", "NoSuchInstrument", "keep_computed", "keep_official", "record_standings"]
