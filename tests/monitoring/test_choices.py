"""What the regency chose for its front page is content: read once, and wrong places are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from guyub.apps.monitoring import choices
from guyub.errors import ContentError

FILE = Path(settings.CONTENT_DIR) / "monitoring" / "front-page.yaml"


def test_the_delivered_choices_name_indicators_that_exist():
    found = choices.load()
    known = {path.stem for path in (Path(settings.CONTENT_DIR) / "indicators").glob("*.yaml")}

    assert {found.lead_indicator, *found.chosen_indicators} <= known


def test_the_delivered_map_places_each_district_once():
    placed = [code for row in choices.load().district_places for code in row if code]

    assert len(placed) == len(set(placed)) == 17


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("lead_indicator: poor", "lead: poor", "lead_indicator"),
        ("  publish: 5", "  publish: soon", "promised_days.publish"),
        ("promised_days:", "days:", "promised_days"),
        ("published_figures: [poverty_rate, hdi]", "published_figures: poverty_rate", "published_figures"),
    ],
)
def test_a_wrong_file_says_the_place(before, after, place):
    text = FILE.read_text(encoding="utf-8").replace(before, after, 1)

    with pytest.raises(ContentError) as raised:
        choices.parse(text, file="front-page.yaml")

    assert raised.value.place == place


def test_what_is_no_yaml_is_a_content_error():
    with pytest.raises(ContentError, match="YAML"):
        choices.parse("a: [", file="front-page.yaml")
