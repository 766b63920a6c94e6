"""Scores that officials can check by hand, from the delivered instruments alone: tests/cases/scores."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from guyub.engines.scoring import Answer, Instrument, parse_instrument, rounded, score

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "cases" / "scores").glob("*.yaml"))


def read_cases():
    for file in FILES:
        # BaseLoader: 3.60 is read as written, never as a binary fraction.
        content = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
        for case in content["cases"]:
            yield pytest.param(content, case, id=f"{file.stem}: {case['title']}")


def instrument_of(code: str) -> Instrument:
    path = ROOT / "content" / "instruments" / f"{code}.yaml"
    return parse_instrument(path.read_text("utf-8"), file=path.name)


def codes_of(leaves: str | list[str], instrument: Instrument) -> list[str]:
    """Codes as an official writes them: a list, "all", or "I1-I15"."""
    if isinstance(leaves, list):
        return leaves
    codes = [node.code for node in instrument.leaves]
    if leaves == "all":
        return codes
    first, last = leaves.split("-")
    return codes[codes.index(first) : codes.index(last) + 1]


def answer_of(entry: dict, code: str, instrument: Instrument) -> Answer:
    answer = Answer()
    for name, value in entry.items():
        if name == "level":
            answer = replace(answer, level=int(value))
        if name in ("number", "given"):
            answer = replace(answer, **{name: Fraction(value)})
        if name == "accepted":
            leaf = instrument.nodes[code].leaf
            known = {requirement.code for requirement in leaf.requirements}
            answer = replace(answer, accepted=frozenset(known if value == "all" else set(value) & known))
    return answer


def answers_of(entries: dict, instrument: Instrument) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for entry in entries.get("every", []):
        for code in codes_of(entry["leaves"], instrument):
            keys = [f"{code}#{n + 1}" for n in range(int(entry["things"]))] if "things" in entry else [code]
            answers |= {key: answer_of(entry, code, instrument) for key in keys}
    answers |= {code: answer_of(entry, code, instrument) for code, entry in entries.items() if code != "every"}
    return answers


@pytest.mark.parametrize(("content", "case"), list(read_cases()))
def test_the_case_comes_out_as_published(content, case):
    instrument = instrument_of(content["instrument"])
    answers = answers_of(case["answers"], instrument)
    expected = case["expected"]

    scored = score(instrument, answers, weights=content.get("weights", ""))

    assert case["source"]
    if "total" in expected:
        assert rounded(scored.total, instrument.decimals) == Decimal(expected["total"])
    if "grade" in expected:
        assert scored.grade.code == expected["grade"]
    if "improvement" in expected:
        assert rounded(scored.total - Fraction(case["previous"]), 2) == Decimal(expected["improvement"])
    shown = {code: rounded(scored.parts[code].value, instrument.decimals) for code in expected.get("parts", {})}
    assert shown == {code: Decimal(value) for code, value in expected.get("parts", {}).items()}


def test_every_weighed_instrument_has_a_case():
    tried = {yaml.safe_load(file.read_text("utf-8"))["instrument"] for file in FILES}

    assert {
        "guyub-readiness-1",
        "kominfo-eval-2",
        "spbe-59-2020",
        "pemdi-8-2026",
        "skm-14-2017",
        "iid-2023",
    } <= tried
