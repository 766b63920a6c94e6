"""The region's side: what is known is confirmed or corrected with a reason, levels are explained, the head commits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.selection import operations, queries
from guyub.apps.selection.models import Answer, Fact, Invitation
from guyub.apps.selection.operations import Known
from guyub.ledger.queries import list_events
from tests.selection.conftest import TODAY, answer_all, hand_in
from tests.support import make

LATER = make.AT + timedelta(weeks=4)


def prefill(ministry, round_id, area="33.13", **figures):
    known = {key.replace("_", "-"): Known(Decimal(value), "BPS", "2024") for key, value in figures.items()}
    return operations.prefill_facts(round_id=round_id, known={area: known}, actor=ministry, at=make.AT)


def say(invitation, actor, key="hdi", value="78.11", reason="", at=make.AT):
    return operations.confirm_fact(
        invitation_id=invitation, key=key, value=Decimal(value), reason=reason, actor=actor, at=at
    )


def level(invitation, actor, code="STR-1", level=2, explanation="Ada SK.", at=make.AT):
    return operations.answer_element(
        invitation_id=invitation, code=code, level=level, explanation=explanation, actor=actor, at=at
    )


def page(invitation, actor, on=TODAY):
    return queries.get_region(invitation, on=on, actor=actor)


def test_what_is_known_is_prefilled_with_source_and_date(ministry, round_id, invited, regent):
    assert prefill(ministry, round_id, hdi="78.11", villages="177") == 2

    facts = {fact.key: fact for fact in page(invited["33.13"], regent).facts}
    assert (facts["hdi"].known, facts["hdi"].known_source, facts["hdi"].known_as_of) == (
        Decimal("78.11"),
        "BPS",
        "2024",
    )
    assert facts["hdi"].state == "ask" and facts["ict-budget"].known is None


def test_prefilling_again_changes_nothing_but_what_is_newer_and_never_what_was_confirmed(
    ministry, round_id, invited, regent
):
    prefill(ministry, round_id, hdi="78.11", villages="177")
    say(invited["33.13"], regent)

    assert prefill(ministry, round_id, hdi="78.11", villages="177") == 0
    assert prefill(ministry, round_id, hdi="79.00", villages="178") == 1
    assert Fact.objects.get(key="hdi").known == Decimal("78.11")
    assert len(list_events(areas=["ID"], names=["selection.prefilled"])) == 2


def test_a_known_figure_is_confirmed_without_words_and_corrected_only_with_a_reason(
    ministry, round_id, invited, regent
):
    prefill(ministry, round_id, hdi="78.11")
    with pytest.raises(operations.AnswerWrong):
        say(invited["33.13"], regent, value="79")

    say(invited["33.13"], regent)
    assert page(invited["33.13"], regent).facts[3].state == "valid"
    say(invited["33.13"], regent, value="79", reason="BPS 2025")
    assert page(invited["33.13"], regent).facts[3].state == "differs"


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [("hdi", "-1", "x"), ("area-4g", "101", "x"), ("ict-budget", "1000", "  "), ("rekaan", "1", "x")],
)
def test_a_figure_that_can_not_be_is_refused(invited, regent, key, value, reason):
    with pytest.raises(operations.AnswerWrong):
        say(invited["33.13"], regent, key, value, reason)
    assert not Fact.objects.exists()


def test_no_program_can_correct_a_figure_without_a_reason(invited):
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.create(
            invitation_id=invited["33.13"], key="hdi", known=1, known_source="BPS", known_as_of="2024", value=2
        )


def test_a_level_needs_to_exist_and_a_reason(invited, regent):
    for wrong in ({"level": 9}, {"explanation": "  "}, {"code": "STR"}, {"code": "X"}):
        with pytest.raises(operations.AnswerWrong):
            level(invited["33.13"], regent, **wrong)
    assert not Answer.objects.exists()


def test_answers_are_kept_scored_and_told_once(invited, regent):
    level(invited["33.13"], regent, level=4)
    level(invited["33.13"], regent, level=4)

    assert Invitation.objects.get(pk=invited["33.13"]).stated_score == Decimal("0.4")  # weight 10 of 100
    assert len(list_events(areas=["33.13"], names=["selection.answered"])) == 1


def test_an_element_that_data_answer_takes_its_level_from_the_number(invited, regent):
    say(invited["33.13"], regent, "records-matched", "86", "Guyub")
    level(invited["33.13"], regent, "APP-1", 0)

    element = page(invited["33.13"], regent).elements[-1]
    assert (element.code, element.by_data, element.level) == ("APP-1", True, 3)
    assert Invitation.objects.get(pk=invited["33.13"]).stated_score == Decimal("0.24")  # weight 8, level 3


def test_handing_in_needs_every_answer_and_the_heads_words(invited, regent):
    with pytest.raises(operations.NotComplete):
        operations.submit_questionnaire(
            invitation_id=invited["33.13"], commitment="Kami siap.", actor=regent, at=make.AT
        )
    answer_all(invited["33.13"], regent)
    with pytest.raises(operations.NotComplete):
        operations.submit_questionnaire(invitation_id=invited["33.13"], commitment=" ", actor=regent, at=make.AT)
    assert page(invited["33.13"], regent).left == 0
    hand_in(invited["33.13"], regent)

    assert page(invited["33.13"], regent).submitted_at == make.AT


def test_the_secretariat_prepares_and_only_the_head_hands_in(invited, secretariat):
    answer_all(invited["33.13"], secretariat)

    with pytest.raises(NotPermitted):
        operations.submit_questionnaire(
            invitation_id=invited["33.13"], commitment="Kami siap.", actor=secretariat, at=make.AT
        )


def test_what_was_handed_in_is_not_changed_any_more(handed_in, regent):
    for act in (lambda: say(handed_in, regent, value="1", reason="x"), lambda: level(handed_in, regent, level=4)):
        with pytest.raises(operations.AlreadySubmitted):
            act()


def test_after_the_last_day_nothing_is_answered(invited, regent):
    with pytest.raises(operations.TooLate):
        level(invited["33.13"], regent, at=LATER)
    assert not page(invited["33.13"], regent, on=LATER.date()).may_answer


@pytest.mark.parametrize("role", ["opd_operator", "inspector", "mentor", "camat"])
def test_other_offices_of_the_region_read_and_answer_nothing(invited, role):
    place = "33.13.01" if role == "camat" else "33.13"
    reader = make.officer(role=role, area_code=place, agency=make.agency("Dinsos") if role == "opd_operator" else None)

    assert not page(invited["33.13"], reader).may_answer
    with pytest.raises(NotPermitted):
        level(invited["33.13"], reader)


def test_another_region_sees_and_changes_nothing(invited, regent):
    with pytest.raises(queries.NoSuchInvitation):
        page(invited["33.11"], regent)
    for act in (lambda: say(invited["33.11"], regent), lambda: level(invited["33.11"], regent)):
        with pytest.raises(queries.NoSuchInvitation):
            act()


def test_a_regions_page_costs_the_same_empty_and_full(invited, regent, django_assert_max_num_queries):
    def cost():
        page(invited["33.13"], type(regent).objects.get(pk=regent.pk))

    with django_assert_max_num_queries(11):
        cost()
    answer_all(invited["33.13"], regent)
    with django_assert_max_num_queries(11):
        cost()
