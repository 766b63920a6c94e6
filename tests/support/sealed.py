"""A package as tests need one: small, whole, and of nobody."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from guyub.engines import packages as engine

PRIVATE = bytes(range(32))
OTHER = bytes(range(1, 33))
SEALED_AT = datetime(2026, 11, 23, 2, 14, tzinfo=UTC)
INSTRUMENT = "code: contoh\nversion: 1\n"


def about(**changes: Any) -> engine.About:
    known = engine.About(
        kind=engine.Kind.HAND_IN,
        area=engine.Place("33.13", "Kabupaten Karanganyar"),
        instrument=engine.InstrumentRef("contoh", 1, hashlib.sha256(INSTRUMENT.encode()).hexdigest(), "Contoh"),
        year=2026,
        stage=1,
        sealed_at=SEALED_AT,
        sealed_office="Bupati Karanganyar",
    )
    return replace(known, **changes)


def answer(code: str = "I1", **changes: Any) -> engine.AnswerLine:
    known = engine.AnswerLine(
        code=code,
        claimed_level=3,
        number=None,
        given=None,
        accepted=("2a",),
        explanation="SOP ditetapkan dan dijalankan.\nDiperiksa tiap tahun.",
        agency="Diskominfo",
        office="Kepala Diskominfo",
        indicator=engine.IndicatorRef("nik-completeness", "2026-11", Decimal("97.25")),
    )
    return replace(known, **changes)


def evidence_line(**changes: Any) -> engine.EvidenceLine:
    known = engine.EvidenceLine(
        item="I1",
        requirement="2a",
        evidence=7,
        title="Perbup tentang tata kelola data",
        kind="decree",
        number="Perbup 12/2026",
        dated_on=date(2026, 2, 3),
        valid_until=None,
        version=1,
        sha256="ab" * 32,
        file="perbup-12-2026.pdf",
        status="accepted",
    )
    return replace(known, **changes)


def plan() -> engine.Plan:
    made = engine.Plan(
        edition="0" * 64,
        title="Masterplan 2025-2029",
        framework="smart-city",
        legal_basis="Perbup 1/2025",
        year_start=2025,
        year_end=2029,
        programmes=(
            engine.PlannedProgramme("P1", "SMARD", "governance", "Diskominfo", "running", "short", 2025, 2027, 250_000),
        ),
        targets=(engine.PlannedTarget("P1", "nik-completeness", 2026, Decimal("99"), True),),
    )
    return replace(made, edition=engine.edition_of(engine.to_value(made)))


def hand_in(**changes: Any) -> engine.HandIn:
    value = engine.ValueLine(
        code="nik-completeness",
        title="Kelengkapan NIK",
        period="2026-11",
        value=Decimal("97.25"),
        unit="%",
        numerator=9725,
        denominator=10000,
        rule_version=1,
        rule_digest="cd" * 32,
        computed_at=SEALED_AT,
        releases=(engine.ReleaseRef("population", "2026-11", "ef" * 32),),
    )
    measure = engine.MeasureLine("population", "Penduduk", 2026, Decimal("946000"), "jiwa", "Disdukcapil")
    score = engine.OwnScore(
        Decimal("2.500000"), "cukup", (engine.PartScore("D1", Decimal("2.5")),), 1, 2, date(2026, 11, 23)
    )
    known = engine.HandIn(
        instrument_text=INSTRUMENT,
        answers=engine.Answers("", (answer(),)),
        evidence=engine.Evidence((evidence_line(),)),
        values=engine.Values((value,), (measure,)),
        plan=plan(),
        score=score,
    )
    return replace(known, **changes)


def result(**changes: Any) -> engine.Result:
    known = engine.Result(
        letter_number="003/SC/2026",
        letter_title="Hasil evaluasi 2026",
        letter_on=date(2026, 12, 5),
        score=Decimal("2.4"),
        grade="cukup",
        parts=(engine.PartScore("D1", Decimal("2.4")),),
        recommendations=(engine.Recommendation("2026-D1-1", "D1", "Tetapkan SOP di tiap OPD.", date(2027, 6, 30)),),
    )
    return replace(known, **changes)


def package(*, private: bytes = PRIVATE, version: int = engine.NEWEST, **changes: Any) -> bytes:
    """The bytes of a hand-in; changes are those of `about`."""
    return engine.seal(about(**changes), hand_in(), private=private, version=version)
