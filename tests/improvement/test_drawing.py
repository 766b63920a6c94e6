"""The drawing of ratings: one dot an agency, nothing written over, the same in words."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.web.charts import DotRow, dot_rows

ROWS = st.lists(
    st.builds(
        DotRow,
        label=st.text("abc def", min_size=1, max_size=40),
        values=st.lists(st.integers(1, 5), min_size=1, max_size=30).map(tuple),
        mean=st.floats(1, 5),
        other=st.none() | st.floats(1, 5),
        low_names=st.sampled_from(["", "Dinkes", "12 OPD"]),
        high_names=st.sampled_from(["", "Bappeda"]),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_each_rating_is_one_dot_inside_the_drawing_and_below_its_label(rows):
    for drawing in str(dot_rows(rows, low=1, high=5, sentence="Kalimat", other_label="bukti")).split("<svg")[1:]:
        width, height = (float(each) for each in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing).groups())
        dots = [
            (float(x), float(y)) for x, y in re.findall(r'<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"', drawing)
        ]

        assert len(dots) == sum(len(row.values) for row in rows) + 1  # and one in the legend
        assert len(set(dots)) == len(dots)
        assert all(0 < x < width and 0 < y < height for x, y in dots)
        lines = [float(y) for y in re.findall(r'<line class="ax2" x1="0" y1="([\d.]+)"', drawing)]
        for _x, y in dots[1:]:
            top = max(line for line in lines if line < y)
            assert y - top > 31  # the label and the names stand there


def test_the_drawing_says_its_sentence_and_what_its_marks_are():
    drawing = str(dot_rows([DotRow("A", (1, 2), 1.5)], low=1, high=5, sentence="Dua OPD", other_label="bukti"))

    assert drawing.count('aria-label="Dua OPD"') == 2
    assert "satu OPD" in drawing
    assert "bukti" not in drawing  # nothing to hold it against
