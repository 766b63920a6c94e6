"""What follows from an invitation: known figures stand in the questionnaire, once, with their source."""

from __future__ import annotations

from datetime import UTC

import pytest

from guyub.apps.selection import operations
from guyub.apps.selection.models import Fact
from guyub.flows import selection as flow
from guyub.ledger.queries import list_events
from tests.selection.conftest import ministry, round_id  # noqa: F401
from tests.support import make


class Still:
    """A progress whose clock stands still."""

    def now(self):
        return make.AT.astimezone(UTC)


@pytest.fixture
def event(ministry, round_id):  # noqa: F811
    make.officer("guyub.ID", role="system", area_code="ID")
    make.officer("guyub.33.13", role="system")
    make.agency("Dinsos")
    make.area("33.13.01.2001")
    operations.invite_regions(round_id=round_id, areas=["33.13", "33.11"], actor=ministry, at=make.AT)
    return list_events(areas=["ID"], names=["selection.regions_invited"])[0]


def test_counted_and_published_figures_are_prefilled_with_their_sources(event):
    flow.prefill_facts(event, Still())

    facts = {(fact.invitation.area_id, fact.key): fact for fact in Fact.objects.select_related("invitation")}
    assert facts["33.13", "villages"].known == 1 and facts["33.13", "villages"].known_source == "Test edition"
    assert facts["33.13", "agencies"].known == 1
    assert facts["33.13", "hdi"].known_source == "BPS" and facts["33.11", "hdi"].known is not None
    assert ("33.11", "agencies") not in facts  # that region works in an installation of its own


def test_the_step_may_run_again(event):
    flow.prefill_facts(event, Still())
    before = list(Fact.objects.order_by("pk").values())
    flow.prefill_facts(event, Still())

    assert list(Fact.objects.order_by("pk").values()) == before
    assert len(list_events(areas=["ID"], names=["selection.prefilled"])) == 1
