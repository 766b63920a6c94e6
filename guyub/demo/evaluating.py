"""
The ministry's side of the demo: one evaluation with its result, one in review, one that waits, a selection.

The regency hands in by the real operations; three assessors score blind, settle and publish. The scores of other
regions are invented and say so where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from guyub.apps.accounts import queries as officers
from guyub.apps.accounts.models import Officer
from guyub.apps.areas import queries as places
from guyub.apps.areas.rights import NATION
from guyub.apps.assessment import queries as assessments
from guyub.apps.comparison import operations as comparison
from guyub.apps.comparison import queries as comparison_queries
from guyub.apps.evaluation import operations, queries
from guyub.apps.packages import operations as packages
from guyub.apps.packages import queries as packaged
from guyub.apps.selection import operations as selection
from guyub.apps.selection import queries as rounds
from guyub.engines.scoring import Answer, Asks, Leaf, reached_level, rounded

NEIGHBOURS = ("33.09", "33.10", "33.11", "33.12", "33.14", "33.72")
PANEL = ("asesor.satu", "asesor.dua", "asesor.tiga")
REMARKS = (
    (
        "strength",
        "quick_win",
        "Percepatan lingkungan mencatat keadaan awal dan hasilnya, dan ditiru kecamatan lain.",
        None,
    ),
    (
        "weakness",
        "output",
        "Forum kota cerdas tidak bertemu berkala; notulen terakhir lebih tua dari tiga bulan.",
        None,
    ),
    ("recommendation", "2.1", "Tetapkan masterplan dengan Peraturan Bupati dan umumkan.", date(2026, 9, 30)),
    ("recommendation", "2.4", "Adakan pertemuan forum tiap tiga bulan, dengan notulen.", date(2026, 12, 15)),
    ("recommendation", "5.5", "Siapkan program percepatan ekonomi dengan angka awal.", None),
)


def seed_evaluation(area: str, follow: Callable[[], None]) -> None:
    """Step by step, each found done or done now: a build that was killed goes on. `follow` does what events ask for."""
    if not comparison_queries.get_progress(NEIGHBOURS[0], actor=officers.get_officer("kementerian")).years:
        _seed_history()
    _evaluate_last_year(area, follow)
    _begin_review(area, follow)
    _open("Evaluasi kota cerdas 2026", "kominfo-eval-2", 2026, date(2026, 11, 2), (area, *NEIGHBOURS))
    _seed_selection(area)
    follow()


def _open(title: str, instrument: str, year: int, opens_on: date, regions: tuple[str, ...]) -> int:
    office = officers.get_officer("kementerian")
    for line in queries.list_cycles(actor=office):
        if line.title == title:
            return line.pk
    days = [opens_on + timedelta(days=each) for each in (42, 63, 70, 77, 84, 98)]
    return operations.open_cycle(
        title=title,
        instrument_code=instrument,
        year=year,
        stage=2,
        opens_on=opens_on,
        hand_in_until=days[0],
        desk_review_until=days[1],
        interviews_until=days[2],
        visits_until=days[3],
        correction_until=days[4],
        results_on=days[5],
        regions=regions,
        actor=office,
        at=_nine(opens_on),
    )


def _nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def _hand_in(area: str, instrument: str, year: int, at: datetime, follow: Callable[[], None]) -> None:
    regent = officers.get_officer("bupati")
    if packaged.find_newest(area=area, instrument_code=instrument, year=year, stage=2, actor=regent) is None:
        found = _answers(area, instrument, year).pk
        packages.hand_in(assessment_id=found, stage=2, knows_gaps=True, actor=regent, at=at)
    follow()


def _answers(area: str, instrument: str, year: int) -> assessments.AnswersOf:
    regent = officers.get_officer("bupati")
    lines = assessments.list_assessments(area=area, actor=regent)
    found = next(line.pk for line in lines if (line.instrument_code, line.year) == (instrument, year))
    return assessments.get_answers(found, actor=regent, on=date(2026, 11, 20))


def _enter(cycle: int, area: str, at: datetime) -> queries.EntryLine:
    """A panel of three for the cycle, the region given to it and its review begun."""
    office = officers.get_officer("kementerian")
    if not queries.list_panels(cycle_id=cycle, actor=office):
        members = [officers.get_officer(username).pk for username in PANEL]
        operations.form_panel(cycle_id=cycle, title="Panel Jawa Tengah", officers=members, actor=office, at=at)
    entry = _entry(cycle, area)
    if entry.panel_pk is None:
        panel = queries.list_panels(cycle_id=cycle, actor=office)[0].pk
        operations.assign_regions(panel_id=panel, areas=[area], actor=office, at=at)
    if entry.review_started_at is None:
        operations.start_review(entry_id=entry.pk, actor=office, at=at)
    return _entry(cycle, area)


def _entry(cycle: int, area: str) -> queries.EntryLine:
    office = officers.get_officer("kementerian")
    board = queries.list_entries(cycle_id=cycle, actor=office, on=date(2026, 11, 20))
    return next(line for line in board.lines if line.area == area)


def _evaluate_last_year(area: str, follow: Callable[[], None]) -> None:
    cycle = _open("Evaluasi kota cerdas 2025", "kominfo-eval-2", 2025, date(2025, 10, 27), (area, *NEIGHBOURS))
    _hand_in(area, "kominfo-eval-2", 2025, _nine(date(2025, 12, 5)), follow)
    at = _nine(date(2025, 12, 15))
    office = officers.get_officer("kementerian")
    if any((line.area, line.year) == (area, 2025) for line in queries.list_results(actor=office)):
        return
    entry = _enter(cycle, area, at).pk
    known = _answers(area, "kominfo-eval-2", 2025)
    for number, username in enumerate(PANEL):
        _score(entry, known, officers.get_officer(username), Random(number), at + timedelta(days=7))
    _settle(entry, officers.get_officer(PANEL[0]), at + timedelta(days=21))
    operations.publish_result(
        entry_id=entry,
        number="CONTOH-1/2026",
        dated_on=date(2026, 1, 30),
        signatory="Kantor Evaluasi Kota Cerdas",
        actor=office,
        at=_nine(date(2026, 1, 30)),
    )
    follow()


def _settle(entry: int, first: Officer, at: datetime) -> None:
    """What the panel talks over: an interview, the items on which it differed, what the letter says."""
    if not queries.get_discussion(entry, actor=first, on=at.date()).notes:
        operations.write_note(
            entry_id=entry, kind="interview", held_on=at.date(), code="2.4", level=None, actor=first, at=at,
            text="Sekretariat menjelaskan bahwa forum bertemu tanpa notulen; bukti tertulis belum ada.",
        )  # fmt: skip
    operations.settle_by_rule(entry_id=entry, actor=first, at=at)
    for line in queries.get_discussion(entry, actor=first, on=at.date()).lines:
        if line.settled is None and line.middle is not None:
            level, value = line.middle
            operations.settle_item(
                entry_id=entry, code=line.code, level=level, number=value, actor=first, at=at,
                reason="Disepakati panel setelah membaca bukti bersama.",
            )  # fmt: skip
    said = {remark.text for remark in queries.get_workings(entry, actor=first).remarks}
    for kind, code, text, due_on in REMARKS:
        if text not in said:
            operations.write_remark(entry_id=entry, kind=kind, code=code, text=text, due_on=due_on, actor=first, at=at)


def _begin_review(area: str, follow: Callable[[], None]) -> None:
    """One sheet handed in, one begun, one empty: the desks that a visitor finds."""
    cycle = _open("Evaluasi SPBE 2025", "spbe-59-2020", 2025, date(2026, 9, 28), (area,))
    _hand_in(area, "spbe-59-2020", 2025, _nine(date(2026, 11, 5)), follow)
    at = _nine(date(2026, 11, 10))
    entry = _enter(cycle, area, at).pk
    known = _answers(area, "spbe-59-2020", 2025)
    _score(entry, known, officers.get_officer(PANEL[0]), Random(1), at + timedelta(days=4))
    _score(entry, known, officers.get_officer(PANEL[1]), Random(2), at + timedelta(days=5), most=19)


def _score(
    entry: int,
    known: assessments.AnswersOf,
    assessor: Officer,
    chance: Random,
    at: datetime,
    *,
    most: int | None = None,
) -> None:
    """One assessor's sheet, near what the region says of itself; `most`: so many items, and not handed in."""
    sheet = queries.get_sheet(entry, actor=assessor, on=at.date())
    if sheet.submitted_at is not None:
        return
    for line in sheet.lines[:most]:
        leaf = known.instrument.nodes[line.code].leaf
        assert leaf is not None
        said = known.answers.get(line.code, Answer())
        level: int | None = None
        value: Decimal | None = None
        if leaf.asks is Asks.LEVEL:
            reached = _level(leaf, said) + chance.choice((0, 0, 0, 0, -1, 1))
            level = min(leaf.levels[-1].level, max(leaf.levels[0].level, reached))
        else:
            value = rounded(said.number, 6).normalize() if said.number is not None else Decimal(0)
        operations.score_item(entry_id=entry, code=line.code, level=level, number=value, actor=assessor, at=at)
    if most is None:
        operations.submit_review(entry_id=entry, actor=assessor, at=at)


