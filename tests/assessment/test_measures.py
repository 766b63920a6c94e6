"""Measures: one value answers many standards, nobody types what data say, coverage is counted per standard."""

from __future__ import annotations

import io
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import content, operations, queries
from guyub.apps.assessment.content import Measured
from guyub.apps.assessment.models import MeasuredValue
from guyub.ledger.queries import list_events
from tests.masterplan.conftest import HIGHER, adopt, compute
from tests.support import make

AREA = "33.13"
LATER = make.AT + timedelta(hours=1)


@pytest.fixture
def planner(db):
    return make.officer("bappeda", role="planning_office")


@pytest.fixture
def steward(db):
    return make.officer("diskominfo", role="smart_city_office")


@pytest.fixture
def adopted(planner):
    operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)


def state(
    actor, measure="unemployment-rate", *, year=2025, at=make.AT, agency=None, source="Sakernas 2025", **measured
):
    given = {name: Decimal(str(value)) for name, value in (measured or {"value": "4.5"}).items()}
    return operations.record_value(
        area=AREA,
        measure=measure,
        year=year,
        measured=Measured(**given),
        agency_id=agency,
        source=source,
        actor=actor,
        at=at,
    )


def test_every_item_of_every_standard_belongs_to_exactly_one_measure():
    """One value answers many standards only if the mapping is whole, and its codes lead somewhere."""
    answered = Counter(
        (instrument, code) for each in content.measures().values() for instrument, code, _ in each.answers
    )
    asked = {
        (code, node.code): node.leaf.measure
        for code, text in content.delivered_texts().items()
        for node in content.parsed(text).leaves
        if node.leaf.measure
    }
    for (instrument, code), measure in asked.items():
        assert (instrument, code) in {(each[0], each[1]) for each in content.measures()[measure].answers}
    assert set(answered) == set(asked)
    assert max(answered.values()) == 1


def test_one_value_answers_an_item_of_each_standard(adopted, steward):
    state(steward)
    found = queries.list_measures(area=AREA, year=2025, actor=steward)

    whole = {each.code: each.whole.exact for each in found.standards}
    assert (whole["iso-37120"], whole["u4ssc"], whole["iso-37122"]) == (1, 1, 0)
    assert (found.measured, found.total) == (1, len(content.measures()))


def test_what_answers_partly_is_not_counted_as_covered(adopted, steward):
    state(steward, "new-patents")
    found = {each.code: each.whole for each in queries.list_measures(area=AREA, year=2025, actor=steward).standards}

    assert (found["iso-37120"].exact, found["u4ssc"].exact, found["u4ssc"].partly) == (1, 0, 1)


def test_coverage_tells_core_from_supporting(adopted, steward):
    state(steward)
    [standard] = [
        each
        for each in queries.list_measures(area=AREA, year=2025, actor=steward).standards
        if each.code == "iso-37120"
    ]

    kinds = {each.kind: (each.exact, each.items) for each in standard.kinds}
    assert kinds["core"][0] == 1 and kinds["supporting"][0] == 0
    assert sum(items for _exact, items in kinds.values()) == standard.whole.items == 128


def test_a_value_is_made_of_numerator_and_denominator(steward):
    pk = state(steward, numerator=450, denominator=10_000)

    assert MeasuredValue.objects.get(pk=pk).value == Decimal("4.5")


@pytest.mark.parametrize(
    "measured",
    [
        {},
        {"numerator": 1},
        {"numerator": 1, "denominator": 0},
        {"value": 9, "numerator": 450, "denominator": 10_000},
        {"value": 10**14},
    ],
)
def test_what_is_no_value_is_refused(steward, measured):
    with pytest.raises(operations.ValueRefused):
        operations.record_value(
            area=AREA,
            measure="unemployment-rate",
            year=2025,
            measured=Measured(**{name: Decimal(value) for name, value in measured.items()}),
            agency_id=None,
            source="x",
            actor=steward,
            at=make.AT,
        )


def test_a_value_without_a_source_is_refused(steward):
    with pytest.raises(operations.ValueRefused):
        state(steward, source="  ")


def test_a_measure_that_no_standard_knows_is_refused(steward):
    with pytest.raises(operations.NoSuchMeasure):
        state(steward, "tiada")


def test_what_an_indicator_answers_is_never_typed(steward):
    with pytest.raises(operations.AnsweredByIndicator):
        state(steward, "basic-health-insurance")
    assert not MeasuredValue.objects.exists()


def test_a_second_statement_replaces_the_first_and_both_stay(steward):
    state(steward)
    state(steward, at=LATER, value="4.4")

    assert [str(each.value) for each in queries.list_values("unemployment-rate", area=AREA, actor=steward)] == [
        "4.400000"
    ]
    assert MeasuredValue.objects.count() == 2
    assert len(list_events(areas=[AREA], names=["measure.recorded"])) == 2


def test_an_agency_states_its_own_values_only(db):
    dinsos = make.agency("Dinsos")
    head = make.officer("kepala", role="opd_head", agency=dinsos)

    assert state(head, agency=dinsos.pk)
    with pytest.raises(NotPermitted):
        state(head)
    with pytest.raises(NotPermitted):
        state(head, agency=make.agency("Dinkes").pk)


