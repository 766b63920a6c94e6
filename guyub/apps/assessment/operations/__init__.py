"""What officers do with instruments and evidence, and with assessments."""

from guyub.apps.assessment.operations.instrument import (
    InstrumentWrong,
    VersionReused,
    adopt_instrument,
    adopt_instruments,
)

__all__ = ["InstrumentWrong", "VersionReused", "adopt_instrument", "adopt_instruments"]
