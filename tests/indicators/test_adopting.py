"""Rules come from content, dated and versioned; an earlier version stays readable."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.indicators import operations, queries
from guyub.apps.indicators.models import Aim, Definition
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.released import AREA

LATER = make.AT + timedelta(days=1)
CODE = "under-five-share"
pytestmark = pytest.mark.django_db


@pytest.fixture
def content(settings, tmp_path):
    """A content directory of its own with one indicator; gives a function that rewrites it."""
    source = (settings.CONTENT_DIR / "indicators" / f"{CODE}.yaml").read_text()
    (tmp_path / "indicators").mkdir()
    settings.CONTENT_DIR = tmp_path

    def write(*changes):
        text = source
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "indicators" / f"{CODE}.yaml").write_text(text)

    write()
    return write


def test_the_delivered_indicators_are_adopted_once(officer):
    adopted = operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)

    assert len(adopted) >= 10
    assert operations.adopt_definitions(area=AREA, actor=officer, at=LATER) == ()
    [event] = list_events(areas=[AREA], names=["definition.adopted"])
    assert event.facts["adopted"]["poor-pupils-without-school-aid"] == 1


def test_a_clock_that_was_put_back_does_not_stand_in_the_way(officer, content):
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    content(("version: 1", "version: 2"), ("age < 5", "age < 6"))

    assert operations.adopt_definitions(area=AREA, actor=officer, at=make.AT - timedelta(days=9)) == (CODE,)


def test_a_new_version_replaces_the_old_one_which_stays_readable(officer, content):
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    content(("version: 1", "version: 2"), ("age < 5", "age < 6"))

    assert operations.adopt_definitions(area=AREA, actor=officer, at=LATER) == (CODE,)

    page = queries.get_rule(CODE, area=AREA, actor=officer)
    assert (page.version, page.numerator) == (2, "age < 6")
    assert queries.get_rule(CODE, area=AREA, actor=officer, version=1).numerator == "age < 5"
    assert [line.version for line in page.versions] == [2, 1]


def test_a_changed_rule_needs_a_new_version(officer, content):
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    content(("age < 5", "age < 6"))

    with pytest.raises(operations.VersionReused):
        operations.adopt_definitions(area=AREA, actor=officer, at=LATER)
    assert Definition.objects.live().get().version == 1


def test_an_indicator_that_content_drops_goes_out_of_force(officer, content, settings):
    operations.adopt_definitions(area=AREA, actor=officer, at=make.AT)
    (settings.CONTENT_DIR / "indicators" / f"{CODE}.yaml").unlink()

    operations.adopt_definitions(area=AREA, actor=officer, at=LATER)

    assert not Definition.objects.live().exists()
    assert list_events(areas=[AREA], names=["definition.adopted"])[0].facts["dropped"] == [CODE]


def test_only_who_manages_content_adopts():
    with pytest.raises(NotPermitted):
        operations.adopt_definitions(
            area=AREA, actor=make.officer(role="data_producer", agency=make.agency()), at=make.AT
        )


def test_aims_are_taken_over_as_they_stand(db):
    planner = make.officer(role="planning_office")

    assert operations.adopt_aims(area=AREA, aims={(CODE, 2026): Decimal(8)}, actor=planner, at=make.AT) == 1
    assert operations.adopt_aims(area=AREA, aims={(CODE, 2026): Decimal(8)}, actor=planner, at=LATER) == 0
    assert operations.adopt_aims(area=AREA, aims={(CODE, 2026): Decimal(9)}, actor=planner, at=LATER) == 2

    assert Aim.objects.live().get().value == 9
    assert len(list_events(areas=[AREA], names=["aims.adopted"])) == 2


def test_only_planners_hand_down_aims(db):
    with pytest.raises(NotPermitted):
        operations.adopt_aims(area=AREA, aims={(CODE, 2026): Decimal(8)}, actor=make.officer(role="camat"), at=make.AT)
