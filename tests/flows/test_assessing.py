"""After answers and decisions the score is kept; data answer what they can; the night sees what expired."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.operations import open_area
from guyub.apps.assessment import operations
from guyub.apps.assessment.models import Item, Score
from guyub.flows import assessing as flow
from guyub.flows.table import FLOW
from guyub.jobs.worker import run_until_idle
from guyub.ledger.queries import get_event, list_events
from tests.masterplan.conftest import LOWER, adopt, compute
from tests.support import assessing, make

pytestmark = pytest.mark.django_db


class Progress:
    def __call__(self, share_done, note=""):
        pass

    def now(self):
        return make.AT


@pytest.fixture
def office(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make.area()
    open_area(area="33.13", actor=None, at=make.AT)
    return make.officer("sekretariat", role="smart_city_office")


def totals(assessment):
    return [score.total for score in Score.objects.filter(assessment=assessment).order_by("pk")]


def test_the_score_follows_the_decision_on_evidence(office):
    assessment = assessing.assessment()
    item = assessing.item(assessment, "O1", claimed_level=1)
    waiting = assessing.attachment(item, "a", status="in_progress")

    operations.decide_evidence(
        attachment_id=waiting.pk, decision="accepted", actor=make.officer("itda", role="inspector"), at=make.AT
    )
    run_until_idle(FLOW)

    assert totals(assessment) == [Decimal("0.3")]


def test_a_new_assessment_is_answered_by_the_data_that_are_there(office):
    adopt(LOWER)
    compute("2026-11", {LOWER: 21.4})
    assessing.instrument()

    pk = operations.open_assessment(
        area="33.13", instrument="uji-kota-cerdas", year=2026, due_on=None, actor=office, at=make.AT
    )
    run_until_idle(FLOW)

    item = Item.objects.get(assessment_id=pk, code="C1")
    assert (item.number, item.indicator_period, item.answered_office) == (Decimal("21.4"), "2026-11", "Guyub")
    assert totals(pk)[-1] == Decimal("0.4")  # 21.4 % scores 2, half of a component of 40 %


def test_steps_taken_twice_change_nothing_more(office):
    adopt(LOWER)
    compute("2026-11", {LOWER: 21.4})
    assessing.instrument()
    operations.open_assessment(
        area="33.13", instrument="uji-kota-cerdas", year=2026, due_on=None, actor=office, at=make.AT
    )
    event = get_event(list_events(areas=["33.13"], names=["assessment.opened"])[0].sequence)

    for _ in range(2):
        flow.take_in_indicators(event, Progress())
        flow.keep_scores(event, Progress())

    assert Score.objects.count() == 1
    assert len(list_events(areas=["33.13"], names=["assessment.indicators_taken_in"])) == 1


def test_evidence_that_expires_lowers_the_score_by_night(office):
    assessment = assessing.assessment()
    evidence = assessing.evidence("Naskah", valid_until=date(2026, 12, 1))
    assessing.attachment(assessing.item(assessment, "O1", claimed_level=1), "a", evidence)

    for day in (1, 2):
        flow.keep_all_scores(datetime(2026, 12, day, tzinfo=UTC), Progress())

    assert totals(assessment) == [Decimal("0.3"), Decimal(0)]


def test_the_last_score_is_kept_when_an_assessment_is_closed(office):
    assessment = assessing.assessment()
    assessing.accept(assessing.item(assessment, "O1", claimed_level=1), "a")

    operations.close_assessment(assessment_id=assessment.pk, actor=office, at=make.AT + timedelta(days=1))
    run_until_idle(FLOW)

    assert totals(assessment) == [Decimal("0.3")]
