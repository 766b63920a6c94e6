"""Instruments: adopted from content or from an officer's file, as a workbook and back, and what changed."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from guyub.apps.accounts.permissions import NotPermitted
from guyub.apps.assessment import content, operations, queries, sheets
from guyub.apps.assessment.models import Instrument
from guyub.dataplane import forms
from guyub.engines.scoring import What, differences, parse_instrument
from guyub.ledger.queries import list_events
from tests.support import make
from tests.support.assessing import TEXT

AREA = "33.13"
LATER = make.AT + timedelta(days=1)
TEXTS = {
    file.stem: file.read_text("utf-8") for file in sorted((Path(settings.CONTENT_DIR) / "instruments").glob("*.yaml"))
}


@pytest.fixture
def planner(db):
    return make.officer("bappeda", role="planning_office")


def adopt(text, actor, *, at=make.AT, name="uji.yaml"):
    return operations.adopt_instrument(area=AREA, text=text, file_name=name, actor=actor, at=at)


def second(text=TEXT, **changes):
    """The next version, with changes to the text."""
    new = text.replace("version: 1\n", "version: 2\n")
    for old, replacement in changes.items():
        assert old in new
        new = new.replace(old, replacement)
    return new


def test_content_is_adopted_once_by_one_event(planner):
    first = operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)
    again = operations.adopt_instruments(area=AREA, actor=planner, at=LATER)

    assert (set(first), again) == (set(content.delivered_texts()), ())
    [event] = list_events(areas=[AREA], names=["instrument.adopted"])
    assert event.facts["adopted"]["spbe-59-2020"] == 1


def test_the_ministry_adopts_for_the_nation(db):
    office = make.officer("kementerian", role="evaluation_office", area_code="ID")
    operations.adopt_instruments(area="ID", actor=office, at=make.AT)

    assert queries.find_instrument(area="ID", code="kominfo-eval-2", actor=office) is not None
    assert queries.list_instruments(area=AREA, actor=office) == []


def test_only_who_manages_instruments_may_adopt_one(db):
    head = make.officer("kepala", role="opd_head", agency=make.agency("Dinsos"))

    with pytest.raises(NotPermitted):
        adopt(TEXT, head)
    with pytest.raises(NotPermitted):
        operations.adopt_instruments(area=AREA, actor=head, at=make.AT)


def test_a_new_version_replaces_the_old_one_which_stays_readable(planner):
    old = adopt(TEXT, planner)
    new = adopt(second(), planner, at=LATER)

    page = queries.get_instrument(old, actor=planner)
    assert page.line.replaced_at == LATER
    assert [each.pk for each in page.versions] == [new, old]
    assert queries.find_instrument(area=AREA, code="uji-kota-cerdas", actor=planner).pk == new


def test_the_same_text_again_changes_nothing(planner):
    assert adopt(TEXT, planner) == adopt(TEXT, planner, at=LATER)
    assert len(list_events(areas=[AREA], names=["instrument.adopted"])) == 1


def test_an_earlier_text_comes_back_under_its_own_number(planner):
    old = adopt(TEXT, planner)
    adopt(second(), planner, at=LATER)

    assert adopt(TEXT, planner, at=LATER + timedelta(days=1)) == old
    assert Instrument.objects.live().get().version == 1


@pytest.mark.parametrize("version", ["version: 1\n", "version: 2\n"])
def test_a_version_number_stands_for_one_text_and_never_falls(planner, version):
    adopt(TEXT, planner)
    adopt(second().replace("version: 2", "version: 3"), planner, at=LATER)
    other = TEXT.replace("version: 1\n", version).replace("Instrumen uji", "Lain")

    with pytest.raises(operations.VersionReused) as refused:
        adopt(other, planner, at=LATER)
    assert "4" in refused.value.remedy


def test_an_officers_higher_version_stays_when_content_is_adopted_again(planner):
    operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)
    own = TEXTS["skm-14-2017"].replace("\nversion: 1\n", "\nversion: 2\n")
    mine = adopt(own, planner, at=LATER)

    assert operations.adopt_instruments(area=AREA, actor=planner, at=LATER + timedelta(days=1)) == ()
    assert queries.find_instrument(area=AREA, code="skm-14-2017", actor=planner).pk == mine


def test_a_text_that_cannot_be_scored_is_refused(planner):
    with pytest.raises(operations.InstrumentWrong):
        adopt(TEXT.replace("weight: 60", "weight: 61"), planner)
    with pytest.raises(operations.InstrumentWrong):
        adopt("x" * 1_000_001, planner)
    assert not Instrument.objects.exists()


def test_another_regency_sees_none_of_it(planner):
    pk = adopt(TEXT, planner)
    neighbour = make.officer("tetangga", role="planning_office", area_code="33.11")

    assert queries.list_instruments(area=AREA, actor=neighbour) == []
    assert queries.find_instrument(area=AREA, code="uji-kota-cerdas", actor=neighbour) is None
    with pytest.raises(queries.NoSuchInstrument):
        queries.get_instrument(pk, actor=neighbour)


def test_one_instrument_and_ten_cost_the_same(planner, django_assert_num_queries):
    adopt(TEXT, planner)
    with django_assert_num_queries(1):
        queries.list_instruments(area=AREA, actor=planner)
    operations.adopt_instruments(area=AREA, actor=planner, at=make.AT)
    with django_assert_num_queries(1):
        assert len(queries.list_instruments(area=AREA, actor=planner)) > 10


# ---- workbooks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_every_delivered_instrument_survives_the_workbook(name):
    before = parse_instrument(TEXTS[name], file=name)
    reading = sheets.read_upload(sheets.as_workbook(TEXTS[name]))

    assert reading.findings == ()
    assert dataclasses.replace(parse_instrument(reading.text, file=name), digest=before.digest) == before


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=40)
)
def test_whatever_a_title_says_survives_the_workbook(title):
    document = yaml.safe_load(TEXT.replace("Instrumen uji", "X"))
    document["title"]["id"] = title
    text = yaml.safe_dump(document, allow_unicode=True)
    parsed = parse_instrument(text, file="uji")
    reading = sheets.read_upload(sheets.as_workbook(text))

    assert [finding.problem for finding in reading.findings] == []
    assert parse_instrument(reading.text, file="uji").title == parsed.title


def edited(text, sheet, cell, value):
    """A workbook of an instrument with one cell overwritten."""
    book = load_workbook(io.BytesIO(sheets.as_workbook(text)))
    book[sheet][cell] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def place_of(text, sheet, first, title):
    """The cell in the row that begins with `first`, under the header `title`."""
    rows = list(load_workbook(io.BytesIO(sheets.as_workbook(text)))[sheet].iter_rows())
    column = next(cell.column_letter for cell in rows[0] if cell.value == title)
    row = next(row[0].row for row in rows if row[0].value == first)
    return f"{column}{row}"


def test_a_wrong_weight_comes_back_marked_in_its_cell():
    cell = place_of(TEXT, "Bagian", "output", "Bobot")
    reading = sheets.read_upload(edited(TEXT, "Bagian", cell, "enam puluh"))

    [finding] = reading.findings
    assert (finding.place, finding.problem) == (f"Bagian!{cell}", "“enam puluh” bukan angka.")
    marked = load_workbook(io.BytesIO(reading.marked))
    assert "bukan angka" in marked["Bagian"][cell].comment.text
    assert marked["Temuan"]["A2"].value == f"Bagian!{cell}"


@pytest.mark.parametrize(
    ("sheet", "first", "title", "value", "problem"),
    [
        ("Bagian", "output", "Bobot", 70, "Jumlah bobot di bawah index adalah 110"),
        ("Bagian", "O1", "Induk", "tiada", "Tidak ada bagian tiada di atas bagian ini"),
        ("Bagian", "O1", "Skala", "lain", "Skala “lain” tidak ada"),
        ("Bagian", "C1", "Rentang skor", "40: 0; 50: 2; selain itu: 4", "Batas rentang tidak menurun"),
        ("Bagian", "O1", "Kode", "O2", "Kode O2 dipakai 2 kali"),
        ("Tingkat", "steps", "Judul", "", "Teks belum ada dalam dua bahasa"),
        ("Bukti", "steps", "Tingkat", 9, "Lembar Tingkat tidak punya tingkat ini"),
        ("Bukti", "steps", "Jenis", "sulap", "“sulap” tidak dikenal"),
        ("Predikat", 3.5, "Mulai dari", 9, "9 tidak mungkin dicapai"),
        ("Bobot", "w2025", "Bagian", "tiada", "Bagian ini tidak ada"),
        ("Instrumen", "Berlaku sejak", "Nilai", "kemarin", "Ini bukan tanggal"),
        ("Instrumen", "Resmi", "Nilai", "mungkin", "Isinya bukan ya dan bukan tidak"),
    ],
)
def test_each_kind_of_mistake_is_told_in_indonesian_at_its_cell(sheet, first, title, value, problem):
    cell = place_of(TEXT, sheet, first, title)
    reading = sheets.read_upload(edited(TEXT, sheet, cell, value))

    assert any(problem in finding.problem for finding in reading.findings), reading.findings
    assert all(finding.remedy and "!" in finding.place for finding in reading.findings)


def test_a_decimal_comma_is_understood():
    text = TEXT.replace("weight: 60", "weight: 59.5").replace("weight: 40", "weight: 40.5")
    reading = sheets.read_upload(edited(text, "Bagian", place_of(text, "Bagian", "output", "Bobot"), "59,5"))

    assert reading.findings == ()


def test_a_formula_is_refused_with_its_cell():
    cell = place_of(TEXT, "Bagian", "output", "Bobot")
    [finding] = sheets.read_upload(edited(TEXT, "Bagian", cell, "=SUM(A1:A9)")).findings

    assert finding.place == f"Bagian!{cell}"


@pytest.mark.parametrize(
    "hostile",
    [b"PK\x03\x04 cut off", b"\xff\xfe\x00 no text", b"x" * (forms.MAX_BYTES + 1), b"PK" + b"x" * forms.MAX_BYTES],
)
def test_what_is_no_workbook_is_told_and_never_breaks(hostile):
    reading = sheets.read_upload(hostile)

    assert reading.text == "" and len(reading.findings) == 1


def test_a_workbook_that_unpacks_without_end_is_refused():
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (80 * 2**20))

    assert "terlalu besar" in sheets.read_upload(file.getvalue()).findings[0].problem


@pytest.mark.parametrize(
    "hostile",
    [
        "a: &a [x]\nb: *a\n",
        "code: [" * 200,
        "- just\n- a list\n",
        "",
        TEXT.replace("code: uji-kota-cerdas", "code: uji\ncode: uji2"),
        "tree:\n  children:\n" + "  - {code: x}\n" * 3,
    ],
)
def test_a_hostile_or_broken_yaml_is_told_in_place(hostile):
    reading = sheets.read_upload(hostile.encode())

    assert reading.findings and all(finding.problem and finding.remedy for finding in reading.findings)


def test_parents_in_a_ring_are_told_and_do_not_hang():
    cell = place_of(TEXT, "Bagian", "output", "Induk")
    reading = sheets.read_upload(edited(TEXT, "Bagian", cell, "O1"))

    assert "tidak tersambung ke puncak" in reading.findings[0].problem


def test_the_empty_form_says_what_is_missing():
    reading = sheets.read_upload(sheets.as_workbook(""))

    assert {"Instrumen!B2", "Instrumen!B3"} <= {finding.place for finding in reading.findings}


def test_every_sentence_of_the_checker_stands_in_the_catalogue():
    """Read from the engine's source: a new message needs its Indonesian in content/instruments/findings."""
    missing = [english for group, english in sentences_of_the_engine() if sheets._told(english, group) == english]

    assert missing == []


