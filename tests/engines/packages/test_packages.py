"""What is sealed opens again as it was, and nothing of it can change unnoticed."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guyub.engines import packages as engine
from guyub.engines.packages import archive, canonical
from guyub.engines.packages.damage import healings
from tests.support import sealed

VERSION_1 = Path(__file__).parent.parent.parent / "packages" / "fixtures" / "version-1.guyub"


def codes(data: bytes) -> list[str]:
    return [found.code.value for found in engine.verify(data).findings]


def span_at(data: bytes, place: int) -> tuple[str, str]:
    """Which part of a whole package a byte belongs to, found by Python's own ZIP reader."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        for info in whole.infolist():
            start = info.header_offset + 30 + len(info.filename)
            if info.header_offset <= place < start:
                return "header", info.filename
            if start <= place < start + info.file_size:
                return "data", info.filename
        position = whole.start_dir
        for info in whole.infolist():
            end = position + 46 + len(info.filename)
            if position <= place < end:
                return "directory", info.filename
            position = end
    return "end", ""


# Whole packages ------------------------------------------------------------------------------------------------------


def test_a_package_opens_as_it_was_sealed():
    opened = engine.open_package(sealed.package())

    assert opened.hand_in == sealed.hand_in()
    assert (opened.manifest.area.code, opened.manifest.sealed_office) == ("33.13", "Bupati Karanganyar")
    assert opened.manifest.key == engine.fingerprint(engine.public_key(sealed.PRIVATE))


def test_a_result_opens_as_it_was_sealed():
    about = sealed.about(kind=engine.Kind.RESULT, about="12" * 32)

    assert engine.open_package(engine.seal(about, sealed.result(), private=sealed.PRIVATE)).result == sealed.result()


def test_the_same_content_and_key_give_the_same_bytes():
    assert sealed.package() == sealed.package()


def test_any_zip_program_opens_it():
    with zipfile.ZipFile(io.BytesIO(sealed.package())) as whole:
        assert whole.testzip() is None
        assert whole.namelist()[0] == "manifest.json" and whole.namelist()[-1] == "signature.json"
        assert json.loads(whole.read("manifest.json"))["year"] == 2026


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), max_size=4), st.integers(1990, 2100)
)
def test_whatever_words_are_sealed_come_back(words, year):
    answers = tuple(sealed.answer(f"I{number}", explanation=text) for number, text in enumerate(words))
    content = sealed.hand_in(answers=engine.Answers("", answers))
    if engine.list_personal(engine.to_value(content)):
        return
    opened = engine.open_package(engine.seal(sealed.about(year=year), content, private=sealed.PRIVATE))

    assert (opened.hand_in, opened.manifest.year) == (content, year)


# Changed packages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bit", [0x01, 0x80, 0xFF])
def test_every_single_changed_byte_is_named_with_its_part_and_place(bit):
    whole = sealed.package()
    unnamed = []
    for place in range(len(whole)):
        spoiled = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
        named = [
            (found.part.value, found.member)
            for found in engine.verify(spoiled).findings
            if found.code is engine.Code.CHANGED and found.exact and (found.offset, found.length) == (place, 1)
        ]
        if named != [span_at(whole, place)]:
            unnamed.append((place, span_at(whole, place), engine.verify(spoiled).findings))

    assert unnamed == []


def large(items: int) -> bytes:
    answers = tuple(sealed.answer(f"I{number}", explanation="Uraian panjang. " * 60) for number in range(items))
    return engine.seal(sealed.about(), sealed.hand_in(answers=engine.Answers("", answers)), private=sealed.PRIVATE)


def test_a_changed_byte_in_a_large_package_is_named_with_its_place():
    whole, chance = large(300), random.Random(20261123)
    for _turn in range(25):
        place = chance.randrange(len(whole))
        spoiled = whole[:place] + bytes([whole[place] ^ chance.randrange(1, 256)]) + whole[place + 1 :]
        changed = [found for found in engine.verify(spoiled).findings if found.code is engine.Code.CHANGED]

        assert [(found.offset, found.length, found.exact) for found in changed] == [(place, 1, True)]


