from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guyub.web import charts
from guyub.web.charts.scales import axis, places_of
from guyub.web.charts.svg import PHONE, label_box, text_width

MONTHS = ["Feb", "Mei", "Agu", "Nov"] * 6


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def drawings(markup: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", markup, flags=re.S)]


def texts(drawing: ET.Element) -> list[str]:
    return [(element.text or "").replace("\u00a0", " ") for element in drawing.iter("text")]


def boxes(drawing: ET.Element):
    for element in drawing.iter("text"):
        kind = element.get("class", "").split()
        yield (
            element.text or "",
            label_box(
                float(element.get("x", 0)),
                float(element.get("y", 0)),
                element.text or "",
                anchor=element.get("text-anchor", "start"),
                size=15 if "big" in kind else 12,
                bold=bool({"hi", "s1", "s2", "s3", "tgt"} & set(kind)),
            ),
        )


def collisions(drawing: ET.Element) -> list[tuple[str, str]]:
    # A tenth of a pixel may be lost where coordinates are written with one decimal.
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes(drawing), 2)
        if a.left + 0.2 < b.right and b.left + 0.2 < a.right and a.top + 0.2 < b.bottom and b.top + 0.2 < a.bottom
    ]


def series(*values: float | None, name: str = "", suppressed: frozenset[int] = frozenset()) -> charts.Series:
    return charts.Series(
        name,
        tuple(
            charts.Point(MONTHS[n], value, group=str(2024 + n // 4), suppressed=n in suppressed)
            for n, value in enumerate(values)
        ),
    )


def test_a_line_is_drawn_twice_and_says_what_it_shows_each_time():
    wide, narrow = drawings(charts.line_chart([series(34.8, 21.4)], sentence="Turun"))

    assert wide.get("viewBox") == "0 0 640 270"
    assert narrow.get("viewBox", "").split()[2] == str(PHONE)
    assert (
        (wide.get("role"), wide.get("aria-label")) == ("img", "Turun") == (narrow.get("role"), narrow.get("aria-label"))
    )


def test_the_first_and_the_last_value_are_written_with_a_comma():
    for drawing in drawings(charts.line_chart([series(34.8, 30.0, 26.0, 21.4)], sentence="Turun", target=15.0)):
        assert {"34,8", "21,4 %"} <= set(texts(drawing))
        assert any("15,0 %" in text for text in texts(drawing))
        assert not {"30,0", "26,0"} & set(texts(drawing))


def test_a_point_lies_where_the_axis_says():
    wide = drawings(charts.line_chart([series(0, 10, 20, 40)], sentence="Naik"))[0]
    heights = {text.text: float(text.get("y", 0)) - 4 for text in wide.iter("text") if text.get("text-anchor") == "end"}
    dots = [float(dot.get("cy", 0)) for dot in wide.iter("circle")]

    assert [dots[0], dots[1], dots[2], dots[3]] == pytest.approx(
        [heights["0"], heights["10"], heights["20"], heights["40"]], abs=0.2
    )


def test_a_missing_value_parts_the_line_and_a_hidden_one_is_hollow():
    wide = drawings(
        charts.line_chart([series(10, 11, None, 12, 13, None, suppressed=frozenset({2}))], sentence="Naik")
    )[0]

    assert len(list(wide.iter("polyline"))) == 2
    assert len([dot for dot in wide.iter("circle") if "hid" in dot.get("class", "")]) == 1
    assert "<10" in texts(wide)
    assert "0" not in texts(wide) or "13,0 %" in texts(wide)


def test_an_axis_that_does_not_begin_at_zero_says_so():
    high = drawings(charts.line_chart([series(96.5, 96.1)], sentence="Turun"))[0]
    low = drawings(charts.line_chart([series(6.5, 96.1)], sentence="Naik"))[0]

    assert any(text.startswith("sumbu mulai dari") for text in texts(high))
    assert not any(text.startswith("sumbu mulai dari") for text in texts(low))


def test_two_series_name_their_lines():
    chart = charts.line_chart(
        [series(96.5, 96.9, 96.1, name="Hitungan Guyub"), series(95.1, None, 95.9, name="BPS")],
        sentence="Dua",
        target=98,
    )
    for drawing in drawings(chart):
        assert {"Hitungan Guyub", "BPS", "96,1 %", "95,9 %"} <= set(texts(drawing))
        assert collisions(drawing) == []


@pytest.mark.parametrize("problem", [[], [series()], [series(1, 2), series(1)], [series(1)] * 4])
def test_a_chart_that_cannot_be_read_is_refused(problem):
    with pytest.raises(ValueError, match=r"series"):
        charts.line_chart(problem, sentence="")


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=12),
    st.one_of(st.none(), st.floats(0, 100)),
    st.sampled_from([charts.WIDE, charts.HALF, charts.SIDE]),
)
def test_no_label_of_a_line_is_written_over_another(values, target, width):
    with translation.override("id"):
        chart = charts.line_chart([series(*values)], sentence="Acak", target=target, width=width)
    for drawing in drawings(chart):
        assert collisions(drawing) == []
        limit = float(drawing.get("viewBox", "").split()[2])
        assert [text for text, box in boxes(drawing) if box.left < -0.5 or box.right > limit + 0.5] == []


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6))
def test_an_axis_encloses_its_values_in_few_round_steps(low, spread):
    ticks = axis(low, low + spread)

    slack = 1e-6 * max(abs(low), abs(low + spread), 1)

    assert ticks[0] <= low + slack and ticks[-1] >= low + spread - slack
    assert 2 <= len(ticks) <= 8