def sentences_of_the_engine():
    import ast

    folder = Path(settings.CONTENT_DIR).parent / "guyub" / "engines" / "scoring"
    for path in sorted(folder.rglob("*.py")):
        if path.stem == "answering":  # about answers, not about an instrument
            continue
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                name = ast.unparse(call.func).rpartition(".")[2]
                at = {"say": 1, "wrong": 1, "_wrong": 1, "Problem": 1, "InstrumentError": 2}.get(name)
                if at is None or len(call.args) < at + 2:
                    continue
                for group, node in zip(("problems", "mendings"), call.args[at : at + 2], strict=True):
                    yield from ((group, text) for text in _spoken(node, named))


def _spoken(node, named):
    import ast

    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_spoken(node.body, named), *_spoken(node.orelse, named))
    elif isinstance(node, ast.Name) and node.id in named:
        yield from _spoken(named[node.id], named)


# ---- what changed ------------------------------------------------------------------------------------------------


def changes(new):
    before, after = (parse_instrument(text, file="uji") for text in (TEXT, new))
    return {(each.what, each.code) for each in differences(before, after)}


def test_an_instrument_does_not_differ_from_itself():
    for text in TEXTS.values():
        parsed = parse_instrument(text, file="x")
        assert differences(parsed, parsed) == ()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("weight: 60", "weight: 60.0", set()),
        ("w2025\n  years: [2025]", "w2026\n  years: [2026]", {(What.WEIGHT_SET, "w2025"), (What.WEIGHT_SET, "w2026")}),
        ("at_least: 2.5", "at_least: 2.6", {(What.GRADE, "baik")}),
        ("points: 4", "points: 3", {(What.ANSWER, "C2")}),
        ("code: c, kind: minutes, valid_months: 3", "code: c, kind: minutes, valid_months: 6",
         {(What.EVIDENCE_CHANGED, "O1"), (What.EVIDENCE_CHANGED, "O2")}),
        ("      - {code: d,", "      - {code: d9,", {(What.EVIDENCE_ADDED, "O1"), (What.EVIDENCE_REMOVED, "O1"),
                                        (What.EVIDENCE_ADDED, "O2"), (What.EVIDENCE_REMOVED, "O2")}),
        ("id: Naskah sudah ada.", "id: Naskah lengkap.", {(What.LEVEL_TEXT, "O1"), (What.LEVEL_TEXT, "O2")}),
        ("unit: indeks", "unit: poin", {(What.HEAD, "unit")}),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_named(old, new, found):
    assert old in TEXT

    assert changes(TEXT.replace(old, new)) == found


def test_weights_and_new_parts_are_named():
    new = TEXT.replace("weight: 60", "weight: 50").replace("weight: 40", "weight: 50").replace("code: C2,", "code: C3,")

    assert changes(new) == {
        (What.WEIGHT, "output"),
        (What.WEIGHT, "outcome"),
        (What.PART_REMOVED, "C2"),
        (What.PART_ADDED, "C3"),
    }
