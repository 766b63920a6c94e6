"""guyub instrument: a published result is reproduced from two files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from guyub.cli import main

CONTENT = Path(__file__).resolve().parents[2] / "content" / "instruments"
KEDIRI = Path(__file__).resolve().parents[1] / "engines" / "scoring" / "kediri.yaml"
ANSWERS = """
baseline: 3.60
output: 3.21
outcome: {number: 3.23}
SG: 2.75
SB: 2.75
SE: 3.5
SS: 3.33
SL: 3.33
SV: 2.75
quick_win: 3.65
"""


def guyub(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def answers(tmp_path):
    def written(text):
        path = tmp_path / "answers.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_kediris_published_result_comes_out_of_two_files(answers):
    done = guyub("instrument", "score", KEDIRI, answers(ANSWERS), "--weights", "w2022", "--language", "en")

    assert done.exit_code == 0, done.output
    assert "  impact                     3.068     0.614      6/6  Impact" in done.output
    assert done.output.endswith("total: 3.31 (unrounded 3.314666667)\n")


def test_component_scores_alone_will_do(answers):
    text = "{baseline: 3.60, output: 3.21, outcome: 3.23, impact: {given: 3.07}, quick_win: 3.65}"

    done = guyub("instrument", "score", KEDIRI, answers(text), "--weights", "w2022", "--json")

    found = json.loads(done.output)
    assert (found["total"], found["exact"], found["rounded"], found["grade"]) == (3.315, "663/200", "3.32", None)
    assert found["parts"]["impact"] == {
        "value": 3.07, "level": None, "answered": 6, "leaves": 6, "contribution": 0.614,
    }  # fmt: skip


def test_a_level_counts_by_evidence_unless_it_is_stated(answers):
    file, text = CONTENT / "spbe-59-2020.yaml", answers("I1: {level: 3}")

    assert '"total": 1.0,' in guyub("instrument", "score", file, text, "--json").output
    assert '"total": 1.026,' in guyub("instrument", "score", file, text, "--json", "--stated").output


def test_a_sound_instrument_is_said_to_be_sound():
    done = guyub("instrument", "check", CONTENT / "spbe-59-2020.yaml")

    assert done.exit_code == 0
    assert done.output.startswith("spbe-59-2020, version 1: sound. 60 parts, 47 to answer, ")


def test_everything_to_mend_is_named(tmp_path):
    path = tmp_path / "spoilt.yaml"
    text = (CONTENT / "spbe-59-2020.yaml").read_text(encoding="utf-8")
    path.write_text(
        text.replace("unit: indeks", "units: indeks", 1).replace("version: 1", "version: x", 1), encoding="utf-8"
    )

    done = guyub("instrument", "check", path)

    assert done.exit_code == 1
    assert "units: this field is not known here." in done.output
    assert "version: “x” is no whole number from 1 to 9999. Write one, as in version: 1." in done.output
    assert "spoilt.yaml: 2 to mend." in done.output


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("I99: 3", "I99: SPBE has no such part"),
        ("I1#2: 3", "I1#2: SPBE has no such part"),
        ("I1: {level: 9}", "I1.level: it has no level 9"),
        ("I1: {accepted: [9z]}", "I1.accepted: it asks for no evidence 9z"),
        ("I1: three", "I1: “three” is no number"),
        ("I1: {levels: 3}", "I1.levels: this field is not known here"),
        ("- I1", "the file: answers are named by their parts"),
    ],
)
def test_an_answer_that_the_instrument_does_not_ask_for_is_named(answers, text, complaint):
    done = guyub("instrument", "score", CONTENT / "spbe-59-2020.yaml", answers(text))

    assert done.exit_code == 1
    assert complaint in done.output


def test_numbers_stay_within_their_range(answers):
    done = guyub("instrument", "score", KEDIRI, answers("baseline: 4.5"))

    assert "baseline.number: 4.5 is out of its range. It may be at least 0 and at most 4." in done.output


def test_an_unknown_weight_set_names_those_there_are(answers):
    done = guyub("instrument", "score", KEDIRI, answers("baseline: 1"), "--weights", "w1999")

    assert done.exit_code == 2
    assert "It has: w2022." in done.output
