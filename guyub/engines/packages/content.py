"""
What a package says, as types; `shapes` turns them into the members' JSON and back.

Offices are named, never persons. Every number is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from guyub.engines.packages.formats import ANSWERS, EVIDENCE, PLAN, RESULT, SCORE, VALUES, Kind
from guyub.engines.packages.shapes import Code, Hash, HashOrNone, Line, Text


@dataclass(frozen=True, slots=True)
class Place:
    code: Code
    title: Line


@dataclass(frozen=True, slots=True)
class InstrumentRef:
    code: Code
    version: int
    digest: Hash  # SHA-256 of its text, which is a member of a hand-in
    title: Line


@dataclass(frozen=True, slots=True)
class MemberRef:
    file: Code
    sha256: Hash
    size: int


@dataclass(frozen=True, slots=True)
class About:
    """
    Who seals what, when.

    stage       of the ministry's cycle: 1 or 2
    supersedes  digest of the package that this one takes the place of; empty: of none
    about       of a result: digest of the package that was assessed; empty when the region handed in none
    """

    kind: Kind
    area: Place
    instrument: InstrumentRef
    year: int
    stage: int
    sealed_at: datetime
    sealed_office: Line
    supersedes: HashOrNone = ""
    about: HashOrNone = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first member, which the signature is of: everything else stands in it by its hash. key: its fingerprint."""

    format: Code
    version: int
    kind: Kind
    area: Place
    instrument: InstrumentRef
    year: int
    stage: int
    sealed_at: datetime
    sealed_office: Line
    supersedes: HashOrNone
    about: HashOrNone
    key: Hash
    members: tuple[MemberRef, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    algorithm: Code
    public_key: Hash
    signature: str


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """The indicator that answered an item, and with what; its lineage stands in the values."""

    code: Code
    period: Code
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """
    The answer to one leaf. accepted: the requirements whose evidence was accepted on the day of sealing.

    given  the value of a part as somebody stated it, where the assessment holds one
    """

    code: Code
    claimed_level: int | None
    number: Decimal | None
    given: Decimal | None
    accepted: tuple[Code, ...]
    explanation: Text
    agency: Line
    office: Line
    indicator: IndicatorRef | None


@dataclass(frozen=True, slots=True)
class Answers:
    weight_set: Line
    items: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One evidence held against one requirement: what it is and its hash; the file itself stays in the region."""

    item: Code
    requirement: Code
    evidence: int
    title: Line
    kind: Code
    number: Line
    dated_on: date
    valid_until: date | None
    version: int
    sha256: Hash
    file: Line
    status: Code


@dataclass(frozen=True, slots=True)
class Evidence:
    items: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class ReleaseRef:
    dataset: Code
    period: Code
    sha256: Hash


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One indicator's value with its lineage: by which rule, of which releases."""

    code: Code
    title: Line
    period: Code
    value: Decimal | None
    unit: Line
    numerator: int | None
    denominator: int | None
    rule_version: int
    rule_digest: Hash
    computed_at: datetime | None
    releases: tuple[ReleaseRef, ...]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One value of a city standard's measure."""

    code: Code
    title: Line
    year: int
    value: Decimal
    unit: Line
    source: Line


@dataclass(frozen=True, slots=True)
class Values:
    indicators: tuple[ValueLine, ...]
    measures: tuple[MeasureLine, ...]


@dataclass(frozen=True, slots=True)
class PlannedProgramme:
    code: Line
    title: Line
    dimension: Line
    agency: Line
    status: Line
    horizon: Line
    year_start: int | None
    year_end: int | None
    budget_rupiah: int | None


@dataclass(frozen=True, slots=True)
class PlannedTarget:
    programme: Line
    indicator: Code
    year: int
    value: Decimal
    higher_is_better: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The masterplan as it stood. edition: SHA-256 of what follows it here, so that two can be compared."""

    edition: Hash
    title: Line
    framework: Line
    legal_basis: Line
    year_start: int
    year_end: int
    programmes: tuple[PlannedProgramme, ...]
    targets: tuple[PlannedTarget, ...]


@dataclass(frozen=True, slots=True)
class PartScore:
    code: Code
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class OwnScore:
    """What the region computed of its own answers; whoever receives them computes it again."""

    total: Decimal | None
    grade: Line
    parts: tuple[PartScore, ...]
    answered: int
    leaves: int
    on: date


@dataclass(frozen=True, slots=True)
class Recommendation:
    """key: names it for ever, so that it becomes one task however often the package is read."""

    key: Code
    code: Line
    text: Text
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the ministry answers."""

    letter_number: Line
    letter_title: Line
    letter_on: date
    score: Decimal
    grade: Line
    parts: tuple[PartScore, ...]
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class HandIn:
    """All that a region says in one file. plan None: it has no masterplan, or the package is of version 1."""

    instrument_text: str
    answers: Answers
    evidence: Evidence
    values: Values
    plan: Plan | None
    score: OwnScore


MEMBER_TYPES: Mapping[str, type] = {
    ANSWERS: Answers,
    EVIDENCE: Evidence,
    VALUES: Values,
    PLAN: Plan,
    SCORE: OwnScore,
    RESULT: Result,
}
"""The members that are JSON, without manifest and signature."""
