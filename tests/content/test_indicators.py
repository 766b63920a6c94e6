"""The indicator files that are delivered: complete, honest, and answering what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from guyub.dataplane import marts
from guyub.engines.indicators import Form, parse_published

CONTENT = Path(__file__).resolve().parents[2] / "content"
DEFINITIONS = marts.load_definitions(CONTENT / "indicators")
PUBLISHED = CONTENT / "published" / "indicators_real.csv"


def test_there_are_at_least_ten():
    assert len(DEFINITIONS) >= 10


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.code)
def test_each_has_a_source_a_caveat_and_a_threshold(definition):
    assert definition.source.id and definition.source.en
    assert definition.caveats
    assert definition.smallest_cell >= 10
    assert definition.table == "record" or definition.smallest_count >= 3


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.code)
def test_what_it_names_of_others_exists(definition):
    published = {figure.name for figure in parse_published(PUBLISHED.read_text(encoding="utf-8"), file=PUBLISHED.name)}

    assert set(definition.published) <= published


def test_people_are_counted_in_a_share_and_set_against_each_other_in_a_ratio():
    assert {definition.code for definition in DEFINITIONS if definition.form is Form.RATIO} == {"dependency-ratio"}
    assert all((definition.unit == "percent") is (definition.form is Form.SHARE) for definition in DEFINITIONS)


def test_every_published_figure_names_its_publisher():
    figures = parse_published(PUBLISHED.read_text(encoding="utf-8"), file=PUBLISHED.name)

    assert figures and all(figure.publisher and figure.period for figure in figures)
