"""Taking a spreadsheet in: what enters, what is held, what a second time changes, who may, and the ledger line."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.masterplan import operations
from guyub.apps.masterplan.models import BudgetLine, Masterplan, Programme, ProgrammeSheet, Target
from guyub.apps.masterplan.sheet import Unreadable
from guyub.ledger.queries import list_events
from tests.masterplan.conftest import BROKEN, HEADERS, HIGHER, LOWER, SMARD, TUNTAS, file_of
from tests.support import make

LATER = make.AT + timedelta(days=30)


def events():
    return [(event.name, event.facts) for event in list_events(areas=["33.13"])]


def test_the_first_import_opens_the_plan_and_writes_one_ledger_line(take_in):
    sheet_id = take_in(SMARD, TUNTAS, BROKEN, title="Masterplan 2026")

    sheet = ProgrammeSheet.objects.get(pk=sheet_id)
    assert (sheet.rows_in, sheet.rows_entered, sheet.rows_held, sheet.created) == (3, 2, 1, 2)
    assert sheet.findings[0]["code"] == "dimension-missing"
    plan = Masterplan.objects.get()
    assert (plan.title, plan.area_id, plan.framework, plan.year_start, plan.year_end) == (
        "Masterplan 2026", "33.13", "kominfo-2017", 2026, 2030,
    )  # fmt: skip
    ((name, facts),) = events()
    assert name == "programmes.imported"
    assert (facts["rows_in"], facts["rows_entered"], facts["rows_held"], facts["created"], facts["targets"]) == (
        3,
        2,
        1,
        2,
        2,
    )


def test_a_programme_carries_its_agency_money_target_and_the_line_it_came_from(take_in):
    sheet_id = take_in(SMARD)

    programme = Programme.objects.get()
    assert (programme.lead_agency.abbreviation, programme.sheet_id, programme.sheet_line) == (
        "Disdukcapil",
        sheet_id,
        2,
    )
    assert list(BudgetLine.objects.values_list("year", "fund_source", "amount_rupiah")) == [(2026, "apbd", 750_000_000)]
    target = Target.objects.get()
    assert (target.indicator, target.value, target.direction, target.area_id) == (
        HIGHER,
        Decimal(98),
        "higher",
        "33.13",
    )


def test_the_same_file_again_changes_nothing_and_writes_nothing(take_in):
    first = take_in(SMARD, TUNTAS)

    second = take_in(SMARD, TUNTAS, at=LATER)

    assert first == second
    assert (Programme.objects.count(), Target.objects.count(), len(events())) == (2, 2, 1)


def test_a_later_file_brings_programmes_up_to_date_and_leaves_the_others(take_in):
    take_in(SMARD, TUNTAS)

    sheet_id = take_in(["sg-1", "SMARD Plus", "SG", "Dinsos", "800 juta", HIGHER, "99", "2026"], at=LATER)

    sheet = ProgrammeSheet.objects.get(pk=sheet_id)
    assert (sheet.created, sheet.changed) == (0, 1)
    programme = Programme.objects.get(code="SG-1")
    assert (programme.name, programme.lead_agency.abbreviation, programme.sheet_id) == (
        "SMARD Plus",
        "Dinsos",
        sheet_id,
    )
    assert programme.budget_lines.get().amount_rupiah == 800_000_000
    assert Programme.objects.get(code="SS-1").sheet_id != sheet_id


def test_a_changed_target_is_given_up_and_not_deleted(take_in):
    take_in(SMARD)
    take_in([*SMARD[:6], "99", "2026"], at=LATER)

    old, new = Target.objects.order_by("pk")
    assert (old.value, old.withdrawn_at, new.value, new.withdrawn_at) == (98, LATER, 99, None)


def test_a_column_that_the_file_lacks_is_left_as_it_is(take_in):
    take_in(SMARD)

    take_in(["SG-1", "SMARD", "SL"], headers=HEADERS[:3], at=LATER)

    programme = Programme.objects.get()
    assert (programme.dimension, programme.lead_agency.abbreviation, programme.budget_lines.count()) == (
        "SL",
        "Disdukcapil",
        1,
    )


def test_supporting_agencies_follow_the_file(take_in):
    headers = [*HEADERS, "OPD pendukung"]
    take_in([*SMARD, "Dinsos; Dinkes"], headers=headers)
    take_in([*SMARD, "Dinkes"], headers=headers, at=LATER)

    assert [agency.abbreviation for agency in Programme.objects.get().supporting_agencies.all()] == ["Dinkes"]


def test_a_file_of_which_nothing_can_enter_is_refused_and_leaves_no_plan(take_in):
    with pytest.raises(operations.NothingEnters) as raised:
        take_in(BROKEN)

    assert raised.value.remedy
    assert (Masterplan.objects.count(), events()) == (0, [])


def test_a_file_that_is_no_table_is_refused(planner):
    with pytest.raises(Unreadable):
        operations.import_programmes(
            area="33.13", file_name="x.csv", stream=file_of(headers=["a", "b"]), actor=planner, at=make.AT
        )


def test_an_agency_takes_in_its_own_programmes_only(take_in, head):
    take_in(SMARD)

    sheet_id = take_in(TUNTAS, SMARD, ["SG-1", "Direbut", "SG", "Dinsos", "", "", "", ""], actor=head, at=LATER)

    sheet = ProgrammeSheet.objects.get(pk=sheet_id)
    assert (sheet.rows_entered, sheet.rows_held) == (1, 2)
    assert [finding["code"] for finding in sheet.findings] == ["agency-not-yours", "code-of-another"]
    assert Programme.objects.get(code="SG-1").name == "SMARD"


@pytest.mark.parametrize("role", ["regent", "camat", "evaluator", "data_custodian"])
def test_who_does_not_plan_takes_nothing_in(take_in, role):
    other = make.officer(role=role, area_code="33.13")

    with pytest.raises(NotPermitted):
        take_in(SMARD, actor=other)

    assert Programme.objects.count() == 0


def test_another_regency_is_out_of_reach(planner):
    make.area("33.11")

    with pytest.raises(NotPermitted):
        operations.import_programmes(area="33.11", file_name="x.csv", stream=file_of(SMARD), actor=planner, at=make.AT)


def test_a_thousand_programmes_are_taken_in_with_a_constant_number_of_queries(take_in, django_assert_max_num_queries):
    rows = [[f"P-{number}", f"Program {number}", "SG", "Dinsos", "1 juta", "", "", ""] for number in range(1000)]

    with django_assert_max_num_queries(60):
        take_in(*rows)

    assert (Programme.objects.count(), BudgetLine.objects.count()) == (1000, 1000)


def test_the_demo_file_is_taken_in_whole(regency, planner, tmp_path):
    from guyub.demo.programmes import write_programmes

    for name in ("Diskominfo", "DPMD", "Disperkim", "Disparpora", "Disperdagkop", "Dispertan", "DLH", "BPBD", "Dishub"):
        make.agency(name)
    path = write_programmes(tmp_path / "demo")

    with path.open("rb") as stream:
        sheet_id = operations.import_programmes(
            area="33.13", file_name=path.name, stream=stream, actor=planner, at=make.AT
        )

    sheet = ProgrammeSheet.objects.get(pk=sheet_id)
    held = [finding for finding in sheet.findings if finding["severity"] == "hold"]
    assert {finding["code"] for finding in held} <= {"agency-unknown"}
    assert sheet.rows_entered >= 20
    assert LOWER in set(Target.objects.values_list("indicator", flat=True))
