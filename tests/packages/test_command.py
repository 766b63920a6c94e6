"""guyub package verify and send."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from guyub.apps.accounts.models import system_username
from guyub.apps.packages import operations
from guyub.apps.packages.models import Package
from guyub.cli import main
from guyub.engines import packages as engine
from tests.packages.test_receiving import package
from tests.support import make, sealed


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "33.13.guyub"
    path.write_bytes(package())
    return path


def run(*words):
    return CliRunner().invoke(main, ["package", *map(str, words)])


def test_a_whole_package_is_told_in_either_language(file):
    indonesian, english = run("verify", file), run("verify", file, "--language", "en")

    assert (indonesian.exit_code, english.exit_code) == (0, 0)
    assert "Utuh: setiap bita sama seperti saat disegel." in indonesian.output
    assert "Kabupaten Karanganyar: Instrumen uji 2026, stage 1" in english.output
    assert "Sealed by Bupati Karanganyar, " in english.output and "Whole: " in english.output


def test_a_changed_byte_ends_with_one_and_its_place(file):
    data = bytearray(file.read_bytes())
    data[50] ^= 1
    file.write_bytes(bytes(data))
    answer = run("verify", file, "--language", "en")

    assert answer.exit_code == 1 and "content of manifest.json, byte 50" in answer.output


def test_another_key_than_the_one_asked_for_ends_with_one(file):
    mark = engine.fingerprint(engine.public_key(sealed.PRIVATE))

    assert run("verify", file, "--key", mark.upper()).exit_code == 0
    assert run("verify", file, "--key", "ab" * 32).exit_code == 1


@pytest.mark.django_db(transaction=True)
def test_a_package_goes_over_the_wire_to_another_installation(file, live_server, no_counts):
    make.area("33.13")
    make.area("ID")
    make.officer(system_username("ID"), role="system", area_code="ID")
    office = make.officer(role="evaluation_office", area_code="ID")
    refused = run("send", file, live_server.url)
    operations.trust_key(
        area="33.13", public_key=engine.public_key(sealed.PRIVATE), reason="Telepon", actor=office, at=make.AT
    )
    first, second = run("send", file, live_server.url), run("send", file, f"{live_server.url}/api/paket/")

    assert (refused.exit_code, first.exit_code, second.exit_code) == (2, 0, 0)
    assert "packages.key-not-trusted" in refused.output
    assert first.output.startswith("received: ") and second.output.startswith("was there already: ")
    assert Package.objects.count() == 1


def test_an_installation_that_is_not_there_ends_with_two(file):
    assert run("send", file, "http://127.0.0.1:9").exit_code == 2


@pytest.mark.parametrize("url", ["ftp://example.org", "file:///etc/passwd", "evaluasi"])
def test_only_addresses_of_the_web_are_sent_to(file, url):
    answer = run("send", file, url)

    assert answer.exit_code == 2 and "https://" in answer.output
