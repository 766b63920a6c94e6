"""What changes the indicators: adopting rules, computing a period, and taking over the masterplan's aims."""

from guyub.apps.indicators.operations.aim import adopt_aims
from guyub.apps.indicators.operations.definition import VersionReused, adopt_definitions
from guyub.apps.indicators.operations.value import NothingToCompute, compute_period

__all__ = ["NothingToCompute", "VersionReused", "adopt_aims", "adopt_definitions", "compute_period"]
