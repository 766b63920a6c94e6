"""Published results, reproduced from content alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from guyub.engines.scoring import Answer, parse_instrument, rounded, score

KEDIRI = {"baseline": "3.60", "output": "3.21", "outcome": "3.23", "quick_win": "3.65"} | {
    "SG": "2.75", "SB": "2.75", "SE": "3.5", "SS": "3.33", "SL": "3.33", "SV": "2.75"
}  # fmt: skip


def kediri():
    text = (Path(__file__).parent / "kediri.yaml").read_text(encoding="utf-8")
    return parse_instrument(text, file="kediri.yaml")


def test_kediris_result_of_2022_is_reproduced():
    answers = {code: Answer(number=Fraction(value)) for code, value in KEDIRI.items()}

    scored = score(kediri(), answers, weights="w2022")

    assert scored.parts["impact"].value == Fraction("18.41") / 6
    assert rounded(scored.parts["impact"].value, 3) == Decimal("3.068")
    assert rounded(scored.parts["impact"].value, 2) == Decimal("3.07")
    assert rounded(scored.total, 2) == Decimal("3.31")
    assert Decimal("3.31") - Decimal("3.06") == Decimal("0.25")
    assert (scored.answered, scored.leaves) == (10, 10)


def test_published_component_scores_alone_give_the_same_total():
    """A letter that gives the five components gives the total, whatever they were made of."""
    given = {code: Fraction(value) for code, value in KEDIRI.items() if len(code) > 2} | {"impact": Fraction("3.07")}

    scored = score(kediri(), {code: Answer(given=value) for code, value in given.items()}, weights="w2022")

    assert scored.total == Fraction("3.315")
    assert scored.parts["impact"].contribution == Fraction("0.614")
    assert scored.parts["SG"].contribution is None
    assert scored.parts["impact"].answered == 6


def test_another_years_weights_give_another_total():
    answers = {code: Answer(number=Fraction(value)) for code, value in KEDIRI.items()}

    assert score(kediri(), answers).total != score(kediri(), answers, weights="w2022").total
