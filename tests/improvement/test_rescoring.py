"""Past years by another measure: computed again, labelled as such, with the evidence that is missing to know more."""

from __future__ import annotations

from decimal import Decimal

from guyub.apps.improvement import queries
from tests.support import assessing, make

ON = make.AT.date()
# A successor: N1 carries on O1, N2 is new; N1's level 2 asks for a survey, which the old measure never did.
SUCCESSOR = """\
code: uji-penerus
version: 1
title: {id: Instrumen penerus, en: Successor}
short: Penerus
meaning: {id: Penerus., en: A successor.}
publisher: Guyub
official: false
standing: {id: Rekaan kami., en: Invented by us.}
source: {id: Rekaan, en: Invented}
valid_from: 2026-01-01
unit: indeks
decimals: 2
low: 0
high: 4
unanswered: zero
scales:
  steps:
    levels:
    - {level: 0, title: {id: Belum, en: None}, text: {id: Belum., en: None.}}
    - {level: 1, title: {id: Satu, en: One}, text: {id: Satu., en: One.}, evidence: [{code: x, kind: document, text: {id: Naskah, en: Draft}}]}
    - {level: 2, title: {id: Dua, en: Two}, text: {id: Dua., en: Two.}, evidence: [{code: y, kind: survey, text: {id: Survei, en: Survey}}]}
carries:
- {instrument: uji-kota-cerdas, leaves: {N1: [O1]}}
tree:
  code: index
  kind: index
  title: {id: Indeks, en: Index}
  aggregate: mean
  children:
  - {code: N1, kind: indicator, title: {id: Masterplan, en: Masterplan}, meaning: {id: M., en: M.}, asks: level, scale: steps}
  - {code: N2, kind: indicator, title: {id: Kota baru, en: New}, meaning: {id: B., en: N.}, asks: level, scale: steps}
"""


def test_an_earlier_year_is_put_to_the_new_measure_and_what_is_missing_is_listed(assessed, manager):
    new = assessing.assessment(assessing.instrument(SUCCESSOR), year=2026)

    page = queries.get_rescoring(new.pk, actor=manager, on=ON)

    lines = {(line.short, line.year): line for line in page.years}
    old = lines["Uji", 2026]
    # N1 at level 1 by the draft, N2 unknown: (1 + 0) / 2
    assert (old.own, old.again, old.carried, old.leaves, old.missing) == (Decimal("1.000000"), Decimal("0.50"), 1, 2, 1)
    assert lines["Penerus", 2026].is_same
    assert [(line.code, line.level, line.text) for line in page.missing] == [("N1", 2, "Survei")]
    assert page.unmapped == (("N2", "Kota baru"),)


def test_a_measure_without_forerunner_shows_its_own_years(assessed, manager):
    assessing.assessment(year=2025)

    page = queries.get_rescoring(assessed.pk, actor=manager, on=ON)

    assert [(line.year, line.is_same) for line in page.years] == [(2026, True), (2025, True)]
    assert (page.looked_at, page.missing) == (None, ())


def test_other_weights_of_the_same_measure_stand_beside_the_used_ones(assessed, manager):
    page = queries.get_rescoring(assessed.pk, actor=manager, on=ON)

    used, other = page.weights
    assert (used.is_used, used.total, other.code, other.total, other.difference) == (
        True,
        Decimal("1.00"),
        "w2025",
        Decimal("1.00"),
        Decimal("0.00"),
    )
    assert [(title, weight, differs) for title, weight, _adds, differs in other.weights] == [
        ("Output", Decimal("50.00"), True),
        ("Outcome", Decimal("50.00"), True),
    ]
