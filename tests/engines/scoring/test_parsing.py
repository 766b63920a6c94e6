"""What is wrong with an instrument is named: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guyub.engines.scoring import (
    Aggregate,
    Asks,
    Carried,
    InstrumentError,
    Unanswered,
    WeightSet,
    find_problems,
    parse_instrument,
    to_document,
)
from tests.support import scoring as make

SOUND = """
code: uji
version: 3
title: {id: Uji, en: Trial}
short: Uji
meaning: {id: Menguji., en: It tests.}
publisher: Guyub
official: false
standing: {id: Rekaan., en: Invented.}
source: {id: Rekaan., en: Invented.}
valid_from: 2020-01-01
valid_until: 2026-03-31
decimals: 2
low: 0
high: 5
unanswered: lowest
grades:
- {at_least: 2.6, code: baik, title: {id: Baik, en: Good}}
- {at_least: 0, code: kurang, title: {id: Kurang, en: Poor}}
scales:
  steps:
    levels:
    - {level: 1, title: {id: Satu, en: One}}
    - level: 2
      title: {id: Dua, en: Two}
      text: {id: "Tingkat dua", en: Level two}
      evidence:
      - {code: 2a, kind: decree, text: {id: SK, en: Decree}, valid_months: 12}
      - {code: 2b, kind: report, text: {id: Laporan, en: Report}}
weight_sets:
- {code: w22, years: [2021, 2022], title: {id: Lain, en: Other}, weights: {A: 25, B: 75}}
carries:
- {instrument: lama, leaves: {A: [L1, L2], B: L3}}
tree:
  code: T
  kind: index
  title: {id: Indeks, en: Index}
  aggregate: weighted_mean
  children:
  - code: A
    kind: indicator
    weight: 100/3
    title: {id: A, en: A}
    asks: level
    scale: steps
    duty: Diskominfo
    evidence:
      2: [{code: 2b, kind: minutes, text: {id: Notulen, en: Minutes}}, {code: 2c, kind: link, text: {id: Laman, en: Page}}]
  - code: B
    kind: indicator
    weight: 200/3
    title: {id: B, en: B}
    asks: number
    unit: "%"
    indicator: nik-completeness
    bands: [{at_least: 90.5, score: 4}, {score: 0}]
    lower_is_better: true
    times: 100/45
    plus: 1/9
