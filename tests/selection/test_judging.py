"""Confirmation by assessors, each of his own regions only; and the choice, with reasons, seen when it is announced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.selection import operations, queries
from guyub.apps.selection.models import Assignment, Choice, Confirmation, Invitation
from guyub.ledger.queries import list_events
from tests.selection.conftest import TODAY, assign, confirm_all, hand_in
from tests.support import make


def page(invitation, actor):
    return queries.get_region(invitation, on=TODAY, actor=actor)


def confirm(invitation, actor, code="STR-1", level=2, note=""):
    return operations.confirm_level(
        invitation_id=invitation, code=code, level=level, note=note, actor=actor, at=make.AT
    )


def choose(actor, invitation, outcome="chosen", reason="Siap dan berkomitmen."):
    return operations.choose_region(invitation_id=invitation, outcome=outcome, reason=reason, actor=actor, at=make.AT)


def end(actor, invitation, officer, reason="Pernah menjadi konsultan di sana."):
    return operations.end_assignment(
        invitation_id=invitation, officer_id=officer.pk, reason=reason, actor=actor, at=make.AT
    )


def score(invitation):
    return Invitation.objects.get(pk=invitation).confirmed_score


def test_two_assessors_confirm_every_level_before_a_score_counts(handed_in, round_id, ministry, assessors):
    assign(ministry, round_id, "33.13", *assessors)
    confirm_all(handed_in, assessors[0])
    assert score(handed_in) is None

    confirm_all(handed_in, assessors[1], level=3)

    assert score(handed_in) == Decimal("2.5")  # where they differ, the mean of theirs
    assert page(handed_in, ministry).parts


def test_a_change_needs_a_note_and_is_recorded(handed_in, round_id, ministry, assessors):
    assign(ministry, round_id, "33.13", *assessors)
    with pytest.raises(operations.LevelWrong):
        confirm(handed_in, assessors[0], level=1)
    with pytest.raises(operations.LevelWrong):
        confirm(handed_in, assessors[0], level=9, note="x")

    confirm(handed_in, assessors[0], level=1, note="SK sudah kedaluwarsa.")
    confirm(handed_in, assessors[0], level=1, note="SK sudah kedaluwarsa.")

    [event] = list_events(areas=["ID"], names=["selection.level_confirmed"])
    assert (event.facts["stated"], event.facts["level"], event.facts["note"]) == (2, 1, "SK sudah kedaluwarsa.")


def test_what_data_answer_is_confirmed_by_the_level_that_the_number_reaches(handed_in, round_id, ministry, assessors):
    assign(ministry, round_id, "33.13", assessors[0])

    confirm(handed_in, assessors[0], "INF-3", 2)  # 80 % of the children: level 2
    with pytest.raises(operations.LevelWrong):
        confirm(handed_in, assessors[0], "INF-3", 3)


ASSESSOR_ACTS = [
    pytest.param(lambda invitation, actor: page(invitation, actor), id="page"),
    pytest.param(lambda invitation, actor: confirm(invitation, actor), id="confirm"),
    pytest.param(lambda invitation, actor: end(actor, invitation, actor), id="hand back"),
    pytest.param(
        lambda invitation, actor: operations.free_slot(invitation_id=invitation, actor=actor, at=make.AT), id="slot"
    ),
    pytest.param(
        lambda invitation, actor: operations.answer_element(
            invitation_id=invitation, code="STR-1", level=4, explanation="x", actor=actor, at=make.AT
        ),
        id="answer",
    ),
]


@pytest.mark.parametrize("act", ASSESSOR_ACTS)
@pytest.mark.parametrize("case", ["of nobody", "of another assessor", "handed back", "not handed in", "no office"])
def test_an_assessor_sees_only_what_is_given_to_him(act, case, invited, regent, round_id, ministry, assessors):
    """Every act of an assessor on a region that is not, not yet, or no longer his: it is not there for him."""
    mine, other = assessors
    hand_in(invited["33.13"], regent)
    area = "33.11" if case == "not handed in" else "33.13"
    if case == "of another assessor":
        assign(ministry, round_id, area, other)
    elif case in ("handed back", "not handed in", "no office"):
        assign(ministry, round_id, area, mine)
    if case == "handed back":
        end(mine, invited[area], mine)
    if case == "no office":
        mine.appointments.update(end_on=date(2026, 1, 1))
    mine = type(mine).objects.get(pk=mine.pk)

    with pytest.raises(queries.NoSuchInvitation):
        act(invited[area], mine)
    assert [line.pk for line in queries.list_own(actor=mine)] == []
    assert not Confirmation.objects.exists()


def test_an_assessor_reads_his_region_and_runs_nothing(handed_in, round_id, ministry, assessors):
    assign(ministry, round_id, "33.13", assessors[0])
    mine = assessors[0]

    found = page(handed_in, mine)
    assert (found.may_assess, found.may_run, found.may_answer, found.may_book) == (True, False, False, False)
    assert found.assessors == ()
    for act in (
        lambda: choose(mine, handed_in),
        lambda: queries.get_round(round_id, actor=mine),
        lambda: operations.free_slot(invitation_id=handed_in, actor=mine, at=make.AT),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_assessors_see_each_other_by_number_and_the_office_by_name(confirmed, ministry, assessors):
    seen = page(confirmed, assessors[0]).elements[0].confirmations
    assert [line.is_mine for line in seen] == [True, False]
    assert assessors[1].name not in [line.assessor for line in seen]
    assert {line.assessor for line in page(confirmed, ministry).elements[0].confirmations} == {
        each.name for each in assessors
    }


def test_nobody_looks_at_a_region_where_he_has_or_had_an_office(invited, round_id, ministry, assessors):
    make.appointment(assessors[0], make.office(role="mentor", area_code="33.13.01"), end_on=TODAY)

    with pytest.raises(operations.AssessorNotPossible):
        assign(ministry, round_id, "33.13", assessors[0])
    assign(ministry, round_id, "33.11", assessors[0])
    assert Assignment.objects.count() == 1


def test_who_is_no_assessor_gets_no_region(invited, round_id, ministry, regent):
    with pytest.raises(operations.AssessorNotPossible):
        assign(ministry, round_id, "33.11", regent)


def test_a_region_handed_back_is_not_given_again_and_its_levels_count_no_more(confirmed, round_id, ministry, assessors):
    end(ministry, confirmed, assessors[0])

    assert score(confirmed) is None
    with pytest.raises(operations.AssessorNotPossible):
        assign(ministry, round_id, "33.13", assessors[0])


def test_handing_back_needs_a_reason(confirmed, assessors):
    with pytest.raises(operations.AssessorNotPossible):
        end(assessors[0], confirmed, assessors[0], reason=" ")
    with pytest.raises(queries.NoSuchInvitation):
        end(assessors[0], confirmed, assessors[1])


def test_a_region_is_chosen_with_a_reason_and_the_score_of_that_day(confirmed, ministry, assessors):
    with pytest.raises(operations.ReasonMissing):
        choose(ministry, confirmed, reason=" ")
    choose(ministry, confirmed)

    kept = Choice.objects.get()
    assert (kept.outcome, kept.score) == ("chosen", Decimal("2"))
    with pytest.raises(queries.NoSuchInvitation):  # nothing moves any more under a decision
        confirm(confirmed, assessors[0], level=3, note="x")


def test_nobody_is_chosen_unconfirmed_or_beyond_the_places(confirmed, invited, round_id, ministry, assessors):
    with pytest.raises(operations.Undecided):
        choose(ministry, invited["33.11"])
    choose(ministry, invited["33.11"], "not_now", "Belum menyerahkan.")
    head = make.officer("sukoharjo", role="regent", area_code="33.11")
    Choice.objects.all().delete()
    hand_in(invited["33.11"], head)
    with pytest.raises(operations.Undecided):
        choose(ministry, invited["33.11"])
    assign(ministry, round_id, "33.11", *assessors)
    for assessor in assessors:
        confirm_all(invited["33.11"], assessor)
    choose(ministry, confirmed)
    with pytest.raises(operations.Undecided):  # one place only
        choose(ministry, invited["33.11"])
    choose(ministry, invited["33.11"], "reserve", "Siap, tetapi tempat terbatas.")
    with pytest.raises(operations.Undecided):
        choose(ministry, confirmed, "rekaan")


def test_the_region_sees_its_outcome_only_once_it_is_announced(confirmed, round_id, ministry, regent):
    choose(ministry, confirmed)
    before = page(confirmed, regent)
    assert (before.outcome, before.reason, before.confirmed, before.parts) == ("", "", None, ())
    assert all(element.confirmations == () for element in before.elements)

    operations.announce_choices(round_id=round_id, actor=ministry, at=make.AT)

    after = page(confirmed, regent)
    assert (after.outcome, after.reason, after.confirmed) == ("chosen", "Siap dan berkomitmen.", Decimal("2"))
    assert [line.outcome for line in queries.list_own(actor=regent)] == ["chosen"]


def test_nothing_is_announced_while_a_region_waits_for_its_outcome_and_nothing_changes_after(
    confirmed, round_id, ministry
):
    with pytest.raises(operations.Undecided):
        operations.announce_choices(round_id=round_id, actor=ministry, at=make.AT)
    choose(ministry, confirmed)
    operations.announce_choices(round_id=round_id, actor=ministry, at=make.AT)
    operations.announce_choices(round_id=round_id, actor=ministry, at=make.AT)

    assert len(list_events(areas=["ID"], names=["selection.announced"])) == 1
    with pytest.raises(operations.AlreadyAnnounced):
        choose(ministry, confirmed, "reserve")


def test_what_waits_is_counted_for_the_region_and_for_the_assessor(invited, regent, round_id, ministry, assessors):
    assert (queries.count_waiting(actor=regent), queries.count_waiting(actor=assessors[0])) == (1, 0)
    hand_in(invited["33.13"], regent)
    assign(ministry, round_id, "33.13", assessors[0])

    assert (queries.count_waiting(actor=regent), queries.count_waiting(actor=assessors[0])) == (0, 1)
    confirm(invited["33.13"], assessors[0])
    assert queries.count_waiting(actor=assessors[0]) == 0
