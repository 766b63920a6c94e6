"""A signed file that says of itself whether it is whole: written, read, verified. Pure; bytes in, bytes out."""

from guyub.engines.packages.archive import Part
from guyub.engines.packages.content import (
    About,
    AnswerLine,
    Answers,
    Evidence,
    EvidenceLine,
    HandIn,
    IndicatorRef,
    InstrumentRef,
    Manifest,
    MeasureLine,
    OwnScore,
    PartScore,
    Place,
    Plan,
    PlannedProgramme,
    PlannedTarget,
    Recommendation,
    ReleaseRef,
    Result,
    ValueLine,
    Values,
)
from guyub.engines.packages.findings import Code, Finding
from guyub.engines.packages.formats import FORMATS, MOST_BYTES, NEWEST, Kind
from guyub.engines.packages.keys import SEED_BYTES, fingerprint, public_key
from guyub.engines.packages.opening import Opened, Spoiled, open_package, read_verified
from guyub.engines.packages.personal import list_personal, looks_personal
from guyub.engines.packages.sealing import PersonalData, TooMuch, edition_of, seal
from guyub.engines.packages.shapes import Misshapen, to_value
from guyub.engines.packages.verifying import Verdict, verify

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "NEWEST",
    "SEED_BYTES",
    "About",
    "AnswerLine",
    "Answers",
    "Code",
    "Evidence",
    "EvidenceLine",
    "Finding",
    "HandIn",
    "IndicatorRef",
    "InstrumentRef",
    "Kind",
    "Manifest",
    "MeasureLine",
    "Misshapen",
    "Opened",
    "OwnScore",
    "Part",
    "PartScore",
    "PersonalData",
    "Place",
    "Plan",
    "PlannedProgramme",
    "PlannedTarget",
    "Recommendation",
    "ReleaseRef",
    "Result",
    "Spoiled",
    "TooMuch",
    "ValueLine",
    "Values",
    "Verdict",
    "edition_of",
    "fingerprint",
    "list_personal",
    "looks_personal",
    "open_package",
    "public_key",
    "read_verified",
    "seal",
    "to_value",
    "verify",
]