def test_a_manifest_changed_beyond_reading_is_named():
    whole = bytearray(sealed.package())
    whole[60], whole[900] = 0, 0
    found = engine.verify(bytes(whole)).findings

    assert [(each.code.value, each.member, each.exact) for each in found] == [("changed", "manifest.json", False)]


@given(st.data())
def test_many_changed_bytes_are_never_overlooked(data):
    whole = sealed.package()
    places = data.draw(st.sets(st.integers(0, len(whole) - 1), min_size=2, max_size=12))
    spoiled = bytearray(whole)
    for place in places:
        spoiled[place] ^= data.draw(st.integers(1, 255))
    findings = engine.verify(bytes(spoiled)).findings

    assert findings != ()
    if not any(found.code is engine.Code.NOT_A_PACKAGE for found in findings):
        parts = {span_at(whole, place) for place in places}
        assert parts & {(found.part.value, found.member) for found in findings}


@given(st.binary(min_size=1, max_size=400), st.data())
def test_a_check_sum_tells_where_one_byte_was_changed(data, draw):
    import zlib

    place, by = draw.draw(st.integers(0, len(data) - 1)), draw.draw(st.integers(1, 255))
    spoiled = data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]

    assert (place, data) in list(healings(spoiled, zlib.crc32(data)))


@pytest.mark.parametrize("kept", [0, 1, 40, 300, -1, -22, -200])
def test_a_truncated_package_says_where_it_breaks_off(kept):
    whole = sealed.package()
    short = whole[:kept]

    assert set(codes(short)) & {"truncated", "not-a-package"}
    if kept == -1:
        assert [(f.code.value, f.part.value, f.offset, f.length) for f in engine.verify(short).findings] == [
            ("truncated", "end", len(whole) - 1, 1)
        ]


@given(st.integers(0, 1), st.binary(min_size=1, max_size=60))
def test_appended_bytes_are_named(_turn, more):
    whole = sealed.package()

    assert "appended" in codes(whole + more)


def test_bytes_put_before_it_are_noticed():
    assert codes(b"#!/bin/sh\n" + sealed.package()) != []


def test_an_inserted_and_a_removed_byte_are_noticed_wherever():
    whole = sealed.package()
    for place in range(0, len(whole), 7):
        assert codes(whole[:place] + b"x" + whole[place:]) != []
        assert codes(whole[:place] + whole[place + 1 :]) != []


