"""
Objects of evaluation for tests: the ministry's office, assessors, a cycle, a region's package as it would be handed in.

The instrument is that of `assessing`; the package says O1 at level 3, O2 at level 2, C1 an indicator's 21,4 %, C2 yes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from guyub.apps.accounts.models import Officer, system_username
from guyub.apps.evaluation import operations
from guyub.apps.evaluation.models import Cycle, Entry, Panel
from guyub.apps.packages import files
from guyub.apps.packages.models import Package
from guyub.engines import packages as engine
from guyub.engines.scoring import parse_instrument
from tests.support import assessing, make, sealed

OPENED = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
HANDED_IN = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
REVIEWED = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
DAYS = {
    "opens_on": date(2026, 9, 1),
    "hand_in_until": date(2026, 10, 31),
    "desk_review_until": date(2026, 11, 15),
    "interviews_until": date(2026, 11, 22),
    "visits_until": date(2026, 11, 29),
    "correction_until": date(2026, 12, 6),
    "results_on": date(2026, 12, 20),
}
CLAIMS: Mapping[str, int | Decimal] = {"O1": 3, "O2": 2, "C1": Decimal("21.4"), "C2": Decimal(1)}


def office() -> Officer:
    """The ministry's evaluation office, and the nation's system officer."""
    make.area("ID")
    system()
    return Officer.objects.filter(username="kementerian").first() or make.officer(
        "kementerian", role="evaluation_office", area_code="ID"
    )


def system(area: str = "ID") -> Officer:
    name = system_username(area)
    return Officer.objects.filter(username=name).first() or make.officer(name, role="system", area_code=area)


def assessors(count: int = 4) -> list[Officer]:
    return [make.officer(f"asesor.{number}", role="evaluator", area_code="ID") for number in range(1, count + 1)]


def cycle(regions: Sequence[str] | None = ("33.13", "33.11"), *, text: str = assessing.TEXT, **changes: Any) -> Cycle:
    code = assessing.instrument(text, area_code="ID").code
    for region in regions or ():
        make.area(region)
    given = {"title": "Evaluasi 2026 tahap I", "instrument_code": code, "year": 2026, "stage": 1, **DAYS}
    pk = operations.open_cycle(**{**given, **changes}, regions=regions, actor=office(), at=OPENED)
    return Cycle.objects.get(pk=pk)


def package(
    area: str = "33.13",
    *,
    claims: Mapping[str, int | Decimal] = CLAIMS,
    at: datetime = HANDED_IN,
    text: str = assessing.TEXT,
    **fields: Any,
) -> Package:
    """A hand-in as it lies in an installation, its file kept and its line written; not yet registered anywhere."""
    instrument = parse_instrument(text, file="test")
    about = sealed.about(
        area=engine.Place(area, make.area(area).name),
        instrument=engine.InstrumentRef(instrument.code, 1, instrument.digest, instrument.title.id),
        sealed_at=at,
        sealed_office=f"Bupati {make.area(area).name}",
    )
    answers = tuple(_answer(code, value) for code, value in claims.items())
    proofs = tuple(sealed.evidence_line(item="O1", requirement=each) for each in ("a", "b", "c", "d"))
    content = replace(
        sealed.hand_in(),
        instrument_text=text,
        answers=engine.Answers("", answers),
        evidence=engine.Evidence(proofs),
    )
    data = engine.seal(about, content, private=sealed.PRIVATE)
    digest = files.keep_package(data, area=area)
    defaults = {
        "kind": "hand_in", "instrument_code": instrument.code, "instrument_version": 1, "instrument_title": "Uji",
        "year": 2026, "stage": 1, "size_bytes": len(data), "format_version": 2,
        "fingerprint": hashlib.sha256(sealed.PRIVATE).hexdigest(), "sealed_at": at, "sealed_office": "Bupati",
        "entered_at": at,
    }  # fmt: skip
    return Package.objects.create(area_id=area, digest=digest, **{**defaults, **fields})


def _answer(code: str, value: int | Decimal) -> engine.AnswerLine:
    measured = isinstance(value, Decimal)
    return sealed.answer(
        code,
        claimed_level=None if measured else value,
        number=value if measured else None,
        explanation=f"Penjelasan daerah untuk {code}.",
        accepted=("a", "b", "c", "d") if code == "O1" else (),
        indicator=engine.IndicatorRef("nik-completeness", "2026-11", value) if code == "C1" else None,
    )


def hand_in(cycle: Cycle, area: str = "33.13", **fields: Any) -> Entry:
    made = package(area, **fields)
    operations.register_hand_in(package_id=made.pk, actor=system(), at=fields.get("at", HANDED_IN))
    return Entry.objects.get(cycle=cycle, area=area)


def panel(cycle: Cycle, members: Sequence[Officer], areas: Sequence[str] = ("33.13",), title: str = "Panel 1") -> Panel:
    pk = operations.form_panel(
        cycle_id=cycle.pk, title=title, officers=[each.pk for each in members], actor=office(), at=OPENED
    )
    operations.assign_regions(panel_id=pk, areas=areas, actor=office(), at=OPENED)
    return Panel.objects.get(pk=pk)


def start(entry: Entry) -> Entry:
    operations.start_review(entry_id=entry.pk, actor=office(), at=REVIEWED)
    entry.refresh_from_db()
    return entry


def scores(
    entry: Entry, member: Officer, given: Mapping[str, int | Decimal], *, submit: bool = True, note: str = ""
) -> None:
    for code, value in given.items():
        kind = "number" if isinstance(value, Decimal) else "level"
        operations.score_item(entry_id=entry.pk, code=code, **{kind: value}, note=note, actor=member, at=REVIEWED)
    if submit:
        operations.submit_review(entry_id=entry.pk, actor=member, at=REVIEWED)


def settle_all(entry: Entry, member: Officer) -> None:
    """What the rule leaves is settled at the claims, by discussion."""
    operations.settle_by_rule(entry_id=entry.pk, actor=member, at=REVIEWED)
    done = set(entry.settlements.filter(replaced_at=None).values_list("code", flat=True))
    for code in set(entry.items) - done:
        value = CLAIMS[code]
        kind = "number" if isinstance(value, Decimal) else "level"
        operations.settle_item(
            entry_id=entry.pk, code=code, **{kind: value}, reason="Dibahas panel.", actor=member, at=REVIEWED
        )


def publish(
    entry: Entry, number: str = "B-1/2026", at: datetime = datetime(2026, 12, 20, 2, tzinfo=UTC), **fields: Any
) -> int:
    given = {"number": number, "dated_on": at.date(), "signatory": "Direktur Jenderal", **fields}
    return operations.publish_result(entry_id=entry.pk, **given, actor=office(), at=at)
