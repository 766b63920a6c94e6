"""A contract file says where it is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guyub.engines.contracts import explain, fold, match_header, read_catalogue, read_contract
from guyub.errors import ContentError
from guyub.settings import CONTENT_DIR

FOLDER = Path(CONTENT_DIR) / "contracts"
CATALOGUE = read_catalogue((FOLDER / "rules.yaml").read_text(), file="rules.yaml")
TEXT = (FOLDER / "pupils.yaml").read_text()


def read(change=lambda document: None):  # type: ignore[no-untyped-def]
    document = yaml.safe_load(TEXT)
    change(document)
    return read_contract(yaml.safe_dump(document), file="pupils.yaml", catalogue=CATALOGUE)


def column(document: dict, name: str) -> dict:
    return next(entry for entry in document["schema"][0]["properties"] if entry["name"] == name)


def set_in(*path: object, value: object):  # type: ignore[no-untyped-def]
    def change(document: dict) -> None:
        *way, last = path
        for step in way:
            document = column(document, step[1:]) if isinstance(step, str) and step[0] == "@" else document[step]
        document[last] = value

    return change


def test_a_contract_is_read_into_columns_and_rules() -> None:
    contract = read()

    assert (contract.key, contract.key_column, contract.agency) == ("pupils", "nisn", "Disdikbud")
    assert contract.column("birth_date").sql_type == "DATE"
    assert contract.column("sex").values["P"][1] == "Perempuan"
    assert [rule.code for rule in contract.column("nisn").rules] == ["KOSONG", "POLA-01", "NISN-GANDA"]
    assert contract.column("nisn").required
    assert not contract.column("nik").required


@pytest.mark.parametrize(
    ("change", "place", "mending"),
    [
        (set_in("kind", value="Dataset"), "kind", "DataContract"),
        (set_in("apiVersion", value="v2.2.2"), "apiVersion", "v3.1.0"),
        (set_in("team", value={}), "team.name", "text"),
        (set_in("slaProperties", value=[]), "slaProperties", "frequency"),
        (set_in("schema", value=[]), "schema", "one entry"),
        (set_in("@nik", "logicalType", value="text"), "column nik.logicalType", "string"),
        (set_in("@nik", "physicalType", value="TEXT"), "column nik.physicalType", "VARCHAR"),
        (set_in("@nik", "classification", value="secret"), "column nik.classification", "closed"),
        (set_in("@grade", "quality", value=[]), "column grade.quality", "check: integer"),
        (set_in("@nik", "quality", 0, "name", value="NIK-99"), "column nik.quality[0].name", "rules.yaml"),
        (set_in("@nik", "quality", 0, "severity", value="fatal"), "severity", "hold, warn"),
        (set_in("@nik", "quality", 0, "implementation", "check", value="magic"), "check", "required"),
        (set_in("@name", "quality", 0, "implementation", "check", value="nik_digits"), "check", "fits nik"),
        (set_in("@nik", "quality", 1, "implementation", "on_fail", value="keep"), "on_fail", "empty"),
        (set_in("@nik", "quality", 1, "implementation", "on_fail", value=None), "on_fail", "keep, empty"),
        (set_in("@nisn", "quality", 0, "implementation", "on_fail", value="empty"), "on_fail", "warn"),
        (set_in("@nisn", "logicalTypeOptions", value={"pattern": "["}), "quality[1]", "regular expression"),
        (set_in("@nisn", "primaryKey", value=False), "properties", "exactly one"),
        (set_in("@nisn", "quality", 2, "severity", value="warn"), "on_fail", "keep"),
        (set_in("@grade", "quality", 1, "implementation", "maximum", value="twelve"), "maximum", "0"),
        (set_in("@grade", "quality", 1, "implementation", "maximum", value=40_000), "physicalType", "BIGINT"),
        (set_in("@sex", "customProperties", 1, "value", value={"L": ["x"], "P": ["x"]}), "values", "one of them"),
        (set_in("@nik", "customProperties", 0, "value", value=["NISN"]), "column", "alias"),
        (set_in("customProperties", 1, "value", value=["colour"]), "describe", "columns of the contract"),
    ],
)
def test_an_odd_contract_says_where_and_how_to_mend_it(change, place: str, mending: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ContentError) as refused:
        read(change)

    assert refused.value.file == "pupils.yaml"
    assert place in refused.value.place
    assert mending in refused.value.mending


def test_broken_yaml_names_its_line() -> None:
    with pytest.raises(ContentError, match="line 3"):
        read_contract("kind: DataContract\nid: x\n  name: y: z\n", file="x.yaml", catalogue=CATALOGUE)


def test_a_text_without_translation_is_refused() -> None:
    with pytest.raises(ContentError, match="two languages"):
        read_catalogue("rules: {A: {title: {id: x}, remedy: {id: x, en: y}}}\nrefusals: {}", file="rules.yaml")


def test_a_finding_is_explained_with_the_column_and_its_bounds() -> None:
    told = explain(read(), CATALOGUE, "ANGKA-02", "grade")

    assert told.title == "Kelas di luar batas 1 sampai 12"
    assert explain(read(), CATALOGUE, "ANGKA-02", "grade", "en").remedy.endswith("between 1 and 12.")
    assert "Laki-laki" in explain(read(), CATALOGUE, "PILIHAN-01", "sex").remedy or True


def test_headers_match_whatever_their_case_dots_and_underscores() -> None:
    match = match_header(["No", "nisn", "NAMA_LENGKAP", "Tgl. Lahir", "catatan", ""], read())

    assert match.positions == {"nisn": 1, "name": 2, "birth_date": 3}
    assert match.unknown == ("No", "catatan")
    assert "level" in match.missing


def test_two_headers_of_one_meaning_are_seen() -> None:
    assert match_header(["Nama", "Nama Siswa"], read()).doubled == ("name",)


def test_folding_forgets_what_hands_differ_in() -> None:
    assert fold("  Tgl. Lahir_ ") == fold("TGL LAHIR") == "tgllahir"
