"""Values are computed from a build by the rules in force, small groups hidden, and never typed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.indicators import operations, queries
from guyub.apps.indicators.models import Computation, Value
from guyub.apps.registry import operations as registry
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA, DISTRICTS, VILLAGES, publish

LATER = make.AT + timedelta(hours=2)
CODE = "poor-pupils-without-school-aid"
pytestmark = pytest.mark.django_db


def test_every_area_has_a_value_of_every_indicator(computed):
    codes = set(Value.objects.values_list("definition__code", flat=True))

    assert len(codes) >= 10
    assert Value.objects.count() == len(codes) * (1 + len(DISTRICTS) + len(VILLAGES))


def test_a_value_is_its_counts_and_unrounded(computed):
    for value in Value.objects.filter(suppressed=False, definition__code=CODE).exclude(denominator=0):
        assert value.value == round(Decimal(100) * value.numerator / value.denominator, 6)


def test_nothing_of_a_hidden_value_is_stored(computed):
    hidden = Value.objects.filter(suppressed=True)

    assert hidden.exists()
    assert not hidden.exclude(numerator=None, denominator=None, value=None).exists()


def test_the_shown_villages_never_give_away_a_hidden_one(computed):
    """Of each shown district, the hidden villages are at least two and hold at least ten together."""
    for code in set(Value.objects.values_list("definition__code", flat=True)):
        values = {value.area_id: value for value in Value.objects.filter(definition__code=code)}
        for district, villages in DISTRICTS.items():
            hidden = [village for village in villages if values[village].suppressed]
            if not hidden or values[district].suppressed:
                continue
            shown = sum(values[village].denominator for village in villages if village not in hidden)
            assert len(hidden) > 1
            assert values[district].denominator - shown >= 10


def test_computing_is_a_line_of_the_ledger(computed, build):
    [event] = list_events(areas=[AREA], names=["values.computed"])

    assert (event.subject_type, event.subject_id) == ("registry.build", str(build.pk))
    assert event.facts["computation"] == computed.pk


def test_the_same_build_and_rules_change_nothing(computed, build, officer):
    assert operations.compute_period(build_id=build.pk, actor=officer, at=LATER) == computed.pk
    assert len(list_events(areas=[AREA], names=["values.computed"])) == 1


def test_an_indicator_waits_until_all_its_data_are_released(db, world, officer):
    """Without the pupils nobody would go to school: no value is better than a wrong one."""
    publish(world, datasets=["population", "welfare"])
    build = registry.adopt_build(area=AREA, period="2026-11", actor=officer, at=make.AT)
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)

    operations.compute_period(build_id=build, actor=officer, at=make.AT)

    codes = set(Value.objects.values_list("definition__code", flat=True))
    assert "families-decile-1-4" in codes and "under-five-share" in codes
    assert not codes & {CODE, "school-participation-7-12", "health-insurance-active", "elderly-poor-without-aid"}
    line = queries.get_value(actor=officer, code=CODE, area=AREA)
    assert (line.value, line.period, line.state) == (None, None, "missing")


def test_a_newer_build_replaces_the_values_and_keeps_the_old(computed, officer, world):
    publish(world, period="2026-08", datasets=["population"])
    old = registry.adopt_build(area=AREA, period="2026-08", actor=officer, at=LATER)
    operations.compute_period(build_id=old, actor=officer, at=LATER)

    assert Computation.objects.live().count() == 2
    assert Value.objects.filter(computation=computed).exists()


def test_without_rules_there_is_nothing_to_compute(build, officer):
    with pytest.raises(operations.NothingToCompute):
        operations.compute_period(build_id=build.pk, actor=officer, at=make.AT)


def test_only_the_custodian_and_the_system_compute(build):
    with pytest.raises(NotPermitted):
        operations.compute_period(build_id=build.pk, actor=make.officer(role="planning_office"), at=make.AT)