def test_another_regency_sees_no_value(adopted, steward):
    state(steward)
    neighbour = make.officer("tetangga", role="smart_city_office", area_code="33.11")
    found = queries.list_measures(area=AREA, year=2025, actor=neighbour)

    assert (found.measured, found.standards) == (0, ())
    assert queries.list_values("unemployment-rate", area=AREA, actor=neighbour) == []


def test_one_value_and_fifty_cost_the_same(adopted, steward, django_assert_num_queries):
    for code in [code for code, each in content.measures().items() if not each.exact_indicator][:50]:
        state(steward, code)
    with django_assert_num_queries(2):
        queries.list_measures(area=AREA, year=2025, actor=steward)


def test_the_list_is_narrowed_by_word_standard_and_state(adopted, steward):
    state(steward)

    def titles(**wanted):
        return [line.code for line in queries.list_measures(area=AREA, year=2025, actor=steward, **wanted).lines]

    assert "unemployment-rate" in titles(text="pengangguran")
    assert titles(state="measured") == ["unemployment-rate"]
    assert "unemployment-rate" not in titles(state="missing")
    assert "unemployment-rate" not in titles(standard="iso-37123")
    assert titles(text="EC-P-EM-1C") == ["unemployment-rate"]


@pytest.fixture
def insured(db):
    """The indicator that answers the health insurance measure exactly, in force."""
    adopt(HIGHER)


def test_an_indicators_value_is_taken_over_once(steward, insured):
    compute("2026-11", {HIGHER: 96.1})
    first = operations.take_in_measures(area=AREA, year=2026, actor=steward, at=make.AT)
    again = operations.take_in_measures(area=AREA, year=2026, actor=steward, at=LATER)

    assert (first, again) == (("basic-health-insurance",), ())
    [value] = queries.list_values("basic-health-insurance", area=AREA, actor=steward)
    assert (value.indicator, value.period, value.value) == (HIGHER, "2026-11", Decimal("96.1"))
    assert len(list_events(areas=[AREA], names=["measure.taken_in"])) == 1


def test_a_newer_computation_replaces_the_value(steward, insured):
    compute("2026-08", {HIGHER: 96.1})
    operations.take_in_measures(area=AREA, year=2026, actor=steward, at=make.AT)
    compute("2026-11", {HIGHER: 97.3})

    assert operations.take_in_measures(area=AREA, year=2026, actor=steward, at=LATER)
    [value] = queries.list_values("basic-health-insurance", area=AREA, actor=steward)
    assert value.value == Decimal("97.3")


@pytest.mark.parametrize(("period", "value"), [("2025-11", 96.1), ("2026-11", None)])
def test_a_value_of_another_year_or_a_hidden_one_is_not_taken(steward, insured, period, value):
    compute(period, {HIGHER: value})

    assert operations.take_in_measures(area=AREA, year=2026, actor=steward, at=make.AT) == ()


# ---- pages -------------------------------------------------------------------------------------------------------


def test_a_standards_table_says_value_unit_year_source_and_agency(client, adopted, steward):
    state(steward, agency=make.agency("Disnaker").pk)
    client.force_login(steward)
    answer = client.get(reverse("assessment:measures-standard", args=["iso-37120", "xlsx"]) + "?tahun=2025")

    rows = {row[0]: row for row in load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)}
    assert rows["5.1"][4:7] == (4.5, "%", 2025)
    assert rows["5.1"][9:11] == ("Sakernas 2025", "Disnaker")
    assert rows["5.2"][4] is None
    assert len(rows) == 129


def test_the_csv_cannot_run_a_formula(client, adopted, steward):
    state(steward, source='=HYPERLINK("http://jahat")')
    client.force_login(steward)
    answer = client.get(reverse("assessment:measures-standard", args=["iso-37120", "csv"]) + "?tahun=2025")

    assert ";'=HYPERLINK" in answer.content.decode() or ";\"'=HYPERLINK" in answer.content.decode()


def test_a_value_is_stated_on_the_page_of_its_measure(client, adopted, steward):
    client.force_login(steward)
    address = reverse("assessment:measure", args=["unemployment-rate"])
    answer = client.post(address, {"year": "2026", "value": "4,25", "source": "Sakernas Agustus 2026", "agency": ""})

    assert answer.status_code == 302
    assert MeasuredValue.objects.get().value == Decimal("4.25")


def test_a_failed_form_keeps_what_was_typed_and_says_what_to_mend(client, adopted, steward):
    client.force_login(steward)
    address = reverse("assessment:measure", args=["unemployment-rate"])
    answer = client.post(address, {"year": "2026", "numerator": "5", "denominator": "0", "source": "Sakernas"})

    assert answer.status_code == 422
    assert "Penyebutnya tidak di atas 0" in answer.content.decode()
    assert 'value="Sakernas"' in answer.content.decode()


def test_the_pages_answer_who_only_reads(client, adopted, db):
    client.force_login(make.officer("camat", role="camat", area_code="33.13.01"))
    pages = [reverse("assessment:measures"), reverse("assessment:measure", args=["basic-health-insurance"])]

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Nyatakan nilai" not in answer.content.decode()


def test_a_measure_that_does_not_exist_is_not_found(client, steward):
    client.force_login(steward)

    assert client.get(reverse("assessment:measure", args=["tiada"])).status_code == 404
