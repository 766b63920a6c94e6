"""What the demo regency does about its score: a way to a target, gaps tied to programmes, how the heads see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from guyub.apps.accounts import queries as officers
from guyub.apps.assessment import queries as assessments
from guyub.apps.improvement import operations, queries

AT = datetime(2026, 11, 12, 2, tzinfo=UTC)
HEADS = ("disdukcapil", "dinsos", "disdikbud", "dinkes", "disperkim")
PARTS = ("2.1", "2.2", "2.4", "2.6", "3.7", "3.9")
LINKED = {"2.1", "2.4", "3.7", "3.10"}
TARGET = Decimal("2.90")


def seed_improvement(area: str) -> None:
    """Each piece as far as it is not there yet."""
    secretariat = officers.get_officer("walidata")
    lines = assessments.list_assessments(area=area, actor=secretariat)
    found = next(line.pk for line in lines if (line.instrument_code, line.year) == ("kominfo-eval-2", 2026))
    today = AT.date()
    if not queries.get_ways(found, actor=secretariat, on=today).plans:
        # So long that it is proven at once, however busy the machine: the same events in every build.
        operations.seek_way(assessment_id=found, target=TARGET, actor=secretariat, at=AT, seconds=60)
    _link(found, today)
    _rate(found, today)


def _link(assessment: int, today: date) -> None:
    planner = officers.get_officer("bappeda")
    gaps = queries.get_gaps(assessment, actor=planner, on=today).lines
    for gap in gaps:
        if gap.code in LINKED and not gap.links and gap.suggestions:
            operations.link_programme(
                assessment_id=assessment, code=gap.code, programme_id=gap.suggestions[0].pk,
                note="Contoh tautan untuk demo.", actor=planner, at=AT,
            )  # fmt: skip


def _rate(assessment: int, today: date) -> None:
    secretariat = officers.get_officer("walidata")
    rounds = queries.get_rounds(assessment, actor=secretariat, on=today, at=AT).lines
    made = (
        rounds[0].pk
        if rounds
        else operations.open_round(
            assessment_id=assessment, title="Sebelum rapat pimpinan 19 November", parts=PARTS,
            closes_at=AT + timedelta(days=5), actor=secretariat, at=AT,
        )
    )  # fmt: skip
    for number, username in enumerate(HEADS):
        head, chance = officers.get_officer(username), Random(number)
        page = queries.get_round(made, actor=head, on=today, at=AT + timedelta(days=1))
        if page.own is None and not page.is_over:
            ratings = {
                code: max(0, min(4, 3 - place // 3 + chance.choice((-1, 0, 0, 1)))) for place, code in enumerate(PARTS)
            }
            operations.rate_parts(round_id=made, ratings=ratings, actor=head, at=AT + timedelta(days=1))
