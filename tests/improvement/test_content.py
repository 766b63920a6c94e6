"""Every delivered instrument can be asked what lifts it, and the guide to effort is whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from guyub.apps.assessment.models import Evidence, Item
from guyub.apps.improvement import operations, queries
from guyub.apps.improvement.content import effort_guide
from guyub.engines.scoring import parse_instrument
from tests.support import assessing, make

FILES = sorted(
    path for path in Path(django_settings.CONTENT_DIR, "instruments").glob("*.yaml") if path.stem != "measures"
)
ON = make.AT.date()


def accept_some(assessment, text: str) -> None:
    """Every third leaf gets the evidence of its first level that asks for any; every fourth number is 1."""
    parsed = parse_instrument(text, file="instrument")
    for place, item in enumerate(Item.objects.filter(assessment=assessment).order_by("order")):
        leaf = parsed.nodes[item.code.partition("#")[0]].leaf
        first = next((level for level in leaf.levels if level.evidence), None)
        if first is not None and place % 3 == 0:
            assessing.accept(item, *(each.code for each in first.evidence))
        elif first is None and place % 4 == 0:
            assessing.item(assessment, item.code, number=Decimal(1))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("answered", [False, True], ids=["empty", "answered"])
def test_every_delivered_instrument_opens_on_every_page(regency, manager, path, answered):
    text = path.read_text("utf-8")
    found = assessing.assessment(assessing.instrument(text))
    if answered:
        accept_some(found, text)

    lift = queries.get_lift(found.pk, actor=manager, on=ON)
    gaps = queries.get_gaps(found.pk, actor=manager, on=ON)
    queries.get_efforts(found.pk, actor=manager, on=ON, everything=True)
    queries.get_ways(found.pk, actor=manager, on=ON)
    queries.get_rounds(found.pk, actor=manager, on=ON, at=make.AT)
    assert queries.get_rescoring(found.pk, actor=manager, on=ON).years
    assert all(line.gain >= 0 for line in (*lift.levers, *gaps.lines))

    parsed = parse_instrument(text, file=path.name)
    if parsed.grades:
        plan = operations.seek_way(
            assessment_id=found.pk, target=None, grade=parsed.grades[0].code, actor=manager, at=make.AT
        )
        page = queries.get_plan(plan, actor=manager, on=ON)
        assert page.line.total is not None
        assert sum(step.days for step in page.steps) == page.line.days


def test_the_guide_names_a_figure_for_every_kind_of_evidence():
    guide = effort_guide()

    assert set(Evidence.Kind.values) == set(guide.days)
    assert guide.source.id
    assert guide.source.en
