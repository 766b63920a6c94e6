"""Past scores from a file: each wrong line is named, nothing enters by halves, and only the ministry publishes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.comparison import operations
from guyub.apps.comparison.models import Participant, Standing
from guyub.ledger.queries import list_events
from tests.comparison.conftest import CODE, standing
from tests.support import make

HEAD = "kode;tahun;nilai;sumber;terbit;angkatan;penduduk;sumber_penduduk;output;outcome\n"
GOOD = "33.13;2022;3,31;B-1003/DJAI, 5 Des 2022;2022-12-05;2018;931963;BPS 2022;3,20;3,48\n"


def take_in(actor, text, *, area="ID", code=CODE):
    return operations.record_standings(area=area, instrument_code=code, content=text.encode(), actor=actor, at=make.AT)


def wrong_lines(actor, text, **place):
    with pytest.raises(operations.HistoryWrong) as refusal:
        take_in(actor, text, **place)
    assert not Standing.objects.exists()
    return [(row.line, row.problem) for row in refusal.value.wrong]


def test_a_file_of_past_scores_is_taken_in_with_parts_cohort_and_population(ministry):
    assert take_in(ministry, HEAD + GOOD + "36.01;2022;2.75;Surat;;;;;;\n") == 2

    kept = Standing.objects.get(area="33.13")
    assert (kept.official, kept.official_parts) == (Decimal("3.3100"), {"output": "3.2000", "outcome": "3.4800"})
    assert kept.published_at.date().isoformat() == "2022-12-05"
    assert Standing.objects.get(area="36.01").published_at is None
    one = Participant.objects.get(area="33.13")
    assert (one.cohort, one.population, one.source) == (2018, 931963, "BPS 2022")


def test_taking_in_is_one_line_of_the_ledger(ministry):
    take_in(ministry, HEAD + GOOD)

    [event] = list_events(areas=["ID"], names=["standing.recorded"])
    assert (event.facts["rows"], event.facts["first_year"], event.facts["published"]) == (1, 2022, True)


def test_the_same_file_again_changes_no_number_and_keeps_what_was_computed(ministry):
    standing(year=2022, official=None, computed=Decimal("3.2"), computed_source="Paket")
    take_in(ministry, HEAD + GOOD)
    take_in(ministry, HEAD + GOOD)

    kept = Standing.objects.get()
    assert (kept.official, kept.computed) == (Decimal("3.3100"), Decimal("3.200000"))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("33.99;2022;3,31;Surat;;;;;;", "33.99"),
        ("3313;2022;3,31;Surat;;;;;;", "3313"),
        ("33;2022;3,31;Surat;;;;;;", "33"),
        ("33.13;22;3,31;Surat;;;;;;", "22"),
        ("33.13;2022;tiga;Surat;;;;;;", "tiga"),
        ("33.13;2022;33,1;Surat;;;;;;", "33,1"),
        ("33.13;2022;NaN;Surat;;;;;;", "NaN"),
        ("33.13;2022;1e9;Surat;;;;;;", "1e9"),
        ("33.13;2022;3,31;;;;;;;", ""),
        ("33.13;2022;3,31;Surat;5 Des;;;;;", "5 Des"),
        ("33.13;2022;3,31;Surat;;baru;;;;", "baru"),
        ("33.13;2022;3,31;Surat;;;banyak;BPS;;", "banyak"),
        ("33.13;2022;3,31;Surat;;;900000;;;", ""),
        ("33.13;2022;3,31;Surat;;;;;x;", "x"),
        ("33.13;2022;3,31", "3"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_enters(ministry, line, word):
    [(number, problem)] = wrong_lines(ministry, HEAD + GOOD + line.replace("33.13;2022", "33.14;2022") + "\n")

    assert number == 3 and word in problem


def test_a_region_twice_in_a_year_is_named_with_the_line_it_stood_in(ministry):
    [(number, problem)] = wrong_lines(ministry, HEAD + GOOD + GOOD)

    assert number == 3 and "2" in problem


@pytest.mark.parametrize(
    "text",
    ["", "kode;tahun\n", HEAD, HEAD.replace("outcome", "hasil") + GOOD, HEAD.replace("outcome", "output") + GOOD],
)
def test_a_file_that_is_no_history_is_refused_as_a_whole(ministry, text):
    assert wrong_lines(ministry, text)


def test_bytes_that_are_no_text_are_refused(ministry):
    with pytest.raises(operations.HistoryWrong):
        operations.record_standings(
            area="ID", instrument_code=CODE, content=b"\xff\xfe\x00k", actor=ministry, at=make.AT
        )


def test_commas_and_a_byte_mark_are_understood(ministry):
    assert take_in(ministry, "\ufeffkode,tahun,nilai,sumber\n33.13,2022,3.31,Surat\n") == 1


def test_an_instrument_that_is_not_adopted_checks_nothing(ministry):
    with pytest.raises(operations.NoSuchInstrument):
        take_in(ministry, HEAD + GOOD, code="tak-ada")


def test_a_regency_takes_in_its_own_past_unpublished_and_nobody_elses(ministry, regent):
    planner = make.officer(role="planning_office")

    assert take_in(planner, HEAD + GOOD, area="33.13") == 1
    assert Standing.objects.get().published_at is None
    Standing.objects.all().delete()
    [(number, problem)] = wrong_lines(planner, HEAD + GOOD + GOOD.replace("33.13", "33.11"), area="33.13")
    assert number == 3 and "33.11" in problem


def test_what_the_ministry_published_a_regency_can_not_overwrite(ministry, regent):
    take_in(ministry, HEAD + GOOD)
    planner = make.officer(role="planning_office")

    with pytest.raises(operations.HistoryWrong):
        take_in(planner, HEAD + GOOD.replace("3,31", "4,00"), area="33.13")
    assert Standing.objects.get().official == Decimal("3.3100")


@pytest.mark.parametrize("role", ["regent", "opd_operator", "mentor", "evaluator"])
def test_other_offices_take_nothing_in(ministry, regent, role):
    agency = make.agency("Dinsos") if role == "opd_operator" else None
    officer = make.officer(role=role, agency=agency, area_code="ID" if role == "evaluator" else "33.13")

    with pytest.raises(NotPermitted):
        take_in(officer, HEAD + GOOD, area="33.13")