def test_ticks_are_written_with_as_many_decimals_as_they_need():
    assert (places_of([0, 10, 20]), places_of([0, 2.5, 5]), places_of([0.25])) == (0, 1, 2)


def test_bars_are_ordered_by_value_and_start_at_zero():
    bars = [
        charts.Bar("Jaten", 10.0),
        charts.Bar("Kerjo", 40.0, highlight=True),
        charts.Bar("Jenawi", None),
        charts.Bar("Tawangmangu", 20.0),
    ]
    for drawing in drawings(charts.district_bars(bars, sentence="Kecamatan")):
        lengths = [float(bar.get("width", 0)) for bar in drawing.iter("rect")]
        names = [text for text in texts(drawing) if text[0].isalpha()]

        assert names == ["Kerjo", "Tawangmangu", "Jaten", "Jenawi"]
        assert lengths[0] == pytest.approx(4 * lengths[2], rel=0.02)
        assert "– belum ada data" in texts(drawing)


def test_the_target_line_never_runs_through_a_figure():
    bars = [charts.Bar(f"Kecamatan {n}", 12 + n * 0.5, count=1000 + n) for n in range(17)]
    for drawing in drawings(charts.district_bars(bars, sentence="Kecamatan", target=15, count_label="siswa")):
        line = next(drawing.iter("line"))
        at = float(line.get("x1", 0))

        assert [
            text for text, box in boxes(drawing) if box.left < at < box.right and not text.startswith("target")
        ] == []
        assert collisions(drawing) == []


def test_a_long_name_is_shortened_and_does_not_push_the_bars_away():
    bars = [charts.Bar("Desa Persiapan Karangbangun Kidul Wetan Sekali", 9.2), charts.Bar("Jaten", 3.0)]
    for drawing in drawings(charts.district_bars(bars, sentence="Desa")):
        assert any(text.endswith("…") for text in texts(drawing))
        assert collisions(drawing) == []


@given(st.lists(st.tuples(st.floats(0, 140), st.floats(0, 140)), min_size=1, max_size=8))
def test_money_and_result_stay_on_the_sheet(pairs):
    with translation.override("id"):
        chart = charts.money_and_result(
            [charts.Pair(f"Dimensi {n}", *pair) for n, pair in enumerate(pairs)], sentence="Uang"
        )
    for drawing in drawings(chart):
        width = float(drawing.get("viewBox", "").split()[2])
        assert all(box.right <= width + 0.5 for _text, box in boxes(drawing))


def test_a_promise_says_all_its_figures_in_words():
    (drawing,) = drawings(charts.promise_bar(now=41.2, target=50, low=43.1, high=46.7))

    assert (
        drawing.get("aria-label", "").replace("\u00a0", " ")
        == "kini 41,2 %, perkiraan 43,1 sampai 46,7 %, target 50,0 %"
    )
    assert texts(drawing) == ["target 50"]


def test_a_promise_without_a_value_shows_no_bar():
    (drawing,) = drawings(charts.promise_bar(now=None, target=50))

    assert [bar.get("class") for bar in drawing.iter("rect")] == ["fs"]


@given(st.one_of(st.none(), st.floats(0, 1e6)), st.floats(0.1, 1e6), st.floats(0, 1e6))
def test_a_promise_stays_on_its_track(now, target, low):
    (drawing,) = drawings(charts.promise_bar(now=now, target=target, low=low, high=low * 1.1))

    assert all(float(bar.get("x", 0)) + float(bar.get("width", 0)) <= 208.5 for bar in drawing.iter("rect"))
    assert all(box.left >= -0.5 and box.right <= 208.5 for _text, box in boxes(drawing))


def test_a_sparkline_is_silent_and_ends_in_a_dot():
    (drawing,) = drawings(charts.sparkline([34.8, None, 30.5, 21.4], target=15))

    assert drawing.get("aria-hidden") == "true"
    assert float(next(drawing.iter("circle")).get("cx", 0)) == pytest.approx(90)


@pytest.mark.parametrize("values", [[], [None], [5.0], [5.0, 5.0], [0, 0]])
def test_a_sparkline_of_little_still_draws(values):
    assert len(drawings(charts.sparkline(values))) == 1


