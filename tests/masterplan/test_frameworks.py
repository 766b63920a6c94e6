"""The frames a masterplan stands on: six dimensions of three, every one with its source, and a map into the draft of 2026."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from guyub.apps.masterplan import frameworks
from guyub.errors import ContentError

FILE = Path(settings.CONTENT_DIR) / "frameworks" / "kominfo-2017.yaml"


def test_the_frame_of_2017_has_six_dimensions_of_three():
    frame = frameworks.load("kominfo-2017")

    assert [each.code for each in frame.dimensions] == ["SG", "SB", "SE", "SL", "SS", "SV"]
    assert [len(each.subs) for each in frame.dimensions] == [3] * 6
    assert all(len(sub.elements) >= 2 for each in frame.dimensions for sub in each.subs)


def test_every_dimension_and_sub_dimension_names_a_source_that_is_listed():
    for frame in frameworks.load_all().values():
        for dimension in frame.dimensions:
            assert dimension.source in frame.sources
            assert all(sub.source in frame.sources for sub in dimension.subs)


def test_names_follow_the_readers_language():
    governance = frameworks.load("kominfo-2017").find_dimension("SG")

    with translation.override("id"):
        assert str(governance.name) == "Tata Kelola Cerdas"
    with translation.override("en"):
        assert str(governance.name) == "Smart Governance"


def test_the_draft_of_2026_is_a_draft_with_mobility_and_without_branding():
    draft = frameworks.load("kota-cerdas-2026")

    assert draft.status == "draft"
    assert draft.place(dimension="SL", sub_dimension="SL-3") == "MO"
    assert draft.place(dimension="SL", sub_dimension="SL-1") == "KB"
    assert draft.place(dimension="SB", sub_dimension="SB-1") is None


def test_an_unknown_frame_is_named_with_those_that_exist():
    with pytest.raises(ContentError, match="kominfo-2017"):
        frameworks.load("kominfo-1999")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("status: in_force", "status: maybe", "status"),
        ("code: SB-1,", "code: SG-1,", "SG-1"),
        ("{id: Kehidupan Cerdas, en: Smart Living}", "{id: Kehidupan Cerdas}", "dimensions[3].name.en"),
        ("source: ambon-2024", "source: nowhere", "dimensions[0].source"),
        ("dimensions:", "dimension:", "dimensions"),
        ("publisher: Kominfo", "publisher:", "publisher"),
    ],
)
def test_a_wrong_file_says_the_place(before, after, place):
    text = FILE.read_text(encoding="utf-8").replace(before, after, 1)

    with pytest.raises(ContentError) as raised:
        frameworks.parse(text, file="frame.yaml")

    assert (raised.value.file, raised.value.place) == ("frame.yaml", place)


def test_what_is_no_yaml_is_a_content_error():
    with pytest.raises(ContentError, match="YAML"):
        frameworks.parse("code: [", file="frame.yaml")
