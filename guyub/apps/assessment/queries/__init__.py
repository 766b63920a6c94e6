"""Reading instruments, evidence and assessments."""

from guyub.apps.assessment.queries.instrument import (
    InstrumentLine,
    InstrumentPage,
    NoSuchInstrument,
    find_instrument,
    get_instrument,
    list_instruments,
)

__all__ = [
    "InstrumentLine",
    "InstrumentPage",
    "NoSuchInstrument",
    "find_instrument",
    "get_instrument",
    "list_instruments",
]
