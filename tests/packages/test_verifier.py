"""The stand-alone verifier, run as an auditor runs it, says what the engine says: same codes, same parts, same places."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from guyub.engines import packages as engine
from guyub.engines.packages import canonical
from tests.engines.packages.test_packages import VERSION_1, appended_member, large, resealed
from tests.support import sealed

FILE = Path(__file__).parent.parent.parent / "tools" / "verify_package.py"


def load():
    spec = spec_from_file_location("verify_package", FILE)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", str(FILE), *words], capture_output=True, text=True, encoding="utf-8", check=False
    )


def engine_says(data: bytes) -> list[tuple]:
    return sorted(
        (f.code.value, f.part.value, f.member, f.offset, f.length, f.exact) for f in engine.verify(data).findings
    )


def verifier_says(data: bytes) -> list[tuple]:
    keys = ("code", "part", "member", "offset", "length", "exact")
    return sorted(tuple(found[key] for key in keys) for found in verifier.verify(data)["findings"])


# Ed25519 by hand -----------------------------------------------------------------------------------------------------

# RFC 8032, section 7.1: secret key, public key, message, signature
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465514"
        "1438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d2"
        "91612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027b"
        "eceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac9"
        "4fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1"
        "177331a704",
    ),
)


@pytest.mark.parametrize("vector", VECTORS, ids=range(1, len(VECTORS) + 1))
def test_the_vectors_of_the_standard_hold(vector):
    secret, public, message, signature = (bytes.fromhex(text) for text in vector)

    assert Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw() == public
    assert verifier.is_signed(message, signature, public)
    assert not verifier.is_signed(message + b"x", signature, public)


@settings(max_examples=25)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
def test_signatures_of_any_key_are_judged_as_the_library_judges_them(secret, message, draw):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    place, bit = draw.draw(st.integers(0, 63)), draw.draw(st.integers(0, 7))
    spoiled = bytearray(signature)
    spoiled[place] ^= 1 << bit

    assert verifier.is_signed(message, signature, public)
    assert not verifier.is_signed(message, bytes(spoiled), public)
    assert not verifier.is_signed(message + b"\0", signature, public)


def test_a_signature_counted_past_the_order_is_refused():
    """S + L signs the same by mere arithmetic; the standard refuses it, so that a signature has one form."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signature = private.sign(b"x")
    more = int.from_bytes(signature[32:], "little") + verifier.ORDER

    assert not verifier.is_signed(
        b"x", signature[:32] + more.to_bytes(32, "little"), private.public_key().public_bytes_raw()
    )


# The same verdict as the engine's ------------------------------------------------------------------------------------


def test_both_say_the_same_of_every_single_changed_byte():
    whole = sealed.package()
    differing = []
    for place in range(0, len(whole), 3):
        spoiled = whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]
        if verifier_says(spoiled) != engine_says(spoiled):
            differing.append((place, verifier_says(spoiled), engine_says(spoiled)))

    assert differing == []


@settings(max_examples=60)
@given(st.data())
def test_both_say_the_same_of_many_changed_bytes(data):
    spoiled = bytearray(sealed.package())
    for place in data.draw(st.sets(st.integers(0, len(spoiled) - 1), max_size=10)):
        spoiled[place] ^= data.draw(st.integers(1, 255))

    assert verifier_says(bytes(spoiled)) == engine_says(bytes(spoiled))


@settings(max_examples=60)
@given(st.data())
def test_both_say_the_same_of_cut_and_stretched_files(data):
    whole = sealed.package()
    first, last = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    spoiled = whole[:first] + data.draw(st.binary(max_size=30)) + whole[last:]

    assert verifier_says(spoiled) == engine_says(spoiled)


