"""The instruments that are delivered: complete, honest, and naming only what exists."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from guyub.dataplane import marts
from guyub.engines.scoring import Aggregate, Asks, find_problems, grade_of, parse_instrument

CONTENT = Path(__file__).resolve().parents[2] / "content"
FILES = sorted((CONTENT / "instruments").glob("*.yaml"))
INSTRUMENTS = {file.stem: parse_instrument(file.read_text("utf-8"), file=file.name) for file in FILES}
MEASURES = yaml.safe_load((CONTENT / "instruments" / "measures" / "measures.yaml").read_text("utf-8"))["measures"]
INDICATORS = {definition.code: definition for definition in marts.load_definitions(CONTENT / "indicators")}
STANDARDS = ("iso-37120", "iso-37122", "iso-37123", "u4ssc")
ISO_NAMES = {"ISO 37120:2018": "iso-37120", "ISO 37122:2019": "iso-37122", "ISO 37123:2019": "iso-37123"}

each = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_instrument_has_no_problems_and_is_named_as_its_file(file):
    assert find_problems(file.read_text("utf-8"), file=file.name) == ()
    assert INSTRUMENTS[file.stem].code == file.stem


def test_all_that_the_programme_needs_is_delivered():
    assert set(INSTRUMENTS) == {
        "guyub-readiness-1",
        "iid-2023",
        "kominfo-eval-2",
        "pemdi-8-2026",
        "skm-14-2017",
        "spbe-59-2020",
        *STANDARDS,
    }


@each
def test_nothing_unread_is_labelled_official_and_each_says_what_of_it_is_ours(instrument):
    assert not instrument.official
    assert "Guyub" in instrument.standing.id and "Guyub" in instrument.standing.en


@each
def test_every_part_speaks_both_languages(instrument):
    for node in instrument.root.walk():
        texts = [node.title, *((node.meaning,) if node.meaning.id else ())]
        for level in node.leaf.levels if node.leaf else ():
            texts += [level.title, level.text, *(requirement.text for requirement in level.evidence)]
        assert all(text.id and text.en for text in texts), node.code


@each
def test_whatever_an_instrument_names_exists(instrument):
    measures = {measure["code"] for measure in MEASURES}
    agencies = (CONTENT / "reference" / "agencies_33.13.yaml").read_text("utf-8")

    for node in instrument.leaves:
        assert not node.leaf.indicator or node.leaf.indicator in INDICATORS, node.code
        assert not node.leaf.measure or node.leaf.measure in measures, node.code
        assert not node.leaf.duty or f"abbreviation: {node.leaf.duty}," in agencies, node.code
    for carried in instrument.carries:
        old = {node.code for node in INSTRUMENTS[carried.instrument].leaves}
        assert {code for codes in carried.leaves.values() for code in codes} <= old


@each
def test_what_an_indicator_answers_has_bounds_on_the_side_that_is_better(instrument):
    for node in (node for node in instrument.leaves if node.leaf.indicator):
        scores = [band.score for band in node.leaf.bands]
        lower = INDICATORS[node.leaf.indicator].direction == "lower"
        assert node.leaf.lower_is_better is lower
        assert scores == sorted(scores, reverse=not lower), node.code
        assert {level.level for level in node.leaf.levels} == set(scores)


@each
def test_a_grade_begins_at_its_bound_and_not_below(instrument):
    step = Fraction(1, 10 ** (instrument.grade_decimals or 9))
    for number, grade in enumerate(instrument.grades):
        assert grade_of(instrument, grade.at_least) == grade
        below = grade_of(instrument, grade.at_least - step)
        assert below == (instrument.grades[number + 1] if number + 1 < len(instrument.grades) else None)


def test_spbe_has_47_indicators_whose_weights_sum_to_exactly_100():
    spbe = INSTRUMENTS["spbe-59-2020"]
    kinds = [node.kind for node in spbe.root.walk()]

    assert (kinds.count("domain"), kinds.count("aspect"), kinds.count("indicator")) == (4, 8, 47)
    assert sum(node.weight for node in spbe.leaves) == 100
    assert [node.weight for node in spbe.leaves if node.code in {"I32", "I41"}] == [Fraction("2.75")] * 2


def test_pemdi_has_20_indicators_in_7_aspects_with_the_weights_that_are_known():
    pemdi = INSTRUMENTS["pemdi-8-2026"]
    aspects = {node.code: node.weight for node in pemdi.root.children}

    assert list(aspects.values()) == [10, 10, 15, 15, 10, 15, 25]
    assert len(pemdi.leaves) == 20
    assert {code: pemdi.nodes[code].weight for code in ("I1", "I2", "I20")} == {"I1": 5, "I2": 5, "I20": 15}


def test_the_ministrys_evaluation_has_34_items_and_both_weight_sets_but_not_the_misprint():
    evaluation = INSTRUMENTS["kominfo-eval-2"]

    assert len(evaluation.leaves) == 34
    assert [each.code for each in evaluation.weight_sets] == ["w2022", "sleman"]
    assert all(sum(each.weights.values()) == 100 for each in evaluation.weight_sets)
    assert [node.code for node in evaluation.nodes["impact"].children] == ["SG", "SB", "SE", "SL", "SS", "SV"]
    assert evaluation.nodes["impact"].aggregate is Aggregate.MEAN
    assert {node.leaf.measure for node in evaluation.leaves} >= {"survey-impact-respondents", "survey-impact-sg"}


def test_minutes_of_the_forum_expire_after_three_months():
    forum = INSTRUMENTS["kominfo-eval-2"].nodes["2.4"].leaf

    assert [each.valid_months for each in forum.requirements if each.kind == "minutes"] == [12, 3]


def test_readiness_has_ten_elements_whose_weights_sum_to_100():
    readiness = INSTRUMENTS["guyub-readiness-1"]

    assert len(readiness.leaves) == 10
    assert sum(node.weight for node in readiness.leaves) == 100
    assert [node.code for node in readiness.root.children] == ["STR", "INF", "SUP", "APP"]


@pytest.mark.parametrize("code", ["guyub-readiness-1", "kominfo-eval-2"])
def test_levels_say_what_they_mean_for_their_own_item(code):
    """Only the six quick wins share a scale: the same question for six dimensions."""
    texts = [
        tuple(level.text.id for level in node.leaf.levels)
        for node in INSTRUMENTS[code].leaves
        if node.leaf.levels and not node.code.startswith("5.")
    ]

    assert len(set(texts)) == len(texts)
    assert all(len(set(levels)) == len(levels) for levels in texts)


def test_the_innovation_index_has_36_indicators_8_variables_and_2_aspects_of_25_2_and_74_8():
    innovation = INSTRUMENTS["iid-2023"]
    kinds = [node.kind for node in innovation.root.walk()]

    assert (kinds.count("indicator"), kinds.count("variable"), kinds.count("aspect")) == (36, 8, 2)
    assert 45 * innovation.nodes["SPD"].times == Fraction("25.2")
    assert 63 * innovation.nodes["SI"].times == Fraction("74.8")
    assert innovation.nodes["innovations"].repeat_at_least == 10


@pytest.mark.parametrize(("code", "items"), list(zip(STANDARDS, (128, 80, 68, 91), strict=True)))
def test_a_standard_only_measures_and_counts_what_is_there(code, items):
    standard = INSTRUMENTS[code]

    assert len(standard.leaves) == items
    assert {node.aggregate for node in standard.root.walk() if node.children} == {Aggregate.COVERAGE}
    assert all(node.leaf.asks in (Asks.NUMBER, Asks.YES_NO) and node.leaf.measure for node in standard.leaves)
    assert all(node.leaf.unit for node in standard.leaves)


def test_every_item_of_the_standards_belongs_to_exactly_one_measure_and_names_it():
    answered = {
        (entry["instrument"], entry["code"]): measure["code"] for measure in MEASURES for entry in measure["answers"]
    }
    named = {
        (instrument.code, node.code): node.leaf.measure
        for instrument in INSTRUMENTS.values()
        for node in instrument.leaves
        if node.leaf.measure
    }

    assert answered == named
    assert sum(len(measure["answers"]) for measure in MEASURES) == len(named)
    assert len({measure["code"] for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure["code"])
def test_a_measure_is_honest(measure):
    """Both languages; a partly match says the difference; one unit for all it answers; a quotient has both halves."""
    texts = [measure[key] for key in ("title", "unit", "numerator", "denominator", "difference") if key in measure]
    matches = [entry["match"] for entry in measure["answers"]]
    units = {INSTRUMENTS[entry["instrument"]].nodes[entry["code"]].leaf.unit for entry in measure["answers"]}

    assert all(text["id"] and text["en"] for text in texts)
    assert set(matches) <= {"exact", "partly"} and matches[0] == "exact"
    assert ("partly" in matches) is ("difference" in measure)
    assert len(units) == 1
    assert "numerator" not in measure or "denominator" in measure
    assert {entry["code"] for entry in measure.get("indicators", [])} <= set(INDICATORS)
    assert {entry["match"] for entry in measure.get("indicators", [])} <= {"exact", "partly"}


def test_what_an_indicator_says_of_the_standards_stands_in_the_mapping_too():
    mapped = {
        (indicator["code"], answer["instrument"], answer["code"])
        for measure in MEASURES
        for indicator in measure.get("indicators", [])
        for answer in measure["answers"]
    }
    said = {
        (definition.code, ISO_NAMES[standard.name], standard.code)
        for definition in INDICATORS.values()
        for standard in definition.standards
        if standard.name in ISO_NAMES
    }

    assert said and said <= mapped


def test_values_that_many_standards_ask_for_are_entered_once():
    shared = [measure for measure in MEASURES if len(measure["answers"]) > 1]

    assert len(shared) >= 50
    assert {"school-enrolment", "potable-water", "authorised-electricity", "pm25", "waste-collection"} <= {
        measure["code"] for measure in shared
    }
