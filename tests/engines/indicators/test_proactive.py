"""The file of lists: what is read, and how a mistake is named."""

from __future__ import annotations

import pytest

from guyub.engines.indicators import parse_lists
from guyub.errors import ContentError
from tests.engines.indicators.test_definition import TABLES

FILE = """
- key: poor-pupils
  version: 1
  title: {id: Siswa miskin, en: Poor pupils}
  meaning: {id: Siswa desil 1–4., en: Pupils in deciles 1–4.}
  condition: pupil and decile <= 4
  agencies: [Disdikbud]
  indicator: poor-pupils
  purposes:
    - {key: visit, title: {id: Mengunjungi, en: To visit}}
  source: {id: Contoh, en: Example}
  valid_from: 2026-01-01
"""


def read(text=FILE):
    return parse_lists(text, file="lists.yaml", columns=TABLES["person"])


def test_a_list_says_whom_for_whom_and_for_what():
    [found] = read()

    assert (found.key, found.agencies, [purpose.key for purpose in found.purposes]) == (
        "poor-pupils",
        ("Disdikbud",),
        ["visit"],
    )
    assert found.datasets == {"population", "pupils", "welfare"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("decile <= 4", "poor <= 4", "no column"),
        ("  agencies: [Disdikbud]\n", "", "agencies is missing"),
        ("version: 1", "version: one", "version or valid_from"),
        ("key: poor-pupils", "key: Poor Pupils", "small letters"),
        ("title: {id: Siswa miskin, en: Poor pupils}", "title: Siswa", "both languages"),
        ("{key: visit, title: {id: Mengunjungi, en: To visit}}", "visit", "needs a key and a title"),
        ("  version: 1", "  version: 1\n  weight: 2", "no field weight"),
    ],
)
def test_a_mistake_is_named(old, new, says):
    assert old in FILE
    with pytest.raises(ContentError, match=None) as wrong:
        read(FILE.replace(old, new))

    assert says in str(wrong.value)


def test_what_is_no_list_is_refused():
    for text in ("key: a", "- [", "- 3"):
        with pytest.raises(ContentError):
            read(text)
