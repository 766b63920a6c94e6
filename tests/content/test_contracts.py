"""The five contracts that ship, as the apps rely on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from guyub.dataplane import library
from guyub.engines.contracts import explain
from guyub.settings import CONTENT_DIR

LIBRARY = library.load(Path(CONTENT_DIR) / "contracts")
COLUMNS = {
    "population": "nik family_card name sex birth_date birth_place relation village_code rt rw",
    "welfare": "record_id nik family_card name sex birth_date relation village_code decile decile_period floor wall "
    "water power_va monthly_income_rupiah",
    "pupils": "nisn nik family_card name sex birth_date mother_name village_code school_code school_name level grade",
    "health_insurance": "card_number nik family_card name sex birth_date village_code segment active",
    "aid": "aid_id nik family_card name sex birth_date village_code programme kind amount_rupiah year",
}


@pytest.mark.parametrize("key", COLUMNS)
def test_a_release_has_exactly_the_columns_that_others_build_on(key: str) -> None:
    contract = LIBRARY.contracts[key]

    assert [column.name for column in contract.columns] == COLUMNS[key].split()


@pytest.mark.parametrize("key", COLUMNS)
def test_a_nik_holds_a_row_only_where_the_register_of_residents_is_made(key: str) -> None:
    severities = {rule.severity for rule in LIBRARY.contracts[key].column("nik").rules if rule.check == "nik_structure"}

    assert severities == ({"hold"} if key == "population" else {"warn"})


@pytest.mark.parametrize("key", COLUMNS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_rule_is_explained_in_full(key: str, language: str) -> None:
    contract = LIBRARY.contracts[key]
    for rule in contract.rules:
        told = explain(contract, LIBRARY.catalogue, rule.code, rule.column, language)
        assert "…" not in told.title + told.remedy, rule.code


def test_personal_columns_are_closed() -> None:
    personal = {"nik", "family_card", "name", "birth_date", "birth_place", "mother_name", "card_number", "nisn"}
    for contract in LIBRARY.contracts.values():
        for column in contract.columns:
            assert column.name not in personal or column.classification == "closed", (contract.key, column.name)


def test_each_contract_says_its_law_and_its_rhythm() -> None:
    for contract in LIBRARY.contracts.values():
        assert contract.source
        assert contract.frequency_months == 3