"""


def parsed(text=SOUND):
    return parse_instrument(text, file="uji.yaml")


def test_every_field_is_read_exactly():
    found = parsed()

    assert (found.code, found.version, found.valid_until.isoformat()) == ("uji", 3, "2026-03-31")
    assert found.grades[0].at_least == Fraction("2.6")
    assert [node.weight for node in found.leaves] == [Fraction(100, 3), Fraction(200, 3)]
    b = found.nodes["B"]
    assert (b.times, b.plus, b.leaf.bands[0].at_least) == (Fraction(100, 45), Fraction(1, 9), Fraction("90.5"))
    assert (b.leaf.asks, b.leaf.lower_is_better, b.leaf.indicator) == (Asks.NUMBER, True, "nik-completeness")
    assert found.weight_set_of(2022).weights == {"A": 25, "B": 75}
    assert found.weight_set_of(2023) is None
    assert found.carries[0].leaves == {"A": ("L1", "L2"), "B": ("L3",)}
    assert found.unanswered is Unanswered.LOWEST
    assert found.parents == {"A": "T", "B": "T"}


def test_a_part_replaces_its_scales_evidence_by_code_and_adds_its_own():
    pieces = parsed().nodes["A"].leaf.requirements

    assert [(each.code, each.kind, each.level, each.valid_months) for each in pieces] == [
        ("2a", "decree", 2, 12), ("2b", "minutes", 2, None), ("2c", "link", 2, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("version: 3", "version: three", "version", "“three” is no whole number from 1 to 9999"),
        ("official: false", "official: perhaps", "official", "this is neither true nor false"),
        ("official: false\n", "", "official", "this is missing"),
        ("short: Uji\n", "", "short", "this is missing"),
        ("{id: Uji, en: Trial}", "{id: Uji}", "title", "the text is not there in both languages"),
        ("publisher: Guyub", "publisher: Guyub\nowner: me", "owner", "this field is not known here"),
        ("unanswered: lowest", "unanswered: never", "unanswered", "“never” is not known"),
        ("valid_from: 2020-01-01", "valid_from: 2020-13-01", "valid_from", "this is no date"),
        ("2026-03-31", "2019-12-31", "valid_until", "it ends on 2019-12-31, before it begins"),
        ("high: 5", "high: 0", "high", "it is not above low"),
        ("at_least: 2.6", "at_least: 2,6", "grades[0].6", "this field is not known here"),
        ("at_least: 2.6", "at_least: '2,6'", "grades[0].at_least", "“2,6” is no number"),
        ("at_least: 2.6", "at_least: 5.5", "grades[0].at_least", "5.5 can't be reached"),
        ("at_least: 2.6", "at_least: 0", "grades[1].at_least", "it is not below the grade before it"),
        ("at_least: 0,", "at_least: -1,", "grades[1].at_least", "-1 is below the lowest total"),
        ("level: 1,", "level: 0,", "A.scale", "level 2 follows level 0"),
        ("kind: decree", "kind: oath", "scales.steps.levels[1].evidence[0].kind", "“oath” is not known"),
        ("valid_months: 12", "valid_months: 0", "scales.steps.levels[1].evidence[0].valid_months", "“0” is no whole number from 1 to 999"),
        ("scale: steps", "scale: stairs", "A.scale", "there is no scale “stairs”"),
        ("{code: 2c,", "{code: 2b,", "A.evidence.2", "two pieces of evidence have the same code"),
        ("{code: 2b, kind: report", "{code: 2a, kind: report", "A.evidence", "the code 2a is used 2 times"),
        ("      2: [", "      7: [", "A.evidence.7", "the scale has no such level"),
        ("weight: 100/3", "weight: 33.3", "T.children", "the weights in T sum to 2999/30, not to 100 or 1"),
        ("    weight: 100/3\n", "", "A.weight", "A has no weight above 0"),
        ("weight: 100/3", "weight: 1/0", "A.weight", "“1/0” is no number"),
        ("weights: {A: 25", "weights: {C: 25", "weight_sets[0].weights.C", "there is no such part"),
        ("weights: {A: 25", "weights: {A: 24", "weight_sets[0].weights", "the weights in T sum to 99, not to 100 or 1"),
        ("years: [2021, 2022]", "years: [21]", "weight_sets[0].years[0]", "“21” is no whole number from 1945 to 2999"),
        ("{A: [L1, L2]", "{X: [L1, L2]", "carries[0].leaves.X", "this instrument has no such part to answer"),
        ("  - code: B", "  - code: A", "tree", "the code A is used 2 times"),
        ("asks: number", "asks: nothing", "B.asks", "“nothing” is not known"),
        ("    asks: number\n", "", "B.asks", "the part is neither answered nor made of others"),
        ("{score: 0}]", "{at_least: 1, score: 0}]", "B.bands", "a number below the last band has no score"),
        ("at_least: 90.5, score: 4}, {", "at_least: 1, score: 4}, {at_least: 2, score: 1}, {", "B.bands", "at_least does not descend"),
        ("    bands: [{at_least: 90.5, score: 4}, {score: 0}]\n", "", "B.asks", "the number is the score, and nothing says how low or high it may be"),
        ("times: 100/45", "times: -1", "B.times", "more of the part must not come to less"),
        ("aggregate: weighted_mean", "aggregate: average", "T.aggregate", "“average” is not known"),
        ("    times: 100/45", "    level: 2", "B.level", "only a criterion of a highest_level part belongs to a level"),
        ("code: uji", "code: uji coba", "code", "“uji coba” is no code"),
        ("version: 3", "version: 3\nversion: 4", "line 4", "version is given twice"),
        ("{id: Uji, en: Trial}", "&a {id: Uji, en: *a}", "line 4", "*a refers to another place"),
        ("version: 3", "version: [3", "line 4", "did not find expected ',' or ']'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(old, new, place, problem):
    assert old in SOUND
    text = SOUND.replace(old, new, 1)

    found = find_problems(text, file="uji.yaml")

    assert (place, problem) in [(each.place, each.problem) for each in found]
    assert all(each.mending for each in found)
    with pytest.raises(InstrumentError) as caught:
        parsed(text)
    assert (caught.value.place, caught.value.problem) == (found[0].place, found[0].problem)
    assert caught.value.file == "uji.yaml"


def test_a_level_without_evidence_is_named():
    text = SOUND.replace("      evidence:\n      - {code: 2a, kind: decree, text: {id: SK, en: Decree}, valid_months: 12}\n"
                         "      - {code: 2b, kind: report, text: {id: Laporan, en: Report}}\n", "")  # fmt: skip
    text = text.replace("    evidence:\n      2: [{code: 2b, kind: minutes, text: {id: Notulen, en: Minutes}}, {code: 2c, kind: link, text: {id: Laman, en: Page}}]\n", "")  # fmt: skip

    found = find_problems(text, file="uji.yaml")

    assert [(each.place, each.problem) for each in found] == [
        ("A.evidence", "level 2 asks for no evidence, so everybody would have it")
    ]


def test_all_problems_are_found_at_once():
    text = SOUND.replace("{id: Uji, en: Trial}", "{id: Uji}").replace("weight: 100/3", "weight: 33")

    assert [each.place for each in find_problems(text, file="uji.yaml")] == ["title", "T.children"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "the file"),
        ("just words", "the file"),
        ("- a\n- b", "the file"),
        ("[" * 200_000, "line 1"),
        ("? [a]\n: b", "line 1"),
        ("code: a\n---\ncode: b", "line 3"),
        ("code: \x01", "the file"),
        ("tree: " + "{children: [" * 20 + "]}" * 20, "code"),
    ],
    ids=["empty", "words", "list", "bottomless", "a list as a name", "two documents", "control character", "deep"],
)
def test_what_is_no_instrument_at_all_is_refused_kindly(text, place):
    """200,000 opened brackets bring YAML's own reader down with the whole process."""
    assert find_problems(text, file="uji.yaml")[0].place == place


