"""Officers are registered, appointed, dismissed; offices are handed over. Each is one line of the ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from guyub.apps.accounts import operations, queries
from guyub.apps.accounts.models import Appointment, Officer
from guyub.apps.accounts.permissions import NotPermitted, Right, may
from guyub.ledger.queries import list_events
from tests.support import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 2)


@pytest.fixture
def secretary():
    return make.officer("sekda", role="regional_secretary")


def again(officer: Officer) -> Officer:
    """The officer as the next request sees him."""
    return Officer.objects.get(pk=officer.pk)


def appoint(secretary, officer, office, start_on=DAY) -> int:
    return operations.appoint(
        officer_id=officer.pk, office_id=office.pk, start_on=start_on, actor=secretary, at=make.AT
    )


def test_an_appointment_gives_the_rights_of_the_office_and_is_recorded(secretary):
    someone, office = make.officer(role=None), make.office("data_custodian", title="Walidata")

    pk = appoint(secretary, someone, office)

    assert may(again(someone), Right.PUBLISH_RELEASE, area="33.13")
    (event,) = list_events(areas=["33.13"])
    assert (event.name, event.subject_id, event.actor_office) == ("officer.appointed", str(pk), secretary.acting_as)
    assert event.facts == {"officer": someone.pk, "office": office.pk, "start_on": "2026-01-02"}


def test_a_taken_office_is_refused(secretary):
    office = make.office("regent", title="Bupati")
    appoint(secretary, make.officer(role=None), office)

    with pytest.raises(operations.OfficeTaken, match="Bupati"):
        appoint(secretary, make.officer(role=None), office, start_on=DAY + timedelta(days=400))


def test_an_office_is_free_from_the_day_its_holder_leaves(secretary):
    office = make.office("regent")
    pk = appoint(secretary, make.officer(role=None), office)
    operations.dismiss(appointment_id=pk, end_on=DAY + timedelta(days=10), actor=secretary, at=make.AT)

    with pytest.raises(operations.OfficeTaken):
        appoint(secretary, make.officer(role=None), office, start_on=DAY + timedelta(days=9))
    assert appoint(secretary, make.officer(role=None), office, start_on=DAY + timedelta(days=10))


def test_an_office_of_two_seats_is_held_by_two_and_no_third(secretary):
    office = make.office("evaluator", seats=2)
    first = make.officer(role=None)
    appoint(secretary, first, office)

    with pytest.raises(operations.AlreadyHeld):
        appoint(secretary, first, office)
    appoint(secretary, make.officer(role=None), office)
    with pytest.raises(operations.OfficeTaken):
        appoint(secretary, make.officer(role=None), office)


def test_the_database_itself_refuses_two_holders_of_one_seat():
    office = make.office("regent")
    make.appointment(make.officer(role=None), office)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.appointment(make.officer(role=None), office)


def test_a_closed_office_and_a_closed_account_are_refused(secretary):
    with pytest.raises(operations.OfficeClosed):
        appoint(secretary, make.officer(role=None), make.office("regent", closed_on=DAY))
    with pytest.raises(operations.NobodyToAppoint):
        appoint(secretary, make.officer(role=None, is_active=False), make.office("regent"))


def test_nobody_becomes_guyub_itself_nor_guyub_a_regent(secretary):
    operations.open_area(area="33.13", actor=None, at=make.AT)
    system = queries.get_system_officer("33.13")
    office = system.appointments.get().office

    with pytest.raises(operations.OfficeClosed):
        appoint(secretary, make.officer(role=None), office)
    with pytest.raises(operations.NobodyToAppoint):
        appoint(secretary, system, make.office("regent"))


def test_a_dismissal_ends_the_rights_on_its_day(secretary):
    today = timezone.localdate()
    someone = make.officer(role=None)
    pk = appoint(secretary, someone, make.office("data_custodian"))

    operations.dismiss(appointment_id=pk, end_on=today, actor=secretary, at=make.AT)

    assert not again(someone).scope(Right.PUBLISH_RELEASE)
    assert list_events(areas=["33.13"])[0].name == "officer.dismissed"


def test_an_end_lies_after_the_beginning_and_is_never_put_off(secretary):
    pk = appoint(secretary, make.officer(role=None), make.office("regent"))

    with pytest.raises(operations.EndsBeforeItBegins):
        operations.dismiss(appointment_id=pk, end_on=DAY - timedelta(days=1), actor=secretary, at=make.AT)
    operations.dismiss(appointment_id=pk, end_on=DAY + timedelta(days=5), actor=secretary, at=make.AT)
    with pytest.raises(operations.AlreadyEnded):
        operations.dismiss(appointment_id=pk, end_on=DAY + timedelta(days=6), actor=secretary, at=make.AT)


def test_a_handover_passes_the_office_on_in_one_step(secretary):
    old, young, office = make.officer(role=None), make.officer(role=None), make.office("regent")
    pk = appoint(secretary, old, office)

    arrived = operations.hand_over(
        appointment_id=pk, to_officer_id=young.pk, on=DAY + timedelta(days=7), actor=secretary, at=make.AT
    )

    seat = queries.find_seat(office.pk, actor=secretary, on=DAY + timedelta(days=7))
    assert ([h.officer_id for h in seat.now], [h.officer_id for h in seat.earlier]) == ([young.pk], [old.pk])
    event = list_events(areas=["33.13"])[0]
    assert (event.name, event.subject_id) == ("officer.handed_over", str(arrived))


def test_a_handover_that_cannot_happen_changes_nothing(secretary):
    old, office = make.officer(role=None), make.office("regent")
    pk = appoint(secretary, old, office)

    with pytest.raises(operations.AlreadyHeld):
        operations.hand_over(appointment_id=pk, to_officer_id=old.pk, on=DAY, actor=secretary, at=make.AT)
    closed = make.officer(role=None, is_active=False)
    with pytest.raises(operations.NobodyToAppoint):
        operations.hand_over(appointment_id=pk, to_officer_id=closed.pk, on=DAY, actor=secretary, at=make.AT)

    assert Appointment.objects.get(pk=pk).end_on is None


@pytest.mark.parametrize("role", ["regent", "opd_head", "data_custodian", "camat", "inspector", "village_operator"])
def test_only_who_manages_officers_appoints_dismisses_and_registers(role):
    area = {"camat": "33.13.01", "village_operator": "33.13.01.2001"}.get(role, "33.13")
    actor = make.officer(role=role, area_code=area, agency=make.agency("Dinsos"))
    office, someone = make.office("regent"), make.officer(role=None)
    held = make.appointment(make.officer(role=None), make.office("dpo"))

    with pytest.raises(NotPermitted):
        appoint(actor, someone, office)
    with pytest.raises(NotPermitted):
        operations.dismiss(appointment_id=held.pk, end_on=DAY, actor=actor, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.hand_over(appointment_id=held.pk, to_officer_id=someone.pk, on=DAY, actor=actor, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.register_officer(username="x", name="X", area="33.13", actor=actor, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.set_password(officer_id=someone.pk, password="empat kata acak", actor=actor, at=make.AT)


def test_a_manager_of_one_regency_manages_no_other(secretary):
    with pytest.raises(NotPermitted):
        appoint(secretary, make.officer(role=None), make.office("regent", area_code="33.11"))


def register(secretary, **changes):
    facts = {"username": "dinsos.sri", "name": "Sri", "area": "33.13", "password": "empat kata acak ini"}
    return operations.register_officer(**(facts | changes), actor=secretary, at=make.AT)


def test_a_registered_officer_may_nothing_yet(secretary):
    officer = Officer.objects.get(pk=register(secretary, username=" Dinsos.Sri "))

    assert (officer.username, officer.check_password("empat kata acak ini")) == ("dinsos.sri", True)
    assert not any(officer.scope(right) for right in Right)
    assert list_events(areas=["33.13"])[0].facts == {}, "no name in the ledger"


def test_a_username_and_an_address_belong_to_one_officer(secretary):
    register(secretary, email="sri@contoh.id")

    with pytest.raises(operations.UsernameTaken):
        register(secretary, username="DINSOS.SRI")
    with pytest.raises(operations.EmailTaken):
        register(secretary, username="lain", email="SRI@contoh.id")


@pytest.mark.parametrize("password", ["pendek", "1234567890123", "password123", "dinsos.sri1"])
def test_a_weak_password_is_refused(secretary, password):
    with pytest.raises(operations.WeakPassword):
        register(secretary, password=password)


def test_what_is_no_hash_is_never_kept_as_one(secretary):
    with pytest.raises(ValueError, match="hash"):
        register(secretary, password=None, password_hash="guyub-demo")


def test_without_a_password_nobody_signs_in_with_one(secretary):
    assert not Officer.objects.get(pk=register(secretary, password=None)).has_usable_password()


def test_a_new_password_replaces_a_forgotten_one(secretary):
    pk = register(secretary)

    operations.set_password(officer_id=pk, password="kata lain yang baru", actor=secretary, at=make.AT)

    assert Officer.objects.get(pk=pk).check_password("kata lain yang baru")
    assert list_events(areas=["33.13"])[0].name == "officer.password_set"


def test_opening_an_area_is_done_once_and_makes_its_system_officer():
    make.area("33.13")

    first = operations.open_area(area="33.13", actor=None, at=make.AT)
    second = operations.open_area(area="33.13", actor=None, at=make.AT)

    system = queries.get_system_officer("33.13")
    assert first == second == system.pk
    assert not system.has_usable_password()
    assert all(may(system, right, area="33.13") and not may(system, right, area="33.11") for right in Right)
    assert [event.name for event in list_events(areas=["33.13"])] == ["area.opened"]


def test_names_of_accounts_are_seen_by_those_who_manage_them(secretary):
    make.officer("dinsos", role="data_producer", agency=make.agency("Dinsos"))
    make.officer("tetangga", role="regent", area_code="33.11")
    plain = make.officer("plain", role="camat", area_code="33.13.01")

    def seen(actor):
        return [line.username for line in queries.list_officers(actor=actor, area="33.13", on=DAY)]

    assert seen(secretary) == ["dinsos", "plain", "sekda"]
    assert seen(plain) == ["plain"]
    assert queries.list_officers(actor=secretary, area="33.11", on=DAY) == []


def test_another_regency_does_not_see_who_holds_which_office(secretary):
    neighbour = make.officer("tetangga", role="regional_secretary", area_code="33.11")
    held = make.appointment(make.officer(role=None), make.office("regent"))

    assert queries.list_seats(actor=neighbour, area="33.13", on=DAY) == []
    assert queries.find_seat(held.office_id, actor=neighbour, on=DAY) is None
    assert queries.find_office_of(held.pk, actor=neighbour) is None
    assert queries.find_office_of(held.pk, actor=secretary) == held.office_id


def test_twenty_offices_cost_as_many_queries_as_one(secretary, django_assert_num_queries):
    for _number in range(20):
        make.officer(role="assistant")
    secretary.held_offices  # noqa: B018

    with django_assert_num_queries(2):
        assert len(queries.list_seats(actor=secretary, area="33.13", on=DAY)) == 21
    with django_assert_num_queries(2):
        assert len(queries.list_officers(actor=secretary, area="33.13", on=DAY)) == 21


def test_the_matrix_is_shown_to_managers_and_readers_of_the_ledger(secretary):
    lines = queries.list_matrix(actor=secretary, area="33.13")

    assert "system" not in {line.role for line in lines}
    with pytest.raises(NotPermitted):
        queries.list_matrix(actor=make.officer(role="camat", area_code="33.13.01"), area="33.13")