SPOILED = {
    "two of a name": lambda: appended_member("answers.json", b"{}\n"),
    "bomb": lambda: appended_member("bomb.json", b"0" * 1_000_000, zipfile.ZIP_DEFLATED),
    "path": lambda: appended_member("../answers.json", b"x"),
    "no package": lambda: b"%PDF-1.7 nothing of the kind",
    "empty": lambda: b"",
    "too large": lambda: b"x" * (engine.MOST_BYTES + 1),
    "another key": lambda: resealed(lambda manifest: None, private=sealed.OTHER),
    "newer": lambda: resealed(lambda manifest: manifest.update(version=3, novelty="x")),
    "never": lambda: resealed(lambda manifest: manifest.update(version=0)),
    "spelt otherwise": lambda: resealed(lambda manifest: None, members={"answers.json": b'{"b":1,"a":2}\n'}),
    "nested": lambda: resealed(lambda manifest: None, members={"answers.json": b"[" * 50_000 + b"\n"}),
    "instrument": lambda: resealed(lambda manifest: None, members={"instrument.yaml": b"code: lain\n"}),
    "foreign": lambda: resealed(lambda manifest: manifest["members"].reverse()),
    "kind": lambda: resealed(lambda manifest: manifest.update(kind=["hand_in"])),
    "another kind": lambda: resealed(lambda manifest: manifest.update(kind="result")),
    "area": lambda: resealed(lambda manifest: manifest.update(area="33.13")),
    "instant": lambda: resealed(lambda manifest: manifest.update(sealed_at="2026-02-31T00:00:00Z")),
    "control": lambda: resealed(lambda manifest: manifest.update(sealed_office="Bupati\x1b[2J")),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_both_say_the_same_of_packages_made_to_deceive(spoil):
    data = spoil()

    assert verifier_says(data) == engine_says(data) != []


@pytest.mark.parametrize(
    "make",
    [
        sealed.package,
        VERSION_1.read_bytes,
        lambda: large(120),
        lambda: engine.seal(sealed.about(kind=engine.Kind.RESULT), sealed.result(), private=sealed.OTHER),
    ],
)
def test_both_find_nothing_in_a_whole_package(make):
    assert verifier_says(make()) == engine_says(make()) == []


# As an auditor runs it -----------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "33.13.guyub"
    path.write_bytes(sealed.package())
    return path


def test_a_whole_package_is_told_with_who_what_and_when(file):
    answer = run(str(file))

    assert answer.returncode == 0
    for word in ("Kabupaten Karanganyar (33.13)", "2026-11-23T02:14:00Z oleh Bupati Karanganyar", "UTUH", "telepon"):
        assert word in answer.stdout
    assert engine.verify(file.read_bytes()).digest in answer.stdout


def test_it_speaks_english_when_asked(file):
    assert "WHOLE: every byte is as it was sealed." in run(str(file), "--language", "en").stdout


def test_the_right_key_is_accepted_as_it_was_read_out_and_a_wrong_one_is_not(file):
    mark = engine.fingerprint(engine.public_key(sealed.PRIVATE))
    spoken = " ".join(mark[place : place + 4] for place in range(0, 64, 4)).upper()
    right, wrong = run(str(file), "--key", spoken), run(str(file), "--key", "ab" * 32)

    assert (right.returncode, wrong.returncode) == (0, 1)
    assert "key-not-asked" in wrong.stdout and "telepon" not in right.stdout


def test_a_changed_byte_is_told_with_member_and_place(file):
    whole = bytearray(file.read_bytes())
    place = bytes(whole).index(b"SOP ditetapkan")
    whole[place] ^= 1
    file.write_bytes(bytes(whole))
    answer = run(str(file), "--json")

    assert answer.returncode == 1
    assert [(f["code"], f["member"], f["offset"]) for f in json.loads(answer.stdout)["findings"]] == [
        ("changed", "answers.json", place)
    ]
    assert f"isi answers.json, bita {place}: Diubah setelah disegel." in run(str(file)).stdout


def test_random_spoiled_files_are_told_by_the_program_as_by_the_engine(tmp_path):
    chance, whole = random.Random(7), sealed.package()
    for turn in range(6):
        spoiled = bytearray(whole)
        for _change in range(turn + 1):
            spoiled[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        path = tmp_path / f"{turn}.guyub"
        path.write_bytes(spoiled)
        told = json.loads(run(str(path), "--json").stdout)["findings"]

        assert sorted((f["code"], f["part"], f["member"], f["offset"], f["length"], f["exact"]) for f in told) == (
            engine_says(bytes(spoiled))
        )


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    assert run(str(tmp_path / "none.guyub")).returncode == 2


def test_a_members_name_cannot_command_the_terminal(tmp_path):
    path = tmp_path / "x.guyub"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("\x1b[2J.txt", "x")
    path.write_bytes(file.getvalue())

    assert "\x1b" not in run(str(path)).stdout


def test_every_code_of_the_engine_has_words_in_both_languages():
    judged_by_guyub_alone = {"personal-data"}

    assert {code.value for code in engine.Code} - judged_by_guyub_alone <= set(verifier.SAID)
    assert all(len(words) == 2 and all(words) for words in [*verifier.SAID.values(), *verifier.LABELS.values()])


def test_it_shares_no_code_with_guyub():
    assert "guyub." not in FILE.read_text().replace("`guyub.", "")
    assert "import guyub" not in FILE.read_text()


def test_both_spell_json_alike():
    value = {"b": [1, None, True, "é–😀"], "a": {"x": "\u2028", "A": ""}}

    assert verifier.spell(value) == canonical.to_json(value)
