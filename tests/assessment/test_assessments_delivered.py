"""Every instrument that Guyub delivers can be opened, shown, answered and taken out as a worksheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guyub.apps.assessment import content, operations, reckoning
from guyub.apps.assessment.models import Assessment
from tests.support import assessing, make

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.CONTENT_DIR) / "instruments"
DELIVERED = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "measures")


@pytest.mark.parametrize("path", DELIVERED, ids=lambda path: path.stem)
def test_a_delivered_instrument_is_opened_shown_answered_and_taken_out(client, path):
    office = make.officer("sekretariat", role="smart_city_office")
    client.force_login(office)
    instrument = assessing.instrument(path.read_text(encoding="utf-8"))
    pk = operations.open_assessment(
        area="33.13", instrument=instrument.code, year=2026, due_on=None, actor=office, at=make.AT
    )
    items = Assessment.objects.get(pk=pk).items.order_by("order")
    seen = {}
    for item in items:  # one of each way to answer
        seen.setdefault((item.code.partition("#")[1], _asks(instrument, item.code)), item)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("assessment:assessment", args=[pk]))

    assert page.status_code == 200 and len(page.context["items"]) == items.count()
    assert len(captured.captured_queries) <= 12
    assert client.get(reverse("assessment:share", args=[pk])).status_code == 200
    assert client.get(reverse("assessment:worksheet", args=[pk])).status_code == 200
    for item in seen.values():
        assert client.get(reverse("assessment:item", args=[item.pk])).status_code == 200
    operations.keep_score(assessment_id=pk, actor=office, at=make.AT)
    assert client.get(reverse("assessment:assessments")).status_code == 200


def _asks(instrument, code):

    leaf = reckoning.leaf_of(content.parsed(instrument.text), code)
    return (leaf.asks, bool(leaf.indicator), bool(leaf.measure), bool(leaf.requirements))