@given(
    st.text()
    | st.dictionaries(st.sampled_from(list(to_document(parsed()))), st.text() | st.lists(st.text())).map(yaml.safe_dump)
)
def test_no_text_brings_the_reader_down(text):
    find_problems(text, file="uji.yaml")


@given(st.data())
def test_a_damaged_instrument_is_read_or_refused(data):
    """A leaf of the plain document replaced by something else: never anything but problems."""
    document = to_document(parsed())
    holder = document
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or not holder[key] or data.draw(st.booleans()):
            break
        holder = holder[key]
    holder[key] = data.draw(st.sampled_from(["", "x", -1, 0, 7, [], {}, ["a"], {"id": "a"}, "1/3", True]))

    find_problems(yaml.safe_dump(document, allow_unicode=True), file="uji.yaml")


def round_trip(instrument):
    text = yaml.safe_dump(to_document(instrument), allow_unicode=True, sort_keys=False)
    return replace(parse_instrument(text, file="again.yaml"), digest=instrument.digest)


def test_what_is_written_is_read_again():
    assert round_trip(parsed()) == parsed()


@given(st.data())
def test_any_instrument_is_written_and_read_again(data):
    of = data.draw(make.instruments(aggregates=make.SOUND))
    codes = [child.code for child in of.root.children]
    if of.root.aggregate is Aggregate.WEIGHTED_MEAN:
        sets = (WeightSet("w", (2022,), make.WORDS, make.WORDS, dict.fromkeys(codes, Fraction(100, len(codes)))),)
        of = replace(of, weight_sets=sets)
    of = replace(of, carries=(Carried("lama", {of.leaves[0].code: ("X", "Y")}),), grade_decimals=2, low=Fraction(-3, 7))

    assert round_trip(of) == of


@pytest.mark.parametrize(
    "file",
    sorted((Path(__file__).resolve().parents[3] / "content" / "instruments").glob("*.yaml")),
    ids=lambda file: file.stem,
)
def test_shipped_instruments_are_sound_and_survive_the_round_trip(file):
    text = file.read_text(encoding="utf-8")

    assert find_problems(text, file=file.name) == ()
    instrument = parse_instrument(text, file=file.name)
    assert round_trip(instrument) == instrument