def _level(leaf: Leaf, said: Answer) -> int:
    """What the region reached by its own evidence or by its data."""
    if not leaf.bands:
        return reached_level(leaf, said.accepted)
    value = said.number
    if value is None:
        return leaf.levels[0].level
    reached = [each for each in leaf.bands if each.at_least is None or value >= each.at_least]
    return int(reached[0].score)


def _seed_history() -> None:
    """Invented scores of the province's regions for six years: every row says that it is an example."""
    chance = Random(33)
    rows = ["kode;tahun;nilai;sumber;terbit;angkatan;penduduk;sumber_penduduk"]
    for region in places.public_list_children("33"):
        level, cohort, people = chance.uniform(1.7, 2.9), chance.choice((2019, 2021, 2022)), chance.randrange(120, 1900)
        for year in range(cohort, 2026):
            level = min(3.9, level + chance.uniform(-0.08, 0.24))
            if (region.code, year) == ("33.13", 2025):
                continue  # this one is evaluated in the demo itself
            size = f"{cohort};{people}000;Contoh (rekaan)"
            rows.append(f"{region.code};{year};{level:.2f};Contoh (rekaan);{year + 1}-01-30;{size}")
    comparison.record_standings(
        area=NATION,
        instrument_code="kominfo-eval-2",
        content="\r\n".join(rows).encode(),
        actor=officers.get_officer("kementerian"),
        at=_nine(date(2026, 2, 2)),
    )


def _seed_selection(area: str) -> None:
    office = officers.get_officer("kementerian")
    at = _nine(date(2026, 11, 9))
    known = {line.year: line.pk for line in rounds.list_rounds(actor=office)}
    made = known.get(2027) or selection.open_round(
        title="Seleksi pendampingan 2027",
        year=2027,
        capacity=10,
        answers_until=date(2026, 12, 4),
        presentations_until=date(2026, 12, 18),
        decision_on=date(2027, 1, 15),
        actor=office,
        at=at,
    )
    invited = (area, *NEIGHBOURS, "33.04", "33.05", "33.06", "33.15")
    selection.invite_regions(round_id=made, areas=invited, actor=office, at=at)
    if not rounds.list_slots(made, actor=office):
        day = datetime(2026, 12, 14, 2, tzinfo=UTC)
        times = [(day + timedelta(hours=each), day + timedelta(hours=each + 1)) for each in range(6)]
        selection.offer_slots(round_id=made, times=times, rooms=("Ruang 1", "Ruang 2"), actor=office, at=at)