def appended_member(name: str, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO(sealed.package())
    with zipfile.ZipFile(file, "a", method) as whole:
        if name in whole.namelist():
            with pytest.warns(UserWarning, match="Duplicate name"):
                whole.writestr(name, content)
        else:
            whole.writestr(name, content)
    return file.getvalue()


def test_a_second_member_of_the_same_name_is_named():
    found = engine.verify(appended_member("answers.json", b"{}\n")).findings

    assert ("duplicate-member", "answers.json") in [(each.code.value, each.member) for each in found]


def test_a_bomb_is_never_unpacked_and_is_named():
    found = engine.verify(appended_member("bomb.json", b"0" * 50_000_000, zipfile.ZIP_DEFLATED)).findings

    assert [(each.member, each.detail) for each in found if each.code.value == "compressed"] == [
        ("bomb.json", "50000000")
    ]


@pytest.mark.parametrize("name", ["../answers.json", "/etc/passwd", "a/b.json", "c:b.json", "..\\x.json"])
def test_a_name_that_leads_somewhere_is_named(name):
    found = engine.verify(appended_member(name, b"x")).findings

    assert "path-name" in [each.code.value for each in found]


def test_a_file_that_is_no_package_says_so():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("readme.txt", "hello")
    for data in (b"", b"PK\x03\x04", file.getvalue(), b"%PDF-1.7 " * 50, b"\x00" * 5000):
        assert "not-a-package" in codes(data)


def test_more_than_a_package_may_hold_is_not_read():
    assert codes(b"x" * (engine.MOST_BYTES + 1)) == ["too-large"]


# Who signed, and which version ---------------------------------------------------------------------------------------


def resealed(change, *, private: bytes = sealed.PRIVATE, members: dict[str, bytes] | None = None) -> bytes:
    """A package whose manifest was changed and signed again: what a holder of a key could write by hand."""
    from guyub.engines.packages import keys

    with zipfile.ZipFile(io.BytesIO(sealed.package())) as whole:
        content = {name: whole.read(name) for name in whole.namelist()} | (members or {})
    manifest = json.loads(content.pop("manifest.json"))
    content.pop("signature.json")
    for each in manifest["members"]:
        each["size"] = len(content[each["file"]])
        each["sha256"] = __import__("hashlib").sha256(content[each["file"]]).hexdigest()
    change(manifest)
    signed = canonical.to_json(manifest)
    signature = {
        "algorithm": "Ed25519",
        "public_key": keys.public_key(private),
        "signature": keys.sign(signed, private=private),
    }
    return archive.build(
        [("manifest.json", signed), *content.items(), ("signature.json", canonical.to_json(signature))]
    )


def test_what_is_signed_again_unchanged_is_whole():
    assert codes(resealed(lambda manifest: None)) == []


def test_a_manifest_that_names_another_key_than_the_one_that_signed_is_named():
    assert codes(resealed(lambda manifest: None, private=sealed.OTHER)) == ["key-mismatch"]


def test_a_manifest_of_another_package_is_not_covered_by_the_signature():
    other = sealed.package(year=2025)
    with zipfile.ZipFile(io.BytesIO(sealed.package())) as whole, zipfile.ZipFile(io.BytesIO(other)) as mixed:
        members = [(name, whole.read(name)) for name in whole.namelist()]
        members[0] = ("manifest.json", mixed.read("manifest.json"))

    assert codes(archive.build(members)) == ["signature-wrong"]


def test_a_newer_version_is_verified_as_far_as_possible_and_says_to_update():
    assert codes(resealed(lambda manifest: manifest.update(version=3, novelty="x"))) == ["version-newer"]


def test_a_version_that_never_was_is_named():
    assert codes(resealed(lambda manifest: manifest.update(version=0))) == ["version-unknown"]


def test_a_package_of_version_1_opens_as_todays():
    """The file lies in the repository as it was written; nobody writes it anew."""
    opened = engine.open_package(VERSION_1.read_bytes())

    assert opened.verdict.version == 1
    assert (opened.manifest.stage, opened.manifest.supersedes) == (1, "")
    assert opened.hand_in == replace(sealed.hand_in(), plan=None)


def test_every_version_but_the_newest_has_a_file_in_the_repository():
    files = sorted(path.name for path in VERSION_1.parent.glob("*.guyub"))

    assert files == [f"version-{version}.guyub" for version in engine.FORMATS if version != engine.NEWEST]


def test_a_member_spelt_otherwise_is_named():
    answers = json.dumps({"items": [], "weight_set": ""}).encode() + b"\n"
    found = engine.verify(resealed(lambda manifest: None, members={"answers.json": answers})).findings

    assert [(each.code.value, each.member) for each in found] == [("not-canonical", "answers.json")]


def test_an_instrument_that_is_not_the_one_named_is_named():
    found = engine.verify(resealed(lambda manifest: None, members={"instrument.yaml": b"code: lain\n"})).findings

    assert [(each.code.value, each.member) for each in found] == [("instrument-mismatch", "instrument.yaml")]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"items": []}, "answers.json.weight_set"),
        ({"items": [], "weight_set": "", "more": 1}, "answers.json.more"),
        ({"items": {}, "weight_set": ""}, "answers.json.items"),
        ({"items": [{"code": "I1"}], "weight_set": ""}, "answers.json.items[0]"),
    ],
)
def test_a_signed_member_that_is_not_of_the_format_is_refused_with_its_place(value, place):
    data = resealed(lambda manifest: None, members={"answers.json": canonical.to_json(value)})
    with pytest.raises(engine.Spoiled) as refused:
        engine.open_package(data)

    assert refused.value.findings[0].code.value == "misshapen"
    assert refused.value.findings[0].detail.startswith(place)