def test_rows_that_do_not_add_up_are_never_drawn():
    with pytest.raises(ValueError, match="10 rows came in, but 7 released and 2 held make 9"):
        charts.balance_bar(10, 7, 2)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_every_held_row_can_be_seen(released, held):
    (drawing,) = drawings(charts.balance_bar(released + held, released, held))
    widths = {bar.get("class"): float(bar.get("width", "0%").rstrip("%")) for bar in drawing.iter("rect")}

    assert ("fbad" in widths) == (held > 0)
    assert widths.get("fbad", 100) >= 2.9
    assert ("f1" in widths) == (released > 0)


def test_each_class_of_the_map_holds_about_as_many_villages():
    cuts = charts.quantile_cuts(range(177))
    sizes = [len(list(group)) for _kind, group in itertools.groupby(charts.shade(value, cuts) for value in range(177))]

    assert len(sizes) == 5
    assert max(sizes) - min(sizes) <= 10


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=200))
def test_the_classes_of_the_map_rise_and_cover_every_value(values):
    cuts = charts.quantile_cuts(values)

    assert list(cuts) == sorted(set(cuts)) and len(cuts) <= 4
    assert all(charts.shade(value, cuts) in {"q0", "q1", "q2", "q3", "q4", "qx"} for value in values)


def test_a_tile_tells_its_village_its_value_and_why_there_is_none():
    group = charts.TileGroup(
        "Jenawi",
        "35,7 %",
        (
            charts.Tile("Gumeng", 36.9, href="/x", detail="100 dari 271 siswa"),
            charts.Tile("Anggrasmanis", None, href="/y"),
            charts.Tile("Trengguli", None, suppressed=True),
            charts.Tile("Balong", 40.7, href="/z"),
        ),
    )
    markup = str(charts.tile_map([group, None], cuts=(10, 20)))

    assert markup.index("Balong") < markup.index("Gumeng") < markup.index("Anggrasmanis")
    assert 'title="Gumeng: 36,9\u00a0% (100 dari 271 siswa)"' in markup
    assert 'aria-label="Gumeng 37"' in markup
    assert 'class="qx" title="Anggrasmanis: belum ada data"' in markup
    assert "&lt;10" in markup
    assert '<div class="blank">' in markup


def test_a_name_from_a_file_cannot_break_out_of_the_drawing():
    name = '<script>"&'
    for markup in (
        charts.district_bars([charts.Bar(name, 1.0)], sentence=name),
        charts.tile_map([charts.TileGroup(name, "", (charts.Tile(name, 1.0, href='"x'),))]),
        charts.line_chart([series(1, 2, name=name)], sentence=name),
    ):
        assert "<script" not in markup
        for drawing in drawings(markup):
            assert drawing.get("aria-label", name) == name


def test_a_label_is_never_narrower_than_it_was_measured():
    # Measured in Chromium, Inter 12 px: regular "Gondangrejo" and semibold "21,4 %".
    assert text_width("Gondangrejo") >= 71.5
    assert text_width("21,4 %", bold=True) >= 41.9


COMPONENTS = st.lists(
    st.builds(
        charts.Component,
        label=st.text("abcde Wm", min_size=1, max_size=60),
        value=st.none() | st.floats(0, 4),
        weight_percent=st.none() | st.floats(0, 100),
        contribution=st.none() | st.floats(-4, 4),
        before=st.none() | st.floats(0, 4),
    ),
    min_size=1,
    max_size=7,
)


@given(COMPONENTS)
def test_the_parts_of_a_score_stay_on_the_sheet_and_no_label_covers_another(components):
    for drawing in drawings(charts.component_bars(components, high=4, before="2025", sentence="Bagian")):
        width = float(drawing.get("viewBox", "").split()[2])
        labels = list(boxes(drawing))
        assert all(box.left >= -0.5 and box.right <= width + 0.5 for _text, box in labels)
        assert not any(one.meets(other) for (_a, one), (_b, other) in itertools.combinations(labels, 2))
        for bar in drawing.iter("rect"):
            assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= width + 0.5


def test_a_part_of_a_score_begins_at_the_lowest_level_and_shows_where_it_was():
    component = charts.Component("Kebijakan", 3.0, 100, 3.0, 2.0)

    wide, _narrow = drawings(charts.component_bars([component], low=1, high=5, before="2025", sentence="Bagian"))

    track, bar = (element for element in wide.iter("rect"))
    assert float(bar.get("width", 0)) == pytest.approx(float(track.get("width", 0)) / 2, abs=0.2)
    notch = next(wide.iter("line"))
    assert float(notch.get("x1", 0)) == pytest.approx(
        float(track.get("x", 0)) + float(track.get("width", 0)) / 4, abs=0.2
    )
    assert "1 sampai 5, celah: nilai 2025" in texts(wide)
