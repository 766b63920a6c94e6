"""Reading the progress of regions: one's own first, then beside others, then the nation."""

from guyub.apps.comparison.queries.group import Beside, GroupLine, Place, Ranking, get_beside
from guyub.apps.comparison.queries.history import NoInstrument, get_form, list_yardsticks
from guyub.apps.comparison.queries.national import COMPUTED, Nation, RegionLine, Wanted, get_nation
from guyub.apps.comparison.queries.progress import NoSuchRegion, PartLine, Progress, YearLine, get_progress
from guyub.apps.comparison.queries.yardstick import Yardstick

__all__ = [
    "COMPUTED",
    "Beside",
    "GroupLine",
    "Nation",
    "NoInstrument",
    "NoSuchRegion",
    "PartLine",
    "Place",
    "Progress",
    "Ranking",
    "RegionLine",
    "Wanted",
    "Yardstick",
    "YearLine",
    "get_beside",
    "get_form",
    "get_nation",
    "get_progress",
    "list_yardsticks",
]
