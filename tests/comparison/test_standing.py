"""One region's year: computed and official beside each other, kept once, each change a line of the ledger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.comparison import operations
from guyub.apps.comparison.models import Standing
from guyub.ledger.queries import list_events
from tests.comparison.conftest import CODE, standing
from tests.support import make

LATER = make.AT + timedelta(days=1)


@pytest.fixture
def system(db):
    return make.officer("guyub.33.13", role="system")


def computed(actor, *, area="33.13", score="2.95", at=make.AT, source="Paket 1"):
    return operations.keep_computed(
        area=area, instrument_code=CODE, instrument_version=1, year=2026, weight_set="w", score=Decimal(score),
        parts={"output": Decimal("3"), "outcome": None}, source=source, actor=actor, at=at,
    )  # fmt: skip


def official(actor, *, score="3.00", published_at=make.AT, at=make.AT):
    return operations.keep_official(
        area="33.13", instrument_code=CODE, instrument_version=None, year=2026, weight_set="w", score=Decimal(score),
        parts={}, source="Surat 1", published_at=published_at, actor=actor, at=at,
    )  # fmt: skip


def test_computed_and_official_stand_in_one_row_and_never_touch_each_other(system):
    pk = computed(system)
    assert official(system) == pk

    kept = Standing.objects.get()
    assert (kept.computed, kept.official, kept.computed_parts) == (
        Decimal("2.95"),
        Decimal("3"),
        {"output": "3.000000"},
    )


def test_the_same_again_writes_nothing(system):
    computed(system)
    official(system)
    computed(system, at=LATER)
    official(system, at=LATER, published_at=None)

    assert Standing.objects.get().changed_at == make.AT
    assert len(list_events(areas=["33.13"], names=["standing.computed", "standing.official"])) == 2


def test_a_superseding_package_replaces_the_computed_score(system):
    computed(system)
    computed(system, score="3.05", source="Paket 2", at=LATER)

    assert Standing.objects.get().computed == Decimal("3.05")


def test_a_regions_own_note_changes_nothing_of_what_was_published(system):
    official(system)
    official(system, score="3.10", published_at=None, at=LATER)

    assert (Standing.objects.get().official, Standing.objects.get().published_at) == (Decimal("3.00"), make.AT)


def test_a_published_result_replaces_the_regions_own_note(system):
    official(system, score="3.10", published_at=None)
    official(system, at=LATER)

    assert Standing.objects.get().official == Decimal("3.00")


def test_a_regions_system_officer_keeps_nothing_for_its_neighbour(system):
    with pytest.raises(NotPermitted):
        computed(system, area="33.11")


@pytest.mark.parametrize(
    "wrong",
    [{"official": "3.00", "official_source": ""}, {"official": None, "published_at": make.AT},
     {"computed": Decimal("3"), "computed_source": ""}],
)  # fmt: skip
def test_no_program_can_keep_a_score_without_its_source(db, wrong):
    with pytest.raises(IntegrityError):
        standing(**{"official": None, **wrong})
