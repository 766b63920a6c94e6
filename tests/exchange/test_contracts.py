"""Adopting contracts: the text is kept, versions only go forward, and nothing happens twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.exchange import operations
from guyub.apps.exchange.models import Contract, Dataset
from guyub.ledger.models import Event
from tests.support import make

pytestmark = pytest.mark.django_db
KEYS = ("aid", "health_insurance", "population", "pupils", "welfare")


@pytest.fixture
def content(settings, tmp_path):
    shutil.copytree(Path(settings.CONTENT_DIR) / "contracts", tmp_path / "contracts")
    settings.CONTENT_DIR = tmp_path
    return tmp_path / "contracts"


@pytest.fixture
def agencies(officer):
    return [make.agency(name) for name in ("Disdukcapil", "Dinsos", "Disdikbud", "Dinkes")]


def adopt(actor):
    return operations.adopt_contracts(area="33.13", actor=actor, at=make.AT)


def test_the_contracts_of_the_content_directory_come_into_force(officer, agencies, content):
    assert adopt(officer) == KEYS

    pupils = Dataset.objects.get(key="pupils")
    assert (pupils.titles["id"], pupils.custodian.abbreviation, pupils.cadence_months) == ("Data siswa", "Disdikbud", 3)
    assert Contract.objects.live().get(dataset=pupils).text == (content / "pupils.yaml").read_text()
    event = Event.objects.get(name="contract.adopted")
    assert set(event.facts["contracts"]) == set(KEYS)


def test_adopting_them_again_changes_nothing(officer, agencies, content):
    adopt(officer)

    assert adopt(officer) == ()
    assert Event.objects.count() == 1


def test_a_new_version_replaces_the_old_and_keeps_it(officer, agencies, content):
    adopt(officer)
    text = (content / "pupils.yaml").read_text()
    (content / "pupils.yaml").write_text(text.replace("version: 1.0.0", "version: 1.1.0"))

    assert adopt(officer) == ("pupils",)

    old, new = Contract.objects.filter(dataset__key="pupils").order_by("pk")
    assert (old.version, old.replaced_at, new.version, new.replaced_at) == ("1.0.0", make.AT, "1.1.0", None)


def test_a_changed_contract_needs_a_new_version(officer, agencies, content):
    adopt(officer)
    with (content / "pupils.yaml").open("a") as file:
        file.write("# changed\n")

    with pytest.raises(operations.VersionReused, match=r"1\.0\.0"):
        adopt(officer)

    assert Event.objects.count() == 1


def test_a_contract_whose_agency_does_not_exist_is_refused(officer, content):
    with pytest.raises(operations.UnknownCustodian):
        adopt(officer)

    assert Dataset.objects.count() == 0


def test_only_who_manages_content_may_adopt(agencies, content):
    with pytest.raises(NotPermitted):
        adopt(make.officer(role="opd_head", agency=agencies[0]))
