"""guyub content and guyub indicator: the same refusals as on the pages, told on one line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from guyub.apps.exchange import queries as exchange
from guyub.cli import main
from tests.support import make

CUSTODIANS = ("Disdukcapil", "Dinsos", "Disdikbud", "Dinkes")


def guyub(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def custodians(db):
    return [make.agency(abbreviation) for abbreviation in CUSTODIANS]


def test_content_is_put_in_force_once(officer, custodians):
    first = guyub("content", "adopt", "--as", officer.username)
    second = guyub("content", "adopt", "--as", officer.username)

    assert first.exit_code == second.exit_code == 0, first.output + second.output
    assert "contracts: aid, health_insurance, population, pupils, welfare" in first.output
    assert "poor-pupils-without-school-aid" in first.output
    assert second.output == "contracts: nothing new\nindicators: nothing new\ninstruments: nothing new\n"
    assert len(exchange.list_datasets(area="33.13", actor=officer, at=make.AT)) == 5


def test_an_agency_that_does_not_exist_is_named(officer):
    done = guyub("content", "adopt", "--as", officer.username)

    assert done.exit_code == 1
    assert any(abbreviation in done.output for abbreviation in CUSTODIANS)


def test_only_who_manages_content_may_put_it_in_force(custodians):
    done = guyub("content", "adopt", "--as", make.officer("camat", role="camat").username)

    assert done.exit_code == 1
    assert "Your office does not include this." in done.output


@pytest.mark.django_db
def test_nobody_decides_for_an_area_that_is_not_open():
    done = guyub("content", "adopt", "--area", "33.11")

    assert (done.exit_code, "guyub officers open-area" in done.output) == (1, True)


def test_an_indicator_without_data_says_so(officer, custodians):
    guyub("content", "adopt", "--as", officer.username)

    done = guyub("indicator", "dependency-ratio", "--as", officer.username, "--language", "en")

    assert done.exit_code == 0, done.output
    assert "not computed yet\nno data\nrule: version 1" in done.output


def test_an_unknown_indicator_is_refused(officer):
    done = guyub("indicator", "no-such-thing", "--as", officer.username, "--language", "en")

    assert (done.exit_code, "This indicator does not exist here." in done.output) == (1, True)


@pytest.mark.django_db
def test_an_unknown_officer_is_told():
    done = guyub("indicator", "dependency-ratio", "--as", "nobody")

    assert (done.exit_code, "No officer signs in as nobody." in done.output) == (1, True)
