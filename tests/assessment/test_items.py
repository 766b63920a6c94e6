"""Answering an item and proving it: the change, the refusal, the ledger line, and that nobody judges his own evidence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import operations, queries
from guyub.apps.assessment.models import Attachment, Comment, Item, MeasuredValue
from guyub.ledger.queries import list_events
from tests.masterplan.conftest import LOWER, adopt, compute
from tests.support import assessing, make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
TODAY = date(2026, 11, 23)


@pytest.fixture
def diskominfo():
    return make.agency("Diskominfo")


@pytest.fixture
def opened(diskominfo):
    return assessing.assessment(agencies={"O1": diskominfo, "C1": diskominfo, "C2": diskominfo})


@pytest.fixture
def item(opened):
    return assessing.item(opened, "O1")


@pytest.fixture
def operator(diskominfo):
    return make.officer("operator", role="opd_operator", agency=diskominfo)


@pytest.fixture
def inspector():
    return make.officer("inspektorat", role="inspector")


@pytest.fixture
def office():
    return make.officer("sekretariat", role="smart_city_office")


@pytest.fixture
def draft():
    return assessing.evidence("Naskah masterplan")


def events(name):
    return list_events(areas=["33.13"], names=[name])


def answer(item, actor, at=make.AT, **fields):
    return operations.answer_item(item_id=item.pk, actor=actor, at=at, **fields)


def decide(attachment, actor, decision="accepted", **fields):
    return operations.decide_evidence(attachment_id=attachment.pk, decision=decision, actor=actor, at=LATER, **fields)


def test_an_answer_names_the_office_and_the_same_again_changes_nothing(item, operator):
    for at in (make.AT, LATER):
        answer(item, operator, at, claimed_level=2, explanation=" Sudah ditetapkan. ")

    item.refresh_from_db()
    assert (item.claimed_level, item.explanation, item.answered_at) == (2, "Sudah ditetapkan.", make.AT)
    assert item.answered_office == operator.acting_as
    assert [event.facts["level"] for event in events("item.answered")] == [2]


def test_an_answer_taken_back_is_no_answer(item, operator):
    answer(item, operator, claimed_level=2)
    answer(item, operator, LATER)

    item.refresh_from_db()
    assert (item.claimed_level, item.answered_at, item.answered_office) == (None, None, "")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("O1", {"claimed_level": 5}),
        ("C2", {"number": Decimal(2)}),
        ("C2", {"claimed_level": 1}),
    ],
)
def test_an_answer_that_the_item_does_not_have_is_refused(opened, operator, code, fields):
    with pytest.raises(operations.AnswerNotPossible) as refused:
        answer(assessing.item(opened, code), operator, **fields)

    assert refused.value.remedy


def test_another_agency_and_who_only_reads_answer_nothing(item, inspector):
    head = make.officer("dinsos", role="opd_head", agency=make.agency("Dinsos"))

    for actor in (head, inspector, make.officer("bupati", role="regent")):
        with pytest.raises(NotPermitted):
            answer(item, actor, claimed_level=1)


def test_another_regency_finds_no_item_and_no_evidence(item, draft):
    stranger = make.officer("tetangga", role="smart_city_office", area_code="33.11")
    attachment = assessing.attachment(item, "a", draft, status="in_progress")

    with pytest.raises(queries.NoSuchItem):
        answer(item, stranger, claimed_level=1)
    with pytest.raises(queries.NoSuchItem):
        queries.get_item(item.pk, actor=stranger, on=TODAY)
    with pytest.raises(queries.NoSuchItem):
        operations.comment_on_item(item_id=item.pk, text="Halo", actor=stranger, at=make.AT)
    with pytest.raises(operations.NoSuchAttachment):
        decide(attachment, stranger)


def test_who_overwrites_an_answer_unseen_is_told_whose_it_is(item, operator, office):
    seen = queries.get_item(item.pk, actor=operator, on=TODAY).state_token
    answer(item, office, claimed_level=2)

    with pytest.raises(operations.AnsweredMeanwhile) as refused:
        answer(item, operator, LATER, claimed_level=1, seen=seen)

    assert office.acting_as in refused.value.problem
    item.refresh_from_db()
    assert item.claimed_level == 2
    answer(item, operator, LATER, claimed_level=1, seen=queries.get_item(item.pk, actor=operator, on=TODAY).state_token)
    item.refresh_from_db()
    assert item.claimed_level == 1


def test_ones_own_save_that_the_page_has_not_heard_of_is_no_conflict(item, operator, office):
    seen = queries.get_item(item.pk, actor=operator, on=TODAY).state_token
    answer(item, operator, claimed_level=2, seen=seen)
    answer(item, operator, LATER, claimed_level=2, explanation="Sudah.", seen=seen)

    item.refresh_from_db()
    assert item.explanation == "Sudah."
    with pytest.raises(operations.AnsweredMeanwhile):
        answer(item, office, LATER, claimed_level=1, seen=seen)


def test_what_data_answer_is_never_typed(settings, tmp_path, opened, operator, office):
    settings.DATA_DIR = tmp_path
    adopt(LOWER)
    compute("2026-08", {LOWER: 30})
    compute("2026-11", {LOWER: 21.4})
    compute("2027-02", {LOWER: 10})  # of the year after: the assessment of 2026 does not see it

    changed = [operations.take_in_indicators(assessment_id=opened.pk, actor=office, at=make.AT) for _ in range(2)]
    answer(assessing.item(opened, "C1"), operator, number=Decimal(99), explanation="Lihat indikator.")

    item = assessing.item(opened, "C1")
    assert (changed, item.number, item.indicator_period) == ([1, 0], Decimal("21.4"), "2026-11")
    assert item.explanation == "Lihat indikator."
    page = queries.get_item(item.pk, actor=operator, on=TODAY)
    assert (page.is_answered_by_data, page.state.standing) == (True, queries.Standing.ACCEPTED)


def test_a_measure_of_the_city_answers_the_items_that_name_it(office):
    text = assessing.TEXT.replace("indicator: poor-pupils-without-school-aid", "measure: open-data-share")
    opened = assessing.assessment(assessing.instrument(text))
    MeasuredValue.objects.create(
        area_id="33.13", measure="open-data-share", year=2026, value=Decimal(35), source="Uji", recorded_at=make.AT
    )

    operations.take_in_indicators(assessment_id=opened.pk, actor=office, at=make.AT)

    item = assessing.item(opened, "C1")
    assert (item.number, item.indicator_period) == (35, "2026")


def test_evidence_goes_from_draft_to_a_look_to_accepted(item, operator, inspector, draft):
    wanted = {"item_id": item.pk, "requirement": "a", "evidence_id": draft.pk, "actor": operator, "at": make.AT}
    pk = operations.attach_evidence(**wanted)
    assert operations.attach_evidence(**wanted) == pk
    attachment = Attachment.objects.get()
    assert attachment.status == "draft"
    with pytest.raises(operations.NotToDecide):
        decide(attachment, inspector)

    assert operations.send_evidence(attachment_ids=[pk], actor=operator, at=make.AT) == 1
    assert operations.send_evidence(attachment_ids=[pk], actor=operator, at=make.AT) == 0
    decide(attachment, inspector)

    attachment.refresh_from_db()
    assert (attachment.status, attachment.decided_by, attachment.decided_at) == ("accepted", inspector, LATER)
    assert [len(events(name)) for name in ("evidence.attached", "evidence.sent", "evidence.accepted")] == [1, 1, 1]
    assert queries.get_item(item.pk, actor=operator, on=TODAY).state.reached == 1


def test_what_is_sent_back_says_what_to_do_and_is_sent_again(item, operator, inspector, draft):
    attachment = assessing.attachment(item, "a", draft, status="in_progress")
    with pytest.raises(operations.RemarkMissing):
        decide(attachment, inspector, "revise", revision="unfit", remark=" ")

    decide(attachment, inspector, "revise", revision="unfit", remark="Tanggalnya belum ada.")

    page = queries.get_item(item.pk, actor=operator, on=TODAY)
    assert (page.sendable, page.requirements[0].held[0].line.remark) == ((attachment.pk,), "Tanggalnya belum ada.")
    operations.send_evidence(attachment_ids=page.sendable, actor=operator, at=LATER)
    attachment.refresh_from_db()
    assert (attachment.status, attachment.remark, attachment.decided_by) == ("in_progress", "", None)


def test_who_attached_does_not_accept_it_himself(item, office, draft):
    attachment = assessing.attachment(item, "a", draft, status="in_progress", attached_by=office)

    with pytest.raises(operations.OwnEvidence):
        decide(attachment, office)

    held = queries.get_item(item.pk, actor=office, on=TODAY).requirements[0].held[0]
    assert (held.may_decide, held.is_own) == (False, True)
    decide(attachment, make.officer("rekan", role="smart_city_office"))


def test_an_agency_verifies_nothing(item, operator, draft):
    with pytest.raises(NotPermitted):
        decide(assessing.attachment(item, "a", draft, status="in_progress"), operator)


def test_a_version_that_came_after_the_look_is_not_accepted_unseen(item, inspector, draft, office):
    attachment = assessing.attachment(item, "a", draft, status="in_progress")
    assessing.version(draft, number=2, added_by=office)

    with pytest.raises(operations.NotToDecide):
        decide(attachment, inspector, version=1)

    decide(attachment, inspector, version=2)
    attachment.refresh_from_db()
    assert attachment.version.number == 2


def test_evidence_for_nothing_that_is_asked_and_of_another_regency_is_refused(item, operator, draft):
    foreign = assessing.evidence("Milik tetangga", area_code="33.11")
    withdrawn = assessing.evidence("Dicabut", withdrawn_at=make.AT)

    with pytest.raises(operations.NoSuchRequirement):
        operations.attach_evidence(item_id=item.pk, requirement="z", evidence_id=draft.pk, actor=operator, at=make.AT)
    for evidence in (foreign, withdrawn):
        with pytest.raises(queries.NoSuchEvidence):
            operations.attach_evidence(
                item_id=item.pk, requirement="a", evidence_id=evidence.pk, actor=operator, at=make.AT
            )


def test_an_item_that_asks_for_no_particular_evidence_takes_any(opened, operator, draft):
    item = assessing.item(opened, "C2", number=1)

    operations.attach_evidence(item_id=item.pk, requirement="", evidence_id=draft.pk, actor=operator, at=make.AT)

    page = queries.get_item(item.pk, actor=operator, on=TODAY)
    assert [held.line.title for held in page.loose] == ["Naskah masterplan"]
    assert page.state.standing == queries.Standing.WAITING


def test_evidence_taken_off_stays_written_and_may_come_back(item, operator, draft):
    attachment = assessing.attachment(item, "a", draft)

    operations.detach_evidence(attachment_id=attachment.pk, actor=operator, at=LATER)

    attachment.refresh_from_db()
    assert (attachment.removed_at, queries.get_item(item.pk, actor=operator, on=TODAY).state.reached) == (LATER, 0)
    assert operations.attach_evidence(item_id=item.pk, requirement="a", evidence_id=draft.pk, actor=operator, at=LATER)


def test_the_same_evidence_serves_items_of_several_instruments(item, operator, draft):
    other = assessing.assessment(assessing.instrument(assessing.TEXT.replace("uji-kota-cerdas", "uji-lain")))
    assessing.attachment(item, "a", draft)
    assessing.attachment(assessing.item(other, "O2"), "a", draft)

    held = queries.get_item(item.pk, actor=operator, on=TODAY).requirements[0].held[0]

    assert [(where.instrument, where.code) for where in held.elsewhere] == [("Uji", "O2")]


def test_sending_evidence_of_two_assessments_at_once_is_refused(item, operator, draft, diskominfo):
    other = assessing.assessment(year=2025, agencies={"O1": diskominfo})
    attachments = [
        assessing.attachment(each, "a", draft, status="draft") for each in (item, assessing.item(other, "O1"))
    ]

    with pytest.raises(operations.NoSuchAttachment):
        operations.send_evidence(attachment_ids=[each.pk for each in attachments], actor=operator, at=make.AT)


def test_a_comment_asks_officers_of_the_regency_and_is_settled(item, operator, inspector):
    stranger = make.officer("tetangga", role="inspector", area_code="33.11")

    pk = operations.comment_on_item(
        item_id=item.pk, text=" Mohon dilihat. ", mentions=[inspector.pk, stranger.pk], actor=operator, at=make.AT
    )

    line = queries.get_item(item.pk, actor=inspector, on=TODAY).comments[0]
    assert (line.text, line.mentions, line.is_for_reader) == ("Mohon dilihat.", (inspector.name,), True)
    assert queries.count_work(area="33.13", actor=inspector) == 1
    for _ in range(2):
        operations.settle_comment(comment_id=pk, actor=inspector, at=LATER)
    assert queries.count_work(area="33.13", actor=inspector) == 0
    assert len(events("comment.settled")) == 1


def test_an_empty_comment_is_refused_and_a_foreign_one_is_not_found(item, operator):
    with pytest.raises(operations.NothingSaid):
        operations.comment_on_item(item_id=item.pk, text=" \n", actor=operator, at=make.AT)

    comment = assessing.comment(item)
    stranger = make.officer("tetangga", role="inspector", area_code="33.11")
    with pytest.raises(operations.NoSuchComment):
        operations.settle_comment(comment_id=comment.pk, actor=stranger, at=make.AT)
    assert Comment.objects.get().settled_at is None


def test_the_page_tells_what_happened_newest_first(item, operator, inspector, draft):
    answer(item, operator, claimed_level=1)
    attachment = assessing.attachment(item, "a", draft, status="in_progress")
    decide(attachment, inspector)

    history = queries.get_item(item.pk, actor=operator, on=TODAY).history

    assert [line.text for line in history] == ["Disahkan: Naskah masterplan", "Dijawab: 1"]
    assert history[0].office == inspector.acting_as


def test_the_page_of_an_item_costs_the_same_with_one_and_with_twenty_pieces_of_evidence(item, operator):
    operator.scope("see_assessments")
    counts = []
    for n in (1, 20):
        for _ in range(n):
            assessing.attachment(item, "a", assessing.evidence("Bukti"))
            assessing.comment(item).mentions.add(operator)
        with CaptureQueriesContext(connection) as captured:
            queries.get_item(item.pk, actor=operator, on=TODAY)
        counts.append(len(captured.captured_queries))

    assert counts[0] == counts[1] <= 12


REPEATED = """\
  - code: ideas
    kind: component
    title: {id: Inovasi, en: Ideas}
    weight: 100
    aggregate: sum
    cap: 4
    repeat_at_least: 2
    children:
    - {code: P1, kind: criterion, title: {id: Digital, en: Digital}, asks: yes_no, points: 3}
    - {code: P2, kind: criterion, title: {id: Dipakai, en: Used}, asks: yes_no, points: 1}
"""


def test_a_repeated_part_gets_room_for_one_more(office, diskominfo):
    head = assessing.TEXT[: assessing.TEXT.index("weight_sets:")]
    tree = "tree:\n  code: index\n  kind: index\n  title: {id: Indeks, en: Index}\n  aggregate: weighted_mean\n  children:\n"
    opened = assessing.assessment(
        assessing.instrument(head.replace("uji-kota-cerdas", "uji-inovasi") + tree + REPEATED),
        agencies={"P1": diskominfo},
    )
    assert list(opened.items.values_list("code", flat=True)) == ["P1#1", "P2#1"]

    number = operations.repeat_part(assessment_id=opened.pk, part="ideas", actor=office, at=make.AT)

    page = queries.get_assessment(opened.pk, actor=office, on=TODAY)
    assert (number, [line.code for line in page.items]) == (2, ["P1#1", "P2#1", "P1#2", "P2#2"])
    assert Item.objects.get(code="P1#2").agency == diskominfo
    with pytest.raises(operations.AnswerNotPossible):
        operations.repeat_part(assessment_id=opened.pk, part="P1", actor=office, at=make.AT)
