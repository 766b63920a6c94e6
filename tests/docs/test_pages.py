"""The documents are true where a machine can tell: links lead somewhere, named files exist, decisions have all their parts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
HAND_WRITTEN = [path for path in PAGES if path.parent.name != "reference"]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# `guyub/jobs/worker.py`, `content/indicators/`, `tests/architecture`: a path of this repository
NAMED = re.compile(r"`((?:guyub|tests|content|docs|tools|benchmarks|requirements|\.ci)/[\w./-]*)`")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_links_lead_somewhere(document):
    targets = [link.split("#")[0] for link in LINK.findall(document.read_text(encoding="utf-8"))]
    broken = [
        link
        for link in targets
        if link and "://" not in link and not link.startswith("mailto:") and not (document.parent / link).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("document", HAND_WRITTEN, ids=name_of)
def test_the_files_that_a_page_names_exist(document):
    missing = [path for path in NAMED.findall(document.read_text(encoding="utf-8")) if not (ROOT / path).exists()]

    assert missing == []


@pytest.mark.parametrize("document", HAND_WRITTEN, ids=name_of)
def test_a_page_has_one_title(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert len(re.findall(r"^# ", text, flags=re.MULTILINE)) == 1


DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PARTS = ["Context", "Options", "Choice", "Consequences", "How we would notice that it was wrong"]


def test_decisions_are_numbered_without_gaps_and_listed():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    index = (ROOT / "docs" / "adr" / "README.md").read_text()

    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert [path.name for path in DECISIONS if f"({path.name})" not in index] == []


@pytest.mark.parametrize("document", DECISIONS, ids=name_of)
def test_a_decision_has_all_its_parts_on_one_page(document):
    text = document.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == PARTS
    assert text.startswith(f"# {document.name[:4]} ")
    assert len(text.split()) < 700


def test_publiccode_says_what_a_catalogue_needs():
    """The fields that version 0.4 of the standard requires, with its limits."""
    it = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))

    assert it["publiccodeYmlVersion"] == "0.4"
    assert {
        "name",
        "url",
        "releaseDate",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "legal",
        "maintenance",
        "localisation",
    } <= it.keys()
    assert isinstance(it["releaseDate"], date)
    assert it["legal"]["license"] == "AGPL-3.0-or-later"
    assert it["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert it["maintenance"]["contacts"]
    assert {"id", "en"} <= set(it["localisation"]["availableLanguages"])
    for words in it["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_the_version_is_the_same_everywhere():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)[1]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)[1]

    assert yaml.safe_load((ROOT / "publiccode.yml").read_text())["softwareVersion"] == version == newest


def test_the_return_address_for_a_provider_is_the_one_that_answers():
    address = reverse("openid_connect_callback", kwargs={"provider_id": "oidc"})

    assert address in (ROOT / "docs" / "how-to" / "connect-a-sign-in-provider.md").read_text()
