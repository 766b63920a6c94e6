"""The sample: it adds up, can be repeated, follows the residents; and the margin is what statistics books say."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from guyub.apps.surveys.sampling import draw_sample, margin_of_error

RESIDENTS = st.dictionaries(
    st.integers(1, 999).map(lambda n: f"33.13.01.{n + 2000}"), st.integers(0, 20_000), min_size=1, max_size=60
)


@given(RESIDENTS, st.integers(1, 400), st.integers(1, 12), st.integers(0, 10**6))
def test_the_sample_adds_up_keeps_its_least_number_and_can_be_repeated(residents, respondents, smallest, seed):
    sample = draw_sample(residents, respondents=respondents, smallest=smallest, seed=seed)

    assert sample == draw_sample(
        dict(reversed(residents.items())), respondents=respondents, smallest=smallest, seed=seed
    )
    assert list(sample) == sorted(sample)
    if any(residents.values()):
        assert sum(sample.values()) == respondents
        assert min(sample.values()) >= min(smallest, respondents)
        assert all(residents[code] > 0 for code in sample)
    else:
        assert sample == {}


@given(RESIDENTS, st.integers(1, 400), st.integers(1, 12), st.integers(0, 10**6))
def test_as_many_villages_are_drawn_as_respondents_allow(residents, respondents, smallest, seed):
    sample = draw_sample(residents, respondents=respondents, smallest=smallest, seed=seed)
    settled = sum(1 for number in residents.values() if number)

    assert len(sample) == min(settled, max(1, respondents // smallest))


@given(RESIDENTS, st.integers(50, 400), st.integers(0, 10**6))
def test_of_two_villages_drawn_the_larger_is_asked_for_no_fewer(residents, respondents, seed):
    sample = draw_sample(residents, respondents=respondents, smallest=5, seed=seed)
    by_size = sorted(sample, key=lambda code: residents[code])

    for smaller, larger in itertools.pairwise(by_size):
        assert sample[smaller] <= sample[larger] or residents[smaller] == residents[larger]


def test_drawn_often_a_village_comes_up_as_often_as_its_residents_say():
    residents = {"33.13.01.2001": 100, "33.13.01.2002": 200, "33.13.01.2003": 300, "33.13.01.2004": 400}
    drawn = Counter(
        code for seed in range(4000) for code in draw_sample(residents, respondents=5, smallest=5, seed=seed)
    )

    for code, number in residents.items():
        assert abs(drawn[code] / 4000 - number / 1000) < 0.03


def test_a_village_larger_than_a_whole_step_is_always_in():
    residents = {"33.13.01.2001": 10_000} | {f"33.13.02.{2000 + n}": 100 for n in range(20)}

    for seed in range(50):
        assert "33.13.01.2001" in draw_sample(residents, respondents=50, smallest=5, seed=seed)


def test_other_numbers_for_the_draw_draw_other_villages():
    residents = {f"33.13.01.{2001 + n}": 1000 for n in range(100)}
    samples = {tuple(draw_sample(residents, respondents=50, smallest=5, seed=seed)) for seed in range(10)}

    assert len(samples) > 5


def test_the_margin_falls_with_the_root_of_the_respondents_and_to_nothing_when_all_are_asked():
    assert margin_of_error(0, 1000) is None
    assert round(margin_of_error(400, 0), 1) == 4.9
    assert round(margin_of_error(100, 0), 1) == 9.8
    assert margin_of_error(100, 200) < margin_of_error(100, 1000) < margin_of_error(100, 0)
    assert margin_of_error(200, 200) == 0 and margin_of_error(300, 200) == 0
