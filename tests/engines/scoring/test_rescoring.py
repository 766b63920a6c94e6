"""Past years under a new instrument: what carries over, and which evidence is missing."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from guyub.engines.scoring import Aggregate, Answer, Asks, Basis, Carried, Leaf, Level, Requirement, rescore, score
from tests.support import scoring as make


def leaf(*pieces):
    """Levels from 1: of each its evidence as code and kind, "a decree b minutes"."""
    levels = []
    for number, text in enumerate(("", *pieces), start=1):
        words = text.split()
        asked = (
            Requirement(code, number, make.WORDS, kind, None)
            for code, kind in zip(words[::2], words[1::2], strict=True)
        )
        levels.append(Level(number, make.WORDS, make.WORDS, tuple(asked)))
    return Leaf(Asks.LEVEL, levels=tuple(levels))


def of(code, leaves, **changes):
    children = tuple(make.node(name, leaf=each) for name, each in leaves.items())
    return make.instrument(make.node("T", aggregate=Aggregate.MEAN, children=children), code=code, **changes)


def accepted(*codes, **changes):
    return Answer(accepted=frozenset(codes), **changes)


@given(st.data())
def test_the_same_answers_under_the_same_instrument_are_the_same(data):
    instrument = data.draw(make.instruments())
    answers = data.draw(make.answers_to(instrument, given=True))

    found = rescore(instrument, instrument, answers)

    assert found.answers == answers
    assert score(instrument, found.answers) == score(instrument, answers)
    assert (found.unmapped, found.missing) == ((), ())


def test_evidence_stands_for_the_same_kind_at_the_same_level_once():
    old = of("lama", {"L1": leaf("x decree", "y minutes"), "L2": leaf("x decree")})
    new = of(
        "baru", {"N": leaf("2a decree 2b decree 2c report", "3a minutes"), "M": leaf("2a decree")},
        carries=(Carried("lama", {"N": ("L1",)}),),
    )  # fmt: skip

    found = rescore(new, old, {"L1": accepted("x", "y", level=3), "L2": accepted("x")})

    assert found.answers == {"N": accepted("2a", "3a", level=3)}
    assert [(code, each.code) for code, each in found.missing] == [("N", "2b"), ("N", "2c")]
    assert found.unmapped == ("M",)


def test_two_older_parts_bring_their_evidence_together():
    old = of("lama", {"L1": leaf("x decree"), "L2": leaf("x report", "y report")})
    new = of("baru", {"N": leaf("2a decree 2b report", "3a report")}, carries=(Carried("lama", {"N": ("L1", "L2")}),))

    found = rescore(new, old, {"L1": accepted("x", level=2), "L2": accepted("x", "y", level=3)})

    assert found.answers["N"] == accepted("2a", "2b", "3a", level=2)
    assert score(new, found.answers).total == 3
    assert score(new, found.answers, basis=Basis.STATED).total == 2


def test_only_what_the_old_year_had_reached_is_missing():
    old = of("lama", {"L": leaf("x decree", "y report", "z report")})
    new = of("baru", {"N": leaf("2a minutes", "3a minutes", "4a minutes")}, carries=(Carried("lama", {"N": ("L",)}),))

    found = rescore(new, old, {"L": accepted("x", "y")})

    assert [each.code for _, each in found.missing] == ["2a", "3a"]


def test_numbers_go_over_as_they_are():
    number = Leaf(Asks.NUMBER, low=Fraction(0), high=Fraction(10))
    old = of("lama", {"L1": number, "L2": Leaf(Asks.YES_NO)})
    new = of(
        "baru", {"N1": number, "N2": Leaf(Asks.YES_NO)}, carries=(Carried("lama", {"N1": ("L1",), "N2": ("L2",)}),)
    )

    found = rescore(new, old, {"L1": Answer(number=Fraction(7)), "L2": Answer(number=Fraction(1))})

    assert {code: answer.number for code, answer in found.answers.items()} == {"N1": 7, "N2": 1}


def test_a_newer_version_keeps_evidence_by_its_code():
    old = of("sama", {"A": leaf("a decree b report"), "B": leaf("a decree")})
    new = of("sama", {"A": leaf("a minutes c report"), "C": leaf("a decree")})

    found = rescore(new, old, {"A": accepted("a", "b", level=2), "B": accepted("a"), "T": Answer(given=Fraction(2))})

    assert found.answers == {"T": Answer(given=Fraction(2)), "A": accepted("a", level=2)}
    assert [(code, each.code) for code, each in found.missing] == [("A", "c")]
    assert found.unmapped == ("C",)
