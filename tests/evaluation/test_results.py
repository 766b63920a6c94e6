"""Results: computed from what was settled, published once, replaced only after an objection; the letter; what follows."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from docx import Document as Word

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment.models import Assessment, FollowUp
from guyub.apps.evaluation import content, letter, operations, queries
from guyub.apps.evaluation.models import Result
from guyub.apps.packages.models import Package
from guyub.errors import ContentError
from guyub.flows import evaluation as flow
from guyub.jobs.steps import Progress
from guyub.ledger.models import Event
from guyub.ledger.queries import get_event
from tests.support import assessing, evaluating, make

ON = date(2026, 12, 22)
FILED = datetime(2026, 12, 22, 2, tzinfo=UTC)


class Now:
    """Progress of a step, at the time of the test."""

    def __call__(self, share_done: float, note: str = "") -> None: ...

    def now(self) -> datetime:
        return FILED


def page_of(scene, actor=None):
    return queries.get_result(scene.result, actor=actor or scene.office, on=ON)


def remark(scene, text="Tetapkan masterplan.", **fields):
    given = {"kind": "recommendation", "code": "output", "due_on": date(2027, 3, 31), **fields}
    return operations.write_remark(
        entry_id=scene.entry.pk, text=text, actor=scene.members[0], at=evaluating.REVIEWED, **given
    )


def test_a_result_is_what_the_settled_items_come_to(published):
    page = page_of(published)

    # O1 at 3 after discussion, O2 at the median 2: 60 % of 2.5; C1 21.4 % scores 2 and C2 yes 4: 40 % of 3
    assert (page.total, page.published, page.grade.code) == (Decimal("2.7"), Decimal("2.70"), "baik")
    assert [(part.code, part.weight, part.value, part.contribution) for part in page.parts] == [
        ("output", 60, Decimal("2.5"), Decimal("1.5")),
        ("outcome", 40, Decimal("3"), Decimal("1.2")),
    ]
    assert {line.code: line.differs for line in page.items} == {"O1": False, "O2": False, "C1": False, "C2": False}
    assert Event.objects.get(name="result.published").facts["total"] == "2.700000"


def test_what_is_not_settled_is_not_published(scored):
    with pytest.raises(operations.NotSettled):
        evaluating.publish(scored.entry)


def test_only_the_office_publishes_and_only_once(published):
    with pytest.raises(NotPermitted):
        operations.publish_result(
            entry_id=published.entry.pk, number="X", dated_on=ON, signatory="x", actor=published.members[0], at=FILED
        )
    with pytest.raises(operations.ResultStands):
        evaluating.publish(published.entry, number="B-2/2026")
    with pytest.raises(operations.LetterNumberTaken):
        evaluating.publish(published.entry)


def test_improvement_is_that_of_the_published_numbers(scored):
    """Kota Kediri 2022: 3.31 after 3.06 is 0.25 (result letter B-1003/DJAI/AI.01.04/12/2022)."""
    evaluating.settle_all(scored.entry, scored.members[0])
    scored.result = evaluating.publish(scored.entry, earlier_total=Decimal("3.06"), earlier_source="B-9/2025")
    Result.objects.filter(pk=scored.result).update(total=Decimal("3.314"))

    assert page_of(scored).improvement == Decimal("0.25")


def test_last_years_result_is_known_from_last_years_cycle(published):
    days = {name: day.replace(year=2027) for name, day in evaluating.DAYS.items()}
    later = evaluating.cycle(year=2027, title="Evaluasi 2027", **days)
    package = evaluating.package(year=2027, at=datetime(2027, 10, 1, tzinfo=UTC))
    operations.register_hand_in(package_id=package.pk, actor=evaluating.system(), at=datetime(2027, 10, 1, tzinfo=UTC))
    evaluating.panel(later, published.members[:3], title="Panel 2027")
    entry = evaluating.start(later.entries.get(area="33.13"))
    for member in published.members[:3]:
        evaluating.scores(entry, member, {"O1": 4, "O2": 4, "C1": Decimal("21.4"), "C2": Decimal(1)})
    evaluating.settle_all(entry, published.members[0])
    published.result = evaluating.publish(entry, number="B-1/2027", at=datetime(2027, 12, 20, 2, tzinfo=UTC))

    page = page_of(published)
    assert (page.earlier, page.earlier_source, page.improvement) == (Decimal("2.7"), "B-1/2026", Decimal("0.90"))


def test_after_publication_the_letter_says_what_it_said(published):
    with pytest.raises(operations.NotUnderReview):
        remark(published)


def test_the_letter_holds_number_table_remarks_and_the_last_day_of_objections(scored):
    remark(scored)
    remark(scored, "Bupati memimpin sendiri.", kind="strength", code="", due_on=None)
    evaluating.settle_all(scored.entry, scored.members[0])
    scored.result = evaluating.publish(scored.entry)
    texts = {}
    for language in ("id", "en"):
        document = letter.compose(page_of(scored), language=language)
        texts[language] = str(document)

    for expected in (
        "B-1/2026",
        "2,70",
        "Tetapkan masterplan. Paling lambat 31 Maret 2027.",
        "3 Januari 2027",
        "Kekuatan",
        "3 asesor",
    ):
        assert expected in texts["id"], expected
    for expected in ("2.70", "By 31 March 2027", "Strengths", "3 January 2027"):
        assert expected in texts["en"], expected
    assert not any(member.name in texts["id"] for member in scored.members)


@pytest.mark.parametrize(("suffix", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_letter_comes_as_a_file_in_both_languages(client, published, suffix, begins):
    client.force_login(published.regent)
    bodies = []
    for language in ("id", "en"):
        answer = client.get(reverse(f"evaluation:letter-{suffix}", args=[published.result]), {"bahasa": language})
        assert answer.status_code == 200 and answer.content.startswith(begins)
        assert suffix in answer["Content-Disposition"]
        bodies.append(answer.content)

    assert bodies[0] != bodies[1]
    if suffix == "docx":
        words = " ".join(paragraph.text for paragraph in Word(io.BytesIO(bodies[1])).paragraphs)
        assert "stage I" in words and "tahap" not in words.replace("Evaluasi 2026 tahap I", "")


def file_objection(scene, code="O1", at=FILED, actor=None):
    return operations.file_objection(
        entry_id=scene.entry.pk, code=code, reason="Perbup sudah ada.", actor=actor or scene.regent, at=at
    )


def test_an_objection_is_filed_once_and_told_in_the_regions_own_ledger(published):
    assert file_objection(published) == file_objection(published)

    (event,) = Event.objects.filter(name="objection.filed")
    assert (event.area, event.facts["item"]) == ("33.13", "O1")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"at": datetime(2027, 1, 4, tzinfo=UTC)}, operations.ObjectionNotPossible),
        ({"code": "X"}, queries.NoSuchItem),
    ],
)
def test_an_objection_that_cannot_be_is_refused(published, changes, refusal):
    with pytest.raises(refusal):
        file_objection(published, **changes)


def test_only_who_hands_in_objects_and_only_for_his_region(published):
    with pytest.raises(NotPermitted):
        file_objection(published, actor=make.officer(role="smart_city_office"))
    with pytest.raises(queries.NoSuchEntry):
        file_objection(published, actor=make.officer(role="regent", area_code="33.11"))


def answer(scene, objection, *, accepted, **fields):
    return operations.answer_objection(
        objection_id=objection, accepted=accepted, reason="Sudah diperiksa.", actor=scene.members[0], at=FILED, **fields
    )


def test_an_accepted_objection_leads_to_another_result_and_the_first_stays(published):
    first, second = file_objection(published), file_objection(published, "O2")
    answer(published, first, accepted=True, level=4)
    with pytest.raises(operations.ResultStands):
        evaluating.publish(published.entry, number="B-2/2026", at=FILED)
    answer(published, second, accepted=False)
    later = evaluating.publish(published.entry, number="B-2/2026", at=FILED)

    old, new = page_of(published), queries.get_result(later, actor=published.regent, on=ON)
    assert (old.total, old.successor) == (Decimal("2.7"), later)
    assert (new.total, new.is_final, new.replaces[1], new.may_object) == (Decimal("3.0"), True, "B-1/2026", False)
    with pytest.raises(operations.ObjectionNotPossible):
        file_objection(published, "C2")
    assert [line.pk for line in queries.list_results(actor=published.office)] == [later]


def test_rejected_objections_change_nothing(published):
    answer(published, file_objection(published), accepted=False)

    with pytest.raises(operations.ResultStands):
        evaluating.publish(published.entry, number="B-2/2026", at=FILED)


def test_results_for_the_comparison_are_of_whom_one_may_compare(published):
    (line,) = queries.list_results(actor=published.office)

    assert (line.area, line.instrument_code, line.year, line.computed, line.official) == (
        "33.13", "uji-kota-cerdas", 2026, Decimal("2.7"), Decimal("2.7"),
    )  # fmt: skip
    assert line.parts["output"] == Decimal("2.5")
    assert queries.list_results(actor=make.officer(role="regent", area_code="33.11")) == []
    assert len(queries.list_results(area="33.13", actor=published.regent)) == 1
    assert queries.list_results(actor=published.members[0]) == []


def run(step, name):
    event = Event.objects.filter(name=name).latest("sequence")
    progress: Progress = Now()
    for _twice in range(2):
        step(get_event(event.sequence), progress)


def test_a_published_result_becomes_official_score_tasks_and_a_sealed_answer(scored):
    evaluating.system("33.13")
    assessment = assessing.assessment(area_code="33.13")
    remark(scored)
    evaluating.settle_all(scored.entry, scored.members[0])
    scored.result = evaluating.publish(scored.entry)
    for step in (flow.record_official_score, flow.open_follow_ups, flow.seal_result):
        run(step, "result.published")

    kept = Assessment.objects.get(pk=assessment.pk)
    assert (kept.official_score, kept.official_source) == (Decimal("2.70"), "B-1/2026, 20 Desember 2026")
    (task,) = FollowUp.objects.all()
    assert (task.text, task.code, task.due_on) == ("Tetapkan masterplan.", "output", date(2027, 3, 31))
    (sealed,) = Package.objects.filter(kind="result")
    assert (sealed.area_id, sealed.total) == ("33.13", Decimal("2.7"))


def test_a_region_of_another_installation_gets_only_the_sealed_answer(published):
    for step in (flow.record_official_score, flow.open_follow_ups, flow.seal_result):
        run(step, "result.published")

    assert (FollowUp.objects.count(), Package.objects.filter(kind="result").count()) == (0, 1)


def test_a_regencys_own_installation_evaluates_nobody(db):
    class Event:
        subject_id = "1"

    flow.register_hand_in(Event(), Now())


def test_the_rules_of_content_are_read_and_a_wrong_one_says_its_place(settings_with_rules):
    assert content.rules() == content.Rules(3, 5, 14, 1)
    settings_with_rules("fewest: 6")
    with pytest.raises(ContentError, match="panel"):
        content.rules()


@pytest.fixture
def settings_with_rules(settings, tmp_path):
    folder = tmp_path / "content" / "evaluation"
    folder.mkdir(parents=True)
    text = (settings.CONTENT_DIR / "evaluation" / "rules.yaml").read_text("utf-8")
    (folder / "rules.yaml").write_text(text, "utf-8")
    settings.CONTENT_DIR = tmp_path / "content"

    def change(line: str) -> None:
        (folder / "rules.yaml").write_text(text.replace("fewest: 3", line), "utf-8")

    return change


def test_the_words_of_the_letter_have_both_languages():
    words = content.letter_words()

    assert set(words) >= content.LETTER_KEYS
    assert settings.CONTENT_DIR


def test_what_a_region_hands_in_here_stands_in_its_entry_a_moment_later(db):
    """The real hand-in, not one written to the table: event, step, entry."""
    from guyub.apps.packages import operations as packages

    cycle = evaluating.cycle()
    assessment = assessing.assessment(area_code="33.13")
    item = assessing.item(assessment, "O1", claimed_level=2, explanation="Perbup ada.")
    assessing.accept(item, "a")
    regent = make.officer("bupati", role="regent")
    sealed = packages.hand_in(assessment_id=assessment.pk, knows_gaps=True, actor=regent, at=evaluating.HANDED_IN)
    run(flow.register_hand_in, "package.handed_in")

    entry = cycle.entries.get(area="33.13")
    assert (entry.package_id, entry.handed_in_at is not None) == (sealed, True)
    assert Event.objects.filter(name="entry.registered").count() == 1
