"""Spreads of many places: drawn for a desk and for a phone, said to who does not see them, honest about small groups."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from guyub.web import charts

FIVE = st.lists(st.floats(0, 100, allow_nan=False), min_size=5, max_size=5).map(sorted)
ROWS = (charts.Range("Provinsi", 1, 2, 3, 4, 5, own=3.3), charts.Range("Angkatan", None, None, None, None, None))


def numbers(drawing: str, tag: str, name: str) -> list[float]:
    return [float(found) for found in re.findall(rf'<{tag}[^>]*\b{name}="(-?[0-9.]+)"', drawing)]


def test_groups_are_drawn_twice_and_say_what_they_show():
    drawing = charts.spread_rows(ROWS, sentence="Dua kelompok", own_label="nilai sendiri")

    assert drawing.count('aria-label="Dua kelompok"') == 2
    assert drawing.count("nilai sendiri 3,30") == 2


def test_a_group_that_is_too_small_has_no_box_and_says_so():
    drawing = charts.spread_rows(ROWS, sentence="x")

    assert drawing.count('class="fan"') == 2  # one group, drawn twice
    assert "terlalu sedikit" in drawing or "too few" in drawing


@given(FIVE)
def test_a_box_lies_inside_its_line(five):
    drawing = charts.spread_rows([charts.Range("x", *five)], sentence="x")
    boxes = list(zip(numbers(drawing, "rect", "x"), numbers(drawing, "rect", "width"), strict=True))
    lines = re.findall(r'<line class="ax2" x1="([0-9.]+)" y1="[0-9.]+" x2="([0-9.]+)"', drawing)

    for (x, width), (low, high) in zip(boxes, lines, strict=True):
        assert float(low) - 0.1 <= x and x + width <= max(float(high), x + 2) + 0.2


def test_each_year_names_its_median_and_the_one_asked_for_stands_out():
    years = [charts.Range(str(year), 1, 2, 2.5, 3, 4) for year in (2024, 2025, 2026)]

    drawing = charts.spread_years(years, sentence="x", highlight="2026")

    assert drawing.count("2,50") == 6 and drawing.count('class="f6"') == 2


def test_a_year_without_quartiles_keeps_its_place():
    years = [charts.Range("2025", None, None, None, None, None), charts.Range("2026", 1, 2, 2.5, 3, 4)]

    assert charts.spread_years(years, sentence="x").count(">2025<") == 2
