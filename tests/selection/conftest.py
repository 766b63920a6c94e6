"""A round for two regions by Guyub's readiness instrument, with two assessors; steps to any state of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from guyub.apps.accounts.models import Officer
from guyub.apps.selection import content, operations
from guyub.apps.selection.models import Invitation
from tests.support import assessing, make

REGIONS = ("33.11", "33.13")
CODES = ("STR-1", "STR-2", "STR-3", "INF-1", "INF-2", "INF-3", "SUP-1", "SUP-2", "SUP-3", "APP-1")
TODAY = make.AT.date()


@pytest.fixture
def ministry(db: None) -> Officer:
    for code in (*REGIONS, "36.01"):
        make.area(code)
    text = (Path(settings.CONTENT_DIR) / "instruments" / "guyub-readiness-1.yaml").read_text(encoding="utf-8")
    assessing.instrument(text, area_code="ID")
    return make.officer("kementerian", role="evaluation_office", area_code="ID")


@pytest.fixture
def round_id(ministry: Officer) -> int:
    return open_round(ministry)


def open_round(ministry: Officer, title: str = "Seleksi 2027", *, capacity: int = 1, until: date | None = None) -> int:
    last = until or TODAY + timedelta(weeks=3)
    return operations.open_round(
        title=title, year=2027, capacity=capacity, answers_until=last, presentations_until=last + timedelta(weeks=2),
        decision_on=last + timedelta(weeks=3), actor=ministry, at=make.AT,
    )  # fmt: skip


@pytest.fixture
def invited(ministry: Officer, round_id: int) -> dict[str, int]:
    """Region -> its invitation."""
    operations.invite_regions(round_id=round_id, areas=REGIONS, actor=ministry, at=make.AT)
    return dict(Invitation.objects.filter(round=round_id).values_list("area_id", "pk"))


@pytest.fixture
def regent(ministry: Officer) -> Officer:
    return make.officer("bupati", role="regent")


@pytest.fixture
def secretariat(ministry: Officer) -> Officer:
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def assessors(ministry: Officer) -> list[Officer]:
    return [make.officer(name, role="evaluator", area_code="ID") for name in ("asesor.satu", "asesor.dua")]


def answer_all(invitation: int, actor: Officer, *, level: int = 2) -> None:
    """Every figure and every level, so that only the commitment is left."""
    for kind in content.setup().facts:
        operations.confirm_fact(
            invitation_id=invitation, key=kind.key, value=Decimal(80), reason="DPA 2026", actor=actor, at=make.AT
        )
    for code in CODES:
        operations.answer_element(
            invitation_id=invitation, code=code, level=level, explanation="Ada SK.", actor=actor, at=make.AT
        )


def hand_in(invitation: int, head: Officer, *, level: int = 2) -> None:
    answer_all(invitation, head, level=level)
    operations.submit_questionnaire(
        invitation_id=invitation, commitment="Kami sediakan tim dan anggaran.", actor=head, at=make.AT
    )


def confirm_all(invitation: int, assessor: Officer, *, level: int = 2, note: str = "Terlihat di dokumen.") -> None:
    for code in CODES:
        operations.confirm_level(
            invitation_id=invitation, code=code, level=level, note=note, actor=assessor, at=make.AT
        )


def assign(ministry: Officer, round_id: int, area: str, *officers: Officer) -> None:
    operations.assign_assessors(
        round_id=round_id, areas=[area], officer_ids=[each.pk for each in officers], actor=ministry, at=make.AT
    )


@pytest.fixture
def handed_in(invited: dict[str, int], regent: Officer) -> int:
    """Karanganyar's questionnaire, handed in with level 2 throughout."""
    hand_in(invited["33.13"], regent)
    return invited["33.13"]


@pytest.fixture
def confirmed(handed_in: int, round_id: int, ministry: Officer, assessors: list[Officer]) -> int:
    assign(ministry, round_id, "33.13", *assessors)
    for assessor in assessors:
        confirm_all(handed_in, assessor)
    return handed_in
