"""Opening, sharing out, scoring and closing an assessment: the change, the refusal, the ledger line."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import operations, queries
from guyub.apps.assessment.models import Assessment, Item, Score
from guyub.ledger.queries import list_events
from tests.support import assessing, make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=30)
TODAY = date(2026, 11, 23)


@pytest.fixture
def office():
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def diskominfo():
    return make.agency("Diskominfo")


@pytest.fixture
def opened(office, diskominfo):
    return assessing.assessment(agencies={"O1": diskominfo, "C2": diskominfo, "O2": make.agency("Bappeda")})


def open_one(actor, **fields):
    wanted = {"area": "33.13", "instrument": "uji-kota-cerdas", "year": 2026, "due_on": date(2026, 12, 14), **fields}
    return operations.open_assessment(**wanted, actor=actor, at=make.AT)


def page_of(assessment, actor, on=TODAY, **fields):
    return queries.get_assessment(assessment.pk, actor=actor, on=on, **fields)


def test_an_opened_assessment_has_an_item_for_each_leaf_in_the_instruments_order(office):
    assessing.instrument()

    pk = open_one(office)

    items = Item.objects.filter(assessment_id=pk).order_by("order")
    assert [item.code for item in items] == ["O1", "O2", "C1", "C2"]
    event = list_events(areas=["33.13"], names=["assessment.opened"])[0]
    assert (event.facts["instrument"], event.facts["year"], event.facts["items"]) == ("uji-kota-cerdas", 2026, 4)


def test_the_weights_of_the_year_are_taken(office):
    assessing.instrument()

    assert Assessment.objects.get(pk=open_one(office, year=2025)).weight_set == "w2025"
    assert Assessment.objects.get(pk=open_one(office, year=2026)).weight_set == ""


def test_a_second_assessment_of_the_same_year_and_an_instrument_that_is_not_there_are_refused(office):
    assessing.instrument()
    open_one(office)

    with pytest.raises(operations.AssessmentExists):
        open_one(office)
    with pytest.raises(queries.NoSuchInstrument):
        open_one(office, instrument="tidak-ada")


@pytest.mark.parametrize("role", ["opd_head", "inspector", "regent"])
def test_only_who_manages_assessments_opens_one(role):
    assessing.instrument()

    with pytest.raises(NotPermitted):
        open_one(make.officer("orang", role=role, agency=make.agency("Dinsos") if role == "opd_head" else None))


def test_items_are_shared_out_in_bulk_and_sharing_the_same_again_changes_nothing(office, opened, diskominfo):
    dinsos = make.agency("Dinsos")
    agencies = {"O1": dinsos.pk, "C1": dinsos.pk, "O2": None}

    changed = [
        operations.share_items(assessment_id=opened.pk, agencies=agencies, actor=office, at=make.AT) for _ in range(2)
    ]

    assert changed == [3, 0]
    shared = dict(opened.items.values_list("code", "agency__abbreviation"))
    assert shared == {"O1": "Dinsos", "O2": None, "C1": "Dinsos", "C2": "Diskominfo"}
    assert len(list_events(areas=["33.13"], names=["assessment.shared_out"])) == 1


def test_items_are_not_shared_out_to_another_regencys_agency(office, opened):
    foreign = make.agency("Dinsos", area_code="33.11")

    with pytest.raises(operations.NoSuchAgency):
        operations.share_items(assessment_id=opened.pk, agencies={"O1": foreign.pk}, actor=office, at=make.AT)


def test_who_answered_last_year_is_suggested_before_the_instruments_hint(office, opened):
    assessing.assessment(year=2025, agencies={"O1": make.agency("Bappeda")})
    Item.objects.filter(assessment=opened).update(agency=None)

    page = queries.get_shares(opened.pk, actor=office, on=TODAY)

    suggested = {line.code: line.suggested and line.suggested.abbreviation for line in page.lines}
    assert suggested == {"O1": "Bappeda", "O2": "Bappeda", "C1": None, "C2": "Diskominfo"}
    assert (page.unshared, page.suggestions) == (4, 3)


def test_a_level_counts_only_as_far_as_all_evidence_below_it_is_accepted(office, opened):
    item = assessing.item(opened, "O1", claimed_level=3)
    assessing.accept(item, "a", "b", "d")

    page = page_of(opened, office)

    assert page.total == Decimal("0.3")  # level 1 of 4: half of the component that weighs 60 %
    assessing.accept(item, "c", evidence=assessing.evidence("Notulen", dated_on=date(2026, 11, 1), kind="minutes"))
    assert page_of(opened, office).total == Decimal("0.9")


def test_the_score_falls_on_the_day_after_evidence_expires(office, opened):
    item = assessing.item(opened, "O1", claimed_level=2)
    assessing.accept(item, "a", "b")
    minutes = assessing.evidence("Notulen rapat", kind="minutes", dated_on=date(2026, 9, 10))  # counts three months
    assessing.accept(item, "c", evidence=minutes)

    last, after = (page_of(opened, office, on=day) for day in (date(2026, 12, 10), date(2026, 12, 11)))

    assert (last.total, after.total) == (Decimal("0.6"), Decimal("0.3"))
    line = next(line for line in after.items if line.code == "O1")
    assert (line.state.standing, line.state.reached, line.state.aim) == (queries.Standing.LACKING, 1, 2)
    assert "Notulen rapat" in line.state.note
    assert page_of(opened, office, as_of=date(2026, 12, 11)).as_of.total == Decimal("0.3")


def test_withdrawn_evidence_counts_no_more_and_a_new_version_waits_for_a_look(office, opened):
    item = assessing.item(opened, "O1", claimed_level=1)
    evidence = assessing.evidence("Naskah")
    assessing.attachment(item, "a", evidence)
    assert page_of(opened, office).total == Decimal("0.3")

    assessing.version(evidence, number=2, added_by=office)
    renewed = page_of(opened, office)
    assert (renewed.total, renewed.items[0].state.standing) == (Decimal(0), queries.Standing.WAITING)

    evidence.withdrawn_at = make.AT
    evidence.save()
    withdrawn = page_of(opened, office)
    assert (withdrawn.total, withdrawn.items[0].state.standing) == (Decimal(0), queries.Standing.LACKING)


def test_a_closed_assessment_keeps_its_score_when_evidence_expires_or_is_bettered(office, opened):
    item = assessing.item(opened, "O1", claimed_level=1)
    evidence = assessing.evidence("Naskah", valid_until=date(2026, 12, 1))
    assessing.attachment(item, "a", evidence)
    operations.close_assessment(assessment_id=opened.pk, actor=office, at=make.AT)
    assessing.version(evidence, number=2, added_by=office)

    page = page_of(opened, office, on=date(2027, 6, 1))

    assert (page.total, page.levers, page.is_closed) == (Decimal("0.3"), (), True)


def test_a_closed_assessment_is_neither_shared_out_nor_answered_and_closing_again_changes_nothing(office, opened):
    for _ in range(2):
        operations.close_assessment(assessment_id=opened.pk, actor=office, at=LATER)

    with pytest.raises(operations.AssessmentClosed):
        operations.share_items(assessment_id=opened.pk, agencies={"O1": None}, actor=office, at=LATER)
    with pytest.raises(operations.AssessmentClosed):
        operations.answer_item(item_id=assessing.item(opened, "O1").pk, claimed_level=1, actor=office, at=LATER)
    assert len(list_events(areas=["33.13"], names=["assessment.closed"])) == 1


def test_a_score_is_kept_when_it_changes_and_only_then(office, opened):
    kept = [operations.keep_score(assessment_id=opened.pk, actor=office, at=make.AT) for _ in range(2)]
    assessing.accept(assessing.item(opened, "O1", claimed_level=1), "a")
    kept.append(operations.keep_score(assessment_id=opened.pk, actor=office, at=LATER))

    assert [pk is None for pk in kept] == [False, True, False]
    scores = queries.list_scores(opened.pk, actor=office)
    assert [score.total for score in scores] == [Decimal(0), Decimal("0.3")]
    assert scores[1].parts == {"output": "0.500000", "outcome": "0.000000"}
    event = list_events(areas=["33.13"], names=["score.kept"])[0]
    assert (event.facts["before"], event.facts["total"]) == ("0.000000", "0.300000")


def test_the_official_score_stands_beside_the_computed_one_with_its_letter(office, opened):
    operations.keep_score(assessment_id=opened.pk, actor=office, at=make.AT)
    operations.close_assessment(assessment_id=opened.pk, actor=office, at=make.AT)

    operations.record_official_score(
        assessment_id=opened.pk, score=Decimal("2.81"), source="Surat 003/2026", actor=office, at=LATER
    )

    line = queries.list_assessments(area="33.13", actor=office)[0]
    assert (line.total, line.official_score, line.official_source) == (0, Decimal("2.81"), "Surat 003/2026")


@pytest.mark.parametrize(("score", "source"), [("4.01", "Surat 1"), ("-1", "Surat 1"), ("3", "  ")])
def test_an_official_score_outside_the_range_or_without_a_letter_is_refused(office, opened, score, source):
    with pytest.raises(operations.ScoreNotPossible):
        operations.record_official_score(
            assessment_id=opened.pk, score=Decimal(score), source=source, actor=office, at=LATER
        )


def test_the_page_compares_with_the_official_score_of_the_year_before_and_with_other_weights(office, opened):
    earlier = assessing.assessment(
        year=2025, official_score=Decimal("2.81"), official_source="Surat 9", official_at=make.AT, closed_at=make.AT
    )
    Score.objects.create(
        assessment=earlier, computed_at=make.AT, total=Decimal("2.7"), parts={"output": "2.5"}, answered=4, items=4
    )
    assessing.accept(assessing.item(opened, "O1", claimed_level=1), "a")

    page = page_of(opened, office)

    assert (page.before.value, page.before.is_official, page.change) == (Decimal("2.81"), True, Decimal("-2.51"))
    assert [(line.code, line.weight_percent, line.before) for line in page.components] == [
        ("output", 60, Decimal("2.5")),
        ("outcome", 40, None),
    ]
    assert (page.other.total, page.components[0].other_weight_percent) == (Decimal("0.25"), 50)


def test_the_levers_say_what_is_missing_by_whom_and_what_they_come_to_together(office, opened):
    page = page_of(opened, office)

    # A yes costs no piece of evidence and brings 40 % of 2; then level 1 of each leveled item with one piece.
    first = page.levers[0]
    assert (first.title, first.agency, first.gain) == ("Data dibuka", "Diskominfo", Decimal("0.8"))
    assert {lever.missing for lever in page.levers[1:]} == {("Naskah rancangan",)}
    assert page.together == Decimal("0.8") + Decimal("0.3") * 2


def test_gaps_name_the_agencies_and_items_that_nobody_answers_for(office, opened):
    assessing.attachment(assessing.item(opened, "O1", claimed_level=1), "a", status="revise")

    lacking, unanswered = page_of(opened, office).gaps

    assert [(agency.abbreviation, n) for agency, n in lacking.agencies] == [("Diskominfo", 1)]
    assert [(agency.abbreviation, n) for agency, n in unanswered.agencies] == [("Bappeda", 1), ("Diskominfo", 1)]
    assert (lacking.count, unanswered.count, unanswered.unshared) == (1, 3, 1)


def test_another_regency_sees_nothing_and_an_agency_reads_everything_of_its_own_regency(opened):
    stranger = make.officer("tetangga", role="smart_city_office", area_code="33.11")
    head = make.officer("dinsos", role="opd_head", agency=make.agency("Dinsos"))

    assert queries.list_assessments(area="33.13", actor=stranger) == []
    for read in (queries.get_answers, queries.get_dossier, queries.get_assessment, queries.get_shares):
        with pytest.raises(queries.NoSuchAssessment):
            read(opened.pk, actor=stranger, on=TODAY)
    for operation in (operations.close_assessment, operations.keep_score):
        with pytest.raises(queries.NoSuchAssessment):
            operation(assessment_id=opened.pk, actor=stranger, at=make.AT)
    assert len(page_of(opened, head).items) == 4
    assert [line.is_mine for line in page_of(opened, head).items] == [False] * 4


def _many(opened):
    """A hundred items more, answered and proved."""
    text = assessing.TEXT.replace("code: uji-kota-cerdas", "code: uji-besar")
    leaves = "".join(
        f"    - {{code: X{n}, kind: indicator, title: {{id: Butir {n}, en: Item {n}}}, "
        f"meaning: {{id: Butir., en: Item.}}, asks: level, scale: steps}}\n"
        for n in range(100)
    )
    large = assessing.assessment(assessing.instrument(text.rstrip("\n") + "\n" + leaves), year=2026)
    for n in range(0, 100, 4):
        assessing.accept(assessing.item(large, f"X{n}", claimed_level=2), "a", "b")
    return large


def test_the_page_of_a_hundred_items_costs_the_queries_of_four(office, opened):
    office = type(office).objects.get(pk=office.pk)
    office.scope("see_assessments")
    large = _many(opened)
    counts = []
    for assessment in (opened, large):
        with CaptureQueriesContext(connection) as captured:
            page_of(assessment, office)
        counts.append(len(captured.captured_queries))

    assert counts[0] == counts[1] <= 6


def test_the_list_shows_what_was_last_computed_open_before_closed(office, opened):
    assessing.assessment(year=2024, closed_at=make.AT)
    operations.keep_score(assessment_id=opened.pk, actor=office, at=make.AT)
    assessing.item(opened, "O1", claimed_level=1)

    lines = queries.list_assessments(area="33.13", actor=office)

    assert [(line.year, line.total, line.answered, line.items) for line in lines] == [
        (2026, 0, 1, 4),
        (2024, None, 0, 4),
    ]
    assert lines[0].grade_title == "Kurang"


def test_work_waits_for_each_officer_by_his_office(office, opened, diskominfo):
    operator = make.officer("operator", role="opd_operator", agency=diskominfo)
    inspector = make.officer("inspektorat", role="inspector")
    first = assessing.item(opened, "O1", claimed_level=2)
    assessing.attachment(first, "a", status="revise")
    assessing.attachment(first, "b", status="draft")
    assessing.attachment(first, "c", status="in_progress")
    comment = assessing.comment(first)
    comment.mentions.add(inspector)

    work = {
        actor.username: [line.kind for line in queries.list_work(area="33.13", actor=actor).lines]
        for actor in (operator, inspector)
    }

    assert work == {"operator": ["mend", "send", "answer"], "inspektorat": ["reply", "look"]}
    assert timezone.localdate(make.AT) == TODAY
