"""From the hand-in to the settled items: who may, what is refused, what stays as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.evaluation import operations, queries
from guyub.apps.evaluation.models import Entry, Exclusion, Review, Settlement
from guyub.ledger.models import Event
from tests.evaluation.conftest import LOW, MIDDLE
from tests.support import assessing, evaluating, make

ON = date(2026, 11, 3)


def test_a_cycle_expects_every_region_and_keeps_its_instrument(db):
    cycle = evaluating.cycle(regions=("33.13", "33.11"))

    assert cycle.entries.count() == 2
    assert cycle.instrument_text == assessing.TEXT
    event = Event.objects.get(name="cycle.opened")
    assert (event.area, event.facts["regions"], event.facts["instrument"]) == ("ID", 2, "uji-kota-cerdas")


def test_without_a_list_all_regencies_in_force_are_expected(db):
    for code in ("33.13", "33.11", "33.10"):
        make.area(code)

    assert evaluating.cycle(regions=None).entries.count() == 3


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"instrument_code": "tidak-ada"}, operations.NoSuchInstrumentHere),
        ({"hand_in_until": date(2026, 8, 1)}, operations.CalendarBackwards),
        ({}, operations.CycleExists),
    ],
)
def test_a_cycle_that_cannot_be_is_refused(db, changes, refusal):
    evaluating.cycle()

    with pytest.raises(refusal):
        evaluating.cycle(**changes)


@pytest.mark.parametrize("role", ["evaluator", "regent", "smart_city_office", "mentor"])
def test_only_the_office_opens_a_cycle(db, role):
    evaluating.office()
    actor = make.officer(role=role, area_code="ID" if role in {"evaluator", "mentor"} else "33.13")

    with pytest.raises(NotPermitted):
        operations.open_cycle(
            title="x", instrument_code="uji", year=2026, stage=1, **evaluating.DAYS, actor=actor, at=evaluating.OPENED
        )


def test_a_package_is_registered_once_and_replaced_until_the_review_starts(db):
    cycle = evaluating.cycle()
    first = evaluating.package()
    for _twice in range(2):
        operations.register_hand_in(package_id=first.pk, actor=evaluating.system(), at=evaluating.HANDED_IN)
    second = evaluating.package(claims={"O1": 4}, supersedes=first)
    operations.register_hand_in(package_id=second.pk, actor=evaluating.system(), at=evaluating.HANDED_IN)

    entry = Entry.objects.get(cycle=cycle, area="33.13")
    assert entry.package_id == second.pk
    assert Event.objects.filter(name="entry.registered").count() == 2


def test_a_package_for_no_cycle_is_nobodys(db):
    evaluating.office()

    assert operations.register_hand_in(
        package_id=evaluating.package().pk, actor=evaluating.system(), at=evaluating.HANDED_IN
    ) is None  # fmt: skip


def test_a_later_package_under_review_is_set_aside(scene):
    later = evaluating.package(claims={"O1": 4}, supersedes_id=scene.entry.package_id)
    operations.register_hand_in(package_id=later.pk, actor=evaluating.system(), at=evaluating.REVIEWED)

    scene.entry.refresh_from_db()
    assert (scene.entry.package_id != later.pk, scene.entry.corrected_package_id) == (True, None)
    assert Event.objects.filter(name="entry.registered").latest("sequence").facts["taken_as"] == "set_aside"


def test_a_late_hand_in_is_taken_and_said_to_be_late(db):
    cycle = evaluating.cycle()
    evaluating.hand_in(cycle, at=datetime(2026, 11, 5, 2, tzinfo=evaluating.UTC))

    board = queries.list_entries(cycle_id=cycle.pk, actor=evaluating.office(), on=date(2026, 11, 6))
    lines = {line.area: line for line in board.lines}
    assert (lines["33.13"].state, lines["33.13"].days_late, board.late) == ("handed_in", 5, 1)
    assert lines["33.11"].state == "missing"


@pytest.mark.parametrize("count", [2, 6])
def test_a_review_needs_three_to_five_assessors(db, count):
    cycle = evaluating.cycle()
    entry = evaluating.hand_in(cycle)
    evaluating.panel(cycle, evaluating.assessors(count))

    with pytest.raises(operations.PanelNotComplete):
        evaluating.start(entry)
    assert not Review.objects.exists()


def test_an_excluded_member_does_not_count_towards_three(db):
    cycle = evaluating.cycle()
    entry = evaluating.hand_in(cycle)
    members = evaluating.assessors(3)
    evaluating.panel(cycle, members)
    exclude(members[0])

    with pytest.raises(operations.PanelNotComplete):
        evaluating.start(entry)


def test_a_review_without_a_package_is_refused(db):
    cycle = evaluating.cycle()
    evaluating.panel(cycle, evaluating.assessors(3))

    with pytest.raises(operations.NothingToReview):
        evaluating.start(Entry.objects.get(cycle=cycle, area="33.13"))


def exclude(member, *, area="33.13", by=None):
    return operations.declare_exclusion(
        officer_id=member.pk,
        area=area,
        kind="lives",
        reason="Tinggal di sana.",
        actor=by or member,
        at=evaluating.REVIEWED,
    )


def test_an_excluded_assessor_is_not_put_on_the_regions_panel(db):
    cycle = evaluating.cycle()
    members = evaluating.assessors(3)
    exclude(members[0], by=evaluating.office())

    with pytest.raises(operations.ConflictOfInterest, match="Karanganyar"):
        evaluating.panel(cycle, members)


def test_a_later_exclusion_takes_sight_at_once_and_the_scores_with_it(scored):
    excluded = scored.members[0]
    before = queries.get_discussion(scored.entry.pk, actor=scored.members[1], on=ON)
    exclude(excluded)

    after = queries.get_discussion(scored.entry.pk, actor=scored.members[1], on=ON)
    assert [len(line.voices) for line in before.lines[:1] + after.lines[:1]] == [3, 2]
    with pytest.raises(queries.NoSuchEntry):
        queries.get_entry(scored.entry.pk, actor=excluded, on=ON)
    assert queries.list_desk(actor=excluded, on=ON) == []
    assert Event.objects.get(name="panel.exclusion_declared").facts["by_himself"] is True


def test_only_the_office_excludes_somebody_else_or_ends_it(scene):
    with pytest.raises(NotPermitted):
        exclude(scene.members[0], by=scene.members[1])
    pk = exclude(scene.members[0])
    with pytest.raises(NotPermitted):
        operations.end_exclusion(exclusion_id=pk, actor=scene.members[0], at=evaluating.REVIEWED)
    operations.end_exclusion(exclusion_id=pk, actor=scene.office, at=evaluating.REVIEWED)

    assert not Exclusion.objects.live().exists()


def test_an_exclusion_of_the_last_who_has_not_handed_in_opens_the_scores(scene):
    for member in scene.members[:2]:
        evaluating.scores(scene.entry, member, MIDDLE)
    exclude(scene.members[2])

    scene.entry.refresh_from_db()
    assert scene.entry.scores_opened_at is not None


def test_the_score_of_an_item_is_kept_and_never_written_to_the_ledger(scene):
    score = {"entry_id": scene.entry.pk, "code": "O1", "level": 2, "note": "Baik.", "actor": scene.members[0]}
    first = operations.score_item(**score, at=evaluating.REVIEWED)
    again = operations.score_item(**score, at=evaluating.REVIEWED + timedelta(minutes=1))

    assert first == again
    (event,) = Event.objects.filter(name="entry.item_scored")
    assert event.area == "ID" and event.facts == {"region": "33.13", "item": "O1"}


@pytest.mark.parametrize(
    ("code", "given", "refusal"),
    [
        ("O1", {"level": 5}, "ScoreNotPossible"),
        ("O1", {"number": Decimal(2)}, "ScoreNotPossible"),
        ("C1", {"number": Decimal(101)}, "ScoreNotPossible"),
        ("C2", {"number": Decimal(2)}, "ScoreNotPossible"),
        ("index", {"level": 1}, "NoSuchItem"),
        ("X", {"level": 1}, "NoSuchItem"),
    ],
)
def test_what_an_item_cannot_be_given_is_refused(scene, code, given, refusal):
    with pytest.raises(Exception) as raised:
        operations.score_item(
            entry_id=scene.entry.pk, code=code, **given, actor=scene.members[0], at=evaluating.REVIEWED
        )

    assert type(raised.value).__name__ == refusal


def test_a_sheet_is_handed_in_whole_and_then_stays(scene):
    member = scene.members[0]
    evaluating.scores(scene.entry, member, {"O1": 2}, submit=False)
    with pytest.raises(operations.ItemsWithoutScore, match="3"):
        operations.submit_review(entry_id=scene.entry.pk, actor=member, at=evaluating.REVIEWED)

    evaluating.scores(scene.entry, member, MIDDLE)
    with pytest.raises(operations.SheetHandedIn):
        evaluating.scores(scene.entry, member, {"O1": 3}, submit=False)


def test_scores_open_when_all_have_handed_in(scene):
    for number, member in enumerate(scene.members[:3], start=1):
        evaluating.scores(scene.entry, member, MIDDLE)
        scene.entry.refresh_from_db()
        assert (scene.entry.scores_opened_at is not None) == (number == 3)


def test_the_office_closes_the_round_over_whoever_is_missing(scene):
    with pytest.raises(operations.NobodyHandedIn):
        operations.open_scores(entry_id=scene.entry.pk, actor=scene.office, at=evaluating.REVIEWED)
    for member in scene.members[:2]:
        evaluating.scores(scene.entry, member, MIDDLE)
    operations.open_scores(entry_id=scene.entry.pk, actor=scene.office, at=evaluating.REVIEWED)

    found = queries.get_discussion(scene.entry.pk, actor=scene.members[2], on=ON)
    assert {len(line.voices) for line in found.lines} == {2}


def test_an_assessor_does_not_close_the_round(scene):
    evaluating.scores(scene.entry, scene.members[0], MIDDLE)

    with pytest.raises(NotPermitted):
        operations.open_scores(entry_id=scene.entry.pk, actor=scene.members[0], at=evaluating.REVIEWED)


def test_differences_stand_by_their_weight_on_the_total(scored):
    found = queries.get_discussion(scored.entry.pk, actor=scored.members[0], on=ON)

    first, second, *rest = found.lines
    # O1 from 1 to 4 moves the mean of two by 1.5, of 60 %: 0.9; O2 from 2 to 3 a third of that
    assert (first.code, first.apart, float(first.effect)) == ("O1", 3, pytest.approx(0.9))
    assert (second.code, second.apart, float(second.effect)) == ("O2", 1, pytest.approx(0.3))
    assert [line.apart for line in rest] == [0, 0]
    assert [(voice.number, voice.given[0], voice.apart) for voice in first.voices] == [
        (1, 1, True), (2, 2, False), (3, 4, True),
    ]  # fmt: skip
    assert [line.code for line in found.to_discuss] == ["O1"]


def test_the_rule_settles_what_is_agreed_or_one_apart_and_leaves_the_rest(scored):
    settled = operations.settle_by_rule(entry_id=scored.entry.pk, actor=scored.members[0], at=evaluating.REVIEWED)

    ways = dict(Settlement.objects.values_list("code", "way"))
    assert (settled, ways) == (3, {"O2": "median", "C1": "agreed", "C2": "agreed"})
    assert Settlement.objects.get(code="O2").level == 2
    event = Event.objects.get(name="entry.settled_by_rule")
    assert (event.facts["agreed"], event.facts["median"], event.facts["complete"]) == (2, 1, False)


def test_a_discussion_is_settled_with_a_reason_and_the_last_one_completes_the_entry(scored):
    settle = {"entry_id": scored.entry.pk, "code": "O1", "actor": scored.members[1], "at": evaluating.REVIEWED}
    operations.settle_by_rule(entry_id=scored.entry.pk, actor=scored.members[0], at=evaluating.REVIEWED)
    with pytest.raises(operations.ReasonMissing):
        operations.settle_item(**settle, level=3, reason=" ")
    operations.settle_item(**settle, level=3, reason="Perbup sudah ditetapkan.")
    operations.settle_item(**settle, level=2, reason="Laporan belum ada.")

    scored.entry.refresh_from_db()
    assert scored.entry.settled_at is not None
    assert Settlement.objects.filter(code="O1").count() == 2
    assert Settlement.objects.get(code="O1", replaced_at=None).level == 2


def test_nothing_is_settled_while_the_round_is_blind(scene):
    evaluating.scores(scene.entry, scene.members[0], LOW)

    with pytest.raises(operations.ScoresStillBlind):
        operations.settle_by_rule(entry_id=scene.entry.pk, actor=scene.members[0], at=evaluating.REVIEWED)
    with pytest.raises(queries.NoSuchEntry):
        queries.get_discussion(scene.entry.pk, actor=scene.members[0], on=ON)


def test_the_office_settles_no_item_itself(scored):
    with pytest.raises(NotPermitted):
        operations.settle_item(
            entry_id=scored.entry.pk, code="O1", level=2, reason="x", actor=scored.office, at=evaluating.REVIEWED
        )


def test_a_correction_answers_for_what_was_asked_back_and_nothing_else(scored):
    until = date(2026, 11, 20)
    operations.ask_correction(
        entry_id=scored.entry.pk, reasons={"O1": "Lampirkan Perbup."}, until=until, actor=scored.members[0],
        at=evaluating.REVIEWED,
    )  # fmt: skip
    with pytest.raises(operations.CorrectionRunning):
        operations.settle_item(
            entry_id=scored.entry.pk, code="O1", level=2, reason="x", actor=scored.members[0], at=evaluating.REVIEWED
        )
    later = evaluating.package(claims={"O1": 4, "O2": 4}, supersedes_id=scored.entry.package_id)
    operations.register_hand_in(package_id=later.pk, actor=evaluating.system(), at=evaluating.REVIEWED)

    item = queries.get_item(scored.entry.pk, code="O1", actor=scored.members[0], on=ON)
    other = queries.get_item(scored.entry.pk, code="O2", actor=scored.members[0], on=ON)
    assert (item.claim.level, item.claim.corrected, item.line.answered) == (4, True, True)
    assert (other.claim.level, other.claim.corrected) == (2, False)
    own = queries.get_own_entry(scored.entry.pk, actor=scored.regent, on=ON)
    assert [(line.code, line.reason, line.answered_at is not None) for line in own.asked] == [
        ("O1", "Lampirkan Perbup.", True)
    ]


def test_a_correction_after_its_day_is_set_aside(scored):
    operations.ask_correction(
        entry_id=scored.entry.pk, reasons={"O1": "Lampirkan."}, until=date(2026, 11, 10), actor=scored.members[0],
        at=evaluating.REVIEWED,
    )  # fmt: skip
    later = evaluating.package(claims={"O1": 4}, supersedes_id=scored.entry.package_id)
    operations.register_hand_in(
        package_id=later.pk, actor=evaluating.system(), at=datetime(2026, 11, 12, tzinfo=evaluating.UTC)
    )

    scored.entry.refresh_from_db()
    assert scored.entry.corrected_package_id is None


@pytest.mark.parametrize("reasons", [{}, {"X": "Lengkapi."}])
def test_asking_back_nothing_or_what_is_no_item_is_refused(scene, reasons):
    with pytest.raises(operations.CorrectionNotPossible):
        operations.ask_correction(
            entry_id=scene.entry.pk, reasons=reasons, until=date(2026, 11, 20), actor=scene.office,
            at=evaluating.REVIEWED,
        )  # fmt: skip


def test_a_note_is_its_writers_alone_until_the_scores_open(scene):
    operations.write_note(
        entry_id=scene.entry.pk, kind="interview", held_on=ON, code="O1", text="Perbup ditunjukkan.", level=3,
        actor=scene.members[0], at=evaluating.REVIEWED,
    )  # fmt: skip

    seen = [len(queries.get_sheet(scene.entry.pk, actor=member, on=ON).notes) for member in scene.members[:2]]
    assert seen == [1, 0]
    for member in scene.members[:3]:
        evaluating.scores(scene.entry, member, MIDDLE)
    assert len(queries.get_sheet(scene.entry.pk, actor=scene.members[1], on=ON).notes) == 1


def test_who_leaves_a_panel_is_seen_no_more_and_who_comes_gets_a_sheet(scene):
    first, second, third, fourth = scene.members
    operations.change_panel(
        panel_id=scene.panel.pk, officers=[second.pk, third.pk, fourth.pk], actor=scene.office, at=evaluating.REVIEWED
    )

    with pytest.raises(queries.NoSuchEntry):
        queries.get_entry(scene.entry.pk, actor=first, on=ON)
    assert queries.get_sheet(scene.entry.pk, actor=fourth, on=ON).number == 4


def test_a_region_under_review_stays_with_its_panel(scene):
    other = operations.form_panel(
        cycle_id=scene.cycle.pk, title="Panel 2", officers=[m.pk for m in scene.members[1:]], actor=scene.office,
        at=evaluating.REVIEWED,
    )  # fmt: skip

    with pytest.raises(operations.ReviewRunning):
        operations.assign_regions(panel_id=other, areas=["33.13"], actor=scene.office, at=evaluating.REVIEWED)


def test_a_panel_is_of_assessors(scene):
    with pytest.raises(operations.NotAnAssessor):
        operations.form_panel(
            cycle_id=scene.cycle.pk, title="Panel 3", officers=[scene.regent.pk], actor=scene.office,
            at=evaluating.REVIEWED,
        )  # fmt: skip