@pytest.mark.parametrize(
    "nest", [b"[" * 100_000 + b"\n", b'{"a":' * 5000 + b"\n", b"9" * 50_000 + b"\n", b"1.5\n", b"NaN\n"]
)
def test_json_made_to_break_a_reader_is_a_finding(nest):
    assert codes(resealed(lambda manifest: None, members={"answers.json": nest})) == ["not-canonical"]


# Nothing personal ----------------------------------------------------------------------------------------------------

PERSONAL = (
    "3313990101100001", "NIK 3313990101100001.", "3313.9901.0110.0001", "3313 9901 0110 0001", "33-13-99-410110-0001",
    "NIK3313990101100001", "NIP 198001012005011001",
)  # fmt: skip


@pytest.mark.parametrize("text", PERSONAL)
def test_what_looks_like_a_persons_number_is_not_sealed(text):
    content = sealed.hand_in(answers=engine.Answers("", (sealed.answer(explanation=f"Warga {text} dilayani."),)))
    with pytest.raises(engine.PersonalData) as refused:
        engine.seal(sealed.about(), content, private=sealed.PRIVATE)

    assert refused.value.places == ("answers.json.items[0].explanation",)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_somebody_else_sealed_with_a_persons_number_is_not_opened(text):
    answers = engine.to_value(engine.Answers("", (sealed.answer(explanation=text),)))
    data = resealed(lambda manifest: None, members={"answers.json": canonical.to_json(answers)})
    with pytest.raises(engine.Spoiled) as refused:
        engine.open_package(data)

    assert [(f.code.value, f.detail) for f in refused.value.findings] == [
        ("personal-data", "answers.json.items[0].explanation")
    ]


@pytest.mark.parametrize("key", ["nik", "name", "nama", "person_id", "NIK", "alamat"])
def test_keys_that_would_hold_a_person_are_found(key):
    assert engine.list_personal({"items": [{key: "x"}]}) == [f"items[0].{key}"]


@pytest.mark.parametrize(
    "text",
    [
        "2020 2021 2022 2023",
        "Perbup 12/2026",
        "Rp 1.234.567.890.123",
        "12" * 32,
        "a1" * 64,
        "0.333333333333",
        "2026-11-23T02:14:00Z",
    ],
)
def test_years_money_hashes_and_dates_are_not_taken_for_a_person(text):
    assert not engine.looks_personal(text)


def test_the_keys_of_the_format_hold_no_person():
    assert engine.list_personal(engine.to_value(sealed.hand_in())) == []
    assert engine.list_personal(engine.to_value(sealed.result())) == []


def test_a_file_made_to_keep_a_verifier_busy_costs_little():
    """Long members, all of them changed: the place is looked for in the first four megabytes and no further."""
    import time

    answers = tuple(sealed.answer(f"I{number}", explanation="Uraian panjang. " * 1200) for number in range(300))
    whole = bytearray(
        engine.seal(sealed.about(), sealed.hand_in(answers=engine.Answers("", answers)), private=sealed.PRIVATE)
    )
    whole[whole.index(b"Uraian")] ^= 1
    began = time.process_time()
    found = engine.verify(bytes(whole)).findings

    assert [(each.code.value, each.member, each.exact) for each in found] == [("changed", "answers.json", False)]
    assert time.process_time() - began < 3
