"""Gaps beside programmes: linked, taken back, suggested, and shown first where nobody closes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.improvement import operations, queries
from guyub.apps.improvement.models import GapLink
from guyub.apps.masterplan.queries import NoSuchProgramme
from guyub.ledger.queries import list_events
from tests.improvement.conftest import programme
from tests.support import assessing, make

ON = make.AT.date()


def link(assessed, code, of, actor, **fields):
    return operations.link_programme(
        assessment_id=assessed.pk, code=code, programme_id=of.pk, actor=actor, at=make.AT, **fields
    )


def test_gaps_without_a_programme_come_first_and_what_gains_most_before_the_rest(assessed, manager):
    link(assessed, "C2", programme("Portal data terbuka"), manager)

    gaps = queries.get_gaps(assessed.pk, actor=manager, on=ON)

    assert [(line.code, line.is_covered) for line in gaps.lines] == [
        ("O2", False),
        ("O1", False),
        ("C1", False),
        ("C2", True),
    ]


def test_a_gap_counts_evidence_accepted_under_way_and_missing(assessed, manager):
    gaps = {line.code: line for line in queries.get_gaps(assessed.pk, actor=manager, on=ON).lines}

    assert [(line.accepted, line.waiting, line.missing) for line in (gaps["O1"], gaps["O2"], gaps["C1"])] == [
        (3, 0, 2),
        (0, 1, 4),
        (0, 0, 0),
    ]


def test_a_programme_of_the_same_words_is_suggested_and_the_own_agency_first(assessed, manager):
    programme("Forum Data", agency="Diskominfo")
    own = programme("Forum Perencanaan", agency="Bappeda")
    programme("Bank Sampah", agency="Bappeda")

    gaps = {line.code: line for line in queries.get_gaps(assessed.pk, actor=manager, on=ON).lines}

    assert [(each.name, each.same_agency, each.words) for each in gaps["O2"].suggestions] == [
        (own.name, True, ("forum",)),
        ("Forum Data", False, ("forum",)),
    ]


def test_a_link_is_kept_once_and_its_note_may_change(assessed, manager):
    of = programme("SMARD")
    first = link(assessed, "O1", of, manager)
    assert link(assessed, "O1", of, manager) == first
    second = link(assessed, "O1", of, manager, note="Perbup arsitektur")

    assert second != first
    assert [(each.note, each.withdrawn_at is None) for each in GapLink.objects.order_by("pk")] == [
        ("", False),
        ("Perbup arsitektur", True),
    ]
    assert len(list_events(areas=["33.13"], names=["gap.linked"])) == 2


def test_a_link_is_taken_back_and_stays_written(assessed, manager):
    pk = link(assessed, "O1", programme("SMARD"), manager)
    for _twice in range(2):
        operations.unlink_programme(link_id=pk, actor=manager, at=make.AT + timedelta(days=1))

    assert queries.get_gaps(assessed.pk, actor=manager, on=ON).programmes == ()
    assert GapLink.objects.get().withdrawn_at is not None
    assert len(list_events(areas=["33.13"], names=["gap.unlinked"])) == 1


def test_the_programmes_side_says_what_is_still_to_come(assessed, manager):
    of = programme("SMARD")
    link(assessed, "O1", of, manager)
    link(assessed, "O2", of, manager)

    line = queries.get_gaps(assessed.pk, actor=manager, on=ON).programmes[0]
    assert (line.name, [code for code, _title in line.gaps], line.missing) == ("SMARD", ["O2", "O1"], 7)


def test_an_agency_links_its_own_programmes_only(assessed, head, reader):
    own, foreign = programme("SMARD"), programme("Tuntas", agency="Disdikbud")

    assert link(assessed, "O1", own, head)
    with pytest.raises(NotPermitted):
        link(assessed, "O1", foreign, head)
    with pytest.raises(NotPermitted):
        link(assessed, "O1", own, reader)


def test_what_does_not_belong_together_is_refused(assessed, manager, stranger):
    of = programme("SMARD")
    with pytest.raises(operations.GapNotPossible):
        link(assessed, "output", of, manager)
    foreign = programme("Tetangga", area_code="33.11")
    with pytest.raises(NoSuchProgramme):
        link(assessed, "O1", foreign, manager)
    pk = link(assessed, "O1", of, manager)
    with pytest.raises(operations.NoSuchLink):
        operations.unlink_programme(link_id=pk, actor=stranger, at=make.AT)


def test_one_link_and_twenty_cost_the_same(assessed, manager):
    def read() -> int:
        with CaptureQueriesContext(connection) as run:
            queries.get_gaps(assessed.pk, actor=manager, on=ON)
        return len(run)

    link(assessed, "O1", programme("Program 0"), manager)
    read()
    before = read()
    for n in range(1, 20):
        link(assessed, ("O1", "O2", "C1", "C2")[n % 4], programme(f"Program {n}"), manager)

    assert read() == before


def test_the_plan_of_an_instrument_in_another_year_shows_the_same_links(assessed, manager):
    link(assessed, "O1", programme("SMARD"), manager)
    other = assessing.assessment(year=2025)

    gaps = {line.code: line for line in queries.get_gaps(other.pk, actor=manager, on=ON).lines}
    assert [each.name for each in gaps["O1"].links] == ["SMARD"]
