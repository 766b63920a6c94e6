"""What follows for the comparison: each region's year, once, computed and official beside each other."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

import pytest

from guyub.apps.assessment import operations as assessment
from guyub.apps.comparison.models import Standing
from guyub.flows import comparison as flow
from guyub.ledger.queries import list_events
from tests.evaluation.conftest import folder, published, scene, scored  # noqa: F401
from tests.support import assessing, evaluating, make


class Still:
    def now(self):
        return make.AT.astimezone(UTC)


@pytest.fixture
def assessed(db):
    make.officer("guyub.33.13", role="system")
    made = assessing.assessment(closed_at=make.AT)
    assessing.accept(assessing.item(made, "O1", claimed_level=2), "a", "b", "c")
    return made


def test_a_closed_assessment_is_noted_as_computed_and_again_changes_nothing(assessed):
    system = make.officer("sistem", role="system")
    assessment.keep_score(assessment_id=assessed.pk, actor=system, at=make.AT)
    [event] = list_events(areas=["33.13"], names=["score.kept"])

    flow.note_computed_score(event, Still())
    flow.note_computed_score(event, Still())

    kept = Standing.objects.get()
    assert (kept.computed, kept.official, kept.year) == (Decimal("0.3"), None, 2026)  # of O1 the minutes have expired
    assert len(list_events(areas=["33.13"], names=["standing.computed"])) == 1


def test_an_open_assessment_is_no_standing(assessed):
    type(assessed).objects.filter(pk=assessed.pk).update(closed_at=None)
    assessment.keep_score(assessment_id=assessed.pk, actor=make.officer("sistem", role="system"), at=make.AT)
    [event] = list_events(areas=["33.13"], names=["score.kept"])

    flow.note_computed_score(event, Still())

    assert not Standing.objects.exists()


def test_an_official_score_that_the_regency_wrote_down_is_not_published_to_others(assessed):
    planner = make.officer(role="planning_office")
    assessment.record_official_score(
        assessment_id=assessed.pk, score=Decimal("2.81"), source="Surat 003/2026", actor=planner, at=make.AT
    )
    [event] = list_events(areas=["33.13"], names=["assessment.official_score_recorded"])

    flow.note_official_score(event, Still())
    flow.note_official_score(event, Still())

    kept = Standing.objects.get()
    assert (kept.official, kept.official_source, kept.published_at) == (Decimal("2.81"), "Surat 003/2026", None)


def test_a_published_result_is_what_other_regions_may_see(published):  # noqa: F811
    [event] = list_events(areas=["ID"], names=["result.published"])

    flow.note_result(event, Still())
    flow.note_result(event, Still())

    kept = Standing.objects.get()
    assert (kept.area_id, kept.instrument_code, kept.year) == ("33.13", "uji-kota-cerdas", 2026)
    assert kept.official is not None and kept.official_source == "B-1/2026" and kept.published_at is not None
    assert {"output", "outcome"} <= set(kept.official_parts)
    assert len(list_events(areas=["33.13"], names=["standing.official"])) == 1


class Received:
    """What a step reads of an event."""

    def __init__(self, package):
        self.area, self.subject_id, self.facts = package.area_id, str(package.pk), {}


def test_a_package_is_noted_as_its_answers_come_to_here(db):
    evaluating.system()
    package = evaluating.package()

    flow.note_package(Received(package), Still())
    flow.note_package(Received(package), Still())

    kept = Standing.objects.get()
    assert kept.computed is not None and kept.computed_source == f"Paket {package.digest[:12]}"
    assert (kept.official, kept.published_at) == (None, None)
    assert set(kept.computed_parts) == {"output", "outcome"}
